"""Callbacks and tasks: what breaks its promise first stands on top."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.contacts.models import Contact
from gehoor.followups.actions import (
    FollowUpAlreadyDone,
    FollowUpTakenByColleague,
    complete_follow_up,
    secret_of,
    take_follow_up,
)
from gehoor.followups.forms import FollowUpFilterForm, ResultForm, Whose, lists_of
from gehoor.followups.models import Concern, FollowUp, FollowUpQuerySet
from gehoor.lib.forms import posted_from
from gehoor.lib.paging import count, paginate
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties.actions import show_addresses
from gehoor.parties.forms import PurposeForm
from gehoor.parties.numbers import phone_for_people
from gehoor.parties.views import party_or_404

MOST_PROMISES = 10
SHOWN = ("question__contact", "question__party", "department", "employee", "owner")


@needs(Right.HANDLE_FOLLOW_UPS)
@require_safe
def follow_ups(request: EmployeeRequest) -> HttpResponse:
    lists = lists_of(request.employee)
    wanted = request.GET.get("whose", "")
    whose = Whose(wanted) if wanted in lists else lists[0]
    form = FollowUpFilterForm(request.GET or None)
    rows, order = _rows(request, whose, form.chosen())
    page = paginate(rows.select_related(*SHOWN), order, request.GET.get("page", ""))
    context = {
        "form": form, "lists": lists, "whose": whose, "page": page, "total": count(rows),
        "now": timezone.now(), "new_concerns": _new_concerns(request.employee),
        **page.addresses(request.GET),
    }  # fmt: skip
    return render(request, "followups/list.html", context)


def _new_concerns(employee: Employee) -> int:
    """What waits for her, if she is of a social team."""
    if not employee.department_id:
        return 0
    of_team = Concern.objects.visible_to(employee).for_team_of(employee)
    return int(of_team.filter(state=Concern.State.NEW).count())


def _rows(
    request: EmployeeRequest, whose: Whose, chosen: dict[str, Any]
) -> tuple[FollowUpQuerySet, str]:
    """The chosen list and the column that orders it."""
    employee = request.employee
    rows: FollowUpQuerySet = FollowUp.objects.visible_to(employee)
    if whose == Whose.MINE:
        rows = rows.waiting_for(employee)
    elif whose == Whose.DEPARTMENT:
        rows = rows.waiting_for_department_of(employee)
    elif whose == Whose.PASSED_ON:
        rows = rows.passed_on_by(employee)
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    if chosen.get("state") == FollowUp.State.DONE:
        return rows.done(), "-due_at"
    return rows.open(), "due_at"


@needs(Right.HANDLE_FOLLOW_UPS)
@require_safe
def of_party(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The open promises to one party: a part of its page, which lies in a lower room."""
    party = party_or_404(request, uuid)
    visible = FollowUp.objects.visible_to(request.employee).open()
    promises = visible.filter(question__participants__party=party).distinct()
    context = {"promises": promises.select_related(*SHOWN)[:MOST_PROMISES], "now": timezone.now()}
    return render(request, "followups/of_party.html", context)


def _follow_up_or_404(request: EmployeeRequest, uuid: UUID) -> FollowUp:
    visible = FollowUp.objects.visible_to(request.employee)
    shown = visible.select_related(
        *SHOWN,
        "question__contact__party",
        "question__theme",
        "question__product",
        "client",
        "done_by",
    )
    found: FollowUp = get_object_or_404(shown, uuid=uuid)
    return found


@needs(Right.HANDLE_FOLLOW_UPS)
@require_safe
def detail(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _follow_up_or_404(request, uuid), ResultForm())


def _page(request: EmployeeRequest, follow_up: FollowUp, form: ResultForm) -> HttpResponse:
    context = {
        "follow_up": follow_up,
        "question": follow_up.question,
        "protected": (secret := secret_of(follow_up.question)),
        "reach": [] if secret else _ways_to_reach(follow_up),
        "form": form,
        "now": timezone.now(),
        "may_see_contact": _may_open_contact(request.employee, follow_up),
        "may_see_party": request.employee.may(Right.SEE_PARTIES),
        "may_call_back": follow_up.is_open_callback and request.employee.may(Right.ANSWER),
    }
    return render(request, "followups/detail.html", context)


def _may_open_contact(employee: Employee, follow_up: FollowUp) -> bool:
    """Who got the task reads the question here; the contact itself may be confidential."""
    visible = Contact.objects.visible_to(employee)
    return employee.may(Right.SEE_CONTACTS) and bool(
        visible.filter(pk=follow_up.question.contact_id).exists()
    )


def _ways_to_reach(follow_up: FollowUp) -> list[str]:
    """Numbers and addresses of the citizen: the one she called from first, each once."""
    contact, party = follow_up.question.contact, follow_up.question.party
    known = [str(address) for address in party.digital_addresses.all()] if party else []
    return list(dict.fromkeys([*filter(None, [phone_for_people(contact.caller_address)]), *known]))


@needs(Right.HANDLE_FOLLOW_UPS)
@require_http_methods(["GET", "HEAD", "POST"])
def show_ways_to_reach(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Numbers and addresses that are secret, once, after a purpose was given."""
    follow_up = _follow_up_or_404(request, uuid)
    parties = secret_of(follow_up.question)
    if not parties:
        return redirect("followups:detail", uuid)
    form = PurposeForm(request.POST or None)
    context: dict[str, Any] = {"follow_up": follow_up, "party": parties[0], "form": form}
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        show_addresses(*parties, purpose=purpose, by=request.employee, at=timezone.now())
        context |= {"is_shown": True, "reach": _ways_to_reach(follow_up)}
    return render(request, "followups/reach.html", context)


@needs(Right.HANDLE_FOLLOW_UPS)
@posted_from("followups:detail")
def take(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    follow_up = _follow_up_or_404(request, uuid)
    try:
        take_follow_up(follow_up, by=request.employee, at=timezone.now())
    except FollowUpTakenByColleague:
        messages.warning(request, _("Een collega pakt dit al op."))
    except FollowUpAlreadyDone:
        messages.warning(request, _("Een collega heeft dit al afgehandeld."))
    return redirect("followups:detail", uuid)


@needs(Right.HANDLE_FOLLOW_UPS)
@posted_from("followups:detail")
def complete(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Settle the promise; when a colleague was first, both see it and no words are lost."""
    follow_up = _follow_up_or_404(request, uuid)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _page(request, follow_up, form)
    result = form.cleaned_data["result"]
    try:
        complete_follow_up(follow_up, result=result, by=request.employee, at=timezone.now())
    except ValidationError as error:
        form.add_error("result", error)
        return _page(request, follow_up, form)
    except FollowUpAlreadyDone:
        return _page(request, _follow_up_or_404(request, uuid), form)
    messages.success(request, _("Afgehandeld."))
    return redirect("followups:list")
