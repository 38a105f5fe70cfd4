"""Finding a party, and its page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.lib.paging import Page, paginate
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties import actions
from gehoor.parties.flagging import ending_soon, flags_of
from gehoor.parties.forms import (
    AddressForm,
    FlagForm,
    IdentifierForm,
    NewPartyForm,
    PartyFilterForm,
    PartyForm,
    PostalAddressForm,
)
from gehoor.parties.history import history_of
from gehoor.parties.models import Party, PartyFlag, PartyQuerySet
from gehoor.parties.queries import find_parties, standing_party
from gehoor.parties.representing import representations_of

MOST_QUESTIONS = 20


def party_or_404(request: EmployeeRequest, uuid: UUID) -> Party:
    visible = Party.objects.visible_to(request.employee).select_related("client", "works_for")
    found: Party = get_object_or_404(visible, uuid=uuid)
    return found


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: EmployeeRequest) -> HttpResponse:
    """Look for parties. Words and places in the list are names: they travel in the body."""
    form = _filter_form(request)
    page: Page[Party] | None = None
    if form.is_valid() and _is_narrow_enough(form):
        parties = _found(form, request.employee)
        page = paginate(parties, "name_key", request.POST.get("page", ""))
    context: dict[str, Any] = {"form": form, "page": page}
    if request.method != "POST":
        today = timezone.localdate()
        context["ending"] = ending_soon(request.employee, today=today).count()
    return render(request, "parties/list.html", context)


def _filter_form(request: EmployeeRequest) -> PartyFilterForm:
    codes = {name: request.GET.get(name, "") for name in ("kind", "client")}
    data = request.POST if request.method == "POST" else codes
    return PartyFilterForm(data, employee=request.employee)


def _is_narrow_enough(form: PartyFilterForm) -> bool:
    """To leaf through the names of all organisations at once has no index and no use."""
    chosen = form.cleaned_data
    return "client" not in form.fields or bool(chosen["client"] or chosen["text"])


def _found(form: PartyFilterForm, employee: Employee) -> PartyQuerySet:
    chosen = form.cleaned_data
    purpose = _("Klant gezocht in Klanten")
    parties = find_parties(chosen["text"], employee, purpose=purpose, at=timezone.now())
    if chosen["kind"]:
        parties = parties.filter(kind=chosen["kind"])
    if chosen.get("client"):
        parties = parties.filter(client=chosen["client"])
    flags = PartyFlag.objects.current(timezone.localdate())
    return parties.select_related("client").prefetch_related(
        "digital_addresses", Prefetch("flags", queryset=flags, to_attr="current_flags")
    )


@needs(Right.SEE_PARTIES)
@require_safe
def detail(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The page; the address of a record that was merged into another leads to that one."""
    standing = standing_party(uuid, request.employee)
    if standing is None:
        raise Http404
    if standing.uuid != uuid:
        return redirect("parties:detail", standing.uuid)
    return party_page(request, standing)


def party_page(request: EmployeeRequest, party: Party, **forms: Any) -> HttpResponse:
    """All that is known of a party; `forms` holds the one with errors, open at its place."""
    employee, today = request.employee, timezone.localdate()
    speaks_for, spoken_for_by = representations_of(party)
    flags, past_flags = flags_of(party, today=today)
    context = {
        "party": party,
        "questions": _questions(party, request),
        "most_questions": MOST_QUESTIONS,
        "flags": flags,
        "past_flags": past_flags,
        "speaks_for": speaks_for,
        "spoken_for_by": spoken_for_by,
        "merges": party.merges.filter(undone_at=None).select_related("merged", "by"),
        "history": history_of(party),
        "today": today,
        "addresses": party.digital_addresses.all(),
        "postal_addresses": party.postal_addresses.all(),
        "identifiers": party.identifiers.order_by("kind", "id"),
        "address_form": AddressForm(),
        "postal_form": PostalAddressForm(),
        "identifier_form": IdentifierForm(employee=employee),
        "flag_form": FlagForm(),
        "may_see_bsn": employee.may(Right.SEE_BSN),
        "spoken": party.language_name,
    }
    return render(request, "parties/detail.html", context | forms)


def _questions(party: Party, request: EmployeeRequest) -> Any:
    """The latest questions of this party that the employee may read."""
    if not request.employee.may(Right.SEE_CONTACTS):
        return []
    visible = party.questions.visible_to(request.employee)
    with_contact = visible.select_related("contact", "outcome", "theme", "department")
    return with_contact.order_by("-asked_at", "-id")[:MOST_QUESTIONS]


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: EmployeeRequest) -> HttpResponse:
    form = NewPartyForm(request.POST or None, employee=request.employee)
    if not form.is_valid():
        return render(request, "parties/form.html", {"form": form})
    client = form.cleaned_data["client"]
    party = actions.create_party(
        client,
        form.party_fields,
        addresses=form.addresses,
        by=request.employee,
        at=timezone.now(),
    )
    messages.success(request, _("De klant is toegevoegd."))
    return redirect("parties:detail", party.uuid)


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    form = PartyForm(request.POST or None, instance=party, employee=request.employee)
    if not form.is_valid():
        return render(request, "parties/form.html", {"form": form, "party": party})
    if form.changed_data:
        fields = form.changed_fields
        actions.change_party(party, fields, by=request.employee, at=timezone.now())
    messages.success(request, _("Opgeslagen."))
    return redirect("parties:detail", party.uuid)
