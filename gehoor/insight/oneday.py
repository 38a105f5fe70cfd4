"""One day by the hour, beside what is usual on that day of the week.

Read from the contacts themselves, by the index that lists them: five days are some thousands of
entries, while tallies by the hour would be nearly as many rows as there are contacts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from gehoor.contacts.models import Contact
from gehoor.insight.choice import Choice
from gehoor.insight.queries import Group
from gehoor.lib.periods import Period
from gehoor.measures.definitions import Sums
from gehoor.measures.tallies import CONTACT_SUMS, QUESTION_SUMS

WEEKS = 4  # back, of which the same day of the week says what is usual
OPENING_HOURS = range(8, 18)  # shown always; others when something happened then
OF_CONTACTS = {
    "answered": Q(state=Contact.State.CLOSED),
    "abandoned": Q(state=Contact.State.ABANDONED),
    "busy": Q(state__in=[Contact.State.OFFERED, Contact.State.OPEN]),
}
OF_QUESTIONS = {
    "first_line": Q(is_first_line=True),
    "unanswered": Q(is_first_line=False),
    "uncounted": Q(is_first_line=None),
}


@dataclass(frozen=True)
class Hours:
    """By hour: the parts of that day, and how much there usually is."""

    parts: Mapping[int, Counter[str]]
    usual: Mapping[int, float]

    @property
    def shown(self) -> range:
        happened = [*OPENING_HOURS, *self.parts, *self.usual]
        return range(min(happened), max(happened) + 1)


@dataclass(frozen=True)
class AtWork:
    """Contacts that are not over, and the day on which the oldest of them came."""

    number: int = 0
    since: date | None = None


@dataclass(frozen=True)
class Place:
    """Clients that live in one zone, and the days of a choice there."""

    choice: Choice
    zone: ZoneInfo
    clients: list[int]

    @property
    def day(self) -> date:
        return self.choice.period.first

    @property
    def weekdays_before(self) -> list[date]:
        return [self.day - timedelta(weeks=back) for back in range(1, WEEKS + 1)]

    def rows(self, days: list[date], until: datetime | None = None) -> QuerySet[Any]:
        """What the choice counts: contacts that came in, or questions."""
        if self.choice.is_of_questions:
            return self.questions(days, until)
        contacts = self.choice.contacts(self.clients).filter(direction=Contact.Direction.IN)
        return self._on(days, contacts, "offered_at", until)

    def questions(self, days: list[date], until: datetime | None) -> QuerySet[Any]:
        return self._on(days, self.choice.questions(self.clients), "asked_at", until)

    def _on(
        self, days: list[date], rows: QuerySet[Any], moment: str, until: datetime | None
    ) -> QuerySet[Any]:
        """With the local `day` and `hour`; `until` asks for what was over at that time of day."""
        asked = Q(pk__in=[])
        for day in days:
            begin, end = Period(day, day).bounds(self.zone)
            on_day = Q(**{f"{moment}__gte": begin, f"{moment}__lt": end})
            if until:
                time = until.astimezone(self.zone).time()
                on_day &= Q(closed_at__lte=datetime.combine(day, time, self.zone))
            asked |= on_day
        local = {
            "day": TruncDate(moment, tzinfo=self.zone),
            "hour": ExtractHour(moment, tzinfo=self.zone),
        }
        return rows.filter(asked).annotate(**local).order_by()


def _places(choice: Choice) -> Iterator[Place]:
    return (Place(choice, zone, clients) for zone, clients in choice.zones())


def hours_of(choice: Choice) -> Hours:
    parts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    usual: Counter[int] = Counter()
    days: set[date] = set()
    kinds = OF_QUESTIONS if choice.is_of_questions else OF_CONTACTS
    counts = {name: Count("pk", filter=kind) for name, kind in kinds.items()}
    for place in _places(choice):
        for row in place.rows([place.day]).values("hour").annotate(**counts):
            parts[row["hour"]].update({name: row[name] for name in kinds})
        before = place.rows(place.weekdays_before).values("day", "hour")
        for row in before.annotate(number=Count("pk")):
            days.add(row["day"])
            usual[row["hour"]] += row["number"]
    return Hours(parts, {hour: number / len(days) for hour, number in usual.items()})


def usual_of(choice: Choice, *, at: datetime) -> Group | None:
    """The average of the same weekdays before, up to the same time when the day is today.

    A day without contacts, as a holiday, is left out; None when there is no other.
    """
    contacts: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    days: set[date] = set()
    for place in _places(choice):
        until = at if at.astimezone(place.zone).date() == place.day else None
        asked = place.questions(place.weekdays_before, until)
        for day, sums in _sums_by_day(asked, QUESTION_SUMS):
            days.add(day)
            questions.update(sums)
        if not choice.is_of_questions:
            came = place.rows(place.weekdays_before, until)
            for day, sums in _sums_by_day(came, CONTACT_SUMS):
                days.add(day)
                contacts.update(sums)
    return Group(_part(contacts, len(days)), _part(questions, len(days))) if days else None


def _part(sums: Mapping[str, int], number: int) -> Sums:
    """Of so many days those of one, on average."""
    return {name: total / number for name, total in sums.items()}


def _sums_by_day(
    rows: QuerySet[Any], sums: Mapping[str, Any]
) -> Iterator[tuple[date, dict[str, int]]]:
    suffixed = {f"{name}_sum": sum_of for name, sum_of in sums.items()}
    for row in rows.values("day").annotate(**suffixed):
        yield row["day"], {name: row[f"{name}_sum"] for name in sums}


def at_work(choice: Choice, state: str) -> AtWork:
    """Who waits, or is being helped, at this moment; of whatever day."""
    number, since = 0, None
    for place in _places(choice):
        contacts = choice.contacts(place.clients).filter(closed_at=None, state=state)
        found = contacts.aggregate(number=Count("pk"), oldest=Min("offered_at"))
        number += found["number"]
        if found["oldest"]:
            day = found["oldest"].astimezone(place.zone).date()
            since = min(since or day, day)
    return AtWork(number, since)
