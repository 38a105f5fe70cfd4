from collections import Counter, defaultdict

import phonenumbers

from gehoor.demonstration.inhabitants import inhabitants
from gehoor.demonstration.texts import Content

NAMES = Content().names
PEOPLE = inhabitants(NAMES, 5_000, seed=1)


def test_the_same_seed_gives_the_same_people() -> None:
    assert inhabitants(NAMES, 200, seed=1) == inhabitants(NAMES, 200, seed=1)
    assert inhabitants(NAMES, 200, seed=1) != inhabitants(NAMES, 200, seed=2)


def test_everybody_can_be_reached_and_no_number_or_address_is_given_twice() -> None:
    for values in ([p.phone for p in PEOPLE if p.phone], [p.email for p in PEOPLE if p.email]):
        assert len(set(values)) == len(values)
    assert all(person.phone or person.email for person in PEOPLE)


def test_numbers_are_valid_and_nobodys_and_mail_goes_nowhere() -> None:
    for person in PEOPLE:
        if person.phone:
            assert phonenumbers.is_valid_number(phonenumbers.parse(person.phone))
            assert "+31680020000" <= person.phone <= "+31680099999"
        if person.email:
            assert person.email.endswith("@voorbeeld.example")
            assert person.email.isascii()


def test_nobody_has_the_number_of_the_cast() -> None:
    cast = {row["phone"] for row in Content().people["persons"]}
    assert not cast & {person.phone for person in PEOPLE}


def test_a_street_has_one_postcode_and_a_postcode_one_street() -> None:
    streets, codes = defaultdict(set), defaultdict(set)
    for person in PEOPLE:
        streets[person.city, person.street].add(person.postcode)
        codes[person.postcode].add(person.street)
    known = {row["postcode"]: row["street"] for row in Content().people["persons"]}
    assert {len(found) for found in [*streets.values(), *codes.values()]} == {1}
    assert not known.keys() & codes.keys()


def test_people_live_together_and_are_of_many_names_and_languages() -> None:
    homes = Counter((p.client, p.postcode, p.house_number, p.suffix) for p in PEOPLE)
    assert sum(size > 1 for size in homes.values()) > 1_000
    assert len({person.last_name for person in PEOPLE}) > 1_000
    assert {"nld", "tur", "ara", "pol", "eng", "ukr"} == {person.language for person in PEOPLE}
    assert 10 < sum(person.is_protected for person in PEOPLE) < 80
