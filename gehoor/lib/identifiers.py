"""Identifiers that may be seen outside: time-ordered, and short references for people."""

import secrets
import uuid

from uuid_utils.compat import uuid7

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
LOW_62 = (1 << 62) - 1
SPREAD = 11_400_714_819_323  # coprime with 31


def new_uuid() -> uuid.UUID:
    """A UUID version 7 (RFC 9562): sorts by the time it was made."""
    return uuid7()


def read_uuid(text: str) -> uuid.UUID | None:
    """The UUID that somebody sent, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def uuid_of(moment: int, chance: int) -> str:
    """A UUID version 7, as 32 hexadecimal digits: milliseconds since 1970 and 74 random bits."""
    return f"{moment:012x}7{chance >> 62:03x}{chance & LOW_62 | 1 << 63:016x}"


def _check_character(body: str) -> str:
    """Weighted sum modulo a prime alphabet size: finds every single error and every swap."""
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def new_reference() -> str:
    """Nine random characters and a check character, fit to be read out on the telephone."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(9))
    return body + _check_character(body)


def reference_of(number: int) -> str:
    """Another reference for each number below 31 to the ninth, neighbours far apart."""
    spread = number * SPREAD % len(ALPHABET) ** 9
    places = (spread // len(ALPHABET) ** place % len(ALPHABET) for place in range(9))
    body = "".join(ALPHABET[place] for place in places)
    return body + _check_character(body)


def is_reference(text: str) -> bool:
    known = len(text) == 10 and all(letter in ALPHABET for letter in text)
    return known and _check_character(text[:-1]) == text[-1]
