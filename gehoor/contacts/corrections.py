"""Questions after the fact: reclassified, reworded, split and merged.

Words of citizens are never lost: what a correction replaces stands in `FormerWords`. Figures
follow through the event (`measures/corrections.py`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gehoor.contacts.actions import Answered, check_questions, lock_contact
from gehoor.contacts.models import Contact, FormerWords, Participant, Question
from gehoor.contacts.months import refuse_if_fixed
from gehoor.contacts.participants import NAME_FIELDS
from gehoor.contacts.subjects import subject_of
from gehoor.contacts.timing import divide
from gehoor.events.actions import record
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Employee
from gehoor.organisation.roles import Right

CODES = ("theme", "product", "article", "department", "outcome")
CORRECTED = ("question.reclassified", "question.reworded", "question.split", "question.merged")
OWN = ("id", "uuid", "reference", "position")  # what two questions never share
ABOUT = ("party_id", "ground", "representation_id")  # for whom it was asked, and by what
FAR = 1_000_000  # further than any position: room to move positions that are unique


class NotYoursToCorrect(Exception):
    """Only its agent on the same day, and who has the right, may correct a contact."""


class ContactCorrectedElsewhere(Exception):
    """The contact was corrected since it was shown; `contact` is as it is now."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(contact.pk)
        self.contact = contact


def may_correct(contact: Contact, employee: Employee, *, at: datetime) -> bool:
    """Who has the right always; the agent herself until the day on which she closed it ends."""
    if contact.state != Contact.State.CLOSED or contact.closed_at is None:
        return False
    if employee.may(Right.CORRECT_CONTACTS):
        return True
    zone = ZoneInfo(contact.client.timezone)
    is_today = contact.closed_at.astimezone(zone).date() == at.astimezone(zone).date()
    return is_today and contact.agent_id == employee.pk and employee.may(Right.ANSWER)


@transaction.atomic
def correct_question(
    question: Question, answered: Answered, *, revision: int, by: Employee, at: datetime
) -> Question:
    """Give a question other codes, or mend a slip in its words; the rest of it stays."""
    contact = _begin(question.contact, revision, by, at)
    row: Question = contact.questions.select_related(*CODES).get(pk=question.pk)
    check_questions([answered])
    changes = _changes(row, answered)
    is_reworded = clean_text(answered.text) != row.text
    if not changes and not is_reworded:
        return row
    if is_reworded:
        _keep_words([row], by, at)
        row.text = clean_text(answered.text)
    _classify(row, answered)
    row.save()
    kind = "question.reclassified" if changes else "question.reworded"
    codes = {"question": row.pk, "changes": changes, "is_reworded": is_reworded}
    _end(contact, kind, by, at, **codes)
    return row


@transaction.atomic
def split_question(
    question: Question, parts: Sequence[Answered], *, revision: int, by: Employee, at: datetime
) -> list[Question]:
    """Make two or more questions of one; the first part is the question itself.

    Its handling time is divided by `timing.divide`; what hangs on it stays with the first.
    """
    contact = _begin(question.contact, revision, by, at)
    if len(parts) < 2:
        raise ValidationError(_("Verdeel de vraag over minstens twee vragen."))
    check_questions(parts)
    row: Question = contact.questions.select_related(*CODES, "party").get(pk=question.pk)
    _keep_words([row], by, at)
    _move_positions(contact, after=row.position, by=len(parts) - 1)
    rows = _divide(row, parts)
    people = list(row.participants.order_by("pk"))
    Participant.objects.bulk_create(
        _same_person(person, new) for new in rows[1:] for person in people
    )
    _end(contact, "question.split", by, at, question=row.pk, into=[part.pk for part in rows])
    return rows


def _divide(row: Question, parts: Sequence[Answered]) -> list[Question]:
    shares = divide(row.handle_ms, len(parts))
    outcome, is_first_line = row.outcome, row.is_first_line
    rows = [row, *(_sibling(row, place) for place in range(1, len(parts)))]
    for part, asked, share in zip(rows, parts, shares, strict=True):
        part.outcome, part.is_first_line = outcome, is_first_line
        part.text, part.note = clean_text(asked.text), clean_text(asked.note)
        part.case_reference, part.handle_ms = clean_text(asked.case_reference), share
        _classify(part, asked)
        part.save()
    return rows


def _sibling(row: Question, place: int) -> Question:
    """Another question of the same conversation by the same person; not saved."""
    fields = [field.attname for field in Question._meta.concrete_fields if field.name not in OWN]
    same = {name: getattr(row, name) for name in fields}
    return Question(**same, position=row.position + place)


def _same_person(person: Participant, question: Question) -> Participant:
    names = {name: getattr(person, name) for name in NAME_FIELDS}
    return Participant(
        tenant_id=person.tenant_id, client_id=person.client_id, question=question,
        party_id=person.party_id, role=person.role, is_initiator=person.is_initiator, **names,
    )  # fmt: skip


@transaction.atomic
def merge_questions(
    question: Question, other: Question, *, codes_of: Question, revision: int,
    by: Employee, at: datetime,
) -> Question:  # fmt: skip
    """Make one question of two of a contact: words in their order, times added up.

    The first stays and keeps its reference; `codes_of` says whose classification it gets.
    Whatever hangs on the other moves along.
    """
    contact = _begin(question.contact, revision, by, at)
    pair = contact.questions.select_related(*CODES).filter(pk__in=[question.pk, other.pk])
    rows: list[Question] = list(pair.order_by("position"))
    if len(rows) != 2 or codes_of not in rows:
        raise ValidationError(_("Kies twee vragen van hetzelfde contact."))
    kept, gone = rows
    if kept.party_id and gone.party_id and kept.party_id != gone.party_id:
        raise ValidationError(_("Deze vragen gaan over twee personen. Laat ze apart staan."))
    merged = {"question": kept.pk, "merged": [kept.pk, gone.pk], "codes_of": codes_of.pk}
    _keep_words(rows, by, at)
    _take_over(kept, gone)
    if codes_of == gone:
        for name in (*CODES, "is_first_line"):
            setattr(kept, name, getattr(gone, name))
    kept.subject = subject_of(kept)
    kept.save()
    _merge_participants(kept, gone)
    _move_what_hangs_on(gone, kept)
    gone.delete()
    _move_positions(contact, after=gone.position, by=-1)
    _end(contact, "question.merged", by, at, **merged)
    return kept


def _take_over(kept: Question, gone: Question) -> None:
    """All that was written about either; a second case number has room in the note only."""
    has_two_cases = kept.case_reference and kept.case_reference != gone.case_reference
    second_case = gone.case_reference if has_two_cases else ""
    kept.text = _joined(kept.text, gone.text)
    kept.note = _joined(kept.note, gone.note, second_case)
    kept.case_reference = kept.case_reference or gone.case_reference
    if kept.party_id is None:
        for name in ABOUT:
            setattr(kept, name, getattr(gone, name))
    kept.handle_ms += gone.handle_ms


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text.strip())


def _merge_participants(kept: Question, gone: Question) -> None:
    """Each person once, with all addresses that were given for either question."""
    known = {_identity(person): person for person in kept.participants.all()}
    for person in gone.participants.order_by("pk"):
        same = known.get(_identity(person))
        if same is None:
            continue  # moves along with all else
        person.address_links.update(participant=same)
        if person.is_initiator and not same.is_initiator:
            same.is_initiator = True
            same.save(update_fields=["is_initiator"])
        person.delete()


def _identity(person: Participant) -> tuple[Any, ...]:
    if person.party_id:
        return person.role, person.party_id
    return person.role, *(getattr(person, name) for name in NAME_FIELDS)


def _move_what_hangs_on(gone: Question, kept: Question) -> None:
    """Rows of every app that refer to a question, also of those that lie above this one."""
    for relation in Question._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_many and relation.related_model:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: gone})  # type: ignore[union-attr]
            rows.update(**{relation.field.name: kept})  # type: ignore[union-attr]


def _begin(contact: Contact, revision: int, by: Employee, at: datetime) -> Contact:
    """The contact, locked, if this employee may correct it and saw it as it is."""
    locked = lock_contact(contact)
    if not may_correct(locked, by, at=at):
        raise NotYoursToCorrect
    if locked.corrections != revision:
        raise ContactCorrectedElsewhere(locked)
    refuse_if_fixed(locked.client, locked.offered_at)
    return locked


def _end(contact: Contact, kind: str, by: Employee, at: datetime, **codes: Any) -> None:
    contact.corrections += 1
    contact.save(update_fields=["corrections"])
    record(kind, contact, at=at, by=by, **codes)


def _keep_words(rows: Iterable[Question], by: Employee, at: datetime) -> None:
    FormerWords.objects.bulk_create(
        FormerWords(
            question=row, reference=row.reference, text=row.text, replaced_at=at, replaced_by=by
        )
        for row in rows
    )


def _changes(row: Question, answered: Answered) -> dict[str, list[int | None]]:
    """Which codes differ, from what to what."""
    pairs = {name: (getattr(row, name), getattr(answered, name)) for name in CODES}
    return {
        name: [was.pk if was else None, becomes.pk if becomes else None]
        for name, (was, becomes) in pairs.items()
        if was != becomes
    }


def _classify(row: Question, answered: Answered) -> None:
    """An outcome that stays counts as it did on the day it was chosen."""
    if row.outcome != answered.outcome:
        row.is_first_line = answered.outcome.is_first_line
    for name in CODES:
        setattr(row, name, getattr(answered, name))
    row.subject = subject_of(row)


def _move_positions(contact: Contact, *, after: int, by: int) -> None:
    """In two steps, as no two questions may have the same place, not even for a moment."""
    if not by:
        return
    contact.questions.filter(position__gt=after).update(position=F("position") + FAR)
    contact.questions.filter(position__gt=FAR).update(position=F("position") - FAR + by)
