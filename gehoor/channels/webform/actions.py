"""Taking a form in, and not too many from one address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from gehoor.channels.webform.models import Submission
from gehoor.contacts.actions import offer_contact
from gehoor.contacts.models import Contact
from gehoor.organisation.models import Channel, Entrance

MOST_FORMS = 5
FORMS_COUNT_FOR = timedelta(minutes=10)


class TooManyForms(Exception):
    """This address sent too many forms; they age in a while."""


@dataclass(frozen=True)
class Typed:
    """What a citizen typed; `key` is that of her page."""

    key: UUID
    text: str
    name: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def submit_form(
    entrance: Entrance, typed: Typed, *, address: str, is_limited: bool = True, at: datetime
) -> Submission:
    """A contact that waits with the citizen's words; the same key twice is one.

    Raises TooManyForms after `MOST_FORMS` within `FORMS_COUNT_FOR` of one address.
    """
    known = Submission.objects.filter(key=typed.key).first()
    if known:
        return known
    sender = salted_hmac("gehoor.channels.webform", address, algorithm="sha256").hexdigest()
    recent = Submission.objects.filter(sender=sender, sent_at__gt=at - FORMS_COUNT_FOR)
    if is_limited and recent.count() >= MOST_FORMS:
        raise TooManyForms
    try:
        with transaction.atomic():
            return _submit(entrance, typed, sender, at)
    except IntegrityError:
        return Submission.objects.get(key=typed.key)


def _submit(entrance: Entrance, typed: Typed, sender: str, at: datetime) -> Submission:
    contact = offer_contact(
        entrance.client, entrance.channel, caller_address=typed.email or typed.phone,
        entrance=entrance, words=typed.text, at=at,
    )  # fmt: skip
    return Submission.objects.create(
        contact=contact, key=typed.key, text=typed.text, name=typed.name, email=typed.email,
        phone=typed.phone, sender=sender, sent_at=at,
    )  # fmt: skip


def submission_of(contact: Contact) -> Submission | None:
    """The form with which this contact began, if it did."""
    if contact.channel != Channel.WEBFORM:
        return None
    return Submission.objects.filter(contact=contact).first()
