"""`gehoor`: what it accepts, and one line instead of a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError

from gehoor.cli import contents, main, what_to_mend


def gehoor(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    own = {**os.environ, "DATABASE_URL": "", "GEHOOR_DATA": str(folder), **settings}
    command = [sys.executable, "-m", "gehoor", *arguments]
    return subprocess.run(command, env=own, capture_output=True, text=True, timeout=60)


def test_help_of_a_command_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["help", "search"], ["search", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
    first, second = capsys.readouterr().out.split("usage: ")[1:]
    assert first == second
    assert first.startswith("gehoor search")


def test_help_alone_is_the_table_of_contents(capsys: pytest.CaptureFixture[str]) -> None:
    main(["help"])
    assert capsys.readouterr().out.strip() == contents()


@pytest.mark.parametrize("name", ["flush", "runserver", "sqlflush", "dumpdata", "nothing", "-x"])
def test_what_is_not_in_the_contents_is_refused(name: str) -> None:
    with pytest.raises(SystemExit, match=f"there is no command {name}"):
        main([name])


@pytest.mark.parametrize(
    ("command", "settings", "told"),
    [
        ("search", {}, "gehoor migrate"),
        ("search", {"DATABASE_URL": "foo://x"}, "DATABASE_URL must begin with"),
        ("search", {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/x"}, "cannot be used"),
        ("migrate", {"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "cannot be used"),
        ("web", {"PORT": "abc"}, "--port: invalid int value: 'abc'"),
        ("run", {"PORT": "abc"}, "--port: invalid int value: 'abc'"),
    ],
)
def test_wrong_setting_is_told_in_one_line(
    tmp_path: Path, command: str, settings: dict[str, str], told: str
) -> None:
    done = gehoor(tmp_path, command, *(["paspoort"] if command == "search" else []), **settings)
    assert done.returncode != 0
    assert told in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_only_what_one_can_mend_is_told_without_a_traceback() -> None:
    unprepared = ProgrammingError('relation "organisation_tenant" does not exist\nLINE 1: SELECT')
    assert "does not exist. Right DATABASE_URL?" in what_to_mend(unprepared)
    assert what_to_mend(IntegrityError("Key (email)=(noor@example.org)")) == ""
