"""The documents name only what is there: tests, files, commands, settings."""

import re
from pathlib import Path

import pytest

from gehoor.cli import CONTENTS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
CODE = [path for folder in ("gehoor", "tests") for path in (ROOT / folder).rglob("*.py")]


def each_document() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


@each_document()
def test_tests_that_are_named_exist(path: Path) -> None:
    known = {name for code in CODE for name in re.findall(r"def (test_\w+)", code.read_text())}
    known |= {code.stem for code in CODE} | {"test_mine"}
    assert set(re.findall(r"\btest_\w+", path.read_text(encoding="utf-8"))) <= known


@each_document()
def test_files_that_are_linked_exist(path: Path) -> None:
    links = re.findall(r"\]\(((?!https?:|#)[^)]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_readme_has_each_command() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## The `gehoor` command")[1]
    table = table.split("\n## ")[0]
    named = {word for row in re.findall(r"^\| (`.*?) \|", table, re.M) for word in row.split("`")}
    assert {name for _title, commands in CONTENTS for name, _text in commands} <= named


def test_readme_has_each_setting() -> None:
    code = "".join(path.read_text() for path in CODE if "tests" not in path.parts)
    read = set(re.findall(r'"((?:GEHOOR_[A-Z_]+|DATABASE_URL|PORT|WORKERS))"', code))
    rows = re.findall(
        r"^\| `([A-Z_]{4,})` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.M
    )
    assert read == set(rows)
