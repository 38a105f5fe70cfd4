"""Worries about people: for the social team they went to, and for who wrote them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.followups.concerns import (
    ConcernAlreadyClosed,
    ConcernTakenByColleague,
    close_concern,
    read_concern,
    take_up_concern,
)
from gehoor.followups.forms import DoneForm
from gehoor.followups.models import Concern
from gehoor.lib.forms import posted_from
from gehoor.lib.paging import paginate
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

SHOWN = ("party", "department", "writer", "taken_up_by", "client")


@needs(Right.HANDLE_FOLLOW_UPS)
@require_safe
def concerns(request: EmployeeRequest) -> HttpResponse:
    """Which there are, without their words: reading one is written down."""
    visible = Concern.objects.visible_to(request.employee).select_related(*SHOWN)
    is_closed = request.GET.get("state") == Concern.State.CLOSED
    rows = visible.filter(state=Concern.State.CLOSED) if is_closed else visible.open()
    page = paginate(rows, "-written_at", request.GET.get("page", ""))
    context = {"page": page, "is_closed": is_closed, **page.addresses(request.GET)}
    return render(request, "followups/concerns.html", context)


def _concern_or_404(request: EmployeeRequest, uuid: UUID) -> Concern:
    visible = Concern.objects.visible_to(request.employee)
    found: Concern = get_object_or_404(visible.select_related(*SHOWN, "closed_by"), uuid=uuid)
    return found


def _of_team_or_404(request: EmployeeRequest, uuid: UUID) -> Concern:
    """Only the team does something with it."""
    own = Concern.objects.visible_to(request.employee).for_team_of(request.employee)
    found: Concern = get_object_or_404(own.select_related(*SHOWN, "closed_by"), uuid=uuid)
    return found


@needs(Right.HANDLE_FOLLOW_UPS)
@require_safe
def concern(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _concern_or_404(request, uuid), DoneForm())


def _page(request: EmployeeRequest, found: Concern, form: DoneForm) -> HttpResponse:
    read_concern(found, by=request.employee, at=timezone.now())
    context: dict[str, Any] = {
        "concern": found,
        "is_of_team": found.is_for_team_of(request.employee),
        "may_see_party": request.employee.may(Right.SEE_PARTIES),
        "form": form,
    }
    return render(request, "followups/concern.html", context)


@needs(Right.HANDLE_FOLLOW_UPS)
@posted_from("followups:concern")
def take_up(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    found = _of_team_or_404(request, uuid)
    try:
        take_up_concern(found, by=request.employee, at=timezone.now())
    except ConcernTakenByColleague:
        messages.warning(request, _("Een collega pakt dit al op."))
    except ConcernAlreadyClosed:
        messages.warning(request, _("Een collega heeft dit al afgesloten."))
    return redirect("followups:concern", uuid)


@needs(Right.HANDLE_FOLLOW_UPS)
@posted_from("followups:concern")
def close(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Done with; when a colleague was first, both see it and no words are lost."""
    found = _of_team_or_404(request, uuid)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    result = form.cleaned_data["result"]
    try:
        close_concern(found, result=result, by=request.employee, at=timezone.now())
    except ValidationError as error:
        form.add_error("result", error)
        return _page(request, found, form)
    except ConcernAlreadyClosed:
        return _page(request, _of_team_or_404(request, uuid), form)
    messages.success(request, _("Afgesloten."))
    return redirect("followups:concerns")
