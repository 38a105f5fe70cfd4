"""Which citizen contacts us this time, and from which number or address."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from random import Random

from gehoor.organisation.models import Channel
from gehoor.parties.models import DigitalAddress, Party

KNOWN, UNKNOWN = 0.5, 0.35  # shares; the others are anonymous
FOR_ANOTHER = 0.3  # of those who live with somebody
SHARE_OF_KIND: dict[str, float] = {
    Party.Kind.PERSON: 1.0, Party.Kind.ORGANISATION: 0.05, Party.Kind.CONTACT_PERSON: 0.2,
}  # fmt: skip
ADDRESS_KIND = {
    Channel.PHONE: "phone", Channel.WHATSAPP: "phone", Channel.EMAIL: "email",
    Channel.WEBFORM: "email",
}  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """Who calls (None: unknown), from where, and about whom when not about herself."""

    party: Party | None = None
    address: str = ""
    speaks_for: Party | None = None


@dataclass(frozen=True)
class Callers:
    parties: list[Party]
    draw: Random

    def next_caller(self, client_id: int, channel: str) -> Caller:
        kind = ADDRESS_KIND.get(Channel(channel), "")
        lot = self.draw.random()
        if lot < KNOWN:
            return self._known(client_id, kind)
        if lot < KNOWN + UNKNOWN or kind == "email":
            return Caller(address=self._new_address(kind))
        return Caller()

    def _known(self, client_id: int, kind: str) -> Caller:
        people, weights = self._of_client[client_id]
        party = self.draw.choices(people, weights)[0]
        address = self._addresses.get((party.pk, kind), "")
        return Caller(party, address, self._speaks_for(party))

    def _new_address(self, kind: str) -> str:
        number = self.draw.randrange(10_000)
        if kind == "phone":
            return f"+3168001{number:04d}"
        return f"inwoner{number}@voorbeeld.example" if kind == "email" else ""

    def _speaks_for(self, party: Party) -> Party | None:
        """A contact person for the organisation; somebody else now and then for a housemate."""
        if party.works_for:
            return party.works_for
        housemates = self._housemates.get(party.pk, [])
        if housemates and self.draw.random() < FOR_ANOTHER:
            return self.draw.choice(housemates)
        return None

    @cached_property
    def _of_client(self) -> dict[int, tuple[list[Party], list[float]]]:
        """Some call every week, most once in years; the words we have are mostly inhabitants'."""
        people = defaultdict(list)
        for party in self.parties:
            people[party.client_id].append(party)
        return {
            client_id: (own, [self.draw.expovariate(1) * SHARE_OF_KIND[p.kind] for p in own])
            for client_id, own in people.items()
        }

    @cached_property
    def _addresses(self) -> dict[tuple[int, str], str]:
        rows = DigitalAddress.objects.filter(party__in=self.parties)
        return {(row.party_id or 0, row.kind): row.address_key for row in rows}

    @cached_property
    def _housemates(self) -> dict[int, list[Party]]:
        doors = defaultdict(list)
        for party in self.parties:
            for home in _homes(party):
                doors[home].append(party)
        shared = (own for own in doors.values() if len(own) > 1)
        return {p.pk: [other for other in own if other != p] for own in shared for p in own}


def _homes(party: Party) -> Iterable[tuple[object, ...]]:
    if party.kind == Party.Kind.PERSON:
        for home in party.postal_addresses.all():
            yield party.client_id, home.postcode, home.house_number, home.suffix
