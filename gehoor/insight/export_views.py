"""The tables of the page of figures as a file; no person and no word of a citizen stands in it."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.insight.forms import FigureForm
from gehoor.insight.pen import Cell, Pen
from gehoor.insight.queries import figures_of
from gehoor.insight.tables import OF_CONTACTS, Row, Table, measures_of, subjects_table, tables_of
from gehoor.insight.views import form_of
from gehoor.lib import spreadsheets
from gehoor.lib.downloads import FORMATS, download, file_of
from gehoor.measures.definitions import Measure, Unit
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


@needs(Right.SEE_FIGURES, Right.SEE_DEPARTMENT_FIGURES)
@require_safe
def export(request: EmployeeRequest, extension: str) -> HttpResponseBase:
    if extension not in FORMATS:
        raise Http404
    form = form_of(request, timezone.now())
    if not form.is_valid():
        return _back(form)
    rows = list(rows_of(form))
    name = f"{_('cijfers')} {form.period.first} {form.period.last}"
    return download(name, extension, file_of(rows, extension))


def _back(form: FigureForm) -> HttpResponse:
    answer: HttpResponse = redirect("insight:figures")
    answer["Location"] += form.query()
    return answer


def rows_of(form: FigureForm) -> Iterator[spreadsheets.Row]:
    """The page, table by table; of what questions were about all, not the first few."""
    pen, figures = Pen(form.codes, may_open=False), figures_of(form.choice)
    days = f"{form.period.first:%Y-%m-%d} - {form.period.last:%Y-%m-%d}"
    yield [_("Cijfers"), days, *form.names]
    measures = measures_of(form, figures, OF_CONTACTS)
    total = Row(_("Totaal"), pen.row(measures, figures.total))
    subjects = subjects_table(form, figures, pen, most=None).asked
    for table in (Table("", "", measures, [total]), *tables_of(form, figures, pen), subjects):
        yield []
        yield [table.title, *(_head(measure) for measure in table.measures)]
        for row in (*table.rows, table.total):
            if row:
                yield [row.name, *(_value(cell) for cell in row.cells)]


def _head(measure: Measure) -> str:
    if measure.unit == Unit.DURATION:
        return _("%(name)s (seconden)") % {"name": measure.name}
    return str(measure.name)


def _value(cell: Cell) -> spreadsheets.Value:
    """Durations in whole seconds, shares from 0 to 1."""
    if cell.value is None:
        return None
    if cell.measure.unit == Unit.DURATION:
        return round(cell.value / 1000)
    return int(cell.value) if cell.measure.unit == Unit.NUMBER else cell.value
