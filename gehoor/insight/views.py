"""The page of figures: today or any period, by what one chooses."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.contacts.models import Contact
from gehoor.insight.charts import Chart, chart_of_days, chart_of_hours
from gehoor.insight.choice import Choice
from gehoor.insight.forms import FigureForm
from gehoor.insight.oneday import at_work, hours_of, usual_of
from gehoor.insight.pen import Pen
from gehoor.insight.queries import Figures, figures_of, newest_unanswered, total_of
from gehoor.insight.tables import TILES, measures_of, subjects_table, tables_of
from gehoor.lib.periods import Period
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


@needs(Right.SEE_FIGURES, Right.SEE_DEPARTMENT_FIGURES)
@require_safe
def figures_page(request: EmployeeRequest) -> HttpResponse:
    now = timezone.now()
    form = form_of(request, now)
    sees_all = request.employee.may(Right.SEE_FIGURES)
    context = {"form": form, "sees_all": sees_all} | (_shown(form, now) if form.is_valid() else {})
    return render(request, "insight/figures.html", context)


def form_of(request: EmployeeRequest, now: datetime) -> FigureForm:
    today = timezone.localdate(now)
    return FigureForm(request.GET.dict(), employee=request.employee, today=today)


def pen_of(form: FigureForm) -> Pen:
    return Pen(form.codes, form.employee.may(Right.SEE_CONTACTS))


def _shown(form: FigureForm, now: datetime) -> dict[str, Any]:
    choice, pen = form.choice, pen_of(form)
    figures = figures_of(choice)
    is_today = choice.period == Period(*[timezone.localdate(now)] * 2)
    before = usual_of(choice, at=now) if choice.is_one_day else total_of(choice, choice.before)
    tiles = measures_of(form, figures, TILES)
    return {
        "is_empty": not any((*figures.total.contacts.values(), *figures.total.questions.values())),
        "is_today": is_today,
        "tiles": [pen.cell(measure, figures.total, before=before) for measure in tiles],
        "before": _label_of(choice, is_today=is_today),
        "period_before": None if choice.is_one_day else choice.before,
        "now": _now(form, pen) if is_today and not choice.is_of_questions else None,
        "chart": _chart(choice, figures),
        "tables": tables_of(form, figures, pen),
        "subjects": subjects_table(form, figures, pen),
        "unanswered": newest_unanswered(choice),
    }


def _label_of(choice: Choice, *, is_today: bool) -> str:
    if is_today:
        return _("gewoonlijk nu")
    return _("gewoonlijk") if choice.is_one_day else _("periode ervoor")


def _chart(choice: Choice, figures: Figures) -> Chart:
    is_of_questions = choice.is_of_questions
    if choice.is_one_day:
        return chart_of_hours(hours_of(choice), is_of_questions=is_of_questions)
    return chart_of_days(figures.days, choice.period, is_of_questions=is_of_questions)


def _now(form: FigureForm, pen: Pen) -> list[tuple[int, str, str]]:
    """Who waits and who is helped at this moment, from whatever day."""
    told = []
    for state, label in (
        (Contact.State.OFFERED, _("wachten")),
        (Contact.State.OPEN, _("in behandeling")),
    ):
        found = at_work(form.choice, state)
        codes = {**form.codes, "state": state.value}
        url = pen.url(codes | {"since": found.since.isoformat()}) if found.since else ""
        told.append((found.number, label, url))
    return told
