"""Whole local days, and the moments between which they lie."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day until and including the last."""

    first: date
    last: date

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """In UTC: midnight before the first day, and midnight after the last (not included)."""
        return midnight(self.first, zone), midnight(self.last + DAY, zone)

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(len(self)))

    def months(self) -> Iterator["Period"]:
        """The same days in pieces that lie in one month each."""
        first = self.first
        while first <= self.last:
            last = min(_next_month(first) - DAY, self.last)
            yield Period(first, last)
            first = last + DAY

    @property
    def is_month(self) -> bool:
        """A whole month, from its first day until its last."""
        return self == month_of(self.first)

    def before(self) -> "Period":
        """As long, the nearest that lies wholly before it with the same days of the week."""
        back = timedelta(weeks=-(-len(self) // 7))
        return Period(self.first - back, self.last - back)


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), _next_month(day) - DAY)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment a local day begins, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; of 29 February the day before, where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_days(today: date, number: int) -> Period:
    return Period(today - timedelta(days=number - 1), today)


def this_week(today: date) -> Period:
    """From Monday until today."""
    return Period(today - timedelta(days=today.weekday()), today)


def this_month(today: date) -> Period:
    return Period(today.replace(day=1), today)


def this_year(today: date) -> Period:
    return Period(today.replace(month=1, day=1), today)
