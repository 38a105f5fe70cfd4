"""The chart of a choice: by hour of one day, else by day, week or month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.insight.oneday import OF_CONTACTS, OF_QUESTIONS, Hours
from gehoor.insight.queries import Group
from gehoor.lib.periods import Period
from gehoor.lib.svg import Bar, bar_chart
from gehoor.measures import definitions

MOST_DAYS, MOST_WEEKS = 62, 400  # of a period, in days
PARTS = {
    "answered": gettext_lazy("beantwoord"),
    "abandoned": gettext_lazy("opgehangen"),
    "busy": gettext_lazy("nog bezig"),
    "first_line": gettext_lazy("zelf afgehandeld"),
    "unanswered": gettext_lazy("niet zelf afgehandeld"),
    "uncounted": gettext_lazy("telt niet mee"),
}


@dataclass(frozen=True)
class Column:
    """What stands above one place of the axis."""

    label: str
    name: str
    parts: Counter[str]
    usual: float | None = None


@dataclass(frozen=True)
class Chart:
    title: str
    svg: SafeString
    parts: list[Any]
    has_usual: bool
    rows: list[tuple[str, list[str]]]


def chart_of_hours(hours: Hours, *, is_of_questions: bool) -> Chart:
    columns = [
        Column(
            f"{hour}:00",
            _("%(from)d tot %(until)d uur") % {"from": hour, "until": hour + 1},
            hours.parts.get(hour, Counter()),
            hours.usual.get(hour),
        )
        for hour in hours.shown
    ]
    title = _("Vragen per uur") if is_of_questions else _("Contacten per uur")
    return _chart(title, columns, is_of_questions)


def chart_of_days(days: Mapping[date, Group], period: Period, *, is_of_questions: bool) -> Chart:
    counted = {day: _parts(group) for day, group in days.items()}
    if len(period) <= MOST_DAYS:
        unit, columns = _("dag"), _by_day(counted, period)
    elif len(period) <= MOST_WEEKS:
        unit, columns = _("week"), _by_week(counted, period)
    else:
        unit, columns = _("maand"), _by_month(counted, period)
    title = _("Vragen per %(unit)s") if is_of_questions else _("Contacten per %(unit)s")
    return _chart(title % {"unit": unit}, columns, is_of_questions)


def _parts(group: Group) -> Counter[str]:
    sums = group.questions
    return Counter({
        "answered": int(group.value(definitions.ANSWERED) or 0),
        "abandoned": int(group.value(definitions.ABANDONED) or 0),
        "first_line": int(group.value(definitions.FIRST_LINE_QUESTIONS) or 0),
        "unanswered": int(group.value(definitions.UNANSWERED) or 0),
        "uncounted": int(sums.get("questions", 0) - sums.get("counted", 0)),
    })  # fmt: skip


Days = Mapping[date, Counter[str]]


def _by_day(days: Days, period: Period) -> list[Column]:
    return [
        Column(date_format(day, "j b"), date_format(day, "l j F Y"), days.get(day, Counter()))
        for day in period.days()
    ]


def _by_week(days: Days, period: Period) -> list[Column]:
    """Weeks begin on Monday; the first and last may be incomplete."""
    mondays = dict.fromkeys(day - timedelta(days=day.weekday()) for day in period.days())
    return [
        Column(
            date_format(monday, "j b"),
            _("week van %(day)s") % {"day": date_format(monday, "j F Y")},
            _sum(days, Period(monday, monday + timedelta(days=6))),
        )
        for monday in mondays
    ]


def _by_month(days: Days, period: Period) -> list[Column]:
    return [
        Column(date_format(month.first, "b Y"), date_format(month.first, "F Y"), _sum(days, month))
        for month in period.months()
    ]


def _sum(days: Days, period: Period) -> Counter[str]:
    """Days outside what was asked for are not there at all."""
    total: Counter[str] = Counter()
    for day in period.days():
        total.update(days.get(day, Counter()))
    return total


def _chart(title: str, columns: Sequence[Column], is_of_questions: bool) -> Chart:
    names = [
        name
        for name in (OF_QUESTIONS if is_of_questions else OF_CONTACTS)
        if any(column.parts[name] for column in columns)
    ]
    bars = [
        Bar(column.label, tuple(column.parts[name] for name in names), _told(column, names),
            column.usual)
        for column in columns
    ]  # fmt: skip
    has_usual = any(column.usual for column in columns)
    svg = bar_chart("contacts", bars, title=title, description=_describe(columns, names))
    rows = [(column.name, _numbers(column, names, has_usual)) for column in columns]
    return Chart(title, svg, [PARTS[name] for name in names], has_usual, rows)


def _numbers(column: Column, names: Iterable[str], has_usual: bool) -> list[str]:
    numbers = [_number(column.parts[name]) for name in names]
    return [*numbers, _number(column.usual or 0)] if has_usual else numbers


def _told(column: Column, names: Iterable[str]) -> str:
    parts = [f"{_number(column.parts[name])} {PARTS[name]}" for name in names]
    if column.usual is not None:
        parts.append(_("gewoonlijk %(number)s") % {"number": _number(column.usual)})
    return f"{column.name}: {', '.join(parts)}"


def _describe(columns: Sequence[Column], names: Iterable[str]) -> str:
    names = list(names)
    highest = max(columns, key=lambda column: sum(column.parts[name] for name in names))
    return _("Het meest: %(told)s. De tabel hieronder noemt alle getallen.") % {
        "told": _told(highest, names)
    }


def _number(value: float) -> str:
    return number_format(round(value), force_grouping=True)
