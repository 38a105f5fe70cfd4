"""The desk itself: the page, and a contact from taking it to finishing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.channels.webform.actions import submission_of
from gehoor.contacts.actions import (
    ContactAlreadyClosed,
    ContactTakenByColleague,
    accept_contact,
    end_conversation,
    hold_contact,
    resume_contact,
    set_confidential,
    start_contact,
)
from gehoor.contacts.models import Contact, Draft, Handover
from gehoor.desk.colleagues import last_handover, own_hand
from gehoor.desk.forms import (
    PREFIX,
    CallerForm,
    Choices,
    Formset,
    QuestionFormSet,
    StartForm,
)
from gehoor.desk.identity_forms import InterpreterForm
from gehoor.desk.queries import at_hand_of, customer_of, waiting_for
from gehoor.desk.start import must_still_read
from gehoor.followups import actions
from gehoor.followups.models import FollowUp
from gehoor.lib.identifiers import new_uuid
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Channel, Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

MOVES = {"hold": hold_contact, "resume": resume_contact, "end": end_conversation}


def contact_or_404(request: EmployeeRequest, uuid: UUID) -> Contact:
    contacts = Contact.objects.visible_to(request.employee)
    found: Contact = get_object_or_404(
        contacts.select_related("client", "party", "agent", "entrance"), uuid=uuid
    )
    return found


def contact_of_window(request: EmployeeRequest, uuid: UUID) -> Contact:
    """Also one that went to a colleague, though it be confidential: the window must hear so."""
    own = Contact.objects.filter(tenant=request.employee.tenant_id)
    once_hers = own.filter(uuid=uuid, handovers__giver=request.employee)
    found: Contact | None = once_hers.select_related("client", "party", "agent").first()
    return found or contact_or_404(request, uuid)


@needs(Right.ANSWER)
@require_safe
def home(request: EmployeeRequest) -> HttpResponse:
    mine = at_hand_of(request.employee)
    return desk_page(request, mine[0] if mine else None, mine=mine)


@needs(Right.ANSWER)
@require_safe
def contact(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    mine = at_hand_of(request.employee)
    for own in mine:
        if own.uuid == uuid:
            return desk_page(request, own, mine=mine)
    return _not_at_hand(request, contact_or_404(request, uuid))


def _not_at_hand(request: EmployeeRequest, found: Contact) -> HttpResponse:
    """An address of the desk that is no longer, or not yet, this agent's work."""
    if found.state == Contact.State.OPEN:
        messages.warning(request, taken(found, request.employee))
    return redirect("desk:home")


def desk_page(
    request: EmployeeRequest,
    at_hand: Contact | None,
    *,
    mine: list[Contact] | None = None,
    formset: Formset | None = None,
    elsewhere: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The desk with the contact at hand; `elsewhere` is what another window typed about it."""
    employee = request.employee
    context: dict[str, Any] = {
        "contact": at_hand,
        "mine": at_hand_of(employee) if mine is None else mine,
        "waiting": waiting_for(employee, at=timezone.now()),
        "channels": Channel.choices,
        "clients": [client for client in employee.clients.all() if client.is_active],
        "hand": own_hand(employee),
    }
    if at_hand:
        context |= _contact_context(at_hand, employee, formset) | {"elsewhere": elsewhere}
    else:
        context["to_read"] = must_still_read(employee, at=timezone.now()).count()
    return render(request, "desk/desk.html", context, status=status)


def _contact_context(
    at_hand: Contact, employee: Employee, formset: Formset | None
) -> dict[str, Any]:
    draft = Draft.objects.filter(contact=at_hand).first()
    choices = Choices(at_hand, employee)
    typed = (draft.questions if draft else []) or [{}]
    formset = formset or QuestionFormSet(
        initial=typed, prefix=PREFIX, form_kwargs={"choices": choices}
    )
    product = formset.forms[0]["product"].value() or "" if formset.forms else ""
    return {
        "draft": draft,
        "submission": submission_of(at_hand),
        "handover": last_handover(at_hand),
        "writer": new_uuid(),
        "formset": formset,
        "greeting": at_hand.client.greeting.replace("{agent}", employee.name),
        "outcomes": list(choices.outcomes.values()),
        "products": choices.products,
        "customer": (shown := customer_of(at_hand, employee, product=product, at=timezone.now())),
        "caller_form": CallerForm(initial={"phone": shown.address}),
        "interpreter_form": InterpreterForm(initial={"language": _spoken(at_hand)}),
    }


def _spoken(at_hand: Contact) -> str:
    """Into which language an interpreter most likely speaks."""
    return at_hand.interpreter_language or (at_hand.language if at_hand.language != "nld" else "")


@needs(Right.ANSWER)
@require_POST
def start(request: EmployeeRequest) -> HttpResponse:
    form = StartForm(request.POST, employee=request.employee)
    if not form.is_valid():
        messages.error(request, _("Kies een kanaal en een organisatie."))
        return redirect("desk:home")
    started = start_contact(**form.cleaned_data, by=request.employee, at=timezone.now())
    return redirect("desk:contact", started.uuid)


@needs(Right.ANSWER)
@require_POST
def call_back(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Open a contact to keep a promise; the agent settles the promise when she has rung."""
    callbacks = FollowUp.objects.visible_to(request.employee).filter(kind=FollowUp.Kind.CALLBACK)
    related = ("client", "question__contact__party", "question__party")
    promise: FollowUp = get_object_or_404(callbacks.select_related(*related), uuid=uuid)
    try:
        started = actions.call_back(promise, by=request.employee, at=timezone.now())
    except actions.FollowUpAlreadyDone:
        messages.warning(request, _("Een collega heeft dit al afgehandeld."))
        return redirect("followups:detail", uuid)
    return redirect("desk:contact", started.uuid)


@needs(Right.ANSWER)
@require_POST
def accept(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    offered = contact_or_404(request, uuid)
    try:
        accept_contact(offered, by=request.employee, at=timezone.now())
    except ContactTakenByColleague as refused:
        messages.warning(request, taken(refused.contact, request.employee))
        return redirect("desk:home")
    except ContactAlreadyClosed:
        messages.info(request, _("De klant heeft opgehangen."))
        return redirect("desk:home")
    return redirect("desk:contact", uuid)


def taken(contact: Contact, employee: Employee) -> str:
    """Who has it instead of her: who was first, or who got it from her."""
    if Handover.objects.filter(contact=contact, giver=employee).exists():
        text = _("%(name)s heeft dit contact nu.")
    else:
        text = _("%(name)s heeft dit contact al aangenomen.")
    return text % {"name": contact.agent}


@needs(Right.ANSWER)
@require_POST
def clock(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    move = MOVES.get(request.POST.get("move", ""))
    if move is None:
        raise Http404
    found = contact_or_404(request, uuid)
    try:
        found = move(found, by=request.employee, at=timezone.now())
    except (ContactAlreadyClosed, ContactTakenByColleague):
        return HttpResponse(status=409)
    if request.headers.get("HX-Request"):
        return render(request, "desk/clock.html", {"contact": found})
    return redirect("desk:contact", uuid)


@needs(Right.ANSWER)
@require_POST
def confidential(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    found = contact_or_404(request, uuid)
    wanted = request.POST.get("value") == "on"
    try:
        found = set_confidential(found, wanted, by=request.employee, at=timezone.now())
    except (ContactAlreadyClosed, ContactTakenByColleague):
        return HttpResponse(status=409)
    return render(request, "desk/confidential.html", {"contact": found})
