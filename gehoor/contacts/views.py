"""The list of contacts, and one contact with all that is known of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.contacts.corrections import may_correct
from gehoor.contacts.forms import ContactSearchForm
from gehoor.contacts.history import history_of, with_changes
from gehoor.contacts.models import Contact, Participant, Question
from gehoor.contacts.queries import Totals, first_page, later_page
from gehoor.contacts.secrecy import shown_address
from gehoor.lib.numbers import duration
from gehoor.lib.paging import Page
from gehoor.lib.telephone import phone_for_people
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


@needs(Right.SEE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_list(request: EmployeeRequest) -> HttpResponse:
    """Codes stand in the address; words of citizens travel in the body, and only there."""
    codes = (request.POST if request.method == "POST" else request.GET).dict()
    if request.method != "POST":
        codes.pop("words", None)
    form = ContactSearchForm(codes, employee=request.employee, today=timezone.localdate())
    if request.method == "POST" and not codes.get("words", "").strip():
        return HttpResponseRedirect(reverse("contacts:list") + form.query())
    found = _found(form, codes, request.employee) if form.is_valid() else {}
    context = {
        "form": form,
        "sees_all": request.employee.may(Right.SEE_CONFIDENTIAL),
        "has_clients": len(form.clients) > 1,
        "may_export": request.employee.may(Right.EXPORT),
        **found,
    }
    return render(request, "contacts/list.html", context)


def _found(form: ContactSearchForm, codes: Mapping[str, str], employee: Employee) -> dict[str, Any]:
    if form.has_no_words:
        return {"page": Page([])}
    sort, place = form.chosen_sort, codes.get("page", "")
    totals: Totals | None
    if place:
        page, totals = (
            later_page(form.search, employee, sort, place),
            Totals.read(codes.get("found", "")),
        )
    else:
        page, totals = first_page(form.search, employee, sort)
    addresses = {
        f"{side}_url": form.query(page=place, found=str(totals or "")) if place else ""
        for side, place in (("previous", page.previous), ("next", page.next))
    }
    rows = [{"contact": row, "handle_time": duration(row.handle_ms)} for row in page.rows]
    return {"page": page, "rows": rows, "totals": totals, **addresses}


@needs(Right.SEE_CONTACTS, Right.HANDLE_FOLLOW_UPS)
@require_safe
def contact_page(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    visible = Contact.objects.visible_to(request.employee)
    related = visible.select_related("client", "agent", "party", "entrance").prefetch_related(
        "verifications__by"
    )
    contact: Contact = get_object_or_404(related, uuid=uuid)
    questions = _questions_of(contact, request.employee)
    concerned = [question.party for question in questions]
    context = {
        "contact": contact,
        "address": phone_for_people(shown_address(contact, concerned)),
        "questions": questions,
        "clock": _clock_of(contact),
        "history": with_changes(history_of(contact)),
        "may_see_party": request.employee.may(Right.SEE_PARTIES),
        "may_correct": may_correct(contact, request.employee, at=timezone.now()),
    }
    return render(request, "contacts/detail.html", context)


def _questions_of(contact: Contact, employee: Employee) -> list[Question]:
    """With what hangs on them; follow-ups are of a higher app, so they are called by name."""
    seen = Question.objects.visible_to(employee).filter(contact=contact)
    participants = Participant.objects.select_related("party").prefetch_related(
        "address_links__address"
    )
    related = seen.select_related(
        "theme", "product", "article", "department", "outcome", "party", "representation"
    ).prefetch_related(Prefetch("participants", participants.order_by("pk")))
    if contact.corrections:
        related = related.prefetch_related("former_words__replaced_by")
    if hasattr(Question, "follow_ups"):
        related = related.prefetch_related("follow_ups__department", "follow_ups__employee")
    return list(related.order_by("position"))


def _clock_of(contact: Contact) -> dict[str, str]:
    """Durations in words; a dash for what the clock does not know yet."""
    names = ("wait_ms", "talk_ms", "hold_ms", "wrap_up_ms", "handle_ms")
    return {name.removesuffix("_ms"): duration(getattr(contact, name)) for name in names}
