"""What happened to a party, from the journal, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoor.events.models import Event
from gehoor.organisation.history import Moment, moments_of
from gehoor.parties.models import Party

MOST = 50
LABELS: dict[str, Any] = {
    "party.created": _("Toegevoegd"),
    "party.changed": _("Gegevens gewijzigd"),
    "party.address_added": _("Nummer of e-mailadres toegevoegd"),
    "party.address_removed": _("Nummer of e-mailadres verwijderd"),
    "party.postal_address_set": _("Adres ingevuld"),
    "party.postal_address_removed": _("Adres verwijderd"),
    "party.identified": _("Nummer van een register vastgelegd"),
    "party.identifier_removed": _("Nummer van een register verwijderd"),
    "party.flagged": _("Waarschuwing gegeven"),
    "party.flag_extended": _("Waarschuwing verlengd"),
    "party.flag_ended": _("Waarschuwing weggehaald"),
    "party.represented": _("Vertegenwoordiging vastgelegd"),
    "party.representation_ended": _("Vertegenwoordiging beëindigd"),
    "party.merged": _("Samengevoegd met een ander record"),
    "party.unmerged": _("Samenvoegen ongedaan gemaakt"),
}


def history_of(party: Party) -> list[Moment]:
    """The newest first."""
    return moments_of(party, label_of, newest=MOST)


def label_of(event: Event) -> Any:
    return LABELS.get(event.kind, _("Gewijzigd"))
