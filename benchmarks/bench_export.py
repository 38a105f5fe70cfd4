"""A year of contacts as a file: rows a second, and the memory it takes while it is made."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measure import report
from benchmarks.world import FIRST_DAY, LAST_DAY, enter

enter()

from django.test import Client  # noqa: E402

from gehoor.contacts.models import Question  # noqa: E402
from gehoor.organisation.models import Employee  # noqa: E402

YEAR = {"since": FIRST_DAY, "until": LAST_DAY, "state": "closed"}


def main() -> None:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(Employee.objects.get(email="manager@world.example"))
    rows = Question.objects.count()
    browser.get("/contacten/", YEAR)  # what any page takes is not counted
    for extension in ("csv", "xlsx"):
        start = perf_counter()
        first, size, peak = sent(browser, extension, start)
        spent = perf_counter() - start
        report(f"export_{extension}_rows", rows / spent, "rows/s")
        report(f"export_{extension}_first_bytes", 1000 * first, "ms")
        report(f"export_{extension}_size", size / 1e6, "MB")
        report(f"export_{extension}_peak", peak, "MB")


def sent(browser: Client, extension: str, start: float) -> tuple[float, int, float]:
    """When the first bytes came, how many came in all, and how much memory that took more."""
    asked = YEAR | {"purpose": "benchmark", "format": extension}
    response: Any = browser.post("/contacten/bestand/", asked)
    assert response.status_code == 200
    pieces: Iterator[bytes] = iter(response.streaming_content)
    before, size = memory_mb(), len(next(pieces))
    first, peak = perf_counter() - start, 0.0
    for piece in pieces:
        size += len(piece)
        peak = max(peak, memory_mb() - before)
    return first, size, peak


def memory_mb() -> float:
    """Of our own; without the pages of the database file, which the system lends and takes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("RssAnon")]
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main()
