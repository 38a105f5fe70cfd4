"""`gehoor`: the one command for everything besides the pages."""

import os
import sys
from collections.abc import Sequence

CONTENTS: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "Run",
        [
            ("run", "set up what is missing, then web and worker on one address"),
            ("web", "the pages only"),
            ("worker", "the worker only"),
            ("migrate", "prepare the database that DATABASE_URL names"),
        ],
    ),
    (
        "Organisation",
        [
            ("create-tenant", "start a contact centre: tenant, first client, administrator"),
            ("add-employee", "somebody who may sign in, without the pages"),
            ("import-products", "take over products of the Uniforme Productenlijst"),
            ("seed-demonstration", "fill an empty database with the municipality of Waterrijk"),
            ("simulate", "citizens and colleagues of the demonstration, playing now"),
        ],
    ),
    (
        "Knowledge",
        [
            ("import-articles", "take over articles from CSV or JSON"),
            ("search", "what the desk would find for these words"),
            ("evaluate-search", "how well search does on a file of questions"),
        ],
    ),
    (
        "Contacts and figures",
        [
            ("ring", "let a call come in on one of our numbers"),
            ("recount", "build the figures again from the contacts and compare"),
        ],
    ),
]

FOR_DEVELOPERS = {"check", "makemessages", "makemigrations", "shell"}


def contents() -> str:
    """What there is, as a table of contents."""
    width = max(len(name) for _title, commands in CONTENTS for name, _text in commands)
    lines = ["gehoor: the customer contact system for Dutch municipalities", ""]
    for title, commands in CONTENTS:
        lines += [title, *(f"  {name:<{width}}  {text}" for name, text in commands), ""]
    lines += [
        "gehoor COMMAND --help tells more of one command.",
        "Settings come from the environment:",
    ]
    lines += ["DATABASE_URL, PORT, GEHOOR_DATA, GEHOOR_HOSTS, GEHOOR_HTTPS (see README)."]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; names with a dash are Django management commands with underscores."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.settings")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["help"] and given[1:]:
        given = [given[1], "--help"]
    if not given or given[0] in ("help", "-h", "--help"):
        print(contents())
    elif given[0] == "--version":
        from gehoor import __version__

        print(__version__)
    elif given[0].replace("_", "-") not in known_commands():
        sys.exit(f"gehoor: there is no command {given[0]}. gehoor help shows what there is.")
    else:
        _run(given)


def known_commands() -> set[str]:
    return {name for _title, commands in CONTENTS for name, _text in commands} | FOR_DEVELOPERS


def _run(given: list[str]) -> None:
    from django.core.management import ManagementUtility

    try:
        ManagementUtility(["gehoor", given[0].replace("-", "_"), *given[1:]]).execute()
    except Exception as error:
        told = what_to_mend(error)
        if not told or "--traceback" in given:
            raise
        sys.exit(f"gehoor: {told}")


def what_to_mend(error: Exception) -> str:
    """What whoever started the command can mend herself; empty for a fault of ours."""
    from dj_database_url import ParseError, UnknownSchemeError
    from django.db import OperationalError, ProgrammingError

    if isinstance(error, UnknownSchemeError | ParseError):
        return "DATABASE_URL must begin with postgres:// or sqlite:///."
    if isinstance(error, OperationalError | ProgrammingError):
        reason = (str(error).strip() or "no reason given").splitlines()[0]
        return f"the database cannot be used: {reason}. Right DATABASE_URL? Then: gehoor migrate."
    return ""
