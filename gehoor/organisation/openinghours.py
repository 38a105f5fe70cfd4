"""When somebody is open: weekly hours, own closures and Dutch holidays. Plain values only."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONGEST_LOOK_AHEAD = timedelta(days=366)


@cache
def _holidays_of(year: int) -> frozenset[date]:
    """The Dutch public holidays, Good Friday among them; 5 May in lustrum years (2025, 2030) only.

    Who closes on other days says so as an own closure.
    """
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public",)))


def is_holiday(day: date) -> bool:
    return day in _holidays_of(day.year)


@dataclass(frozen=True)
class Hours:
    """One opening on one weekday (0 = Monday), local wall-clock times."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Week:
    """The opening hours of one place.

    Wall-clock times are read in `zone`, so a day in which the clock changes is an hour longer
    or shorter in between but opens at the time on the door.
    """

    hours: tuple[Hours, ...]
    zone: ZoneInfo
    closed_days: Set[date] = field(default_factory=frozenset)

    def openings_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The openings of a local day as aware datetimes, earliest first."""
        if day in self.closed_days or is_holiday(day):
            return []
        own = sorted((h for h in self.hours if h.weekday == day.weekday()), key=lambda h: h.opens)
        return [(self._moment(day, h.opens), self._moment(day, h.closes)) for h in own]

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)

    def is_open(self, at: datetime) -> bool:
        day = at.astimezone(self.zone).date()
        return any(opens <= at < closes for opens, closes in self.openings_on(day))

    def next_opening(self, at: datetime) -> datetime | None:
        """When it is open next, `at` itself when it is open; None when not within a year."""
        for opens, closes in self._openings_from(at):
            if at < closes:
                return max(at, opens)
        return None

    def end_of_working_day(self, at: datetime, days: int) -> datetime | None:
        """The last closing time of the working day that lies `days` after the day of `at`."""
        today = at.astimezone(self.zone).date()
        left = days
        for ahead in range(LONGEST_LOOK_AHEAD.days):
            openings = self.openings_on(today + timedelta(days=ahead))
            if openings and openings[-1][1] > at:
                if left == 0:
                    return openings[-1][1]
                left -= 1
        return None

    def _openings_from(self, at: datetime) -> Iterable[tuple[datetime, datetime]]:
        today = at.astimezone(self.zone).date()
        for ahead in range(LONGEST_LOOK_AHEAD.days):
            yield from self.openings_on(today + timedelta(days=ahead))
