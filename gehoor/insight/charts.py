"""The chart of a period: a bar a day, a week or a month, as many as can be told apart."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gehoor.lib.periods import Period
from gehoor.lib.svg import Bar, bar_chart

MOST_DAYS, MOST_WEEKS = 62, 400  # of a period, in days


@dataclass(frozen=True)
class Chart:
    title: str
    svg: SafeString
    rows: list[tuple[str, int]]


def chart_of(days: Mapping[date, int], period: Period) -> Chart | None:
    """Nothing for a single day: that is one number."""
    if len(period) < 2:
        return None
    if len(period) <= MOST_DAYS:
        return _chart(_("Klantcontacten per dag"), _by_day(days, period))
    if len(period) <= MOST_WEEKS:
        return _chart(_("Klantcontacten per week"), _by_week(days, period))
    return _chart(_("Klantcontacten per maand"), _by_month(days, period))


def _by_day(days: Mapping[date, int], period: Period) -> list[tuple[str, str, int]]:
    return [
        (date_format(day, "j b"), date_format(day, "l j F Y"), days.get(day, 0))
        for day in period.days()
    ]


def _by_week(days: Mapping[date, int], period: Period) -> list[tuple[str, str, int]]:
    """Weeks begin on Monday; the first and last may be incomplete."""
    weeks: Counter[date] = Counter()
    for day in period.days():
        weeks[day - timedelta(days=day.weekday())] += days.get(day, 0)
    return [
        (
            date_format(monday, "j b"),
            _("week van %(day)s") % {"day": date_format(monday, "j F Y")},
            weeks[monday],
        )
        for monday in weeks
    ]


def _by_month(days: Mapping[date, int], period: Period) -> list[tuple[str, str, int]]:
    return [
        (
            date_format(month.first, "b Y"),
            date_format(month.first, "F Y"),
            sum(number for day, number in days.items() if month.first <= day <= month.last),
        )
        for month in period.months()
    ]


def _chart(title: str, bars: list[tuple[str, str, int]]) -> Chart:
    told = [
        Bar(label, number, f"{name}: {number_format(number, force_grouping=True)}")
        for label, name, number in bars
    ]
    svg = bar_chart("contacts", told, title=title, description=_describe(bars))
    return Chart(title, svg, [(name, number) for _label, name, number in bars])


def _describe(bars: list[tuple[str, str, int]]) -> str:
    _label, highest_name, highest = max(bars, key=lambda bar: bar[2])
    return _("Het meest: %(name)s, %(number)s. De tabel hieronder noemt alle getallen.") % {
        "name": highest_name,
        "number": number_format(highest, force_grouping=True),
    }
