"""Each request knows its employee: her language, and the time as her citizens live it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from gehoor.organisation.models import Employee

Answer = Callable[[HttpRequest], HttpResponse]


class EmployeeRequest(HttpRequest):
    """A request of somebody who signed in."""

    employee: Employee


class EmployeeMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        employee = request.user
        if not isinstance(employee, Employee):
            return self.get_response(request)
        request.employee = employee  # type: ignore[attr-defined]
        with timezone.override(zone_of(employee)), translation.override(employee.language):
            response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        return response


def zone_of(employee: Employee) -> ZoneInfo:
    """The time on the wall where the employee's citizens live."""
    clients = employee.clients.all()
    return ZoneInfo(clients[0].timezone if clients else "Europe/Amsterdam")
