"""What a colleague reads from the pages of the desk. Plain values only."""

import re
from dataclasses import dataclass
from html import unescape

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_RING = re.compile(rf'data-ring="({UUID})".*?class="ring__client[^>]*>(?:<span[^>]*>[^<]*</span>)?([^<]*)', re.S)  # fmt: skip # noqa: E501
_MINE = re.compile(rf'id="mine-({UUID})"')
_OUTCOME = re.compile(r'value="(\d+)" data-code="([\w-]+)"')
_CANDIDATE = re.compile(rf'id="candidate-({UUID})"')
_HIT = re.compile(rf'id="hit-({UUID})"')
_WORDS = re.compile(r"<textarea[^>]*data-words[^>]*>(.*?)</textarea>", re.S)
_DEPARTMENTS = re.compile(r'<select name="questions-0-department".*?</select>', re.S)
_OPTION = re.compile(r'<option value="(\d+)"')
_CHECK = re.compile(r'name="check-(\w+)"')
_KEY = re.compile(r'name="key" value="([^"]+)"')


@dataclass(frozen=True)
class Waiting:
    uuid: str
    client: str  # as the page names it


@dataclass(frozen=True)
class Page:
    """The desk with a contact at hand."""

    revision: str
    writer: str
    words: tuple[str, ...]
    outcomes: dict[str, str]
    departments: tuple[str, ...]
    candidates: tuple[str, ...]
    has_verification: bool


@dataclass(frozen=True)
class Article:
    uuid: str
    theme: str
    product: str
    department: str


def rings(text: str) -> list[Waiting]:
    return [Waiting(uuid, unescape(name).strip()) for uuid, name in _RING.findall(text)]


def contacts_at_hand(text: str) -> list[str]:
    return _MINE.findall(text)


def read_page(text: str) -> Page:
    departments = _DEPARTMENTS.search(text)
    shown = text.split('<template id="new-question">')[0]  # an empty question to copy
    return Page(
        revision=_value(text, "revision") or "0",
        writer=_value(text, "writer"),
        words=tuple(unescape(words.removeprefix("\n")) for words in _WORDS.findall(shown)),
        outcomes={code: key for key, code in _OUTCOME.findall(text)},
        departments=tuple(_OPTION.findall(departments[0])) if departments else (),
        candidates=tuple(dict.fromkeys(_CANDIDATE.findall(text))),
        has_verification="/controle/uitslag/" in text or "/controle/" in text,
    )


def _value(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    return found[1] if found else ""


def first_hit(text: str) -> str:
    found = _HIT.search(text)
    return found[1] if found else ""


def read_article(text: str) -> Article | None:
    values = [_data(text, name) for name in ("uuid", "theme", "product", "department")]
    return Article(*values) if values[0] else None


def _data(text: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', text)
    return unescape(found[1]) if found else ""


def checks(text: str) -> list[str]:
    """What can be asked to be sure who speaks."""
    return list(dict.fromkeys(_CHECK.findall(text)))


def form_key(text: str) -> str:
    found = _KEY.search(text)
    return found[1] if found else ""
