"""Who lives in the municipality: made-up people by the thousand. Plain values only.

Names and addresses are put together from the parts in `content/names.toml`. Telephone numbers
lie in 06 8002 0000 to 06 8009 9999, e-mail addresses under voorbeeld.example: nobody has them.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

SHARE_OF_CLIENT = {"waterrijk": 84, "polderveen": 12, "sociaal-werk": 4}
HOUSEHOLD, HOW_OFTEN = (1, 2, 3, 4, 5), (38, 33, 12, 12, 5)
PROTECTED = 0.007
PHONES, FIRST_PHONE = 80_000, 31_680_020_000
STEP = 30_103  # coprime with PHONES: neighbours have no neighbouring numbers, and none twice
LETTERS = "BCDEFGHJKLMNPRTVWXZ"


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """A person as one client organisation knows her."""

    client: str
    initials: str
    first_name: str
    prefix: str
    last_name: str
    street: str
    house_number: int
    suffix: str
    postcode: str
    city: str
    phone: str
    email: str
    language: str
    birthyear: int
    is_protected: bool = False
    organisation_name: str = ""

    @property
    def signature(self) -> str:
        name = (part for part in (self.initials, self.prefix, self.last_name) if part)
        return " ".join(name) or self.organisation_name


@dataclass(frozen=True)
class Origin:
    """A way in which people are called; `native` of a hundred speak Dutch."""

    language: str
    first: Sequence[str]
    last: Sequence[str]
    prefixes: Sequence[str]
    native: int


@dataclass(frozen=True)
class Street:
    name: str
    postcode: str
    city: str


def inhabitants(parts: Mapping[str, Any], count: int, seed: int) -> list[Inhabitant]:
    """So many people, household by household; the same seed gives the same ones."""
    draw = Random(f"{seed}/inhabitants")  # noqa: S311  nothing here is secret
    found: list[Inhabitant] = []
    households = _households(parts, draw)
    while len(found) < count:
        found += next(households)
    return [_reachable(person, n, draw) for n, person in enumerate(found[:count])]


def _households(parts: Mapping[str, Any], draw: Random) -> Iterator[list[Inhabitant]]:
    origins = [_origin(row) for row in parts["origin"]]
    shares = [row["share"] for row in parts["origin"]]
    towns = {slug: _town(parts["place"], slug) for slug in SHARE_OF_CLIENT}
    clients, weights = list(SHARE_OF_CLIENT), list(SHARE_OF_CLIENT.values())
    while True:
        client = draw.choices(clients, weights)[0]
        streets, crowds = towns[client]
        street, origin = draw.choices(streets, crowds)[0], draw.choices(origins, shares)[0]
        size = draw.choices(HOUSEHOLD, HOW_OFTEN)[0]
        yield list(_household(client, street, origin, size, draw))


def _household(
    client: str, street: Street, origin: Origin, size: int, draw: Random
) -> Iterator[Inhabitant]:
    """Grown-ups and their children, most of one name."""
    prefix, last = draw.choice(origin.prefixes), draw.choice(origin.last)
    number, suffix = draw.randrange(1, 160), draw.choices(("", "A", "B", "bis"), (80, 9, 6, 5))[0]
    eldest = draw.randrange(1934, 2004)
    for place, first in enumerate(draw.sample(origin.first, size)):
        if place == 1 and draw.random() < 0.4:
            prefix, last = draw.choice(origin.prefixes), draw.choice(origin.last)
        birthyear = eldest if place < 2 else min(2007, eldest + 30)
        yield Inhabitant(
            client, _initials(first, draw), first, prefix, last,
            street.name, number, suffix, street.postcode, street.city, "", "",
            "nld" if draw.randrange(100) < origin.native else origin.language,
            birthyear, draw.random() < PROTECTED,
        )  # fmt: skip


def _initials(first: str, draw: Random) -> str:
    more = draw.choices(("", draw.choice("ABCDEGHJLMPRSW") + "."), (60, 40))[0]
    return f"{first[0]}.{more}"


def _reachable(person: Inhabitant, number: int, draw: Random) -> Inhabitant:
    """With a telephone number and an e-mail address, or one of them; each is given once."""
    phone = f"+{FIRST_PHONE + number * STEP % PHONES}" if draw.random() < 0.85 else ""
    email = ""
    if not phone or draw.random() < 0.6:
        email = f"{_plain(person.first_name)}.{_plain(person.last_name)}{number}@voorbeeld.example"
    return replace(person, phone=phone, email=email)


def _plain(name: str) -> str:
    """In letters that every mailbox knows."""
    letters = unicodedata.normalize("NFD", name.translate(str.maketrans("łŁı", "lLi")))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalpha())


def _origin(row: Mapping[str, Any]) -> Origin:
    last = [front + back for front, back in product(row["fronts"].split(), row["backs"].split())]
    fitting = [name for name in last if "ii" not in name and "aa" not in name[3:]]
    native = row.get("native", 100)
    return Origin(row["language"], row["first"].split(), fitting, row["prefixes"], native)


def _town(places: Sequence[Mapping[str, Any]], client: str) -> tuple[list[Street], list[float]]:
    """The streets of a client; who asks the welfare organisation lives in the municipality."""
    home = "polderveen" if client == "polderveen" else "waterrijk"
    streets, weights = [], []
    for place in places:
        if place["client"] == home:
            own = list(_streets(place))
            streets += own
            weights += [place["share"] / len(own)] * len(own)
    return streets, weights


def _streets(place: Mapping[str, Any]) -> Iterator[Street]:
    codes = product(LETTERS[4:], LETTERS)  # the first letters are those of people.json
    for name, end in product(place["names"].split(), place["ends"].split()):
        first, second = next(codes)
        yield Street(f"{name}{end}", f"{place['district']} {first}{second}", place["city"])
