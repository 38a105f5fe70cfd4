"""Speaking through an interpreter."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.contacts.actions import own_contact
from gehoor.contacts.models import Contact
from gehoor.events.actions import record
from gehoor.organisation.models import Employee
from gehoor.parties.interpreters import Interpreter
from gehoor.parties.models import COMMON_LANGUAGES


@transaction.atomic
def set_interpreter(
    contact: Contact, interpreter: str, language: str = "", *, by: Employee, at: datetime
) -> Contact:
    """Through whom one speaks, and into which language; empty: directly."""
    if interpreter and interpreter not in Interpreter.values:
        raise ValidationError(_("Deze soort tolk kennen we niet."))
    if language and language not in dict(COMMON_LANGUAGES):
        raise ValidationError(_("Deze taal kennen we niet."))
    locked = own_contact(contact, by)
    locked.interpreter = interpreter
    locked.interpreter_language = language if interpreter else ""
    locked.save(update_fields=["interpreter", "interpreter_language"])
    codes = {"interpreter": interpreter, "language": locked.interpreter_language}
    record("contact.interpreter_set", locked, at=at, by=by, **codes)
    return locked
