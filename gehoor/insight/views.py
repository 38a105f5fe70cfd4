"""The page of figures: what happened in a period, by channel and theme."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.contacts.forms import NONE, PeriodForm
from gehoor.insight.charts import chart_of
from gehoor.insight.queries import Figures, Group, figures_of
from gehoor.lib.numbers import duration, percentage
from gehoor.measures import definitions
from gehoor.measures.definitions import Measure, Unit
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Channel, Theme
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

TILES = [
    definitions.CONTACTS, definitions.QUESTIONS, definitions.FIRST_LINE_RATE,
    definitions.HANDLE_TIME, definitions.ABANDONED,
]  # fmt: skip
BY_CHANNEL = [
    definitions.CONTACTS, definitions.QUESTIONS, definitions.FIRST_LINE_RATE,
    definitions.HANDLE_TIME, definitions.WAIT_TIME, definitions.ABANDONED,
]  # fmt: skip
BY_THEME = [
    definitions.QUESTIONS, definitions.FIRST_LINE_RATE, definitions.QUESTION_HANDLE_TIME,
]  # fmt: skip

# The codes of the list that opens behind a measure: exactly what was counted.
BEHIND: dict[str, dict[str, str]] = {
    "contacts": {"state": "closed"},
    "answered": {"state": "closed", "direction": "in"},
    "offered": {"state": "ended", "direction": "in"},
    "abandoned": {"state": "abandoned"},
    "questions": {"state": "closed"},
    "first_line": {"state": "closed", "first_line": "yes"},
    "first_line_rate": {"state": "closed", "first_line": "yes"},
    "handle_time": {"state": "closed", "sort": "longest"},
    "question_handle_time": {"state": "closed", "sort": "longest"},
    "wait_time": {"state": "closed", "direction": "in"},
}
# Minutes of a call and hours of a letter make no average that says something.
NOT_OVER_CHANNELS = {definitions.WAIT_TIME}
SHOW: dict[Unit, Callable[[float | None], str]] = {
    Unit.NUMBER: lambda value: number_format(value or 0, force_grouping=True),
    Unit.SHARE: percentage,
    Unit.DURATION: duration,
}


@dataclass(frozen=True)
class Cell:
    """A figure; `url` opens the contacts behind it, empty when there is nothing to open."""

    measure: Measure
    text: str
    url: str


@dataclass(frozen=True)
class Pen:
    """Writes figures, with the codes of the choice in every address."""

    codes: dict[str, str]
    may_open: bool

    def cell(self, measure: Measure, group: Group, **codes: str) -> Cell:
        value = group.value(measure)
        url = ""
        if value and self.may_open:
            query = urlencode(self.codes | codes | BEHIND[measure.code])
            url = f"{reverse('contacts:list')}?{query}"
        return Cell(measure, SHOW[measure.unit](value), url)

    def row(self, measures: Iterable[Measure], group: Group, **codes: str) -> list[Cell]:
        return [self.cell(measure, group, **codes) for measure in measures]


@needs(Right.SEE_FIGURES)
@require_safe
def figures_page(request: EmployeeRequest) -> HttpResponse:
    form = PeriodForm(
        request.GET.dict(),
        employee=request.employee,
        today=timezone.localdate(),
        default="today",
    )
    context: dict[str, Any] = {"form": form, "has_clients": len(form.clients) > 1}
    if form.is_valid():
        figures = figures_of(request.employee, form.period, form.client_chosen)
        pen = Pen(_codes(form), request.employee.may(Right.SEE_CONTACTS))
        context |= _shown(figures, pen, request) | {"chart": chart_of(figures.days, form.period)}
    return render(request, "insight/figures.html", context)


def _codes(form: PeriodForm) -> dict[str, str]:
    codes = {"since": form.period.first.isoformat(), "until": form.period.last.isoformat()}
    return codes | ({"client": form.client_chosen.slug} if form.client_chosen else {})


def _shown(figures: Figures, pen: Pen, request: EmployeeRequest) -> dict[str, Any]:
    themes = {theme.pk: theme for theme in Theme.objects.visible_to(request.employee)}
    names = {pk: theme.name for pk, theme in themes.items()} | {0: _("Zonder thema")}
    codes = {pk: theme.slug for pk, theme in themes.items()} | {0: NONE}
    return {
        "is_empty": not any(figures.total.contacts.values()),
        "tiles": pen.row(TILES, figures.total),
        "by_channel": BY_CHANNEL,
        "channels": [
            (
                Channel(channel).label,
                pen.row(BY_CHANNEL, figures.channels[channel], channel=channel),
            )
            for channel in Channel.values
            if channel in figures.channels
        ],
        "total": [
            pen.cell(measure, Group() if measure in NOT_OVER_CHANNELS else figures.total)
            for measure in BY_CHANNEL
        ],
        "by_theme": BY_THEME,
        "themes": [
            (names[pk], pen.row(BY_THEME, figures.themes[pk], theme=codes[pk]))
            for pk in sorted(figures.themes, key=lambda pk: (not pk, names[pk].lower()))
        ],
    }
