"""The checks find what they are for, and leave the rest alone."""

import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.run import is_figure
from checks import size_report
from checks.addresses import REGISTRIES, forbidden_lines

ROOT = Path(__file__).parent.parent
HOSTS = [".".join(parts) for parts in REGISTRIES]
FOLDER = "/" + "work"


def found_in(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    return len(list(forbidden_lines(path)))


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("checks.addresses.ROOT", tmp_path)
    monkeypatch.setattr("checks.size_report.ROOT", tmp_path)
    return tmp_path / "probe.py"


@pytest.mark.parametrize("text", [*HOSTS, f"in {FOLDER}/x", f'"{FOLDER}/x"'])
def test_forbidden_address_is_found(probe: Path, text: str) -> None:
    assert found_in(probe, f"first\n{text}\n") == 1


@pytest.mark.parametrize(
    "text", ["a" + FOLDER + "/x", "/werkplek/", "example.org" + FOLDER + "/1", "work/"]
)
def test_ordinary_text_is_no_address(probe: Path, text: str) -> None:
    assert found_in(probe, text) == 0


def test_picture_is_not_read(probe: Path) -> None:
    probe.write_bytes(b"\x89PNG\xff" + HOSTS[0].encode())
    assert list(forbidden_lines(probe)) == []


def test_size_of_function_includes_inner_ones(probe: Path) -> None:
    probe.write_text("def outer():\n    def inner():\n        pass\n\n    return inner\n")
    assert dict(size_report.function_sizes(probe)) == {
        "probe.py:1 outer": 5,
        "probe.py:2 inner": 2,
    }


@pytest.mark.parametrize(
    ("sizes", "is_kept"), [([8, 8, 400], True), ([9, 9, 9], False), ([1, 1, 401], False)]
)
def test_size_over_limit_fails(sizes: list[int], is_kept: bool) -> None:
    limit = size_report.Limit(median=8, long=400, long_share=0.0)
    assert (
        size_report.report("files", {str(n): size for n, size in enumerate(sizes)}, limit)
        is is_kept
    )


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("search_p95 4.2 ms", True),
        ("contacts 300000 rows", True),
        ("p95 fast ms", False),
        ("", False),
    ],
)
def test_benchmark_line_is_name_value_unit(line: str, is_one: bool) -> None:
    assert is_figure(line) is is_one


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {"base": project["project"]["dependencies"], **project["dependency-groups"]}
    for lock, requirements in wanted.items():
        text = (ROOT / f"requirements/{lock}.txt").read_text()
        locked = set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))
        names = {re.split(r"[\[<>=]", line)[0].lower().replace("_", "-") for line in requirements}
        assert names <= locked
