"""The looks at citizen service numbers that went with the contacts of the past weeks."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from gehoor.access.models import ProcessingLog
from gehoor.contacts.models import LIVE_CHANNELS, Contact
from gehoor.demonstration.citizens import bsn_log
from gehoor.parties.models import Party, PartyIdentifier

SHARE = 0.08  # of spoken contacts with somebody whose number is known
PURPOSES = [
    "Controleren of ik de juiste persoon spreek",
    "Aanvraag opgezocht in het systeem van de vakafdeling",
    "Afspraak aan de balie klaargezet",
    "Gegevens vergeleken bij een verhuizing",
]


def log_lookups(contacts: Iterable[Contact], draw: Random) -> None:
    known = PartyIdentifier.objects.filter(kind=PartyIdentifier.Kind.BSN)
    with_bsn = set(known.values_list("party_id", flat=True))
    ProcessingLog.objects.bulk_create(
        log
        for contact in contacts
        if contact.channel in LIVE_CHANNELS and contact.party_id in with_bsn
        if draw.random() < SHARE and (log := _look(contact, contact.party, draw))
    )


def _look(contact: Contact, party: Party | None, draw: Random) -> ProcessingLog | None:
    if not (party and contact.agent and contact.answered_at):
        return None
    return bsn_log(
        party, ProcessingLog.Action.BSN_SHOWN, draw.choice(PURPOSES),
        by=contact.agent, at=contact.answered_at + timedelta(seconds=draw.randint(20, 90)),
    )  # fmt: skip
