"""A button with which the demonstration rings."""

import secrets

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gehoor.contacts.actions import offer_contact
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Channel, Employee, Entrance
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties.models import DigitalAddress

KNOWN_OF_TEN = 6  # callers of whom we know the number; the others are anonymous or new


@require_POST
@needs(Right.ANSWER)
def ring(request: EmployeeRequest) -> HttpResponseBase:
    """Somebody calls one of the organisations for which this employee answers."""
    if not request.employee.tenant.is_demonstration:
        raise Http404
    entrance = _some_entrance(request.employee)
    offer_contact(
        entrance.client, entrance.channel,
        caller_address=_some_number(request.employee, entrance), entrance=entrance,
        at=timezone.now(),
    )  # fmt: skip
    is_part = "HX-Request" in request.headers
    return HttpResponse(status=204) if is_part else redirect("desk:home")


@require_safe
def progress(request: EmployeeRequest) -> HttpResponseBase:
    """How far the year is, for everybody who is signed in; nothing once it is whole."""
    if not request.employee.tenant.is_demonstration:
        raise Http404
    return render(request, "demonstration/progress.html")


def _some_entrance(employee: Employee) -> Entrance:
    served = Entrance.objects.visible_to(employee).filter(client__in=employee.client_ids)
    in_use = served.filter(channel=Channel.PHONE, is_active=True, client__is_active=True)
    entrances = list(in_use.select_related("client"))
    if not entrances:
        raise Http404
    return secrets.choice(entrances)


def _some_number(employee: Employee, entrance: Entrance) -> str:
    """A number we know, one we do not, or none."""
    lot = secrets.randbelow(10)
    if lot >= KNOWN_OF_TEN:
        return f"+3168000{secrets.randbelow(10_000):04d}" if lot % 2 else ""
    known = DigitalAddress.objects.visible_to(employee).filter(client=entrance.client)
    phones = known.filter(kind=DigitalAddress.Kind.PHONE, party__is_active=True)
    numbers = list(phones.values_list("address", flat=True).order_by("pk")[:500])
    return secrets.choice(numbers) if numbers else ""
