"""Warnings: on the page of the party, and the list of who answers for them."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoor.lib.forms import posted_from
from gehoor.lib.paging import paginate
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties import flagging
from gehoor.parties.forms import FlagEndForm, FlagForm
from gehoor.parties.models import Party, PartyFlag
from gehoor.parties.part_views import keep, keep_part, saved
from gehoor.parties.views import party_or_404


@needs(Right.SEE_PARTIES)
@require_safe
def own_flags(request: EmployeeRequest) -> HttpResponse:
    """The warnings this employee answers for; what ends first stands on top."""
    today = timezone.localdate()
    flags = flagging.flags_owned_by(request.employee, today=today)
    page = paginate(flags, "ends_on", request.GET.get("page", ""))
    context = {"page": page, "soon": today + flagging.SOON, **page.addresses(request.GET)}
    return render(request, "parties/flags.html", context)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def add(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    form = FlagForm(request.POST)
    return keep_part(request, party, "flag_form", form, partial(flagging.add_flag, party))


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def extend(request: EmployeeRequest, uuid: UUID, flag: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    form = FlagEndForm(request.POST)
    act = partial(flagging.extend_flag, _flag_or_404(party, flag))
    try:
        if keep(form, act, by=request.employee, at=timezone.now()):
            return _done(request, party)
    except flagging.FlagAlreadyEnded:
        return _ended_before(request, party)
    messages.error(request, " ".join(str(text) for text in form.errors.get("ends_on", [])))
    return _back(request, party)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def end(request: EmployeeRequest, uuid: UUID, flag: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    try:
        flagging.end_flag(_flag_or_404(party, flag), by=request.employee, at=timezone.now())
    except flagging.FlagAlreadyEnded:
        return _ended_before(request, party)
    return _done(request, party)


def _flag_or_404(party: Party, uuid: UUID) -> PartyFlag:
    return get_object_or_404(PartyFlag, party=party, uuid=uuid)


def _done(request: EmployeeRequest, party: Party) -> HttpResponse:
    saved(request, party)
    return _back(request, party)


def _ended_before(request: EmployeeRequest, party: Party) -> HttpResponse:
    messages.info(request, _("Een collega haalde deze waarschuwing al weg."))
    return _back(request, party)


def _back(request: EmployeeRequest, party: Party) -> HttpResponse:
    """To where the button stood: the list of one's own, or the page of the party."""
    if request.POST.get("from") == "own":
        return redirect("parties:own-flags")
    return redirect("parties:detail", party.uuid)
