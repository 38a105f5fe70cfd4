"""What happened to a contact, from the journal, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Contact
from gehoor.events.models import Event
from gehoor.organisation.models import Employee


@dataclass(frozen=True)
class Moment:
    at: datetime
    label: Any
    by: Employee | None
    whom: Employee | None = None


LABELS: dict[str, Any] = {
    "contact.offered": _("Kwam binnen"),
    "contact.started": _("Begonnen door de medewerker"),
    "contact.accepted": _("Aangenomen"),
    "contact.hold": _("In de wacht gezet"),
    "contact.resume": _("Weer opgepakt"),
    "contact.end": _("Gesprek beëindigd"),
    "contact.closed": _("Afgerond"),
    "contact.abandoned": _("Klant hing op"),
    "contact.language_set": _("Taal gekozen"),
    "contact.verified": _("Controle geslaagd"),
    "contact.verification_failed": _("Controle mislukt"),
    "contact.handed_over": _("Overgedragen aan"),
    "contact.taken_over": _("Overgenomen van"),
}
# Who else had a part in it: the name of her key in the event.
WHOM = {"contact.handed_over": "to", "contact.taken_over": "giver"}
# What was set, and what it was set to.
CHOICES: dict[str, tuple[str, Any, Any]] = {
    "contact.party_set": ("party", _("Klant gekoppeld"), _("Klant losgekoppeld")),
    "contact.interpreter_set": ("interpreter", _("Met tolk"), _("Zonder tolk")),
    "contact.confidential_set": ("value", _("Vertrouwelijk gemaakt"), _("Niet meer vertrouwelijk")),
}


def history_of(contact: Contact) -> list[Moment]:
    """In two queries: the events in their order, and who had a part in them."""
    of_contact = Event.objects.filter(
        tenant_id=contact.tenant_id, subject_type=contact._meta.label_lower, subject_id=contact.pk
    )
    events = list(of_contact.order_by("id"))
    keys = {event.by_id or 0 for event in events} | {_whom(event) for event in events}
    people = Employee.objects.filter(tenant=contact.tenant_id).in_bulk(keys - {0})
    return [
        Moment(event.at, label_of(event), people.get(event.by_id or 0), people.get(_whom(event)))
        for event in events
    ]


def _whom(event: Event) -> int:
    return int(event.data.get(WHOM.get(event.kind, ""), 0))


def label_of(event: Event) -> Any:
    if event.kind in CHOICES:
        name, given, taken = CHOICES[event.kind]
        return given if event.data.get(name) else taken
    return LABELS.get(event.kind, _("Gewijzigd"))
