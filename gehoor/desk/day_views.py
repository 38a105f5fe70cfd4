"""My day: with what it begins, and what I did. Of somebody else only the coach sees it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gehoor.desk.day import day_of
from gehoor.desk.queries import waiting_for
from gehoor.desk.start import start_of
from gehoor.lib.periods import last_days, this_week
from gehoor.organisation.middleware import EmployeeRequest, zone_of
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

PERIODS = {"today": _("Vandaag"), "week": _("Deze week")}


@needs(Right.ANSWER)
@require_safe
def start(request: EmployeeRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "start": start_of(request.employee, at=now),
        "waiting": waiting_for(request.employee, at=now),
        "now": now,
    }
    return render(request, "desk/start.html", context)


@needs(Right.ANSWER)
@require_safe
def own(request: EmployeeRequest) -> HttpResponse:
    return _day(request, request.employee)


@needs(Right.ANSWER, Right.COACH)
@require_safe
def of_employee(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """An agent's figures are the agent's and the coach's."""
    people = Employee.objects.visible_to(request.employee)
    employee: Employee = get_object_or_404(people.prefetch_related("clients", "roles"), uuid=uuid)
    if employee.pk != request.employee.pk and not request.employee.may(Right.COACH):
        raise PermissionDenied
    return _day(request, employee)


def _day(request: EmployeeRequest, employee: Employee) -> HttpResponse:
    wanted = request.GET.get("period", "")
    chosen = wanted if wanted in PERIODS else "today"
    today = timezone.localdate(timezone.now(), zone_of(employee))
    period = this_week(today) if chosen == "week" else last_days(today, 1)
    context = {
        "person": employee,
        "is_own": employee.pk == request.employee.pk,
        "day": day_of(employee, period, viewer=request.employee),
        "periods": PERIODS.items(),
        "chosen": chosen,
    }
    return render(request, "desk/day.html", context)
