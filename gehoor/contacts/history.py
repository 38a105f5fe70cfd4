"""What happened to a contact, from the journal, in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Contact, Question
from gehoor.events.models import Event
from gehoor.organisation.history import Moment, moments_of


@dataclass(frozen=True)
class Change:
    """One code of a question: its name on screen, what it was and what it became."""

    label: Any
    was: str
    now: str


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
    "contact.entered_afterwards": _("Achteraf ingevoerd"),
    "question.reclassified": _("Vraag anders ingedeeld"),
    "question.reworded": _("Woorden van een vraag verbeterd"),
    "question.split": _("Vraag gesplitst"),
    "question.merged": _("Twee vragen samengevoegd"),
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


Names = dict[str, dict[int, str]]


def with_changes(moments: Sequence[Moment]) -> list[tuple[Moment, list[Change]]]:
    """Each moment with the codes that changed then; a query for each kind of code."""
    names = _names_of_codes(moments)
    return [(moment, _changes(moment, names)) for moment in moments]


def _names_of_codes(moments: Iterable[Moment]) -> Names:
    """What the codes that were changed are called now, by field and primary key."""
    asked: dict[str, set[int]] = defaultdict(set)
    for moment in moments:
        for name, keys in moment.data.get("changes", {}).items():
            asked[name] |= {key for key in keys if key}
    return {name: _called(name, keys) for name, keys in asked.items()}


def _called(name: str, keys: set[int]) -> dict[int, str]:
    model: Any = Question._meta.get_field(name).related_model
    return {key: str(row) for key, row in model._base_manager.in_bulk(keys).items()}


def _changes(moment: Moment, names: Names) -> list[Change]:
    return [
        Change(_field_label(name), *(names[name].get(key, "–") for key in keys))
        for name, keys in moment.data.get("changes", {}).items()
    ]


def _field_label(name: str) -> Any:
    return {
        "theme": _("Thema"), "product": _("Product"), "article": _("Artikel"),
        "department": _("Vakafdeling"), "outcome": _("Afloop"),
    }[name]  # fmt: skip


def label_of(event: Event) -> Any:
    if event.kind in CHOICES:
        name, given, taken = CHOICES[event.kind]
        return given if event.data.get(name) else taken
    return LABELS.get(event.kind, _("Gewijzigd"))
