"""What the settings of an employee have besides a form: a first password, and skills."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.organisation.actions import SkillLevels, set_password, set_skills
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Channel, Employee, Skill, Theme
from gehoor.organisation.passwords import new_password
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


def _employee_or_404(request: EmployeeRequest, uuid: UUID) -> Employee:
    found: Employee = get_object_or_404(Employee.objects.visible_to(request.employee), uuid=uuid)
    return found


@needs(Right.ADMINISTER)
@require_POST
def give_password(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Make a new password and show it once; sessions with the old one end."""
    employee = _employee_or_404(request, uuid)
    password = new_password()
    set_password(employee, password, by=request.employee, at=timezone.now())
    context = {"person": employee, "password": password}
    return render(request, "organisation/new_password.html", context)


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Themes down, channels across, in each cell a level."""
    employee = _employee_or_404(request, uuid)
    themes = list(Theme.objects.visible_to(request.employee).filter(is_active=True))
    if request.method == "POST":
        levels = _levels(request, themes)
        set_skills(employee, levels, by=request.employee, at=timezone.now())
        messages.success(request, _("Opgeslagen."))
        return redirect(request.path)
    context = {
        "person": employee,
        "channels": Channel,
        "levels": Skill.Level,
        "table": _table(employee, themes),
    }
    return render(request, "organisation/skills.html", context)


def _levels(request: HttpRequest, themes: list[Theme]) -> SkillLevels:
    """The levels chosen; what is no level of ours counts as none."""
    known = {str(level.value): level.value for level in Skill.Level}
    chosen = {
        (theme.pk, channel.value): request.POST.get(f"{theme.pk}-{channel.value}", "")
        for theme in themes
        for channel in Channel
    }
    return {cell: known[level] for cell, level in chosen.items() if level in known}


def _table(employee: Employee, themes: list[Theme]) -> list[tuple[Theme, list[tuple[Any, int]]]]:
    known = {(skill.theme_id, skill.channel): skill.level for skill in employee.skills.all()}
    return [
        (theme, [(channel, known.get((theme.pk, channel.value), 0)) for channel in Channel])
        for theme in themes
    ]
