import pytest
from cryptography.fernet import Fernet, InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from gehoor.parties.secrecy import conceal, lookup_key, reveal

BSN = "123456782"


@given(st.text())
def test_what_was_concealed_is_revealed(text: str):
    text = text.encode("utf-8", "ignore").decode()
    assert reveal(conceal(text)) == text


def test_concealed_says_nothing():
    assert BSN not in conceal(BSN)
    assert conceal(BSN) != conceal(BSN)


def test_lookup_finds_without_naming():
    assert lookup_key(BSN) == lookup_key(BSN)
    assert lookup_key(BSN) != lookup_key("111222333")
    assert BSN not in lookup_key(BSN)


def test_lookup_needs_the_key(settings):
    before = lookup_key(BSN)
    settings.LOOKUP_KEY = "another"
    assert lookup_key(BSN) != before


def test_older_keys_still_read(settings):
    old = conceal(BSN)
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert reveal(old) == BSN
    new = conceal(BSN)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert reveal(new) == BSN
    with pytest.raises(InvalidToken):
        reveal(old)


def test_changed_text_is_noticed():
    concealed = conceal(BSN)
    with pytest.raises(InvalidToken):
        reveal(concealed[:-4] + "AAAA")
