from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from gehoor.contacts.actions import Answered, accept_contact, offer_contact
from gehoor.contacts.corrections import merge_questions
from gehoor.contacts.models import Question
from gehoor.events.models import Event
from gehoor.followups.actions import Promise, finish_contact
from gehoor.followups.corrections import correct_question, split_question
from gehoor.followups.models import FollowUp
from gehoor.organisation.models import OpeningHours
from gehoor.organisation.tests.factories import DepartmentFactory

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOON = START + timedelta(hours=1)
DUE = datetime(2026, 3, 4, 16, tzinfo=UTC)


@pytest.fixture
def department(municipality):
    return DepartmentFactory(client=municipality)


@pytest.fixture
def question(municipality, agent, outcomes, department) -> Question:
    """Passed on, with a task for a department."""
    for weekday in range(5):
        OpeningHours.objects.create(
            tenant=municipality.tenant, client=municipality, weekday=weekday,
            opens="09:00", closes="17:00",
        )  # fmt: skip
    contact = offer_contact(municipality, "phone", at=START)
    accept_contact(contact, by=agent, at=START)
    asked = Answered("mijn pas en mijn bak", outcomes["passed_on"], department=department)
    return finish_contact(contact, [(asked, Promise("Zoek uit", DUE))], by=agent, at=START)[0]


def test_outcome_that_asks_for_a_promise_gets_one(question, agent, outcomes) -> None:
    asked = Answered(question.text, outcomes["looked_up"])
    correct_question(question, (asked, Promise("Bel terug", DUE)), revision=0, by=agent, at=SOON)
    task, callback = FollowUp.objects.order_by("pk")
    assert (task.kind, task.instruction) == ("task", "Zoek uit")
    assert (callback.kind, callback.instruction, callback.due_at, callback.owner) == (
        "callback", "Bel terug", DUE, agent,
    )  # fmt: skip


def test_promise_that_is_there_is_not_made_again(question, agent, outcomes, department) -> None:
    asked = Answered("mijn pas", outcomes["passed_on"], department=department)
    correct_question(question, (asked, Promise()), revision=0, by=agent, at=SOON)
    assert FollowUp.objects.get().instruction == "Zoek uit"


def test_promise_stays_when_the_outcome_asks_for_none(question, agent, outcomes) -> None:
    asked = Answered(question.text, outcomes["answered"])
    correct_question(question, (asked, Promise()), revision=0, by=agent, at=SOON)
    assert FollowUp.objects.get().state == FollowUp.State.OPEN


def test_task_without_department_changes_nothing(question, agent, outcomes) -> None:
    FollowUp.objects.all().delete()
    asked = Answered("mijn pas", outcomes["passed_on"])
    with pytest.raises(ValidationError, match="vakafdeling"):
        correct_question(question, (asked, Promise()), revision=0, by=agent, at=SOON)
    question.refresh_from_db()
    assert question.text == "mijn pas en mijn bak"


def test_promise_hangs_on_the_part_it_belongs_to(question, agent, outcomes, department) -> None:
    task = FollowUp.objects.get()
    parts = [
        (Answered("mijn pas", outcomes["answered"]), Promise()),
        (Answered("mijn bak", outcomes["passed_on"], department=department), Promise()),
    ]
    rows = split_question(question, parts, places={task.pk: 1}, revision=0, by=agent, at=SOON)
    assert FollowUp.objects.get().question == rows[1]
    moved = Event.objects.get(kind="follow_up.moved")
    assert (moved.subject_id, moved.data) == (task.pk, {"questions": [rows[0].pk, rows[1].pk]})


def test_each_part_that_asks_for_a_promise_has_one(question, agent, outcomes, department) -> None:
    asked = Answered("deel", outcomes["passed_on"], department=department)
    parts = [(asked, Promise(f"taak {n}", DUE)) for n in (1, 2)]
    rows = split_question(question, parts, places={}, revision=0, by=agent, at=SOON)
    assert [row.follow_ups.get().instruction for row in rows] == ["Zoek uit", "taak 2"]


def test_others_promises_cannot_be_moved(question, agent, outcomes, municipality) -> None:
    contact = offer_contact(municipality, "phone", at=START)
    accept_contact(contact, by=agent, at=START)
    asked = Answered("bel mij", outcomes["looked_up"])
    other = finish_contact(contact, [(asked, Promise("", DUE))], by=agent, at=START)[0]
    strange = other.follow_ups.get()
    parts = [(Answered(text, outcomes["answered"]), Promise()) for text in ("een", "twee")]
    split_question(question, parts, places={strange.pk: 1}, revision=0, by=agent, at=SOON)
    assert other.follow_ups.get() == strange


def test_no_promise_is_lost_by_merging(question, agent, outcomes) -> None:
    parts = [(Answered(text, outcomes["answered"]), Promise()) for text in ("een", "twee")]
    task = FollowUp.objects.get()
    rows = split_question(question, parts, places={task.pk: 1}, revision=0, by=agent, at=SOON)
    kept = merge_questions(*rows, codes_of=rows[0], revision=1, by=agent, at=SOON)
    assert kept.follow_ups.get() == task
