"""Who may speak for whom: writing it down, ending it, and asking for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.events.actions import record
from gehoor.lib.html import clean_text
from gehoor.lib.periods import years_after
from gehoor.organisation.models import Employee, Product, Theme
from gehoor.parties.models import Party, Representation
from gehoor.parties.relations import RepresentationQuerySet

Kind = Representation.Kind
# No kind is without an end. Parents speak until their child is 18; of the others somebody
# looks again at least every five years, as the court does with those it appointed.
LONGEST_YEARS = {Kind.PARENT: 18}
LONGEST_USUALLY = 5


class RepresentationExists(ValidationError):
    """These two are already so related; that one must end first."""


@dataclass(frozen=True)
class Terms:
    """How far somebody may speak for another, and what was seen to prove it."""

    kind: str
    proof: str
    starts_on: date
    ends_on: date
    proof_note: str = ""
    themes: Iterable[Theme] = ()
    products: Iterable[Product] = ()


def _with_scope(found: RepresentationQuerySet) -> RepresentationQuerySet:
    """With what pages show; a record that was merged into another speaks through that one."""
    standing = found.filter(representative__merged_into=None, represented__merged_into=None)
    related = ("representative", "represented", "checked_by", "ended_by")
    return standing.select_related(*related).prefetch_related("themes", "products")


def representations_for(party: Party, *, on: date) -> RepresentationQuerySet:
    """For whom this party may speak on that day, and about what."""
    return _with_scope(party.speaks_for.valid_on(on))


def representatives_of(party: Party, *, on: date) -> RepresentationQuerySet:
    """Who may speak for this party on that day, and about what."""
    return _with_scope(party.spoken_for_by.valid_on(on))


def representation_between(
    representative: Party, represented: Party, *, on: date
) -> Representation | None:
    """By what the one may speak for the other on that day; None when by nothing."""
    return representations_for(representative, on=on).filter(represented=represented).first()


def representations_of(party: Party) -> tuple[list[Representation], list[Representation]]:
    """All that is known: for whom this party speaks or spoke, and who speaks or spoke for it."""
    either = party.speaks_for.all() | party.spoken_for_by.all()
    rows = list(_with_scope(either).order_by(F("ended_at").desc(nulls_first=True), "-ends_on"))
    speaks_for = [row for row in rows if row.representative_id == party.pk]
    return speaks_for, [row for row in rows if row.represented_id == party.pk]


@transaction.atomic
def register_representation(
    representative: Party, represented: Party, terms: Terms, *, by: Employee, at: datetime
) -> Representation:
    """Write down that one may speak for another; one that has run out makes way for it.

    A ValidationError tells why it cannot be: the same party, another client, a kind that does
    not fit, no end, an end that is past or too far off. RepresentationExists when one holds.
    """
    _check_parties(representative, represented, terms.kind)
    check_period(terms, today=timezone.localdate(at))
    _make_way(representative, represented, by=by, at=at)
    made = Representation.objects.create(
        tenant_id=represented.tenant_id, client_id=represented.client_id,
        representative=representative, represented=represented, kind=terms.kind,
        proof=terms.proof, proof_note=clean_text(terms.proof_note).strip(),
        checked_by=by, checked_at=at, starts_on=terms.starts_on, ends_on=terms.ends_on,
    )  # fmt: skip
    made.themes.set(terms.themes)
    made.products.set(terms.products)
    record("party.represented", represented, at=at, by=by, representation=made.pk)
    return made


def _check_parties(representative: Party, represented: Party, kind: str) -> None:
    if representative.pk == represented.pk:
        raise ValidationError(_("Niemand vertegenwoordigt zichzelf. Kies een andere klant."))
    if representative.client_id != represented.client_id:
        raise ValidationError(_("Deze klant hoort bij een andere organisatie."))
    is_person = represented.kind == Party.Kind.PERSON
    if kind != Kind.AUTHORISED and not is_person:
        raise ValidationError(_("Een organisatie heeft alleen gemachtigden."), code="kind")
    if kind == Kind.PARENT and representative.kind == Party.Kind.ORGANISATION:
        raise ValidationError(_("Een organisatie kan geen ouder zijn."), code="kind")


def check_period(terms: Terms, *, today: date) -> None:
    """A ValidationError, of code starts_on or ends_on, when this cannot be the period."""
    years = LONGEST_YEARS.get(Kind(terms.kind), LONGEST_USUALLY)
    if terms.starts_on > years_after(today, 1):
        wrong = _("Deze dag is meer dan een jaar weg. Klopt het jaartal?")
        raise ValidationError(wrong, code="starts_on")
    if terms.ends_on < today:
        wrong = _("Deze dag is al voorbij. Kies vandaag of later.")
        raise ValidationError(wrong, code="ends_on")
    if terms.ends_on < terms.starts_on:
        wrong = _("De laatste dag ligt voor de eerste.")
        raise ValidationError(wrong, code="ends_on")
    if terms.ends_on > years_after(today, years):
        wrong = _("Hooguit %(years)s jaar vooruit. Daarna kijken we opnieuw of het nog klopt.")
        raise ValidationError(wrong % {"years": years}, code="ends_on")


def _make_way(representative: Party, represented: Party, *, by: Employee, at: datetime) -> None:
    """The two locked in one order, so that of two who write at once the second hears it."""
    pks = sorted([representative.pk, represented.pk])
    list(Party.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    pair = {"representative": representative, "represented": represented, "ended_at": None}
    before = Representation.objects.filter(**pair).first()
    if before is None:
        return
    if before.ends_on >= timezone.localdate(at):
        known = _("Dit staat er al. Beëindig eerst wat er staat, en leg het dan opnieuw vast.")
        raise RepresentationExists(known)
    end_representation(before, by=by, at=at)


@transaction.atomic
def end_representation(
    representation: Representation, *, by: Employee, at: datetime
) -> Representation:
    """From now on the one does not speak for the other; ending twice changes nothing."""
    locked = Representation.objects.select_for_update(of=("self",)).get(pk=representation.pk)
    if locked.ended_at is not None:
        return locked
    locked.ended_at, locked.ended_by = at, by
    locked.save(update_fields=["ended_at", "ended_by"])
    subject = locked.represented
    record("party.representation_ended", subject, at=at, by=by, representation=locked.pk)
    return locked
