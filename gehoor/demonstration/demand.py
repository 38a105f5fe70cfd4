"""How many people contact a municipality on which day, and about what. Plain values only.

An ordinary working day is 1. Seasons, school holidays and days after a closure make a day
busier or calmer; a mailing, a storm or an election adds contacts about one thing, which die
away in ten days or in some hours. `content/year.toml` holds the figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from math import exp
from random import Random
from typing import Any

from gehoor.organisation.openinghours import is_holiday

# Monday is busiest; at weekends people write, and nobody is there.
BY_WEEKDAY = (1.28, 1.1, 0.95, 1.0, 0.85, 0.3, 0.25)
BY_HOUR = (
    0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.06, 0.2, 0.75, 1.25, 1.35, 1.15,
    0.75, 0.95, 1.05, 0.9, 0.7, 0.35, 0.25, 0.35, 0.35, 0.25, 0.1, 0.04,
)  # fmt: skip
DYING_AWAY = (0.7, 1.0, 0.85, 0.6, 0.45, 0.35, 0.25, 0.2, 0.15, 0.1)  # days after a mailing
STORM_H = 3.0  # after so many hours a storm brings a third of the calls
AFTER_CLOSURE = 0.15  # more, for each working day that it was closed just before
BRIDGE = 0.7  # an open day between a holiday and a weekend


@dataclass(frozen=True)
class Cause:
    """Something that happened: which questions it makes people ask."""

    name: str
    theme: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Burst:
    """What a cause adds to one day: so many contacts at full size, by local hour."""

    cause: Cause
    contacts: float
    by_hour: Sequence[float] = BY_HOUR


@dataclass(frozen=True)
class Day:
    """What one day brings."""

    day: date
    crowd: float
    themes: Mapping[str, float]
    bursts: Sequence[Burst] = ()
    outage: range = range(0)  # local hours without telephone


@dataclass(frozen=True)
class Demand:
    """Reads the year once; the same seed has the same storms."""

    rows: Mapping[str, Any]
    seed: int
    _days: dict[date, Day] = field(default_factory=dict)

    def on(self, day: date) -> Day:
        if day not in self._days:
            themes = {row["slug"]: _season(row, day) for row in self.rows["theme"]}
            crowd = sum(themes.values()) * self._holiday(day) * BY_WEEKDAY[day.weekday()]
            bursts = [*self._mailings(day), *self._storms(day)]
            self._days[day] = Day(day, crowd, themes, bursts, self._outage(day))
        return self._days[day]

    def _holiday(self, day: date) -> float:
        week = day.isocalendar().week
        spans = ((row["weeks"], row["times"]) for row in self.rows["holiday"])
        times = [times for (first, last), times in spans if first <= week <= last]
        return times[0] if times else 1.0

    def _mailings(self, day: date) -> Iterable[Burst]:
        for cause, posted, contacts in self._posted:
            for year in (day.year, day.year - 1):
                begins = _working_day(date(year, *posted))
                late = (day - begins).days
                if 0 <= late < len(DYING_AWAY):
                    share = DYING_AWAY[late] / sum(DYING_AWAY)
                    yield Burst(cause, contacts * share)

    @cached_property
    def _posted(self) -> list[tuple[Cause, tuple[int, int], int]]:
        return [
            (_cause(row, row["name"]), tuple(row["day"]), row["contacts"])
            for row in self.rows["mailing"]
        ]

    def _storms(self, day: date) -> Iterable[Burst]:
        for row in self.rows["storm"]:
            for begins, hour in self._storms_of(row, day.year):
                late = (day - begins).days * 24 - hour
                if -24 < late < 48:
                    hours = [_blow(late + of_day) for of_day in range(24)]
                    whole = sum(_blow(later) for later in range(72))
                    share = sum(hours) / whole
                    yield Burst(_cause(row, "storm"), row["contacts"] * share, hours)

    def _storms_of(self, row: Mapping[str, Any], year: int) -> list[tuple[date, int]]:
        """The days and hours at which it begins to blow, in one calendar year."""
        draw = Random(f"{self.seed}/storms/{year}/{row['months']}")  # noqa: S311
        first = date(year, 1, 1)
        days = [first + timedelta(days=n) for n in range(365)]
        season = [day for day in days if day.month in row["months"]]
        return [(day, draw.randrange(5, 17)) for day in draw.sample(season, row["a_year"])]

    def _outage(self, day: date) -> range:
        draw = Random(f"{self.seed}/outage/{day.year}")  # noqa: S311
        chosen = _working_day(date(day.year, 1, 8) + timedelta(days=draw.randrange(330)))
        hour = self.rows["outage"]["from_hour"]
        return range(hour, hour + self.rows["outage"]["hours"]) if day == chosen else range(0)


def crowd(at: datetime) -> float:
    """How busy it is at a local moment; 1 is an ordinary hour of an ordinary day."""
    return BY_WEEKDAY[at.weekday()] * BY_HOUR[at.hour]


def after_closure(day: date, is_open: Mapping[date, Any]) -> float:
    """How much busier it is because it was closed on the working days just before."""
    closed, before = 0, day - timedelta(days=1)
    while before in is_open and not is_open[before]:
        closed += before.weekday() < 5
        before -= timedelta(days=1)
    after = day + timedelta(days=1)
    is_bridge = (closed and after.weekday() >= 5) or (day.weekday() == 0 and is_holiday(after))
    return BRIDGE if is_bridge else 1 + AFTER_CLOSURE * closed


def lifts(rows: Iterable[Mapping[str, Any]], day: date) -> list[tuple[Sequence[str], float]]:
    """The words that are asked about more often, or less, on this day."""
    today = (day.month, day.day)
    return [(row["words"], row["times"]) for row in rows if _is_within(row, today)]


def _is_within(row: Mapping[str, Any], today: tuple[int, int]) -> bool:
    first, last = tuple(row["from"]), tuple(row["until"])
    if first <= last:
        return bool(first <= today <= last)
    return bool(today >= first or today <= last)


def _season(row: Mapping[str, Any], day: date) -> float:
    """The share of a theme; from the middle of one month it goes to that of the next."""
    before = day - timedelta(days=14)
    way = (day.day - 15) % 30 / 30
    after = before.month % 12
    season: list[float] = row["season"]
    level = season[before.month - 1] * (1 - way) + season[after] * way
    return float(row["share"] / 100 * level)


def _blow(hours: float) -> float:
    return exp(-hours / STORM_H) if hours >= 0 else 0.0


def _cause(row: Mapping[str, Any], name: str) -> Cause:
    return Cause(name, row["theme"], tuple(row["words"]))


def _working_day(day: date) -> date:
    """The first one from this day on."""
    while day.weekday() >= 5 or is_holiday(day):
        day += timedelta(days=1)
    return day
