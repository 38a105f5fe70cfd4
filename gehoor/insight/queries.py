"""What the tallies add up to, for one employee and one choice of days and client."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from gehoor.lib.periods import Period
from gehoor.measures.definitions import Measure, Subject
from gehoor.measures.models import ContactTally, QuestionTally, Tally
from gehoor.organisation.models import ClientOrganisation, Employee


@dataclass(frozen=True)
class Group:
    """The sums of some contacts and of their questions; any measure can be taken of it."""

    contacts: Counter[str] = field(default_factory=Counter)
    questions: Counter[str] = field(default_factory=Counter)

    def value(self, measure: Measure) -> float | None:
        is_of_contacts = measure.subject == Subject.CONTACTS
        return measure.value(self.contacts if is_of_contacts else self.questions)


@dataclass(frozen=True)
class Figures:
    total: Group
    channels: Mapping[str, Group]
    themes: Mapping[int, Group]
    days: Mapping[date, int]


def figures_of(
    employee: Employee, period: Period, client: ClientOrganisation | None = None
) -> Figures:
    """In three queries, however long the period."""
    contacts = _tallies(ContactTally, employee, period, client)
    questions = _tallies(QuestionTally, employee, period, client)
    by_channel = _sums(contacts, ContactTally, "channel")
    by_both = _sums(questions, QuestionTally, "channel", "theme_id")
    channels = {row["channel"]: Group(contacts=_counter(ContactTally, row)) for row in by_channel}
    themes: dict[int, Group] = {}
    for row in by_both:
        for group in (
            channels.setdefault(row["channel"], Group()),
            themes.setdefault(row["theme_id"], Group()),
        ):
            group.questions.update(_counter(QuestionTally, row))
    return Figures(_total(channels.values()), channels, themes, _days(contacts))


def _tallies(
    model: type[Tally], employee: Employee, period: Period, client: ClientOrganisation | None
) -> QuerySet[Any]:
    seen: QuerySet[Any] = model.objects.visible_to(employee).of(period)
    return seen.filter(client=client) if client else seen


def _sums(tallies: QuerySet[Any], model: type[Tally], *by: str) -> Iterable[dict[str, Any]]:
    sums = {f"{name}_sum": Sum(name) for name in model.SUMS}
    return tallies.order_by().values(*by).annotate(**sums)


def _counter(model: type[Tally], row: Mapping[str, Any]) -> Counter[str]:
    return Counter({name: row[f"{name}_sum"] for name in model.SUMS})


def _total(groups: Iterable[Group]) -> Group:
    total = Group()
    for group in groups:
        total.contacts.update(group.contacts)
        total.questions.update(group.questions)
    return total


def _days(contacts: QuerySet[Any]) -> dict[date, int]:
    rows = contacts.order_by().values("day").annotate(number=Sum("closed"))
    return {row["day"]: row["number"] for row in rows}
