"""What each page shows around its own content."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import Employee
from gehoor.organisation.roles import Right

# Where one can go: name of the page, label, any of the rights that open it.
ROOMS: list[tuple[str, Any, set[Right]]] = [
    ("desk:home", _("Werkplek"), {Right.ANSWER}),
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
        "navigation": [
            {"url": url, "label": label, "is_current": request.path.startswith(url)}
            for url, label in rooms_of(employee)
        ],
    }
