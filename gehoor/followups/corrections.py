"""Corrections of questions together with their promises: none is lost, none is forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gehoor.contacts import corrections
from gehoor.contacts.actions import Answered
from gehoor.contacts.models import Question
from gehoor.contacts.outcomes import FollowUpKind
from gehoor.events.actions import record
from gehoor.followups.actions import Promise, make_promise
from gehoor.followups.models import FollowUp
from gehoor.organisation.models import Employee


@transaction.atomic
def correct_question(
    question: Question,
    asked: tuple[Answered, Promise],
    *,
    revision: int,
    by: Employee,
    at: datetime,
) -> Question:
    """As contacts.corrections; an outcome that asks for a promise gets one if it has none."""
    row = corrections.correct_question(question, asked[0], revision=revision, by=by, at=at)
    _promise_what_is_asked(row, asked[1], by, at)
    return row


@transaction.atomic
def split_question(
    question: Question,
    parts: Sequence[tuple[Answered, Promise]],
    *,
    places: Mapping[int, int],
    revision: int,
    by: Employee,
    at: datetime,
) -> list[Question]:
    """As contacts.corrections; `places` says on which part a follow-up hangs from now on.

    By primary key of the follow-up and place of the part, from 0; not named: on the first.
    """
    answers = [answered for answered, _promise in parts]
    rows = corrections.split_question(question, answers, revision=revision, by=by, at=at)
    for follow_up in FollowUp.objects.filter(question=question, pk__in=places):
        _hang_on(follow_up, rows[places[follow_up.pk]], by, at)
    for row, (_answered, promise) in zip(rows, parts, strict=True):
        _promise_what_is_asked(row, promise, by, at)
    return rows


def _hang_on(follow_up: FollowUp, question: Question, by: Employee, at: datetime) -> None:
    if follow_up.question_id == question.pk:
        return
    questions = [follow_up.question_id, question.pk]
    follow_up.question = question
    follow_up.save(update_fields=["question"])
    record("follow_up.moved", follow_up, at=at, by=by, questions=questions)


def _promise_what_is_asked(row: Question, promise: Promise, by: Employee, at: datetime) -> None:
    kind = row.outcome.follow_up
    if kind != FollowUpKind.NONE and not row.follow_ups.filter(kind=kind).exists():
        make_promise(row, promise, by=by, at=at)
