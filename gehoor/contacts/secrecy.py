"""The number or address of a contact, unless it may be that of somebody who wants secrecy.

Whatever shows, lists or exports where a contact came from asks here.
"""

from collections.abc import Iterable

from gehoor.contacts.models import Contact
from gehoor.parties.models import Party


def protected(parties: Iterable[Party | None]) -> list[Party]:
    """Those of them who want secrecy, each once."""
    return list({party.pk: party for party in parties if party and party.is_protected}.values())


def protected_in(contact: Contact, concerned: Iterable[Party | None] = ()) -> list[Party]:
    """Whose secret the number or address may be: who called, whom it is about, who gave it.

    A daughter may call with her father's telephone.
    """
    gave = Party.objects.none()
    if contact.caller_address:
        gave = Party.objects.filter(
            is_protected=True,
            client=contact.client_id,
            digital_addresses__address_key=contact.caller_address,
        )
    return protected([contact.party, *concerned, *gave])


def shown_address(contact: Contact, concerned: Iterable[Party | None] = ()) -> str:
    """Where the contact came from, empty when that is a secret."""
    return "" if protected_in(contact, concerned) else contact.caller_address
