from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from gehoor.contacts.actions import (
    Answered,
    ContactAlreadyClosed,
    ContactTakenByColleague,
    accept_contact,
    close_contact,
    end_conversation,
    hold_contact,
    offer_contact,
    save_draft,
    set_confidential,
)
from gehoor.contacts.handovers import ColleagueStillThere, hand_over, take_over
from gehoor.contacts.models import Contact, Draft, Handover, Outcome
from gehoor.events.models import Event
from gehoor.organisation.actions import note_sign_in, note_sign_out
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory

TYPED = [{"text": "mijn container is niet geleegd", "note": "belt zo terug"}]


@pytest.fixture
def senior(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["senior"])


@pytest.fixture
def open_call(municipality: ClientOrganisation, agent: Employee, now: datetime) -> Contact:
    call = accept_contact(offer_contact(municipality, "phone", at=now), by=agent, at=now)
    save_draft(call, TYPED, revision=0, writer="hers", by=agent, at=now)
    return call


def state_of(contact: Contact) -> dict[str, Any]:
    contact.refresh_from_db()
    left_out = {"_state", "agent_id", "_prefetched_objects_cache"}
    return {name: value for name, value in vars(contact).items() if name not in left_out}


# --- handing over -----------------------------------------------------------


def test_all_but_the_agent_stays_as_it_was(
    open_call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    hold_contact(open_call, by=agent, at=now)
    open_call = Contact.objects.get()
    before, draft = state_of(open_call), vars(Draft.objects.get())
    moved = hand_over(open_call, colleague, word=" zij belt \x00 zo\r\n", by=agent, at=now)
    assert moved.agent == colleague
    assert state_of(Contact.objects.get()) == before
    kept = vars(Draft.objects.get())
    assert {**kept, "_state": 0} == {**draft, "_state": 0}
    told = Handover.objects.get()
    assert (told.giver, told.taker, told.word, told.is_taken, told.at) == (
        agent, colleague, "zij belt  zo", False, now,
    )  # fmt: skip
    event = Event.objects.get(kind="contact.handed_over")
    assert (event.by_id, event.data) == (agent.pk, {"to": colleague.pk})


def test_the_former_agent_is_refused_and_the_new_one_goes_on(
    open_call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    hand_over(open_call, colleague, by=agent, at=now)
    with pytest.raises(ContactTakenByColleague) as refused:
        save_draft(open_call, TYPED, revision=1, writer="hers", by=agent, at=now)
    assert refused.value.contact.agent == colleague
    more = [{**TYPED[0], "text": "mijn container is alweer niet geleegd"}]
    saved = save_draft(open_call, more, revision=1, writer="new", by=colleague, at=now)
    assert (saved.revision, saved.questions) == (2, more)


def test_one_clock_and_it_counts_for_who_closes_it(
    open_call: Contact,
    agent: Employee,
    colleague: Employee,
    outcomes: dict[str, Outcome],
    now: datetime,
) -> None:
    hand_over(open_call, colleague, by=agent, at=now + timedelta(minutes=2))
    end_conversation(open_call, by=colleague, at=now + timedelta(minutes=5))
    answered = [Answered("mijn container", outcomes["answered"])]
    close_contact(open_call, answered, by=colleague, at=now + timedelta(minutes=6))
    closed = Contact.objects.get()
    assert (closed.agent, closed.talk_ms, closed.wrap_up_ms) == (colleague, 300_000, 60_000)
    assert closed.handle_ms == 360_000


@pytest.mark.parametrize("who", ["agent", "planner", "other_clients_agent", "stranger", "off"])
def test_only_to_who_may_answer_for_this_client(
    open_call: Contact,
    agent: Employee,
    colleague: Employee,
    municipality: ClientOrganisation,
    now: datetime,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    to: Employee
    if who == "planner":
        to = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])
    elif who == "off":
        to = colleague
        to.is_active = False
    else:
        to = request.getfixturevalue(who)
    with pytest.raises(ValidationError):
        hand_over(open_call, to, by=agent, at=now)
    open_call.refresh_from_db()
    assert (open_call.agent, Handover.objects.exists()) == (agent, False)


def test_only_ones_own_and_only_while_open(
    municipality: ClientOrganisation,
    open_call: Contact,
    agent: Employee,
    colleague: Employee,
    senior: Employee,
    outcomes: dict[str, Outcome],
    now: datetime,
) -> None:
    with pytest.raises(ContactTakenByColleague):
        hand_over(open_call, senior, by=colleague, at=now)
    close_contact(open_call, [Answered("x", outcomes["answered"])], by=agent, at=now)
    for attempt in (
        lambda: hand_over(open_call, colleague, by=agent, at=now),
        lambda: take_over(open_call, by=senior, at=now),
        lambda: take_over(offer_contact(municipality, "phone", at=now), by=senior, at=now),
    ):
        with pytest.raises(ContactAlreadyClosed):
            attempt()


# --- taking over ------------------------------------------------------------


def test_a_senior_takes_over_at_any_time(
    open_call: Contact, agent: Employee, senior: Employee, now: datetime
) -> None:
    note_sign_in(agent, at=now)
    taken = take_over(open_call, by=senior, at=now)
    assert (taken.agent, Draft.objects.get().questions) == (senior, TYPED)
    told = Handover.objects.get()
    assert (told.giver, told.taker, told.is_taken, told.word) == (agent, senior, True, "")
    event = Event.objects.get(kind="contact.taken_over")
    assert (event.by_id, event.data) == (senior.pk, {"giver": agent.pk})


def test_a_colleague_takes_over_from_who_left(
    open_call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    note_sign_in(agent, at=now)
    with pytest.raises(ColleagueStillThere):
        take_over(open_call, by=colleague, at=now)
    note_sign_out(agent, at=now)
    assert take_over(open_call, by=colleague, at=now).agent == colleague


def test_a_colleague_takes_over_from_who_was_switched_off(
    open_call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    agent.is_active = False
    agent.save()
    assert take_over(open_call, by=colleague, at=now).agent == colleague


def test_without_any_sign_a_colleague_counts_as_there(
    open_call: Contact, colleague: Employee, now: datetime
) -> None:
    with pytest.raises(ColleagueStillThere):
        take_over(open_call, by=colleague, at=now)


def test_taking_over_ones_own_changes_nothing(
    open_call: Contact, agent: Employee, now: datetime
) -> None:
    assert take_over(open_call, by=agent, at=now).agent == agent
    assert not Handover.objects.exists()


def test_nobody_takes_over_for_a_client_she_does_not_serve(
    open_call: Contact, stranger: Employee, other_clients_agent: Employee, now: datetime
) -> None:
    Employee.objects.filter(pk=open_call.agent_id).update(is_active=False)
    for outsider in (stranger, other_clients_agent):
        with pytest.raises(ValidationError):
            take_over(open_call, by=outsider, at=now)


def test_of_two_who_take_over_the_second_hears_nothing_is_wrong_but_has_it_last(
    open_call: Contact, senior: Employee, municipality: ClientOrganisation, now: datetime
) -> None:
    other = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["coach"])
    take_over(open_call, by=senior, at=now)
    assert take_over(open_call, by=other, at=now).agent == other
    assert list(Handover.objects.order_by("pk").values_list("giver", "taker")) == [
        (open_call.agent_id, senior.pk),
        (senior.pk, other.pk),
    ]


def test_events_hold_no_words(
    open_call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    set_confidential(open_call, True, by=agent, at=now)
    hand_over(open_call, colleague, word="mevrouw huilt", by=agent, at=now)
    assert not any("huilt" in str(event.data) for event in Event.objects.all())
