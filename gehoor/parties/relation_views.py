"""Two parties: who speaks for whom, and two records of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gehoor.lib.forms import posted_from
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.parties import merging, representing
from gehoor.parties.forms import OtherPartyForm, RepresentationForm
from gehoor.parties.models import Party, PartyMerge, Representation
from gehoor.parties.part_views import keep, saved
from gehoor.parties.queries import find_parties, resembling
from gehoor.parties.views import party_or_404

MOST_OTHERS = 20
REFUSED = 422


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_other(request: EmployeeRequest, uuid: UUID, page: str) -> HttpResponse:
    """Find the other of two; `page` is where one goes on with both."""
    party = party_or_404(request, uuid)
    form = OtherPartyForm(request.POST or None)
    is_merge = page == "parties:merge"
    others: Any = resembling(party, request.employee) if is_merge else []
    if form.is_valid():
        others = _others(request, party, form.cleaned_data["text"])
    context = {
        "party": party, "form": form, "page": page, "is_merge": is_merge,
        "others": others[:MOST_OTHERS],
    }  # fmt: skip
    return render(request, "parties/other.html", context)


def _others(request: EmployeeRequest, party: Party, text: str) -> Any:
    purpose = _("Andere klant gezocht bij klant %s") % party.uuid
    found = find_parties(text, request.employee, purpose=purpose, at=timezone.now())
    same = found.filter(client=party.client_id, is_active=True).exclude(pk=party.pk)
    return same.select_related("works_for").order_by("name_key", "id")


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def represent(request: EmployeeRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """Write down which of two speaks for the other."""
    party, second = party_or_404(request, uuid), party_or_404(request, other)
    form = RepresentationForm(
        request.POST or None, party=party, other=second, employee=request.employee,
        initial={"starts_on": timezone.localdate()},
    )  # fmt: skip

    def register(**given: Any) -> None:
        who = {name: given[name] for name in ("by", "at")}
        representing.register_representation(*form.parties, form.terms, **who)

    if keep(form, register, by=request.employee, at=timezone.now()):
        return saved(request, party)
    context = {"party": party, "other": second, "form": form, "chosen": form.chosen_products}
    return render(request, "parties/represent.html", context)


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def end_representation(request: EmployeeRequest, uuid: UUID, row: UUID) -> HttpResponse:
    party = party_or_404(request, uuid)
    either = Representation.objects.filter(representative=party)
    either |= Representation.objects.filter(represented=party)
    found = get_object_or_404(either, uuid=row)
    representing.end_representation(found, by=request.employee, at=timezone.now())
    return saved(request, party)


@needs(Right.SEE_PARTIES)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: EmployeeRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """Both side by side, and what would happen; then it happens."""
    kept, merged = party_or_404(request, uuid), party_or_404(request, other)
    if request.method != "POST":
        return _merge_page(request, kept, merged)
    try:
        merging.merge_parties(kept, merged, by=request.employee, at=timezone.now())
    except merging.NotOneParty:
        return _merge_page(request, kept, merged, status=REFUSED)
    messages.success(request, _("Samengevoegd. Onderaan deze pagina kunt u het ongedaan maken."))
    return redirect("parties:detail", kept.uuid)


def _merge_page(
    request: EmployeeRequest, kept: Party, merged: Party, status: int = 200
) -> HttpResponse:
    reasons = merging.why_two(kept, merged)
    plan = merging.Plan() if reasons else merging.plan_merge(kept, merged)
    context = {
        "kept": kept, "merged": merged, "reasons": reasons,
        "moves": _named(plan.moves), "stays": _named(plan.stays),
    }  # fmt: skip
    return render(request, "parties/merge.html", context, status=status)


def _named(pks_of: dict[str, list[int]]) -> list[tuple[str, int]]:
    """How many rows of what, in words; rows that only follow another row need none."""
    names = {
        "contacts.contact.party": _("Klantcontacten"),
        "contacts.question.party": _("Vragen"),
        "parties.digitaladdress.party": _("Telefoonnummers en e-mailadressen"),
        "parties.postaladdress.party": _("Adressen"),
        "parties.partyidentifier.party": _("Nummers van registers"),
        "parties.partyflag.party": _("Waarschuwingen"),
        "parties.representation.representative": _("Spreekt voor een ander"),
        "parties.representation.represented": _("Wordt vertegenwoordigd"),
        "parties.party.works_for": _("Contactpersonen"),
    }
    return [(name, len(pks_of[key])) for key, name in names.items() if pks_of.get(key)]


@needs(Right.SEE_PARTIES)
@posted_from("parties:detail")
def unmerge(request: EmployeeRequest, uuid: UUID, row: UUID) -> HttpResponse:
    kept = party_or_404(request, uuid)
    found = get_object_or_404(PartyMerge.objects.select_related("merged"), kept=kept, uuid=row)
    try:
        merging.unmerge_parties(found, by=request.employee, at=timezone.now())
    except ValidationError as later:
        messages.error(request, later.messages[0])
    else:
        messages.success(
            request, _("Het samenvoegen is ongedaan gemaakt. Er zijn weer twee klanten.")
        )
    return redirect("parties:detail", kept.uuid)
