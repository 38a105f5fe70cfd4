"""Pages of the list of contacts: any filters, any order, deep in the list, and by words."""

import os
from collections.abc import Callable
from random import Random
from typing import Any

from benchmarks.measure import milliseconds_of, p95, report
from benchmarks.world import FIRST_DAY, LAST_DAY, enter

enter()

from django.test import Client  # noqa: E402

from benchmarks import texts  # noqa: E402
from benchmarks.traffic import CHANNELS, OUTCOMES  # noqa: E402
from gehoor.contacts.models import Contact  # noqa: E402
from gehoor.organisation.models import Department, Employee  # noqa: E402

ROUNDS = 200
PERIODS = (
    {"since": FIRST_DAY, "until": LAST_DAY},
    {"since": "2026-03-01", "until": "2026-03-31"},
    {"since": "2026-06-08", "until": "2026-06-14"},
)
FREQUENT = ("container", "afspraak", "gemeente", "aanvragen", "gemeente oplossen", "afval")
ODD = ("zzzz", "lantaarnpaal berkenlaan", "\"'*", "a" * 10_000, "🚮")


class Reader:
    """Somebody who reads the list: each visit other filters."""

    def __init__(self, email: str, seed: int) -> None:
        self.browser = Client(SERVER_NAME="localhost")
        self.browser.force_login(Employee.objects.get(email=email))
        self.random = Random(seed)
        self.departments = [str(row.uuid) for row in Department.objects.all()]

    def filters(self) -> dict[str, str]:
        """None to three filters, and an order."""
        offered: list[tuple[str, list[str]]] = [
            ("channel", list(CHANNELS)),
            ("theme", [*(field.slug for field in texts.FIELDS), "none"]),
            ("outcome", list(OUTCOMES)),
            ("first_line", ["yes", "no"]),
            ("department", self.departments),
            ("client", ["waterrijk", "polderveen", "sociaal-werk"]),
            ("state", ["closed", "abandoned", "ended"]),
            ("direction", ["in", "out"]),
        ]
        chosen = self.random.sample(offered, self.random.choice((0, 1, 1, 2, 2, 3)))
        codes = {name: self.random.choice(values) for name, values in chosen}
        return codes | {"sort": self.random.choice(("", "", "", "oldest", "longest"))}

    def first_page(self) -> None:
        self.get(self.filters() | self.random.choice(PERIODS))

    def year_page(self) -> None:
        self.get(self.filters() | PERIODS[0])

    def next_page(self) -> None:
        """Somewhere in the middle of the year, as if one had turned 3,000 pages."""
        self.get({**PERIODS[0], "page": self.place})

    def words(self) -> None:
        words = self.random.choice(
            (*FREQUENT, *ODD, self.random.choice(self.random.choice(texts.FIELDS).things))
        )
        self.post({**self.random.choice(PERIODS), "words": words})

    def frequent_word(self) -> None:
        self.post({**PERIODS[0], "words": self.random.choice(FREQUENT)})

    def words_and_filters(self) -> None:
        self.post(self.filters() | PERIODS[0] | {"words": self.random.choice(FREQUENT)})

    @property
    def place(self) -> str:
        from gehoor.lib.paging import Place

        number = self.random.randrange(1, Contact.objects.order_by("-pk")[0].pk)
        contact = Contact.objects.get(pk=number)
        return str(Place(False, contact.offered_at, contact.pk))

    def get(self, codes: dict[str, str]) -> None:
        check(self.browser.get("/contacten/", codes))

    def post(self, codes: dict[str, str]) -> None:
        check(self.browser.post("/contacten/", codes))


def main() -> None:
    manager, improver = (
        Reader(f"{name}@world.example", seed)
        for seed, name in enumerate(("manager", "improvement_manager"))
    )
    visits: dict[str, Callable[[], None]] = {
        "contact_list": manager.first_page,
        "contact_list_of_a_year": manager.year_page,
        "contact_list_without_confidential": improver.year_page,
        "contact_list_deep": manager.next_page,
        "contact_words": manager.words,
        "contact_frequent_word": manager.frequent_word,
        "contact_words_and_filters": manager.words_and_filters,
        "contact_page": lambda: open_one(manager),
    }
    for name, visit in visits.items():
        visit()
        times = [milliseconds_of(visit) for _ in range(ROUNDS)]
        report(f"{name}_p95", p95(times), "ms")
        if os.environ.get("GEHOOR_BENCH_TELL"):
            report(f"{name}_median", p95(sorted(times)[: ROUNDS // 2]), "ms")


def check(response: Any) -> None:
    assert response.status_code == 200
    assert b'role="alert"' not in response.content


def open_one(reader: Reader) -> None:
    number = reader.random.randrange(1, 1_000)
    contact = Contact.objects.get(pk=number)
    assert reader.browser.get(f"/contacten/{contact.uuid}/").status_code == 200


if __name__ == "__main__":
    main()
