"""What one agent did in a period: for herself and her coach, and nobody else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gehoor.contacts.models import Contact, Question
from gehoor.lib.numbers import duration, percentage
from gehoor.lib.periods import Period
from gehoor.lib.svg import Bar, bar_chart
from gehoor.measures.definitions import FIRST_LINE_RATE, HANDLE_TIME
from gehoor.organisation.middleware import zone_of
from gehoor.organisation.models import Employee

TIMES = ("talk_ms", "hold_ms", "wrap_up_ms")
MOST_QUESTIONS = 200


@dataclass(frozen=True)
class Chart:
    """A picture with the same in a table."""

    title: str
    svg: SafeString
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Day:
    """Sums of closed contacts; `passed_on` are the questions she could not answer herself."""

    contacts: int
    questions: int
    times: Sequence[tuple[str, str]]
    handle_time: str
    first_line: str
    passed_on: Sequence[Question]
    charts: Sequence[Chart]


def day_of(employee: Employee, period: Period, *, viewer: Employee) -> Day:
    """In three queries, whatever the number of contacts."""
    begin, end = period.bounds(zone_of(employee))
    own = Contact.objects.visible_to(viewer).filter(
        agent=employee, offered_at__gte=begin, offered_at__lt=end, state=Contact.State.CLOSED
    )
    newest = own.order_by("-offered_at", "-id")
    rows = list(newest.values("pk", "offered_at", *TIMES))
    keys = [row["pk"] for row in rows]
    # By key: through the contact every database would read all questions of the day.
    questions = Question.objects.visible_to(viewer).filter(contact__in=keys)
    counts = Counter(questions.order_by().values_list("is_first_line", flat=True))
    passed_on = questions.filter(is_first_line=False).select_related(
        "contact", "theme", "outcome", "department"
    )
    sums = {name: sum(row[name] or 0 for row in rows) for name in TIMES}
    timed = sum(row["talk_ms"] is not None for row in rows)
    asked = {"first_line": counts[True], "counted": counts[True] + counts[False]}
    return Day(
        contacts=len(rows),
        questions=counts.total(),
        times=list(zip(_names(), map(duration, sums.values()), strict=True)),
        handle_time=duration(HANDLE_TIME.value({**sums, "timed": timed})),
        first_line=percentage(FIRST_LINE_RATE.value(asked)),
        passed_on=list(passed_on.order_by("-asked_at", "-id")[:MOST_QUESTIONS]),
        charts=_charts([row["offered_at"] for row in rows], period, sums) if rows else [],
    )


def _names() -> list[str]:
    return [_("Gesprek"), _("Wachtstand"), _("Nawerk")]


def _charts(moments: Sequence[datetime], period: Period, sums: dict[str, int]) -> list[Chart]:
    title = _("Contacten per uur") if len(period) == 1 else _("Contacten per dag")
    times = [
        (name, name, round(ms / 60_000, 1), duration(ms))
        for name, ms in zip(_names(), sums.values(), strict=True)
    ]
    return [
        _chart("contacts", title, _by_hour_or_day(moments, period)),
        _chart("minutes", _("Tijd in minuten"), times),
    ]


def _by_hour_or_day(
    moments: Sequence[datetime], period: Period
) -> list[tuple[str, str, float, str]]:
    """Label, name, value and the value in words of each bar."""
    local = [timezone.localtime(moment) for moment in moments]
    if len(period) > 1:
        days = Counter(moment.date() for moment in local)
        return [
            (date_format(day, "D j"), date_format(day, "l j F"), days[day], str(days[day]))
            for day in period.days()
        ]
    hours = Counter(moment.hour for moment in local)
    shown = range(min([*hours, 8]), max([*hours, 17]) + 1)
    return [(str(hour), f"{hour}:00", hours[hour], str(hours[hour])) for hour in shown]


def _chart(name: str, title: str, rows: Sequence[tuple[str, str, float, str]]) -> Chart:
    bars = [Bar(label, (value,), f"{full}: {told}") for label, full, value, told in rows]
    description = _("De tabel hieronder noemt alle getallen.")
    svg = bar_chart(name, bars, title=title, description=description)
    return Chart(title, svg, [(full, told) for _label, full, _value, told in rows])
