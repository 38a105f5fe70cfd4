"""Who speaks at the desk, how sure we are of that, and what may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gehoor.contacts.models import Contact, Level, Verification, VerificationRule
from gehoor.contacts.participants import About, out_of_scope, out_of_time
from gehoor.contacts.verifying import rule_for, surest_on
from gehoor.organisation.models import Employee, Product, Theme
from gehoor.parties.models import Party, Representation


@dataclass
class Standing:
    """How sure we are of the caller, and what a question about this product asks for."""

    contact: Contact
    product: str
    rule: VerificationRule
    tries: Sequence[Verification]

    @property
    def level(self) -> Level:
        return Level(self.contact.verification_level)

    @cached_property
    def last(self) -> Verification | None:
        """The last try in this contact, as long as it still counts."""
        own = [tried for tried in self.tries if tried.contact_id == self.contact.pk]
        if not own or (own[-1].is_passed and self.level == Level.NONE):
            return None
        return own[-1]

    @property
    def failures(self) -> int:
        return sum(not tried.is_passed for tried in self.tries)

    @property
    def has_failed(self) -> bool:
        return self.last is not None and not self.last.is_passed

    @property
    def advice(self) -> str:
        """What may not be told, in a sentence; empty when all may be."""
        if self.has_failed:
            return _("Controle mislukt: geef alleen algemene informatie.")
        if self.rule.level <= self.level:
            return ""
        needed = {"needed": Level(self.rule.level).label}
        if self.rule.level > surest_on(self.contact.channel):
            return _("Mag hier niet: alleen met %(needed)s. Geef algemene informatie.") % needed
        return _("Eerst controleren: %(needed)s. Tot dan algemene informatie.") % needed


def standing_of(contact: Contact, employee: Employee, *, product: str, at: datetime) -> Standing:
    """In two queries; failures of this party are told for some weeks."""
    tries = Verification.objects.visible_to(employee).told_in(contact, at=at)
    rule = rule_for(contact.client, product)
    return Standing(contact, product, rule, list(tries.select_related("by")))


@dataclass(frozen=True)
class Concern:
    """Whom a question is about, and by what the caller asks it."""

    party: Party | None
    representation: Representation | None
    theme: Theme | None
    product: Product | None


@dataclass(frozen=True)
class Represented:
    """Somebody for whom the caller may speak, or why not (any more, or not about this)."""

    representation: Representation
    refused: str

    @property
    def party(self) -> Party:
        return self.representation.represented


def represented_by(
    representations: Sequence[Representation], about: About, *, on: date
) -> list[Represented]:
    """Those for whom one may speak come first. An unknown subject refuses nobody yet."""
    is_unknown = about.theme is None and about.product is None

    def refused(row: Representation) -> str:
        scope = "" if is_unknown else out_of_scope(row, about.theme, about.product)
        return out_of_time(row, on=on) or scope

    people = [Represented(row, refused(row)) for row in representations]
    return sorted(people, key=lambda one: bool(one.refused))
