from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from gehoor.lib.identifiers import (
    ALPHABET,
    is_reference,
    new_reference,
    new_uuid,
    reference_of,
    uuid_of,
)

PLACES = st.integers(0, 9)


def test_uuids_sort_by_the_time_they_were_made():
    made = [new_uuid() for _ in range(100)]
    assert made == sorted(made)
    assert {uuid.version for uuid in made} == {7}


def test_references_are_their_own_proof():
    references = {new_reference() for _ in range(100)}
    assert len(references) == 100
    assert all(is_reference(reference) for reference in references)


@given(PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(place: int, letter: str):
    reference = new_reference()
    wrong = reference[:place] + letter + reference[place + 1 :]
    assert is_reference(wrong) == (wrong == reference)


@given(st.integers(0, 8))
def test_two_swapped_characters_are_found(place: int):
    reference = new_reference()
    swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    assert is_reference(swapped) == (swapped == reference)


@given(st.text(max_size=12))
def test_any_text_is_judged(text: str):
    assert is_reference(text) in (True, False)


@given(st.sets(st.integers(0, len(ALPHABET) ** 9 - 1), min_size=2))
def test_each_number_has_a_reference_of_its_own(numbers: set[int]):
    references = {reference_of(number) for number in numbers}
    assert len(references) == len(numbers)
    assert all(is_reference(reference) for reference in references)


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))
def test_a_uuid_can_be_made_of_any_moment(moment: int, chance: int):
    made = UUID(uuid_of(moment, chance))
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == moment
    assert made.int & (1 << 62) - 1 == chance & (1 << 62) - 1
