"""Which citizen contacts us this time, and from which number or address. Plain values only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from random import Random

from gehoor.demonstration.inhabitants import Inhabitant

KNOWN, UNKNOWN = 0.5, 0.35  # shares; the others are anonymous
FOR_ANOTHER = 0.06  # of those who live with somebody
CAST = 3.0  # the people of people.json call so many times as often as others
YOUNG = {"chat", "whatsapp"}  # where the old are seldom seen
BORN_BEFORE = 1960


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls (None: unknown), from where, and about whom when not about herself."""

    party: int | None = None
    address: str = ""
    speaks_for: int | None = None


@dataclass(frozen=True)
class Callers:
    """`people` by number; the first `cast` are known to everybody at the desk."""

    people: Sequence[Inhabitant]
    cast: int
    works_for: dict[int, int]
    seed: int

    def next_caller(self, client: str, channel: str, draw: Random) -> Caller:
        lot = draw.random()
        if lot < KNOWN and client in self._of_client:
            return self._known(client, channel, draw)
        if channel == "counter" or (lot >= KNOWN + UNKNOWN and channel == "phone"):
            return Caller()
        return Caller(address=_new_address(channel, draw))

    def _known(self, client: str, channel: str, draw: Random) -> Caller:
        numbers, weights = self._of_client[client]
        number = draw.choices(numbers, cum_weights=weights)[0]
        if channel in YOUNG and self.people[number].birthyear < BORN_BEFORE:
            number = draw.choices(numbers, cum_weights=weights)[0]
        return Caller(number, self._address(number, channel), self._speaks_for(number, draw))

    def _address(self, number: int, channel: str) -> str:
        person = self.people[number]
        if channel in ("phone", "whatsapp"):
            return person.phone
        return person.email if channel in ("email", "webform") else ""

    def _speaks_for(self, number: int, draw: Random) -> int | None:
        """A contact person for the organisation; somebody else now and then for a housemate."""
        if number in self.works_for:
            return self.works_for[number]
        housemates = self._doors.get(_door(self.people[number]), ())
        if len(housemates) > 1 and draw.random() < FOR_ANOTHER:
            other = draw.choice(housemates)
            return other if other != number else None
        return None

    @cached_property
    def _of_client(self) -> dict[str, tuple[list[int], list[float]]]:
        """Some call every week, most once in years."""
        draw = Random(f"{self.seed}/callers")  # noqa: S311  nothing here is secret
        numbers, often = defaultdict(list), defaultdict(list)
        for number, person in enumerate(self.people):
            numbers[person.client].append(number)
            weight = draw.expovariate(1) ** 1.5
            often[person.client].append(weight * CAST if number < self.cast else weight)
        return {client: (own, list(accumulate(often[client]))) for client, own in numbers.items()}

    @cached_property
    def _doors(self) -> dict[tuple[str, str, int, str], list[int]]:
        doors = defaultdict(list)
        for number, person in enumerate(self.people):
            if person.street and number not in self.works_for:
                doors[_door(person)].append(number)
        return dict(doors)


def _door(person: Inhabitant) -> tuple[str, str, int, str]:
    return person.client, person.postcode, person.house_number, person.suffix


def _new_address(channel: str, draw: Random) -> str:
    """Of somebody we do not know: numbers in 06 8001 xxxx belong to nobody."""
    number = draw.randrange(10_000)
    if channel in ("phone", "whatsapp"):
        return f"+3168001{number:04d}"
    return f"inwoner{number}@voorbeeld.example" if channel != "chat" else ""
