"""Reading the texts of the demonstration; content/README.md says what each file holds."""

import json
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

Row = dict[str, Any]
FOLDER = files("gehoor.demonstration") / "content"


@dataclass(frozen=True)
class Content:
    """Each part is read when it is first asked for, and only once; nobody changes it."""

    @cached_property
    def municipality(self) -> Row:
        return _toml("municipality.toml")

    @cached_property
    def products(self) -> list[Row]:
        found: list[Row] = _toml("products.toml")["product"]
        return found

    @cached_property
    def staff(self) -> Row:
        return _toml("employees.toml")

    @cached_property
    def instructions(self) -> list[Row]:
        found: list[Row] = _toml("instructions.toml")["instruction"]
        return found

    @cached_property
    def people(self) -> dict[str, list[Row]]:
        """`persons`, `organisations` and `representations`."""
        found: dict[str, list[Row]] = _json("people.json")
        return found

    @cached_property
    def names(self) -> Row:
        """The parts of which names and streets are made."""
        return _toml("names.toml")

    @cached_property
    def voices(self) -> Row:
        return _toml("voices.toml")

    @cached_property
    def year(self) -> Row:
        """Seasons, mailings and storms."""
        return _toml("year.toml")

    @cached_property
    def questions(self) -> list[Row]:
        """Those of all files, a line each."""
        files = sorted((FOLDER / "questions").iterdir(), key=lambda file: file.name)
        texts = (file.read_text(encoding="utf-8") for file in files)
        return [json.loads(line) for text in texts for line in text.splitlines()]

    @cached_property
    def articles(self) -> list[Row]:
        """Those of all files; a file says its theme once."""
        names = sorted(entry.name for entry in (FOLDER / "articles").iterdir())
        read = [_toml(f"articles/{name}") for name in names if name.endswith(".toml")]
        return [{"theme": file["theme"], **row} for file in read for row in file["article"]]


@cache
def _toml(name: str) -> Row:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def _json(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
