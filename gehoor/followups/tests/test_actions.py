from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from gehoor.contacts.actions import Answered, accept_contact
from gehoor.contacts.models import Contact, Question
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.events.models import Event
from gehoor.followups.actions import (
    FollowUpAlreadyDone,
    FollowUpTakenByColleague,
    Promise,
    complete_follow_up,
    due_on,
    finish_contact,
    take_follow_up,
)
from gehoor.followups.models import FollowUp
from gehoor.followups.tests.factories import FollowUpFactory, QuestionFactory
from gehoor.organisation.models import OpeningHours
from gehoor.organisation.tests.factories import DepartmentFactory

KEPT = "Woensdag wordt de container geleegd."


@pytest.fixture
def contact(municipality, agent, now) -> Contact:
    """A call in hand, at a client that is open from nine to five on working days."""
    OpeningHours.objects.bulk_create(
        OpeningHours(
            tenant=municipality.tenant, client=municipality,
            weekday=day, opens=time(9), closes=time(17),
        )
        for day in range(5)
    )  # fmt: skip
    waiting = ContactFactory(client=municipality, offered_at=now)
    return accept_contact(waiting, by=agent, at=now)


def finish(contact, agent, now, *questions: tuple[Answered, Promise]) -> list[FollowUp]:
    finish_contact(contact, questions, by=agent, at=now)
    return list(FollowUp.objects.order_by("pk"))


def test_answered_question_promises_nothing(contact, agent, outcomes, now):
    asked = Answered("Hoe laat bent u open?", outcomes["answered"])
    assert finish(contact, agent, now, (asked, Promise())) == []


def test_callback_is_for_the_agent_on_the_next_working_day(contact, agent, outcomes, now):
    asked = Answered("Hoe laat?", outcomes["looked_up"])
    [callback] = finish(contact, agent, now, (asked, Promise()))
    assert (callback.kind, callback.employee, callback.owner) == ("callback", agent, agent)
    assert callback.due_at == datetime(2026, 3, 3, 16, tzinfo=UTC)
    assert callback.instruction == "Terugbelverzoek"


def test_task_is_for_the_department_and_stays_ours(contact, agent, outcomes, now, municipality):
    department = DepartmentFactory(client=municipality)
    asked = Answered("Waar blijft mijn brief?", outcomes["passed_on"], department=department)
    [task] = finish(contact, agent, now, (asked, Promise("Zoek de brief op")))
    assert (task.kind, task.department, task.employee) == ("task", department, None)
    assert (task.owner, task.instruction) == (agent, "Zoek de brief op")
    assert task.due_at == datetime(2026, 3, 4, 16, tzinfo=UTC)


def test_agreed_moment_counts(contact, agent, outcomes, now):
    agreed = datetime(2026, 3, 20, 10, tzinfo=UTC)
    asked = Answered("Hoe laat?", outcomes["looked_up"])
    [callback] = finish(contact, agent, now, (asked, Promise(due_at=agreed)))
    assert callback.due_at == agreed


def test_promise_without_department_undoes_everything(contact, agent, outcomes, now):
    fine = Answered("Hoe laat?", outcomes["looked_up"])
    wrong = Answered("Waar blijft mijn brief?", outcomes["passed_on"])
    events = Event.objects.count()
    with pytest.raises(ValidationError, match="vakafdeling"):
        finish(contact, agent, now, (fine, Promise()), (wrong, Promise()))
    contact.refresh_from_db()
    assert contact.state == Contact.State.OPEN
    assert not Question.objects.exists()
    assert not FollowUp.objects.exists()
    assert Event.objects.count() == events


def test_promise_without_opening_hours_asks_for_a_day(contact, agent, outcomes, now):
    OpeningHours.objects.all().delete()
    asked = Answered("Hoe laat?", outcomes["looked_up"])
    with pytest.raises(ValidationError, match="geen openingstijden"):
        finish(contact, agent, now, (asked, Promise()))


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (date(2026, 2, 27), "al voorbij"),
        (date(2028, 3, 2), "twee jaar"),
        (date(9999, 12, 31), "twee jaar"),
    ],
)
def test_day_that_is_gone_or_far_off_is_refused(contact, municipality, now, day, error):
    with pytest.raises(ValidationError, match=error):
        due_on(day, municipality, at=now)


def test_today_is_today_where_the_client_is(contact, municipality):
    just_after_midnight = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    with pytest.raises(ValidationError, match="al voorbij"):
        due_on(date(2026, 3, 2), municipality, at=just_after_midnight)
    assert due_on(date(2026, 3, 3), municipality, at=just_after_midnight)


def test_chosen_day_ends_when_the_doors_close(contact, municipality, now):
    end = due_on(date(2026, 3, 3), municipality, at=now)
    assert end == datetime(2026, 3, 3, 16, tzinfo=UTC)
    for closed in (date(2026, 3, 7), date(2026, 4, 27)):
        with pytest.raises(ValidationError, match="gesloten"):
            due_on(closed, municipality, at=now)


def test_department_with_its_own_hours_has_its_own_terms(contact, municipality, now):
    department = DepartmentFactory(client=municipality)
    OpeningHours.objects.create(
        tenant=municipality.tenant, client=municipality, department=department,
        weekday=1, opens=time(9), closes=time(12),
    )  # fmt: skip
    noon = datetime(2026, 3, 3, 11, tzinfo=UTC)
    assert due_on(date(2026, 3, 3), municipality, department, at=now) == noon


@pytest.fixture
def promise(municipality):
    return FollowUpFactory(question=QuestionFactory(contact__client=municipality))


def test_taken_by_one_is_not_taken_by_another(promise, agent, colleague, now):
    take_follow_up(promise, by=agent, at=now)
    assert take_follow_up(promise, by=agent, at=now).employee == agent
    with pytest.raises(FollowUpTakenByColleague):
        take_follow_up(promise, by=colleague, at=now)
    assert Event.objects.filter(kind="follow_up.taken").count() == 1


def test_done_once_is_done(promise, agent, colleague, now):
    done = complete_follow_up(promise, result=f"  {KEPT}\x07 ", by=agent, at=now)
    assert (done.result, done.done_by, done.done_at) == (KEPT, agent, now)
    with pytest.raises(FollowUpAlreadyDone):
        complete_follow_up(promise, result="Iets anders", by=colleague, at=now)
    with pytest.raises(FollowUpAlreadyDone):
        take_follow_up(promise, by=colleague, at=now)
    promise.refresh_from_db()
    assert promise.result == KEPT


def test_journal_holds_no_words(promise, agent, now):
    complete_follow_up(promise, result=KEPT, by=agent, at=now)
    assert KEPT not in str(Event.objects.values_list())
