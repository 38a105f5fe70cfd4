"""Parts of the desk that change while a contact is open: queue, results, article, customer."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.contacts.actions import (
    ContactAlreadyClosed,
    ContactTakenByColleague,
    attach_party,
    set_language,
)
from gehoor.contacts.models import Contact
from gehoor.desk.forms import CallerForm
from gehoor.desk.queries import customer_of, marked, waiting_for
from gehoor.desk.views import contact_or_404
from gehoor.knowledge.models import Article, LocalAddition
from gehoor.knowledge.queries import find_articles
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import ClientOrganisation
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties.actions import create_party
from gehoor.parties.models import Party
from gehoor.parties.queries import find_parties, standing_party

RESULTS = 8
CANDIDATES = 8


@needs(Right.ANSWER)
@require_safe
def waiting(request: EmployeeRequest) -> HttpResponse:
    rings = waiting_for(request.employee, at=timezone.now())
    return render(request, "desk/waiting.html", {"waiting": rings})


@needs(Right.ANSWER)
@require_POST
def search(request: EmployeeRequest) -> HttpResponse:
    """Articles for these words. A POST, so that the words stand in no address and no log."""
    query = request.POST.get("q", "")
    client = _served(request, request.POST.get("client", ""))
    hits = find_articles(query, request.employee, at=timezone.now(), limit=RESULTS, client=client)
    context = {"hits": hits, "query": query.strip(), "client": client}
    return render(request, "desk/results.html", context)


def _served(request: EmployeeRequest, key: str) -> ClientOrganisation | None:
    """The client of the contact at hand; None without one: all that this employee serves."""
    served = {str(client.pk): client for client in request.employee.clients.all()}
    return served.get(key)


@needs(Right.ANSWER)
@require_safe
def article(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """With what the client of the contact adds; other clients' additions would mislead."""
    visible = Article.objects.visible_to(request.employee)
    related = visible.select_related("theme", "department").prefetch_related("products")
    found: Article = get_object_or_404(related, uuid=uuid)
    additions = LocalAddition.objects.visible_to(request.employee).filter(article=found)
    if client := _served(request, request.GET.get("client", "")):
        additions = additions.filter(client=client)
    context = {"article": found, "additions": additions.select_related("client")}
    return render(request, "desk/article.html", context)


def _customer(
    request: EmployeeRequest, contact: Contact, status: int = 200, **more: Any
) -> HttpResponse:
    shown = customer_of(contact, request.employee, at=timezone.now())
    form = CallerForm(initial={"phone": shown.address})
    context = {"contact": contact, "customer": shown, "caller_form": form}
    return render(request, "desk/customer.html", context | more, status=status)


@needs(Right.ANSWER)
@require_safe
def customer(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    return _customer(request, contact_or_404(request, uuid))


@needs(Right.ANSWER)
@require_POST
def customer_search(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    contact = contact_or_404(request, uuid)
    text = request.POST.get("q", "")[:300]
    purpose = _("Klant gezocht tijdens klantcontact %s") % contact.uuid
    candidates: list[Party] = []
    if text.strip():
        found = find_parties(text, request.employee, purpose=purpose, at=timezone.now())
        same = found.filter(client=contact.client_id, is_active=True).distinct()
        keys = list(same.values_list("pk", flat=True)[:CANDIDATES])
        candidates = marked(keys, request.employee, at=timezone.now())
    context = {"contact": contact, "candidates": candidates, "query": text.strip()}
    template = "concerned_found" if request.POST.get("as") == "concerned" else "candidates"
    return render(request, f"desk/{template}.html", context)


@needs(Right.ANSWER)
@require_POST
def attach(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    try:
        chosen = standing_party(request.POST.get("party", ""), request.employee)
    except ValidationError:
        chosen = None
    return _set_party(request, uuid, chosen) if chosen else HttpResponse(status=404)


@needs(Right.ANSWER)
@require_POST
def detach(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    return _set_party(request, uuid, None)


def _set_party(request: EmployeeRequest, uuid: UUID, party: Party | None) -> HttpResponse:
    contact = contact_or_404(request, uuid)
    try:
        attach_party(contact, party, by=request.employee, at=timezone.now())
    except (ContactAlreadyClosed, ContactTakenByColleague, ValidationError):
        return HttpResponse(status=409)
    return _customer(request, contact_or_404(request, uuid))


@needs(Right.ANSWER)
@require_POST
def language(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    contact = contact_or_404(request, uuid)
    chosen = request.POST.get("language", "")
    try:
        set_language(contact, chosen, by=request.employee, at=timezone.now())
    except (ContactAlreadyClosed, ContactTakenByColleague, ValidationError):
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@needs(Right.ANSWER)
@require_POST
def new_party(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Somebody we did not know: made and chosen at once."""
    contact = contact_or_404(request, uuid)
    form = CallerForm(request.POST)
    if not form.is_valid():
        return _customer(request, contact, status=422, caller_form=form)
    now = timezone.now()
    try:
        made = create_party(
            contact.client,
            form.party_fields(),
            addresses=form.addresses(),
            by=request.employee,
            at=now,
        )
    except ValidationError as wrong:
        form.add_error(wrong.code if wrong.code in form.fields else None, wrong.messages)
        return _customer(request, contact, status=422, caller_form=form)
    return _set_party(request, uuid, made)
