"""Identifiers that may be seen outside: time-ordered, and short references for people."""

import secrets
import uuid

from uuid_utils.compat import uuid7

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else


def new_uuid() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): sorts by the time it was made."""
    return uuid7()


def read_uuid(text: str) -> uuid.UUID | None:
    """The UUID that somebody sent, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _check_character(body: str) -> str:
    """Weighted sum modulo a prime alphabet size: finds every single error and every swap."""
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def new_reference() -> str:
    """Nine random characters and a check character, fit to be read out on the telephone."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(9))
    return body + _check_character(body)


def is_reference(text: str) -> bool:
    known = len(text) == 10 and all(letter in ALPHABET for letter in text)
    return known and _check_character(text[:-1]) == text[-1]
