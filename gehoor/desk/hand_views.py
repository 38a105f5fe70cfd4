"""Putting up a hand, and what the coach sees and does then."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.contacts.hands import (
    HandAlreadyDown,
    HandAnsweredByColleague,
    answer_hand,
    lower_hand,
    raise_hand,
)
from gehoor.contacts.models import Contact, Draft, Hand, Outcome
from gehoor.desk.colleagues import hands_up, own_hand
from gehoor.desk.queries import at_hand_of
from gehoor.desk.views import contact_or_404
from gehoor.lib.identifiers import read_uuid
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

LONGEST_WORDS = 20_000


def _contact_at_hand(request: EmployeeRequest, given: str) -> Contact | None:
    """The contact that the window shows, if it is the agent's own and open."""
    mine = Contact.objects.visible_to(request.employee).at_hand_of(request.employee)
    uuid = read_uuid(given)
    found: Contact | None = mine.filter(uuid=uuid).first() if uuid else None
    return found


@needs(Right.ANSWER)
@require_POST
def put_up(request: EmployeeRequest) -> HttpResponse:
    contact = _contact_at_hand(request, request.POST.get("contact", ""))
    code = request.POST.get("code", "")
    hand = raise_hand(
        contact,
        code if code in Hand.Code.values else Hand.Code.HELP,
        words=request.POST.get("words", "")[:LONGEST_WORDS],
        by=request.employee,
        at=timezone.now(),
    )
    return render(request, "desk/hand.html", {"hand": hand, "contact": contact})


@needs(Right.ANSWER)
@require_POST
def put_down(request: EmployeeRequest) -> HttpResponse:
    hand = own_hand(request.employee)
    if hand:
        lower_hand(hand, by=request.employee, at=timezone.now())
    contact = _contact_at_hand(request, request.POST.get("contact", ""))
    return render(request, "desk/hand.html", {"hand": None, "contact": contact})


def _hand_or_404(request: EmployeeRequest, uuid: UUID) -> Hand:
    visible = Hand.objects.visible_to(request.employee)
    found: Hand = get_object_or_404(visible.select_related("contact", "helper"), uuid=uuid)
    return found


@needs(Right.TAKE_OVER)
@require_POST
def come(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Say that one comes; a contact that may be seen is opened to look along."""
    hand = _hand_or_404(request, uuid)
    try:
        answer_hand(hand, by=request.employee, at=timezone.now())
    except HandAnsweredByColleague as refused:
        messages.info(request, _("%(name)s komt al.") % {"name": refused.helper})
    except HandAlreadyDown:
        messages.info(request, _("De hand is al omlaag."))
        return redirect("shift:colleagues")
    if hand.contact and Contact.objects.visible_to(request.employee).filter(pk=hand.contact.pk):
        return redirect("shift:beside", hand.contact.uuid)
    return redirect("shift:colleagues")


@needs(Right.TAKE_OVER)
@require_POST
def helped(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    try:
        lower_hand(_hand_or_404(request, uuid), by=request.employee, at=timezone.now())
    except HandAlreadyDown:
        messages.info(request, _("De hand was al omlaag."))
    return redirect("shift:colleagues")


@needs(Right.ANSWER, Right.TAKE_OVER)
@require_safe
def news(request: EmployeeRequest) -> HttpResponse:
    """The parts of a page that colleagues change: own contacts, own hand, hands of others."""
    employee, shown = request.employee, read_uuid(request.GET.get("contact", ""))
    mine = at_hand_of(employee)
    contact = next((own for own in mine if own.uuid == shown), None)
    context: dict[str, Any] = {"mine": mine, "contact": contact, "hand": own_hand(employee)}
    if employee.may(Right.TAKE_OVER):
        context["hands"] = hands_up(employee, at=timezone.now())
    if shown and contact is None:
        gone = Contact.objects.visible_to(employee).select_related("agent")
        context["gone"] = gone.filter(uuid=shown).first()
        context["is_gone"] = True
    return render(request, "desk/news.html", context)


@needs(Right.TAKE_OVER)
@require_safe
def beside(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The contact as its agent sees it, to read only; while her hand is up, and no longer."""
    contact = contact_or_404(request, uuid)
    hand = _hand_up_for(request, contact)
    if hand is None:
        messages.info(request, _("De hand is omlaag. U kijkt niet meer mee."))
        return redirect("shift:colleagues")
    return render(request, "desk/beside.html", {"hand": hand, **_as_typed(request, contact)})


@needs(Right.TAKE_OVER)
@require_safe
def beside_words(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """What is typed by now; nothing when that is what the window shows."""
    contact = contact_or_404(request, uuid)
    if _hand_up_for(request, contact) is None:
        return render(request, "desk/beside_over.html", {"contact": contact})
    context = _as_typed(request, contact)
    if request.GET.get("revision") == str(context["revision"]):
        return HttpResponse(status=204)
    return render(request, "desk/beside_words.html", context)


def _hand_up_for(request: EmployeeRequest, contact: Contact) -> Hand | None:
    """Nobody looks over a shoulder unasked: only the agent who has it can have asked."""
    if contact.state != Contact.State.OPEN:
        return None
    up = Hand.objects.visible_to(request.employee).up()
    found: Hand | None = (
        up.filter(contact=contact, employee=contact.agent_id)
        .select_related("employee", "helper")
        .first()
    )
    return found


def _as_typed(request: EmployeeRequest, contact: Contact) -> dict[str, Any]:
    draft = Draft.objects.filter(contact=contact).first()
    outcomes = Outcome.objects.visible_to(request.employee)
    names = {str(row.pk): row.name for row in outcomes}
    questions = [
        {**question, "outcome": names.get(question.get("outcome", ""), "")}
        for question in (draft.questions if draft else [])
    ]
    return {"contact": contact, "questions": questions, "revision": draft.revision if draft else 0}
