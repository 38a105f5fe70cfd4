"""Telephone numbers as people give them, brought to one form. Plain values only."""

import phonenumbers


class NotValid(ValueError):
    """The number or address cannot be right; `args[0]` is its kind."""


def phone_key(number: str, region: str = "NL") -> str:
    """A telephone number in E.164 (+31612345678); NotValid when no such number can exist."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException as wrong:
        raise NotValid("phone") from wrong
    if not phonenumbers.is_possible_number(parsed):
        raise NotValid("phone")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def phone_for_people(key: str) -> str:
    """A number in E.164 as it is read out: national form for Dutch numbers."""
    try:
        parsed = phonenumbers.parse(key)
    except phonenumbers.NumberParseException:
        return key
    is_dutch = parsed.country_code == 31
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if is_dutch else form.INTERNATIONAL)
