"""What made-up citizens say, line after line, and whether they call at all.

Nothing of this exists for a tenant that is no demonstration.
"""

from datetime import datetime

from django.db import transaction

from gehoor.contacts.models import Contact
from gehoor.demonstration.models import Pause, Speech
from gehoor.events.actions import record
from gehoor.organisation.models import Employee, Tenant

Lines = list[tuple[float, str]]


class NoDemonstration(Exception):
    """Here only real people speak."""


def _check(tenant: Tenant) -> None:
    if not tenant.is_demonstration:
        raise NoDemonstration


@transaction.atomic
def give_speech(contact: Contact, lines: Lines) -> Speech:
    """A made-up citizen will say this; no event, for nothing happened."""
    _check(contact.tenant)
    return Speech.objects.update_or_create(contact=contact, defaults={"lines": lines})[0]


def heard(contact: Contact, *, at: datetime) -> tuple[list[str], bool]:
    """What was said until now, and whether more will come."""
    speech = Speech.objects.filter(contact=contact, contact__tenant__is_demonstration=True).first()
    if speech is None or contact.answered_at is None:
        return [], False
    spent = ((contact.ended_at or at) - contact.answered_at).total_seconds()
    said = [line for after, line in speech.lines if after <= spent]
    return said, contact.ended_at is None and len(said) < len(speech.lines)


@transaction.atomic
def set_pause(tenant: Tenant, is_paused: bool, *, by: Employee, at: datetime) -> None:
    """Let made-up citizens call, or not."""
    _check(tenant)
    if is_paused:
        Pause.objects.get_or_create(tenant=tenant)
    else:
        Pause.objects.filter(tenant=tenant).delete()
    record("demonstration.paused", tenant, at=at, by=by, value=is_paused)


def is_paused(tenant: Tenant) -> bool:
    return Pause.objects.filter(tenant=tenant).exists()
