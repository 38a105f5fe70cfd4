from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.organisation.openinghours import Hours, Week, is_holiday

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NINE_TO_FIVE = tuple(Hours(day, time(9), time(17)) for day in range(5))
WEEK = Week(NINE_TO_FIVE, AMSTERDAM)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-25",
        "2026-12-25", "2026-12-26", "2025-05-05", "2025-04-26",
    ],
)  # fmt: skip
def test_dutch_holidays_are_known(day: str):
    assert is_holiday(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-05-05", "2025-04-27", "2026-12-24"])
def test_other_days_are_working_days(day: str):
    """5 May between lustrum years, and King's Day that moved from a Sunday."""
    assert not is_holiday(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T08:59:59", False),
        ("2026-03-02T09:00", True),
        ("2026-03-02T16:59:59", True),
        ("2026-03-02T17:00", False),
        ("2026-03-07T12:00", False),
        ("2026-04-06T12:00", False),
    ],
)
def test_is_open_from_opening_until_closing(at: str, expected: bool):
    assert WEEK.is_open(local(at)) is expected


def test_moments_in_other_zones_are_the_same_moments():
    assert WEEK.is_open(datetime(2026, 3, 2, 8, tzinfo=UTC))
    assert not WEEK.is_open(datetime(2026, 3, 2, 7, 59, tzinfo=UTC))


def test_clock_change_opens_at_the_time_on_the_door():
    """In summer nine o'clock is an hour earlier in UTC."""
    [(winter, _)] = WEEK.openings_on(date(2026, 3, 27))
    [(summer, _)] = WEEK.openings_on(date(2026, 3, 30))
    assert winter.astimezone(UTC).hour == 8
    assert summer.astimezone(UTC).hour == 7


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_day_of_a_clock_change_is_shorter_or_longer(day: str, hours: int):
    all_day = Week((Hours(6, time(0), time(23, 59, 59)),), AMSTERDAM)
    [(opens, closes)] = all_day.openings_on(date.fromisoformat(day))
    length = closes.astimezone(UTC) - opens.astimezone(UTC)
    assert length == timedelta(hours=hours, seconds=-1)


def test_hour_that_comes_twice_is_open_both_times():
    night = Week((Hours(6, time(2), time(3)),), AMSTERDAM)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert night.is_open(first)
    assert night.is_open(first + timedelta(hours=1))
    assert not night.is_open(first + timedelta(hours=2))


def test_hour_that_does_not_exist_breaks_nothing():
    night = Week((Hours(6, time(2), time(3)),), AMSTERDAM)
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert night.next_opening(before) is not None


def test_lunch_break_closes_in_between():
    hours = (Hours(0, time(13), time(17)), Hours(0, time(9), time(12)))
    week = Week(hours, AMSTERDAM)
    noon = local("2026-03-02T12:30")
    assert not week.is_open(noon)
    assert week.next_opening(noon) == local("2026-03-02T13:00")


def test_own_closures_count():
    week = Week(NINE_TO_FIVE, AMSTERDAM, frozenset({date(2026, 3, 2)}))
    assert week.next_opening(local("2026-03-02T10:00")) == local("2026-03-03T09:00")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T10:00", "2026-03-02T10:00"),
        ("2026-03-02T07:00", "2026-03-02T09:00"),
        ("2026-03-06T18:00", "2026-03-09T09:00"),
        ("2026-04-02T18:00", "2026-04-07T09:00"),
        ("2026-12-24T18:00", "2026-12-28T09:00"),
    ],
)
def test_next_opening(at: str, expected: str):
    assert WEEK.next_opening(local(at)) == local(expected)


@pytest.mark.parametrize(
    ("at", "days", "expected"),
    [
        ("2026-03-02T10:00", 0, "2026-03-02T17:00"),
        ("2026-03-02T10:00", 1, "2026-03-03T17:00"),
        ("2026-03-06T10:00", 1, "2026-03-09T17:00"),
        ("2026-04-02T10:00", 1, "2026-04-07T17:00"),
        ("2026-03-07T10:00", 0, "2026-03-09T17:00"),
        ("2026-03-06T18:00", 0, "2026-03-09T17:00"),
    ],
)
def test_end_of_working_day(at: str, days: int, expected: str):
    assert WEEK.end_of_working_day(local(at), days) == local(expected)


def test_place_without_hours_never_opens():
    never = Week((), AMSTERDAM)
    at = local("2026-03-02T10:00")
    assert never.next_opening(at) is None
    assert never.end_of_working_day(at, 1) is None


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


@given(MOMENTS)
def test_next_opening_is_the_first_open_moment(at: datetime):
    opening = WEEK.next_opening(at)
    assert opening is not None
    assert opening >= at
    assert WEEK.is_open(opening)
    assert WEEK.is_open(at) == (opening == at)


@given(MOMENTS, st.integers(0, 10))
def test_more_days_is_later(at: datetime, days: int):
    sooner, later = WEEK.end_of_working_day(at, days), WEEK.end_of_working_day(at, days + 1)
    assert sooner is not None
    assert later is not None
    assert at < sooner < later
    assert later.astimezone(AMSTERDAM).time() == time(17)
