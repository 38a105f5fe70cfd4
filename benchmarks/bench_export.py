"""A year of contacts as a file: rows a second, and the memory it takes while it is made."""

import resource
from collections.abc import Iterator
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
    before = peak_mb()
    for extension in ("csv", "xlsx"):
        start = perf_counter()
        first, size = sent(browser, extension, start)
        spent = perf_counter() - start
        report(f"export_{extension}_rows", rows / spent, "rows/s")
        report(f"export_{extension}_first_bytes", 1000 * first, "ms")
        report(f"export_{extension}_size", size / 1e6, "MB")
        # The highest so far: of both files together, never less than of the first.
        report(f"export_{extension}_peak", peak_mb() - before, "MB")


def sent(browser: Client, extension: str, start: float) -> tuple[float, int]:
    """When the first bytes came, and how many came in all."""
    asked = YEAR | {"purpose": "benchmark", "format": extension}
    response: Any = browser.post("/contacten/bestand/", asked)
    assert response.status_code == 200
    pieces: Iterator[bytes] = iter(response.streaming_content)
    size = len(next(pieces))
    first = perf_counter() - start
    return first, size + sum(len(piece) for piece in pieces)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
