"""Opening hours of a place over a stretch of days, quick to reckon with. Plain values only.

All moments are whole milliseconds since 1970 in UTC.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from gehoor.organisation.openinghours import Week

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
QUARTER = 15 * MINUTE
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)


def datetime_of(moment: int) -> datetime:
    return EPOCH + timedelta(milliseconds=moment)


@cache
def text_of_day(day: int) -> str:
    """So many days after 1970, as databases write it."""
    return (EPOCH + timedelta(days=day)).strftime("%Y-%m-%d ")


def text_of(moment: int) -> str:
    """A moment as Django writes it to a database whose session is in UTC."""
    day, rest = divmod(moment, 86_400_000)
    hour, rest = divmod(rest, 3_600_000)
    minute, rest = divmod(rest, 60_000)
    second, rest = divmod(rest, 1_000)
    text = f"{text_of_day(day)}{hour:02}:{minute:02}:{second:02}"
    return f"{text}.{rest:03}000" if rest else text


class Openings:
    """When a place is open from one day to another, those days included."""

    def __init__(self, week: Week, days: Iterable[date]) -> None:
        self.on: dict[date, list[tuple[int, int]]] = {
            day: [(moment_of(opens), moment_of(closes)) for opens, closes in week.openings_on(day)]
            for day in days
        }
        spans = [span for day in self.on.values() for span in day]
        self.opens: Sequence[int] = [opens for opens, _closes in spans]
        self.closes: Sequence[int] = [closes for _opens, closes in spans]
        self.ends_of_days: Sequence[int] = [day[-1][1] for day in self.on.values() if day]

    def next_opening(self, moment: int) -> int:
        """The moment itself when it is open then."""
        return max(moment, self.opens[bisect_right(self.closes, moment)])

    def later(self, moment: int, work: int) -> int:
        """After so much working time."""
        place = bisect_right(self.closes, moment)
        begin = max(moment, self.opens[place])
        while begin + work > self.closes[place]:
            work -= self.closes[place] - begin
            place += 1
            begin = self.opens[place]
        return begin + work

    def end_of_working_day(self, moment: int, days: int) -> int:
        """As `Week.end_of_working_day`."""
        return self.ends_of_days[bisect_right(self.ends_of_days, moment) + days]
