"""English beside Dutch: the catalogue is whole, and each employee reads her own language."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils.translation.template import templatize

from conftest import SignIn
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.roles import Role
from gehoor.organisation.tests.factories import EmployeeFactory

LAZY = {f"{name}_lazy": places for name, places in DEFAULT_KEYWORDS.items()}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|{\w+}")
NAMES = {"Gehoor", "Nederlands", "English"}


def texts_of(message: Message) -> Iterator[tuple[str, str]]:
    """Each Dutch text with its English; two of them when there is a plural."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string or (), strict=True)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    path = settings.PACKAGE / "locale/en/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def product_files(suffix: str) -> list[Path]:
    return [path for path in settings.PACKAGE.rglob(f"*{suffix}") if "tests" not in path.parts]


def gathered() -> Iterator[tuple[str | None, str]]:
    """What gettext would gather: of each text its context and its first form."""
    for path in product_files(".py"):
        yield from texts_in(path.read_text(encoding="utf-8"))
    for path in product_files(".html"):
        # Calls among blanks, as Django hands a template to gettext; indents mean nothing.
        calls = templatize(path.read_text(encoding="utf-8"), origin=path.name)
        yield from texts_in("\n".join(line.strip() for line in calls.splitlines()))


def texts_in(code: str) -> Iterator[tuple[str | None, str]]:
    for _line, text, _comments, context in extract("python", BytesIO(code.encode()), KEYWORDS):
        yield context, text if isinstance(text, str) else text[0]


def test_every_text_has_english(catalogue: Catalog) -> None:
    without = [dutch for m in catalogue if m.id for dutch, english in texts_of(m) if not english]
    assert without == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_english_fills_in_what_dutch_fills_in(catalogue: Catalog) -> None:
    for message in catalogue:
        for dutch, english in texts_of(message) if message.id else ():
            assert sorted(PLACEHOLDER.findall(dutch)) == sorted(PLACEHOLDER.findall(english)), dutch


def test_english_keeps_the_spaces_around_a_text(catalogue: Catalog) -> None:
    for message in catalogue:
        for dutch, english in texts_of(message) if message.id else ():
            assert english == english.strip().join(dutch.split(dutch.strip())), dutch


def test_catalogue_is_current(catalogue: Catalog) -> None:
    known = {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id
    }
    assert known ^ set(gathered()) == set(), "run `make messages` and translate what is new"


@pytest.mark.parametrize(
    "path", product_files(".html"), ids=lambda path: str(path.relative_to(settings.PACKAGE))
)
def test_no_text_in_a_template_passes_by_the_catalogue(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    html = re.sub(r"{% (blocktranslate|comment)\b.*?{% end\1 %}", "", html, flags=re.S)
    html = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|&\w+;|title=\"Alt \w\"", " ", html)  # keys: no text
    said = re.findall(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"', html)
    shown = re.sub(r"<kbd>.*?</kbd>|<!?[a-z/][^>]*>|[\w-]+=\"[^\"]*\"", "\n", html, flags=re.S)
    words = set(re.findall(r"[^\W\d_]{2,}", " ".join([shown, *said])))
    assert words <= NAMES


@pytest.fixture
def english_reader(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=list(Role), language="en"
    )


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ("desk:home", "New contact"),
        ("contacts:list", "No contacts found"),
        ("knowledge:list", "Knowledge"),
        ("organisation:settings", "Opening hours"),
    ],
)
def test_pages_are_english_for_who_chose_it(
    english_reader: Employee, sign_in: SignIn, page: str, label: str
) -> None:
    html = sign_in(english_reader).get(reverse(page)).content.decode()
    assert '<html lang="en"' in html
    assert label in html


def test_pages_are_dutch_for_the_others(
    agent: Employee, english_reader: Employee, sign_in: SignIn
) -> None:
    sign_in(english_reader).get(reverse("desk:home"))
    html = sign_in(agent).get(reverse("desk:home")).content.decode()
    assert '<html lang="nl"' in html
    assert "Nieuw contact" in html


@pytest.mark.django_db
def test_who_is_not_signed_in_reads_dutch(client) -> None:
    html = client.get(reverse("organisation:sign-in"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert '<html lang="nl"' in html
    assert "Aanmelden" in html
