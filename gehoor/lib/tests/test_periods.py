from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gehoor.lib.periods import (
    Period,
    last_days,
    midnight,
    this_month,
    this_week,
    this_year,
    years_after,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SUNDAY = date(2026, 3, 29)  # summer time begins


def test_bounds_are_local_midnights() -> None:
    assert Period(SUNDAY, SUNDAY).bounds(AMSTERDAM) == (
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )


def test_midnight_is_in_utc() -> None:
    assert midnight(date(2026, 7, 1), AMSTERDAM).tzinfo == UTC


def test_days_and_length_include_both_ends() -> None:
    period = Period(date(2026, 2, 27), date(2026, 3, 2))
    assert len(period) == 4
    assert [day.day for day in period.days()] == [27, 28, 1, 2]


def test_months_are_the_same_days_in_pieces() -> None:
    period = Period(date(2025, 12, 15), date(2026, 2, 3))
    assert list(period.months()) == [
        Period(date(2025, 12, 15), date(2025, 12, 31)),
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 3)),
    ]


@pytest.mark.parametrize(
    ("first", "last", "is_month"),
    [
        (date(2026, 2, 1), date(2026, 2, 28), True),
        (date(2026, 12, 1), date(2026, 12, 31), True),
        (date(2026, 2, 1), date(2026, 2, 27), False),
        (date(2026, 2, 2), date(2026, 2, 28), False),
        (date(2026, 1, 1), date(2026, 2, 28), False),
    ],
)
def test_whole_month_is_known(first: date, last: date, is_month: bool) -> None:
    assert Period(first, last).is_month is is_month


@pytest.mark.parametrize(
    ("days", "back"), [(1, 7), (7, 7), (8, 14), (22, 28), (28, 28), (31, 35), (365, 371)]
)
def test_period_before_has_the_same_weekdays_and_no_common_day(days: int, back: int) -> None:
    period = last_days(SUNDAY, days)
    before = period.before()
    assert (len(before), (period.first - before.first).days) == (days, back)
    assert before.first.weekday() == period.first.weekday()
    assert before.last < period.first


def test_period_that_ends_before_it_begins_has_no_months() -> None:
    assert list(Period(date.max, date.min).months()) == []


def test_periods_that_end_today() -> None:
    assert last_days(SUNDAY, 7) == Period(date(2026, 3, 23), SUNDAY)
    assert this_week(SUNDAY) == Period(date(2026, 3, 23), SUNDAY)
    assert this_month(SUNDAY) == Period(date(2026, 3, 1), SUNDAY)
    assert this_year(SUNDAY) == Period(date(2026, 1, 1), SUNDAY)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2026, 3, 2), 18, date(2044, 3, 2)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
    ],
)
def test_years_after(day: date, years: int, later: date):
    assert years_after(day, years) == later
