"""Every change to callbacks and tasks, and closing a contact together with its promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.contacts.actions import Answered, close_contact, start_contact
from gehoor.contacts.models import Contact, Question
from gehoor.contacts.outcomes import FollowUpKind
from gehoor.contacts.secrecy import protected_in
from gehoor.events.actions import record
from gehoor.followups.models import FollowUp
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Channel, ClientOrganisation, Department, Employee
from gehoor.organisation.queries import week_of
from gehoor.parties.models import Party

# Working days after today before whose end a promise must be kept when nothing else is agreed.
DEFAULT_TERM = {FollowUp.Kind.CALLBACK: 1, FollowUp.Kind.TASK: 2}
FURTHEST = timedelta(days=2 * 365)


class FollowUpAlreadyDone(Exception):
    """Somebody settled this before."""


class FollowUpTakenByColleague(Exception):
    """Somebody else said she would do this."""


@dataclass(frozen=True)
class Promise:
    """What was said to the citizen about one question; nothing given means the usual."""

    instruction: str = ""
    due_at: datetime | None = None


@transaction.atomic
def finish_contact(
    contact: Contact,
    questions: Sequence[tuple[Answered, Promise]],
    *,
    by: Employee,
    at: datetime,
    revision: int | None = None,
) -> list[Question]:
    """Close the contact and write down every promise made in it: all of it or nothing."""
    answers = [answered for answered, _promise in questions]
    rows = close_contact(contact, answers, by=by, at=at, revision=revision)
    for question, (_answered, promise) in zip(rows, questions, strict=True):
        if question.outcome.follow_up != FollowUpKind.NONE:
            make_promise(question, promise, by=by, at=at)
    return rows


@transaction.atomic
def make_promise(question: Question, promise: Promise, *, by: Employee, at: datetime) -> FollowUp:
    """What must still happen for a question: a callback by the agent, a task for a department."""
    kind = FollowUp.Kind(question.outcome.follow_up)
    if kind == FollowUp.Kind.TASK and question.department is None:
        raise ValidationError(_("Kies de vakafdeling die de vraag krijgt."))
    follow_up = FollowUp.objects.create(
        tenant_id=question.tenant_id, client_id=question.client_id, question=question, kind=kind,
        instruction=clean_text(promise.instruction).strip() or str(kind.label),
        department=question.department if kind == FollowUp.Kind.TASK else None,
        employee=by if kind == FollowUp.Kind.CALLBACK else None,
        owner=by, due_at=promise.due_at or usual_due(question, kind, at), assigned_at=at,
    )  # fmt: skip
    record("follow_up.made", follow_up, at=at, by=by, promise=kind.value)
    return follow_up


def usual_due(question: Question, kind: FollowUp.Kind, at: datetime) -> datetime:
    """The end of the working day by which such a promise is usually kept."""
    due = week_of(question.client, question.department).end_of_working_day(at, DEFAULT_TERM[kind])
    if due is None:
        raise ValidationError(_("Deze organisatie heeft geen openingstijden. Kies zelf een datum."))
    return due


def due_on(
    day: date, client: ClientOrganisation, department: Department | None = None, *, at: datetime
) -> datetime:
    """The closing time of that day; a ValidationError when nobody works then, or it is no
    day to promise for: gone already, or so far off that it must be a slip of the keys."""
    week = week_of(client, department)
    today = at.astimezone(week.zone).date()
    if day < today:
        raise ValidationError(_("Deze dag is al voorbij. Kies vandaag of later."))
    if day > today + FURTHEST:
        raise ValidationError(_("Deze dag is meer dan twee jaar weg. Klopt het jaartal?"))
    openings = week.openings_on(day)
    if not openings:
        raise ValidationError(_("Op die dag is de organisatie gesloten. Kies een andere dag."))
    return openings[-1][1]


@transaction.atomic
def take_follow_up(follow_up: FollowUp, *, by: Employee, at: datetime) -> FollowUp:
    """Say that one will do this oneself, so that no colleague starts on it too."""
    locked = _lock(follow_up)
    if locked.state == FollowUp.State.DONE:
        raise FollowUpAlreadyDone
    if locked.employee_id == by.pk:
        return locked
    if locked.employee_id is not None:
        raise FollowUpTakenByColleague
    locked.employee, locked.assigned_at = by, at
    locked.save()
    record("follow_up.taken", locked, at=at, by=by)
    return locked


@transaction.atomic
def call_back(follow_up: FollowUp, *, by: Employee, at: datetime) -> Contact:
    """Ring the citizen about a promise that is open: a contact of its own, with who she is."""
    if follow_up.state == FollowUp.State.DONE:
        raise FollowUpAlreadyDone
    question = follow_up.question
    party = question.contact.party or question.party
    return start_contact(
        follow_up.client,
        Channel.PHONE,
        direction=Contact.Direction.OUT,
        party=party,
        caller_address=_number_to_call(question, party),
        by=by,
        at=at,
    )


def secret_of(question: Question) -> list[Party]:
    """Whose secret it is where the citizen can be reached about this question."""
    return protected_in(question.contact, [question.party])


def _number_to_call(question: Question, party: Party | None) -> str:
    """The one she called from, else the one she gave; a secret one is not written down again."""
    contact = question.contact
    if secret_of(question):
        return ""
    if contact.channel in (Channel.PHONE, Channel.WHATSAPP) and contact.caller_address:
        return contact.caller_address
    given = party.digital_addresses.filter(kind="phone").first() if party else None
    return given.address_key if given else ""


@transaction.atomic
def complete_follow_up(follow_up: FollowUp, *, result: str, by: Employee, at: datetime) -> FollowUp:
    """The promise is kept; `result` says what the citizen heard."""
    locked = _lock(follow_up)
    if locked.state == FollowUp.State.DONE:
        raise FollowUpAlreadyDone
    words = clean_text(result).strip()
    if not words:
        raise ValidationError(_("Schrijf op wat de klant te horen kreeg."))
    locked.state, locked.done_at, locked.done_by = FollowUp.State.DONE, at, by
    locked.result = words
    locked.save()
    record("follow_up.done", locked, at=at, by=by)
    return locked


def _lock(follow_up: FollowUp) -> FollowUp:
    locked: FollowUp = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    return locked
