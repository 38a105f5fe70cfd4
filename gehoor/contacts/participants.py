"""Who takes part in a question: whom it is about, and who speaks for her and by what."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.contacts.models import Contact, Participant, Question
from gehoor.organisation.models import Product, Theme
from gehoor.parties.models import Party, Representation

Role, Ground = Participant.Role, Question.Ground
NOT_HERS = gettext_lazy(
    "Deze vertegenwoordiging is van iemand anders. Kies opnieuw over wie het gaat."
)
NAME_FIELDS = ("initials", "first_name", "prefix", "last_name", "organisation_name")


class About(Protocol):
    """A question as it is left: whom it is about and by what the caller may ask it."""

    @property
    def party(self) -> Party | None: ...
    @property
    def representation(self) -> Representation | None: ...
    @property
    def theme(self) -> Theme | None: ...
    @property
    def product(self) -> Product | None: ...


def ground_of(contact: Contact, asked: About) -> Question.Ground:
    """By what the caller asks: for herself, as a representative, or as she says."""
    if asked.party is None or asked.party.pk == contact.party_id:
        return Ground.OWN
    return Ground.REPRESENTATION if asked.representation else Ground.UNPROVEN


def refusal(contact: Contact, asked: About, *, on: date) -> str:
    """Why the caller cannot ask this by the representation that was chosen; empty: she can."""
    chosen = asked.representation
    if chosen is None:
        return ""
    parties = (chosen.representative_id, chosen.represented_id)
    if parties != (contact.party_id, asked.party.pk if asked.party else None):
        return str(NOT_HERS)
    return out_of_time(chosen, on=on) or out_of_scope(chosen, asked.theme, asked.product)


def out_of_time(representation: Representation, *, on: date) -> str:
    """Why it does not hold on this day; empty when it does."""
    if representation.is_valid_on(on):
        return ""
    if representation.ended_at is not None:
        return _("Deze vertegenwoordiging is beëindigd.")
    if on < representation.starts_on:
        day = date_format(representation.starts_on, "j F Y")
        return _("Deze vertegenwoordiging geldt pas vanaf %(day)s.") % {"day": day}
    day = date_format(representation.ends_on, "j F Y")
    return _("Deze vertegenwoordiging gold tot en met %(day)s.") % {"day": day}


def out_of_scope(
    representation: Representation, theme: Theme | None, product: Product | None
) -> str:
    """Why it does not hold for this subject; empty when it does. A product has a theme too."""
    if representation.covers(theme or (product.theme if product else None), product):
        return ""
    scope = ", ".join(str(row) for row in representation.scope)
    return _("Deze vertegenwoordiging geldt alleen voor: %(scope)s.") % {"scope": scope}


def participant_rows(contact: Contact, questions: Sequence[Question]) -> list[Participant]:
    """One row a person a question: who it is about, and who spoke for her; the caller saves."""
    rows = []
    for question in questions:
        rows.append(_participant(question, question.party, Role.CUSTOMER))
        if question.ground != Ground.OWN:
            rows.append(_participant(question, contact.party, Role.REPRESENTATIVE))
        rows[-1].is_initiator = True
    return rows


def _participant(question: Question, party: Party | None, role: str) -> Participant:
    name = {field: getattr(party, field) for field in NAME_FIELDS} if party else {}
    return Participant(
        tenant_id=question.tenant_id, client_id=question.client_id,
        question=question, party=party, role=role, **name,
    )  # fmt: skip
