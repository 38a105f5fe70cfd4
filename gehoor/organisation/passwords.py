"""What a password must be, and making a first one."""

import secrets

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _

from gehoor.lib.identifiers import ALPHABET


class LongEnough(MinimumLengthValidator):
    """Django's own, with a message that its Dutch catalogue lacks."""

    def get_error_message(self) -> str:
        text = _("Dit wachtwoord is te kort. Het moet minstens %(least)d tekens hebben.")
        return text % {"least": self.min_length}


def new_password() -> str:
    """Four groups of four characters that look like nothing else: 79 bits, fit to be read out."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
