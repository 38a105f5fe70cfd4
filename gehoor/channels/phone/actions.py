"""What an exchange may do, and letting it in."""

import hashlib
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from gehoor.channels.phone.models import Call, EntranceSecret
from gehoor.contacts.actions import abandon_contact, offer_contact
from gehoor.contacts.models import Contact
from gehoor.events.actions import record
from gehoor.organisation.models import Employee, Entrance


@transaction.atomic
def give_secret(entrance: Entrance, *, by: Employee | None, at: datetime) -> str:
    """A new secret, told once; the one before it opens nothing any more."""
    secret = secrets.token_urlsafe(32)
    EntranceSecret.objects.update_or_create(
        entrance=entrance, defaults={"digest": _digest(secret), "made_at": at}
    )
    record("entrance.secret_given", entrance, at=at, by=by)
    return secret


def entrance_with(secret: str) -> Entrance | None:
    """Which entrance this secret opens. It is long and drawn by lot, so a plain digest will do."""
    known = EntranceSecret.objects.filter(digest=_digest(secret))
    found = known.select_related("entrance__client__tenant").first()
    return found.entrance if found else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find_call(entrance: Entrance, key: str) -> Call | None:
    calls = Call.objects.filter(entrance=entrance, key=key)
    return calls.select_related("contact").first()


@transaction.atomic
def offer_call(
    entrance: Entrance, key: str, *, caller_address: str, at: datetime
) -> tuple[Call, bool]:
    """The call, and whether it is new: the same key twice is one call, also at the same time."""
    known = find_call(entrance, key)
    if known:
        return known, False
    try:
        with transaction.atomic():
            contact = offer_contact(
                entrance.client, entrance.channel,
                caller_address=caller_address, entrance=entrance, at=at,
            )  # fmt: skip
            return Call.objects.create(entrance=entrance, key=key, contact=contact), True
    except IntegrityError:
        return Call.objects.select_related("contact").get(entrance=entrance, key=key), False


def hang_up(call: Call, *, at: datetime) -> Contact:
    """The citizen is gone. Once a call was answered its agent ends it, so then nothing changes."""
    return abandon_contact(call.contact, at=at)
