from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.parties.numbers import (
    NotValid,
    address_key,
    email_key,
    identifier_key,
    phone_for_people,
    phone_key,
)


def bsn_from(eight: list[int]) -> str | None:
    """The only ninth digit that passes the eleven test, if there is one."""
    total = sum(digit * weight for digit, weight in zip(eight, range(9, 1, -1), strict=True))
    last = total % 11
    return "".join(map(str, [*eight, last])) if last < 10 and any(eight) else None


BSNS = (
    st.lists(st.integers(0, 9), min_size=8, max_size=8)
    .map(bsn_from)
    .filter(lambda number: number is not None and number[:3] != "000")
)


@given(BSNS)
def test_bsn_passes_and_each_wrong_digit_fails(number: str):
    assert identifier_key("bsn", number) == number
    for place in range(9):
        wrong = str((int(number[place]) + 1) % 10)
        with pytest.raises(NotValid):
            identifier_key("bsn", number[:place] + wrong + number[place + 1 :])


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text: str):
    for kind in ("bsn", "rsin", "kvk", "branch", "other"):
        with suppress(NotValid):
            assert identifier_key(kind, text)


@pytest.mark.parametrize("number", ["1234.56.782", "123 456 782", "123456782"])
def test_bsn_is_brought_to_one_form(number: str):
    assert identifier_key("bsn", number) == "123456782"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("bsn", "12345678"), ("bsn", "000000000"), ("bsn", "1234567890"), ("bsn", "12345678x"),
        ("kvk", "1234567"), ("kvk", "123456789"), ("kvk", "1234567a"), ("kvk", "１２３４５６７８"),
        ("branch", "12345678"), ("rsin", "123456789"), ("other", "  "),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused(kind: str, number: str):
    with pytest.raises(NotValid, match=kind):
        identifier_key(kind, number)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("06-12345678", "+31612345678"),
        ("(010) 267 16 25", "+31102671625"),
        ("0031 6 12345678", "+31612345678"),
        ("+32 2 211 11 11", "+3222111111"),
        ("0800 1351", "+318001351"),
    ],
)
def test_phone_is_brought_to_one_form(given: str, key: str):
    assert phone_key(given) == key


@pytest.mark.parametrize("given", ["", "12", "geen nummer", "+999123456789", "0" * 40, "\x00"])
def test_phone_that_cannot_be_is_refused(given: str):
    with pytest.raises(NotValid, match="phone"):
        phone_key(given)


@given(st.integers(600_000_000, 699_999_999))
def test_phone_as_read_out_is_the_same_number(number: int):
    key = f"+31{number}"
    assert phone_key(phone_for_people(key)) == key


@pytest.mark.parametrize(
    ("key", "shown"),
    [("+31612345678", "06 12345678"), ("+3222111111", "+32 2 211 11 11"), ("anoniem", "anoniem")],
)
def test_phone_for_people(key: str, shown: str):
    assert phone_for_people(key) == shown


@pytest.mark.parametrize("given", ["a", "a@b", "a b@c.nl", "@c.nl", "a@c..nl", "a@@c.nl"])
def test_email_that_cannot_be_is_refused(given: str):
    with pytest.raises(NotValid, match="email"):
        email_key(given)


@pytest.mark.parametrize(
    ("kind", "given", "key"),
    [
        ("email", " Noor@Example.ORG ", "noor@example.org"),
        ("phone", "06 1234 5678", "+31612345678"),
        ("other", " @Noor ", "@noor"),
    ],
)
def test_address_key_of_each_kind(kind: str, given: str, key: str):
    assert address_key(kind, given) == key
