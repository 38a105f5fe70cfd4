"""Which months are fixed, and fixing or releasing one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.contacts.models import FixedMonth
from gehoor.contacts.months import fix_month, month_name, release_month, whole_month
from gehoor.lib.periods import DAY, Period
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

SHOWN = 13  # the last year, and the same month of the year before


@dataclass(frozen=True)
class Row:
    """A month that has passed, and who fixed it if somebody did."""

    period: Period
    fixed: FixedMonth | None


@needs(Right.SEE_FIGURES)
@require_safe
def months(request: EmployeeRequest) -> HttpResponse:
    context = {
        "clients": _months_of(request.employee),
        "may_fix": request.employee.may(Right.FIX_MONTHS),
    }
    return render(request, "insight/months.html", context)


def _months_of(employee: Employee) -> list[tuple[ClientOrganisation, list[Row]]]:
    rows = FixedMonth.objects.visible_to(employee).select_related("fixed_by")
    fixed = {(row.client_id, row.first_day): row for row in rows}
    return [
        (client, [Row(month, fixed.get((client.pk, month.first))) for month in _passed(client)])
        for client in employee.clients.all()
    ]


def _passed(client: ClientOrganisation) -> Iterator[Period]:
    """The months before this one, the last first."""
    first = timezone.now().astimezone(ZoneInfo(client.timezone)).date().replace(day=1)
    for _n in range(SHOWN):
        month = whole_month((first - DAY).replace(day=1))
        first = month.first
        yield month


@needs(Right.FIX_MONTHS)
@require_POST
def fix(request: EmployeeRequest) -> HttpResponse:
    served = {str(client.uuid): client for client in request.employee.clients.all()}
    client = served.get(request.POST.get("client", ""))
    first_day = _first_day(request.POST.get("month", ""))
    if client is None or first_day is None:
        raise Http404
    try:
        fix_month(client, first_day, by=request.employee, at=timezone.now())
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("%s is vastgesteld.") % month_name(first_day).capitalize())
    return redirect("insight:months")


def _first_day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@needs(Right.FIX_MONTHS)
@require_POST
def release(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    rows = FixedMonth.objects.visible_to(request.employee).select_related("client")
    fixed: FixedMonth = get_object_or_404(rows, uuid=uuid)
    release_month(fixed, by=request.employee, at=timezone.now())
    text = _("%s staat weer open: de cijfers kunnen weer veranderen.")
    messages.info(request, text % month_name(fixed.first_day).capitalize())
    return redirect("insight:months")
