"""Worries about people: told to the social team, taken up and closed there."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import own_contact
from gehoor.contacts.models import Contact
from gehoor.events.actions import record
from gehoor.followups.models import Concern
from gehoor.lib.html import clean_text
from gehoor.organisation.models import ClientOrganisation, Department, Employee

State = Concern.State


class ConcernAlreadyClosed(Exception):
    """A colleague of the team closed it before."""


class ConcernTakenByColleague(Exception):
    """A colleague of the team took it up before."""


def social_teams(client: ClientOrganisation) -> QuerySet[Department]:
    """The departments of this client to which one can tell a worry."""
    return Department.objects.filter(client=client, takes_concerns=True, is_active=True)


@transaction.atomic
def raise_concern(
    contact: Contact,
    text: str,
    *,
    department: Department,
    is_about_caller: bool,
    by: Employee,
    at: datetime,
) -> Concern:
    """Tell a social team, from the contact one has open.

    Raises ContactAlreadyClosed and ContactTakenByColleague; a ValidationError without words
    or for a department that is no social team of this client.
    """
    locked = own_contact(contact, by)
    words = clean_text(text).strip()
    if not words:
        raise ValidationError(_("Schrijf op waar u zich zorgen over maakt."), code="text")
    if not social_teams(locked.client).filter(pk=department.pk).exists():
        raise ValidationError(_("Kies een sociaal team van deze organisatie."), code="department")
    concern = Concern.objects.create(
        tenant_id=locked.tenant_id, client_id=locked.client_id, contact=locked, text=words,
        party_id=locked.party_id if is_about_caller else None,
        department=department, writer=by, written_at=at,
    )  # fmt: skip
    record("concern.raised", concern, at=at, by=by, department=department.pk)
    return concern


@transaction.atomic
def read_concern(concern: Concern, *, by: Employee, at: datetime) -> None:
    """Note that somebody of the team reads it; who wrote it reads her own words."""
    if concern.writer_id != by.pk:
        purpose = _("Zorg over iemand gelezen door het sociaal team")
        log_processing(ProcessingLog.Action.CONCERN_READ, concern, purpose=purpose, by=by, at=at)


@transaction.atomic
def take_up_concern(concern: Concern, *, by: Employee, at: datetime) -> Concern:
    """Say that one will look into it, so that no colleague does too."""
    locked = _lock(concern)
    if locked.taken_up_by_id == by.pk:
        return locked
    if locked.taken_up_by_id is not None:
        raise ConcernTakenByColleague
    locked.state, locked.taken_up_by, locked.taken_up_at = State.TAKEN_UP, by, at
    locked.save()
    record("concern.taken_up", locked, at=at, by=by)
    return locked


@transaction.atomic
def close_concern(concern: Concern, *, result: str, by: Employee, at: datetime) -> Concern:
    """Done with; `result` says what was done."""
    locked = _lock(concern)
    words = clean_text(result).strip()
    if not words:
        raise ValidationError(_("Schrijf op wat er is gedaan."), code="result")
    locked.state, locked.closed_by, locked.closed_at = State.CLOSED, by, at
    locked.result = words
    locked.save()
    record("concern.closed", locked, at=at, by=by)
    return locked


def _lock(concern: Concern) -> Concern:
    locked: Concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if locked.state == State.CLOSED:
        raise ConcernAlreadyClosed
    return locked
