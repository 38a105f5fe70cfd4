"""What happened to a contact, from the journal, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Contact
from gehoor.events.models import Event
from gehoor.organisation.history import Moment, moments_of

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
    return moments_of(contact, label_of, whom=WHOM)


def label_of(event: Event) -> Any:
    if event.kind in CHOICES:
        name, given, taken = CHOICES[event.kind]
        return given if event.data.get(name) else taken
    return LABELS.get(event.kind, _("Gewijzigd"))
