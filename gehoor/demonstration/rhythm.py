"""When citizens contact a municipality: by weekday and hour. Plain values only."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from gehoor.organisation.openinghours import Week

QUARTER = timedelta(minutes=15)
# Monday is busiest; at weekends people write, and nobody is there.
BY_WEEKDAY = (1.3, 1.1, 0.95, 1.0, 0.85, 0.3, 0.25)
BY_HOUR = {
    7: 0.2, 8: 0.6, 9: 1.2, 10: 1.35, 11: 1.15, 12: 0.75, 13: 0.95, 14: 1.05, 15: 0.9, 16: 0.7,
    17: 0.35, 18: 0.25, 19: 0.35, 20: 0.35, 21: 0.25, 22: 0.1,
}  # fmt: skip
WRITTEN_FROM, WRITTEN_UNTIL = time(7), time(22, 45)


def days_before(at: datetime, days: int) -> list[date]:
    """The last so many days, and today; oldest first."""
    return [at.date() - timedelta(days=back) for back in range(days, -1, -1)]


def open_quarters(week: Week, days: list[date]) -> list[datetime]:
    """The beginning of each quarter of an hour in which somebody picks up."""
    openings = (opening for day in days for opening in week.openings_on(day))
    return [quarter for opens, closes in openings for quarter in _quarters(opens, closes)]


def waking_quarters(week: Week, days: list[date]) -> list[datetime]:
    """The beginning of each quarter of an hour in which people write."""
    return [
        quarter
        for day in days
        for quarter in _quarters(
            datetime.combine(day, WRITTEN_FROM, week.zone),
            datetime.combine(day, WRITTEN_UNTIL, week.zone),
        )
    ]


def _quarters(begin: datetime, end: datetime) -> Iterator[datetime]:
    while begin + QUARTER <= end:
        yield begin
        begin += QUARTER


def moments(quarters: list[datetime], count: int, draw: Random) -> list[datetime]:
    """So many moments in these quarters, more where it is busier; earliest first."""
    if not quarters:
        return []
    weights = [crowd(quarter) for quarter in quarters]
    chosen = draw.choices(quarters, weights, k=count)
    return sorted(quarter + QUARTER * draw.random() for quarter in chosen)


def crowd(moment: datetime) -> float:
    """How busy it is at a local moment; 1 is an ordinary hour of an ordinary day."""
    return BY_WEEKDAY[moment.weekday()] * BY_HOUR.get(moment.hour, 0.05)
