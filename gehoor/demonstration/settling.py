"""Inhabitants become parties: thousands at once, each with an address and how to reach her."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from stdnum.nl import bsn

from gehoor.access.models import ProcessingLog
from gehoor.demonstration.citizens import KNOWN_FOR, TAKEN_OVER
from gehoor.demonstration.hours import moment_of
from gehoor.demonstration.inhabitants import Inhabitant
from gehoor.demonstration.tables import Table, reserve
from gehoor.lib.identifiers import uuid_of
from gehoor.organisation.models import Employee
from gehoor.parties.models import DigitalAddress, Party, PartyIdentifier, PostalAddress, name_key
from gehoor.parties.secrecy import conceal, lookup_key

NAMES = ("initials", "first_name", "prefix", "last_name")
HOME = ("street", "house_number", "suffix", "postcode", "city")
PARTY = ("id", "uuid", "client_id", *NAMES, "language", "is_protected", "name_key")
POSTAL = ("uuid", "client_id", "party_id", *HOME)
DIGITAL = ("uuid", "client_id", "party_id", "kind", "address", "address_key")
IDENTIFIER = ("uuid", "client_id", "party_id", "kind", "encrypted_value", "value_key")
BSN_OF = 20  # one of so many gave her number to the contact centre
NUMBERS = range(999_900_000, 1_000_000_000)  # those of the test persons of government


@dataclass(frozen=True)
class Settler:
    """An inhabitant with the keys under which she is registered."""

    key: int
    uuid: str
    client: int
    person: Inhabitant


def settle(
    clients: Mapping[str, int],
    people: Sequence[Inhabitant],
    *,
    by: Employee,
    at: datetime,
    seed: int,
) -> Sequence[int]:
    """Register them all; their keys, in their order."""
    draw = Random(f"{seed}/settling")  # noqa: S311  nothing here is secret
    since = moment_of(at - KNOWN_FOR)
    keys = reserve(Party, len(people))
    settlers = [
        Settler(key, uuid_of(since + n, draw.getrandbits(74)), clients[person.client], person)
        for n, (key, person) in enumerate(zip(keys, people, strict=True))
    ]
    own = {"tenant_id": by.tenant_id}
    Table(Party, *PARTY, **own).insert(map(_party, settlers))
    Table(PostalAddress, *POSTAL, **own).insert(_homes(settlers, since, draw))
    Table(DigitalAddress, *DIGITAL, **own).insert(_addresses(settlers, since, draw))
    _identify(settlers, draw, by=by, at=at - KNOWN_FOR)
    return keys


def _party(settler: Settler) -> tuple[object, ...]:
    person = settler.person
    return (
        settler.key, settler.uuid, settler.client, *(getattr(person, name) for name in NAMES),
        person.language, person.is_protected, name_key(person.last_name, person.first_name),
    )  # fmt: skip


def _homes(settlers: Sequence[Settler], since: int, draw: Random) -> Iterator[tuple[object, ...]]:
    for n, settler in enumerate(settlers):
        home = (getattr(settler.person, name) for name in HOME)
        yield uuid_of(since + n, draw.getrandbits(74)), settler.client, settler.key, *home


def _addresses(
    settlers: Sequence[Settler], since: int, draw: Random
) -> Iterator[tuple[object, ...]]:
    for n, settler in enumerate(settlers):
        for kind, address in (("phone", settler.person.phone), ("email", settler.person.email)):
            if address:
                uuid = uuid_of(since + n, draw.getrandbits(74))
                yield uuid, settler.client, settler.key, kind, address, address


def _identify(settlers: Sequence[Settler], draw: Random, *, by: Employee, at: datetime) -> None:
    """Of some the citizen service number lies encrypted; that it was recorded is in the log."""
    known = PartyIdentifier.objects.filter(kind="bsn").values_list("value_key", flat=True)
    taken, moment = set(known), moment_of(at)
    numbers = map(str, draw.sample(NUMBERS, 24 * len(settlers) // BSN_OF))
    free = (n for n in numbers if bsn.is_valid(n) and lookup_key(n) not in taken)
    given = list(zip(draw.sample(settlers, len(settlers) // BSN_OF), free, strict=False))
    own = {"tenant_id": by.tenant_id}
    Table(PartyIdentifier, *IDENTIFIER, **own).insert(
        (
            uuid_of(moment, draw.getrandbits(74)), one.client, one.key, "bsn", conceal(number),
            lookup_key(number),
        )
        for one, number in given
    )  # fmt: skip
    log = {"action": ProcessingLog.Action.BSN_RECORDED, "purpose": TAKEN_OVER, "at": at, **own}
    log |= {"subject_type": Party._meta.label_lower, "employee_id": by.pk}
    Table(ProcessingLog, "uuid", "subject_uuid", **log).insert(
        (uuid_of(moment, draw.getrandbits(74)), one.uuid) for one, _number in given
    )
