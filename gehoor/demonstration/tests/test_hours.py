from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from gehoor.demonstration.hours import HOUR, Openings, datetime_of, moment_of, text_of
from gehoor.organisation.openinghours import Hours, Week

ZONE = ZoneInfo("Europe/Amsterdam")
WEEK = Week(tuple(Hours(day, time(9), time(17)) for day in range(5)), ZONE)
FIRST = date(2026, 3, 1)
OPENINGS = Openings(WEEK, [FIRST + timedelta(days=n) for n in range(120)])
moments = st.datetimes(
    datetime(2026, 3, 2), datetime(2026, 5, 20), timezones=st.just(UTC)
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))  # fmt: skip


def local(*parts: int) -> int:
    return moment_of(datetime(*parts, tzinfo=ZONE))  # type: ignore[misc, arg-type]


@given(moments)
def test_a_moment_comes_back_and_is_written_as_django_writes_it(at: datetime) -> None:
    assert datetime_of(moment_of(at)) == at
    written = datetime.fromisoformat(text_of(moment_of(at)))
    assert written.replace(tzinfo=UTC) == at


@pytest.mark.django_db
def test_text_is_to_the_letter_what_sqlite_holds() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads any form")
    for at in (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 9, 0, 0, 7000, UTC)):
        assert text_of(moment_of(at)) == connection.ops.adapt_datetimefield_value(at)


@given(moments, st.integers(0, 3))
def test_ends_and_openings_are_those_of_the_week(at: datetime, days: int) -> None:
    ends = WEEK.end_of_working_day(at, days)
    assert ends
    assert OPENINGS.end_of_working_day(moment_of(at), days) == moment_of(ends)
    opens = WEEK.next_opening(at)
    assert opens
    assert OPENINGS.next_opening(moment_of(at)) == moment_of(opens)


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        (local(2026, 3, 2, 10), 3, local(2026, 3, 2, 13)),
        (local(2026, 3, 2, 15), 3, local(2026, 3, 3, 10)),
        (local(2026, 3, 6, 16), 9, local(2026, 3, 9, 17)),
        (local(2026, 3, 27, 16), 2, local(2026, 3, 30, 10)),  # over the night of the clock change
        (local(2026, 4, 4, 12), 1, local(2026, 4, 7, 10)),  # a Saturday before Easter Monday
    ],
)
def test_work_goes_on_when_it_is_open(begin: int, hours: int, end: int) -> None:
    assert OPENINGS.later(begin, hours * HOUR) == end
