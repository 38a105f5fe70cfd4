"""What each page shows around its own content."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.emergency import EmergencyNumber
from gehoor.organisation.models import Employee
from gehoor.organisation.roles import Right

# Where one can go: name of the page, label, any of the rights that open it.
ROOMS: list[tuple[str, Any, set[Right]]] = [
    ("shift:day", _("Mijn dag"), {Right.ANSWER}),
    ("desk:home", _("Werkplek"), {Right.ANSWER}),
    ("shift:colleagues", _("Nu bezig"), {Right.TAKE_OVER}),
    ("insight:figures", _("Cijfers"), {Right.SEE_FIGURES, Right.SEE_DEPARTMENT_FIGURES}),
    ("contacts:list", _("Contacten"), {Right.SEE_CONTACTS}),
    ("parties:list", _("Klanten"), {Right.SEE_PARTIES}),
    ("knowledge:list", _("Kennis"), {Right.READ_KNOWLEDGE}),
    ("followups:list", _("Terugbellen"), {Right.HANDLE_FOLLOW_UPS}),
    ("access:log", _("Verwerkingen"), {Right.SEE_PROCESSING_LOG}),
    ("organisation:settings", _("Beheer"), {Right.ADMINISTER}),
]


def rooms_of(employee: Employee) -> list[tuple[str, Any]]:
    return [
        (reverse(name), label)
        for name, label, rights in ROOMS
        if any(employee.may(right) for right in rights)
    ]


def page(request: HttpRequest) -> dict[str, Any]:
    employee = getattr(request, "employee", None)
    if employee is None:
        return {"server_time": timezone.now()}
    return {
        "server_time": timezone.now(),
        "employee": employee,
        "is_demonstration": employee.tenant.is_demonstration,
        "may_answer": employee.may(Right.ANSWER),
        "may_take_over": employee.may(Right.TAKE_OVER),
        # Asked for by whole pages only, when they show the card.
        "emergency_numbers": EmergencyNumber.objects.filter(client__in=employee.client_ids),
        "navigation": [
            {"url": url, "label": label, "is_current": request.path.startswith(url)}
            for url, label in rooms_of(employee)
        ],
    }
