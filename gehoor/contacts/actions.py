"""Every change to contacts: each is one transaction with one event."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.contacts.models import (
    CLOCK_FIELDS,
    Contact,
    Draft,
    Level,
    Outcome,
    Participant,
    Question,
)
from gehoor.contacts.outcomes import DEFAULTS
from gehoor.contacts.participants import ground_of, participant_rows, refusal
from gehoor.contacts.subjects import subject_of
from gehoor.contacts.timing import divide, milliseconds
from gehoor.events.actions import record
from gehoor.knowledge.models import Article
from gehoor.lib.html import clean_text
from gehoor.organisation.models import (
    ClientOrganisation,
    Department,
    Employee,
    Entrance,
    Product,
    Tenant,
    Theme,
)
from gehoor.parties.models import COMMON_LANGUAGES, Party, Representation


class ContactTakenByColleague(Exception):
    """Somebody else has this contact; `contact.agent` says who."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(contact.pk)
        self.contact = contact


class ContactAlreadyClosed(Exception):
    """The contact was finished or the citizen hung up; nothing more is written to it."""


class DraftSavedElsewhere(Exception):
    """Another browser saved a newer draft of this contact; `draft` is that one."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.revision)
        self.draft = draft


@dataclass(frozen=True)
class Answered:
    """One question of a contact as the agent leaves it."""

    text: str
    outcome: Outcome
    theme: Theme | None = None
    product: Product | None = None
    article: Article | None = None
    department: Department | None = None
    party: Party | None = None
    case_reference: str = ""
    note: str = ""
    subject: str = field(default="", kw_only=True)
    representation: Representation | None = field(default=None, kw_only=True)


@transaction.atomic
def create_outcomes(tenant: Tenant) -> list[Outcome]:
    """The table of outcomes with which a tenant starts."""
    rows = [
        Outcome(
            tenant=tenant, code=code, name=str(name), counts=counts, follow_up=follow_up, position=n
        )
        for n, (code, name, counts, follow_up) in enumerate(DEFAULTS, start=1)
    ]
    return Outcome.objects.bulk_create(rows)


@transaction.atomic
def offer_contact(
    client: ClientOrganisation,
    channel: str,
    *,
    caller_address: str = "",
    entrance: Entrance | None = None,
    words: str = "",
    at: datetime,
) -> Contact:
    """Somebody wants to speak to us; the contact waits for an agent.

    What she wrote already stands in the draft that the agent will find.
    """
    contact = Contact.objects.create(
        tenant_id=client.tenant_id, client=client, channel=channel, entrance=entrance,
        caller_address=clean_text(caller_address), offered_at=at,
    )  # fmt: skip
    if words:
        Draft.objects.create(contact=contact, questions=[{"text": words}], saved_at=at)
    record("contact.offered", contact, at=at, channel=channel, client=client.pk)
    return contact


@transaction.atomic
def start_contact(
    client: ClientOrganisation,
    channel: str,
    *,
    by: Employee,
    at: datetime,
    direction: str = Contact.Direction.IN,
    party: Party | None = None,
    caller_address: str = "",
) -> Contact:
    """An agent opens a contact herself: a citizen at the counter, a letter, a call back."""
    contact = Contact(
        tenant_id=client.tenant_id, client=client, channel=channel, direction=direction,
        state=Contact.State.OPEN, agent=by, offered_at=at, party=party,
        caller_address=caller_address, language=party.language if party else "nld",
    )  # fmt: skip
    contact.clock = contact.clock.answer(at)
    contact.save()
    Draft.objects.create(contact=contact, saved_at=at)
    record("contact.started", contact, at=at, by=by, channel=channel, client=client.pk)
    return contact


@transaction.atomic
def accept_contact(contact: Contact, *, by: Employee, at: datetime) -> Contact:
    """Take a waiting contact; who comes second hears who has it."""
    locked = lock_contact(contact)
    if locked.state != Contact.State.OFFERED:
        return _already_accepted(locked, by)
    locked.agent, locked.state = by, Contact.State.OPEN
    locked.clock = locked.clock.answer(at)
    locked.save()
    Draft.objects.get_or_create(contact=locked, defaults={"saved_at": at})
    record("contact.accepted", locked, at=at, by=by)
    return locked


def _already_accepted(contact: Contact, by: Employee) -> Contact:
    """Accepting twice is no fault; accepting a colleague's contact is."""
    if contact.state == Contact.State.ABANDONED:
        raise ContactAlreadyClosed
    if contact.agent_id != by.pk:
        raise ContactTakenByColleague(contact)
    return contact


@transaction.atomic
def abandon_contact(contact: Contact, *, at: datetime) -> Contact:
    """The citizen hung up before anybody answered."""
    locked = lock_contact(contact)
    if locked.state != Contact.State.OFFERED:
        return locked
    locked.state = Contact.State.ABANDONED
    locked.clock = locked.clock.close(at)
    locked.wait_ms = milliseconds(locked.offered_at, locked.closed_at)
    locked.save()
    record("contact.abandoned", locked, at=at)
    return locked


@transaction.atomic
def hold_contact(contact: Contact, *, by: Employee, at: datetime) -> Contact:
    return _move_clock(contact, "hold", by, at)


@transaction.atomic
def resume_contact(contact: Contact, *, by: Employee, at: datetime) -> Contact:
    return _move_clock(contact, "resume", by, at)


@transaction.atomic
def end_conversation(contact: Contact, *, by: Employee, at: datetime) -> Contact:
    """The citizen is gone; the agent wraps up."""
    return _move_clock(contact, "end", by, at)


def _move_clock(contact: Contact, move: str, by: Employee, at: datetime) -> Contact:
    locked = own_contact(contact, by)
    before = locked.clock
    locked.clock = getattr(before, move)(at)
    if locked.clock == before:
        return locked
    locked.save(update_fields=CLOCK_FIELDS)
    record(f"contact.{move}", locked, at=at, by=by)
    return locked


@transaction.atomic
def attach_party(contact: Contact, party: Party | None, *, by: Employee, at: datetime) -> Contact:
    """Say who is calling, or (None) that it is somebody else after all.

    How sure one was of somebody says nothing about somebody else.
    """
    locked = own_contact(contact, by)
    if party is not None and party.client_id != locked.client_id:
        raise ValidationError(_("Deze klant hoort bij een andere organisatie."))
    if party is None or party.pk != locked.party_id:
        locked.verification_level = Level.NONE
    locked.party = party
    if party is not None:
        locked.language = party.language
    locked.save(update_fields=["party", "language", "verification_level"])
    record("contact.party_set", locked, at=at, by=by, party=party.pk if party else None)
    return locked


@transaction.atomic
def set_confidential(
    contact: Contact, is_confidential: bool, *, by: Employee, at: datetime
) -> Contact:
    """Who may read it: everybody of the centre, or only its agent and who has the right."""
    locked = own_contact(contact, by)
    locked.is_confidential = is_confidential
    locked.save(update_fields=["is_confidential"])
    record("contact.confidential_set", locked, at=at, by=by, value=is_confidential)
    return locked


@transaction.atomic
def set_language(contact: Contact, language: str, *, by: Employee, at: datetime) -> Contact:
    """In which language one speaks; its questions will say so too."""
    if language not in dict(COMMON_LANGUAGES):
        raise ValidationError(_("Deze taal kennen we niet."))
    locked = own_contact(contact, by)
    locked.language = language
    locked.save(update_fields=["language"])
    record("contact.language_set", locked, at=at, by=by, language=language)
    return locked


@transaction.atomic
def save_draft(
    contact: Contact,
    questions: list[dict[str, Any]],
    *,
    revision: int,
    writer: str,
    by: Employee,
    at: datetime,
) -> Draft:
    """Keep what has been typed; `revision` is the one that the window `writer` last heard of.

    Raises DraftSavedElsewhere when another window saved since, ContactAlreadyClosed and
    ContactTakenByColleague. Every two seconds for every agent: so no event is written.
    """
    own_contact(contact, by)
    draft = Draft.objects.get(contact=contact)
    is_elsewhere = draft.revision != revision and draft.writer != writer
    if is_elsewhere and draft.questions != questions:
        raise DraftSavedElsewhere(draft)
    if draft.questions != questions:
        draft.questions = questions
        draft.revision += 1
    draft.writer, draft.saved_at = writer, at
    draft.save()
    return draft


@transaction.atomic
def close_contact(
    contact: Contact,
    questions: Sequence[Answered],
    *,
    by: Employee,
    at: datetime,
    revision: int | None = None,
) -> list[Question]:
    """Finish a contact with all its questions, whatever their number, at once.

    Handling time is divided over the questions by `timing.divide`. Raises
    ContactAlreadyClosed, ContactTakenByColleague, DraftSavedElsewhere when the draft is no
    longer of `revision` (if given), and ValidationError when there is no question, when one has
    no words while the citizen did not hang up, or when the caller may not ask it for another.
    """
    locked = own_contact(contact, by)
    _check_draft(locked, revision)
    check_questions(questions)
    _check_grounds(locked, questions, at)
    closed_at = stop_clock(locked, at)
    locked.save()
    rows = Question.objects.bulk_create(question_rows(locked, questions, closed_at))
    Participant.objects.bulk_create(participant_rows(locked, rows))
    Draft.objects.filter(contact=locked).delete()
    record("contact.closed", locked, at=closed_at, by=by, questions=len(rows))
    return rows


def _check_draft(contact: Contact, revision: int | None) -> None:
    if revision is None:
        return
    newer = Draft.objects.filter(contact=contact).exclude(revision=revision).first()
    if newer:
        raise DraftSavedElsewhere(newer)


def check_questions(questions: Sequence[Answered]) -> None:
    if not questions:
        raise ValidationError(_("Noteer minstens één vraag."))
    for question in questions:
        if not question.text.strip() and question.outcome.is_first_line is not None:
            raise ValidationError(_("Noteer de vraag in de woorden van de klant."))


def _check_grounds(contact: Contact, questions: Sequence[Answered], at: datetime) -> None:
    today = timezone.localdate(at)
    for asked in questions:
        if refused := refusal(contact, asked, on=today):
            raise ValidationError(refused)


def stop_clock(contact: Contact, at: datetime) -> datetime:
    """Fix all times of the contact; the moment at which it is closed. The caller saves.

    Of a contact entered afterwards nothing was measured, so no duration is known.
    """
    clock = contact.clock.close(at)
    contact.clock = clock
    contact.state = Contact.State.CLOSED
    if not contact.is_afterwards:
        durations = clock.durations()
        contact.wait_ms, contact.talk_ms = durations.wait, durations.talk
        contact.hold_ms, contact.wrap_up_ms = durations.hold, durations.wrap_up
        contact.handle_ms = durations.handle
    return clock.closed_at or at


def question_rows(
    contact: Contact, questions: Sequence[Answered], closed_at: datetime
) -> list[Question]:
    """What a finished contact keeps of its questions; the caller saves."""
    shares = divide(contact.handle_ms or 0, len(questions))
    return [
        Question(
            tenant_id=contact.tenant_id, client_id=contact.client_id, contact=contact,
            position=position, text=clean_text(asked.text),
            subject=asked.subject or subject_of(asked),
            theme=asked.theme, product=asked.product, article=asked.article,
            department=asked.department, party=asked.party or contact.party,
            ground=ground_of(contact, asked), representation=asked.representation,
            verification_level=contact.verification_level,
            case_reference=clean_text(asked.case_reference), note=clean_text(asked.note),
            outcome=asked.outcome, is_first_line=asked.outcome.is_first_line,
            language=contact.language, handle_ms=share,
            asked_at=contact.offered_at, closed_at=closed_at, channel=contact.channel,
            direction=contact.direction, is_confidential=contact.is_confidential,
        )
        for position, (asked, share) in enumerate(zip(questions, shares, strict=True), start=1)
    ]  # fmt: skip


def lock_contact(contact: Contact) -> Contact:
    """The row as it is once nobody else holds it.

    No joined agent: PostgreSQL reads the locked row anew after waiting, but not what it had
    joined to it, so the second agent would read that nobody has the contact.
    """
    locked = Contact.objects.select_for_update(of=("self",)).select_related("client")
    found: Contact = locked.get(pk=contact.pk)
    return found


def own_contact(contact: Contact, by: Employee) -> Contact:
    """The contact, locked, for its own agent while it is open."""
    locked = lock_contact(contact)
    if locked.state in (Contact.State.CLOSED, Contact.State.ABANDONED):
        raise ContactAlreadyClosed
    if locked.agent_id != by.pk:
        raise ContactTakenByColleague(locked)
    return locked
