"""Instructions: reading them, saying so, writing them, and who did not read them yet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gehoor.knowledge.editing import REFUSED
from gehoor.knowledge.instruction_forms import InstructionForm
from gehoor.knowledge.instructions import (
    InstructionChangedMeanwhile,
    change_instruction,
    read_instruction,
    receipts_of,
    write_instruction,
)
from gehoor.knowledge.models import Instruction
from gehoor.lib.forms import posted_from
from gehoor.lib.paging import count, paginate
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.organisation.signin import next_page


@needs(Right.READ_KNOWLEDGE)
@require_safe
def instructions(request: EmployeeRequest) -> HttpResponse:
    """What is addressed to her; a writer may also see what is over, or still to come."""
    employee, now = request.employee, timezone.now()
    may_write = employee.may(Right.INSTRUCT)
    shows_all = may_write and request.GET.get("show") == "all"
    rows = Instruction.objects.visible_to(employee)
    if not shows_all:
        rows = rows.addressed_to(employee).current(now)
    page = paginate(rows.select_related("author"), "-valid_from", request.GET.get("page", ""))
    unread = Instruction.objects.filter(pk__in=[row.pk for row in page.rows]).unread_by(employee)
    context = {
        "page": page, "total": count(rows), "now": now, "may_write": may_write,
        "shows_all": shows_all, "unread": set(unread.values_list("pk", flat=True)),
        **page.addresses(request.GET),
    }  # fmt: skip
    return render(request, "knowledge/instructions.html", context)


def instruction_or_404(request: EmployeeRequest, uuid: UUID) -> Instruction:
    """Who does not write, sees what holds now."""
    visible = Instruction.objects.visible_to(request.employee)
    if not request.employee.may(Right.INSTRUCT):
        visible = visible.current(timezone.now())
    found: Instruction = get_object_or_404(visible.select_related("author"), uuid=uuid)
    return found


@needs(Right.READ_KNOWLEDGE)
@require_safe
def instruction(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    found, employee = instruction_or_404(request, uuid), request.employee
    own = found.reads.filter(employee=employee, edition=found.edition).first()
    receipts = receipts_of(found) if _may_see_receipts(found, employee) else None
    context = {
        "instruction": found,
        "read_at": own.read_at if own else None,
        "is_for_her": Instruction.objects.filter(pk=found.pk).addressed_to(employee).exists(),
        "receipts": receipts,
        "not_read": sum(read_at is None for _person, read_at in receipts or ()),
        "may_write": employee.may(Right.INSTRUCT),
        "now": timezone.now(),
    }
    return render(request, "knowledge/instruction.html", context)


def _may_see_receipts(found: Instruction, employee: Employee) -> bool:
    """Who read it is for who wrote it, and for the coach."""
    return found.author_id == employee.pk or employee.may(Right.COACH)


@needs(Right.READ_KNOWLEDGE)
@posted_from("knowledge:instruction")
def read(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    found = instruction_or_404(request, uuid)
    read_instruction(found, by=request.employee, at=timezone.now())
    return redirect(next_page(request) if "next" in request.POST else "knowledge:instructions")


@needs(Right.INSTRUCT)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: EmployeeRequest) -> HttpResponseBase:
    employee = request.employee
    fresh = Instruction(tenant=employee.tenant)
    form = InstructionForm(request.POST or None, instance=fresh, employee=employee)
    if not form.is_valid():
        return _editor(request, form)
    made = write_instruction(
        employee.tenant, form.fields_to_write, form.audience, by=employee, at=timezone.now()
    )
    return _saved(request, made)


@needs(Right.INSTRUCT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: EmployeeRequest, uuid: UUID) -> HttpResponseBase:
    found, employee = instruction_or_404(request, uuid), request.employee
    form = InstructionForm(request.POST or None, instance=found, employee=employee)
    if not form.is_valid():
        return _editor(request, form, uuid=uuid)
    try:
        changed = change_instruction(
            found,
            form.fields_to_write,
            form.audience,
            revision=form.cleaned_data["revision"],
            asks_again=form.cleaned_data["asks_again"],
            by=employee,
            at=timezone.now(),
        )
    except InstructionChangedMeanwhile as newer:
        return _conflict(request, newer.instruction)
    return _saved(request, changed)


def _conflict(request: EmployeeRequest, theirs: Instruction) -> HttpResponse:
    """Both texts; saving once more is then a choice made with open eyes."""
    data = request.POST.copy()
    data["revision"] = str(theirs.revision)
    mine = get_object_or_404(Instruction.objects.visible_to(request.employee), pk=theirs.pk)
    form = InstructionForm(data, instance=mine, employee=request.employee)
    return _editor(request, form, uuid=theirs.uuid, theirs=theirs)


def _editor(request: EmployeeRequest, form: InstructionForm, **more: Any) -> HttpResponse:
    status = REFUSED if form.is_bound else 200
    context = {"form": form, **more}
    return render(request, "knowledge/instruction_edit.html", context, status=status)


def _saved(request: EmployeeRequest, saved: Instruction) -> HttpResponseBase:
    messages.success(request, _("Opgeslagen."))
    address = reverse("knowledge:instruction", args=[saved.uuid])
    is_part = getattr(request, "htmx", False)
    return HttpResponseClientRedirect(address) if is_part else redirect(address)
