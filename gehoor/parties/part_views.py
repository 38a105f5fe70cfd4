"""What hangs on a party: addresses, numbers of registers, and what is protected."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gehoor.lib.forms import posted_from
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties import actions
from gehoor.parties.forms import AddressForm, IdentifierForm, PostalAddressForm, PurposeForm
from gehoor.parties.models import DigitalAddress, Party, PartyIdentifier, PostalAddress
from gehoor.parties.views import party_or_404, party_page


def saved(request: EmployeeRequest, party: Party) -> HttpResponse:
    messages.success(request, _("Opgeslagen."))
    return redirect("parties:detail", party.uuid)


def keep(form: BaseForm, action: Callable[..., object], **more: Any) -> bool:
    """Do it with what a valid form says; what the action refuses stands at its field."""
    if not form.is_valid():
        return False
    try:
        action(**form.cleaned_data, **more)
    except ValidationError as error:
        code = getattr(error, "code", None)
        form.add_error(code if code in form.fields else None, error.messages)
        return False
    return True


def keep_part(
    request: EmployeeRequest,
    party: Party,
    name: str,
    form: BaseForm,
    action: Callable[..., object],
) -> HttpResponse:
    """A form that stands on the page of the party, under this name."""
    if keep(form, action, by=request.employee, at=timezone.now()):
        return saved(request, party)
    return party_page(request, party, **{name: form})


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def add_address(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    form = AddressForm(request.POST)

    def add(address: str, **who: Any) -> None:
        actions.add_address(party, form.kind, address, **who)

    return keep_part(request, party, "address_form", form, add)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def remove_address(request: EmployeeRequest, uuid: UUID, address: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    row = get_object_or_404(DigitalAddress, party=party, uuid=address)
    actions.remove_address(row, by=request.employee, at=timezone.now())
    return saved(request, party)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def set_postal_address(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    form = PostalAddressForm(request.POST)

    def put(purpose: str, by: Employee, at: datetime, **fields: Any) -> None:
        actions.set_postal_address(party, purpose, fields, by=by, at=at)

    return keep_part(request, party, "postal_form", form, put)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def remove_postal_address(request: EmployeeRequest, uuid: UUID, address: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    row = get_object_or_404(PostalAddress, party=party, uuid=address)
    actions.remove_postal_address(row, by=request.employee, at=timezone.now())
    return saved(request, party)


@needs(Right.SEE_PARTIES)
@sensitive_post_parameters()
@posted_from("parties:detail")
def add_identifier(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    form = IdentifierForm(request.POST, employee=request.employee)
    add = partial(actions.add_identifier, party)
    return keep_part(request, party, "identifier_form", form, add)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def remove_identifier(request: EmployeeRequest, uuid: UUID, identifier: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    row = _identifier_or_404(request, party, identifier)
    try:
        actions.remove_identifier(row, by=request.employee, at=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("parties:detail", party.uuid)
    return saved(request, party)


def _identifier_or_404(request: EmployeeRequest, party: Party, identifier: UUID) -> PartyIdentifier:
    """A BSN does not exist for who may not see one."""
    rows = PartyIdentifier.objects.filter(party=party)
    if not request.employee.may(Right.SEE_BSN):
        rows = rows.exclude(kind=PartyIdentifier.Kind.BSN)
    return get_object_or_404(rows, uuid=identifier)


@needs(Right.SEE_BSN)
@require_http_methods(["GET", "HEAD", "POST"])
def show_bsn(request: EmployeeRequest, uuid: UUID, identifier: UUID) -> HttpResponse:
    """The BSN, once, after a purpose was given and written down."""
    party = party_or_404(request, uuid)
    row = get_object_or_404(PartyIdentifier, party=party, uuid=identifier, kind="bsn")
    form = PurposeForm(request.POST or None)
    context = {"party": party, "form": form, "subject": _("BSN")}
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        shown = actions.show_bsn(row, purpose=purpose, by=request.employee, at=timezone.now())
        context["bsn"] = shown
    return render(request, "parties/protected.html", context)


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def show_addresses(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The addresses of who wants them secret, once, after a purpose was given."""
    party = party_or_404(request, uuid)
    form = PurposeForm(request.POST or None)
    context = {"party": party, "form": form, "subject": _("Adressen")}
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        actions.show_addresses(party, purpose=purpose, by=request.employee, at=timezone.now())
        context["is_shown"] = True
    return render(request, "parties/protected.html", context)
