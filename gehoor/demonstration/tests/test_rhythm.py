from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from gehoor.demonstration.rhythm import (
    QUARTER,
    crowd,
    days_before,
    moments,
    open_quarters,
    waking_quarters,
)
from gehoor.organisation.openinghours import Hours, Week

ZONE = ZoneInfo("Europe/Amsterdam")
WORKING_WEEK = Week(tuple(Hours(day, time(9), time(17)) for day in range(5)), ZONE)
SUNDAY = datetime(2026, 3, 29, 12, tzinfo=ZONE)  # the day on which summer time begins


def test_days_before_end_today():
    assert days_before(SUNDAY, 2) == [date(2026, 3, 27), date(2026, 3, 28), date(2026, 3, 29)]


def test_open_quarters_lie_within_opening_hours():
    quarters = open_quarters(WORKING_WEEK, days_before(SUNDAY, 14))
    assert len(quarters) == 10 * 8 * 4
    assert all(WORKING_WEEK.is_open(quarter) for quarter in quarters)
    assert all(
        WORKING_WEEK.is_open(quarter + QUARTER - timedelta(seconds=1)) for quarter in quarters
    )


def test_open_quarters_skip_holidays():
    assert open_quarters(WORKING_WEEK, [date(2026, 4, 27)]) == []


def test_people_write_at_weekends_but_not_at_night():
    quarters = waking_quarters(WORKING_WEEK, [SUNDAY.date()])
    assert {quarter.hour for quarter in quarters} == set(range(7, 23))


def test_moments_are_ordered_and_as_many_as_asked():
    quarters = open_quarters(WORKING_WEEK, days_before(SUNDAY, 28))
    drawn = moments(quarters, 500, Random(1))
    assert len(drawn) == 500
    assert drawn == sorted(drawn)
    assert all(WORKING_WEEK.is_open(moment) for moment in drawn)


def test_moments_are_the_same_for_the_same_seed():
    quarters = open_quarters(WORKING_WEEK, days_before(SUNDAY, 28))
    assert moments(quarters, 50, Random(7)) == moments(quarters, 50, Random(7))
    assert moments(quarters, 50, Random(7)) != moments(quarters, 50, Random(8))


def test_moments_without_opening_hours_are_none():
    assert moments([], 10, Random(1)) == []


def test_moments_come_most_on_monday_and_in_the_morning():
    quarters = open_quarters(WORKING_WEEK, days_before(SUNDAY, 28))
    drawn = moments(quarters, 4000, Random(1))
    by_day = Counter(moment.weekday() for moment in drawn)
    by_hour = Counter(moment.hour for moment in drawn)
    assert by_day.most_common(1)[0][0] == 0
    assert by_hour.most_common(1)[0][0] == 10
    assert by_hour[16] < by_hour[9]


def test_crowd_of_a_night_is_nearly_nobody():
    assert crowd(datetime(2026, 3, 3, 3, tzinfo=UTC)) < 0.1
