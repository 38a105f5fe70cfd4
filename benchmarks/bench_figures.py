"""The figures of a year: the page as a manager opens it, for all clients and for each."""

from random import Random

from benchmarks.measure import milliseconds_of, p95, report
from benchmarks.world import FIRST_DAY, LAST_DAY, enter

enter()

from django.test import Client  # noqa: E402

from benchmarks.people import CLIENTS  # noqa: E402
from gehoor.organisation.models import Employee  # noqa: E402

ROUNDS = 100
MONTH = {"since": "2026-03-01", "until": "2026-03-31"}
YEAR = {"since": FIRST_DAY, "until": LAST_DAY}


def main() -> None:
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(Employee.objects.get(email="manager@world.example"))
    random = Random(1)
    clients = ["", "", *(slug for _name, slug in CLIENTS)]
    for name, period in (("figures_year", YEAR), ("figures_month", MONTH)):
        open_page(browser, period)
        times = [
            milliseconds_of(lambda: open_page(browser, period | {"client": random.choice(clients)}))  # noqa: B023
            for _ in range(ROUNDS)
        ]
        report(f"{name}_p95", p95(times), "ms")


def open_page(browser: Client, codes: dict[str, str]) -> None:
    response = browser.get("/cijfers/", codes)
    assert response.status_code == 200
    assert b"tile__value" in response.content


if __name__ == "__main__":
    main()
