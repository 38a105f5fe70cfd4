"""Numbers and addresses as people give them, brought to one form. Plain values only."""

import re

from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.nl import bsn

from gehoor.lib.telephone import NotValid as NotValid
from gehoor.lib.telephone import phone_for_people as phone_for_people
from gehoor.lib.telephone import phone_key

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_DIGITS = {"kvk": 8, "branch": 12}


def identifier_key(kind: str, value: str) -> str:
    """An identifier without spaces and dots; NotValid when it cannot exist.

    BSN and RSIN must pass the eleven test (python-stdnum); a KvK number has 8 digits, a
    vestigingsnummer 12, and neither has a check digit.
    """
    if kind in ("bsn", "rsin"):
        return _eleven_proof(kind, value)
    compact = re.sub(r"[\s.]", "", value)
    if kind in _DIGITS and not re.fullmatch(rf"\d{{{_DIGITS[kind]}}}", compact, re.ASCII):
        raise NotValid(kind)
    if not compact:
        raise NotValid(kind)
    return compact


def _eleven_proof(kind: str, value: str) -> str:
    try:
        return str(bsn.validate(value))
    except WrongNumber as wrong:
        raise NotValid(kind) from wrong


def email_key(address: str) -> str:
    """An e-mail address in lower case; NotValid when it has not the form of one."""
    key = address.strip().lower()
    if not _EMAIL.fullmatch(key):
        raise NotValid("email")
    return key


def address_key(kind: str, address: str) -> str:
    """The form in which a digital address is found again."""
    if kind == "phone":
        return phone_key(address)
    return email_key(address) if kind == "email" else address.strip().lower()
