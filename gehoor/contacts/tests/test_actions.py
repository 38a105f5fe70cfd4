import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from gehoor.contacts.actions import (
    Answered,
    ContactAlreadyClosed,
    ContactTakenByColleague,
    DraftSavedElsewhere,
    abandon_contact,
    accept_contact,
    attach_party,
    close_contact,
    end_conversation,
    hold_contact,
    offer_contact,
    resume_contact,
    save_draft,
    start_contact,
)
from gehoor.contacts.models import Contact, Draft, Outcome, Participant, Question
from gehoor.contacts.outcomes import Counts
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.events.models import Event
from gehoor.organisation.models import Channel, ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory
from gehoor.parties.models import Party
from gehoor.parties.tests.factories import PartyFactory

Outcomes = dict[str, Outcome]


def seconds(now: datetime, amount: float) -> datetime:
    return now + timedelta(seconds=amount)


@pytest.fixture
def call(municipality: ClientOrganisation, now: datetime) -> Contact:
    return offer_contact(municipality, Channel.PHONE, caller_address="+31612345678", at=now)


@pytest.fixture
def open_call(call: Contact, agent: Employee, now: datetime) -> Contact:
    return accept_contact(call, by=agent, at=seconds(now, 8))


@pytest.fixture
def party(municipality: ClientOrganisation) -> Party:
    return PartyFactory.create(client=municipality, language="pol")


def kinds() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_a_routine_call_is_kept_whole(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    hold_contact(open_call, by=agent, at=seconds(now, 68))
    resume_contact(open_call, by=agent, at=seconds(now, 98))
    end_conversation(open_call, by=agent, at=seconds(now, 208))
    answered = Answered("waar kan ik me afvalpas ophalen", outcomes["answered"])
    question = close_contact(open_call, [answered], by=agent, at=seconds(now, 228))[0]
    contact = Contact.objects.get()
    assert (contact.wait_ms, contact.talk_ms, contact.hold_ms, contact.wrap_up_ms) == (
        8_000, 170_000, 30_000, 20_000,
    )  # fmt: skip
    assert contact.handle_ms == question.handle_ms == 220_000
    assert (contact.state, contact.agent) == (Contact.State.CLOSED, agent)
    assert (question.is_first_line, question.asked_at) == (True, now)
    assert kinds() == [
        "contact.offered", "contact.accepted", "contact.hold", "contact.resume", "contact.end",
        "contact.closed",
    ]  # fmt: skip


def test_events_hold_no_words_and_no_number(
    open_call: Contact, agent: Employee, party: Party, outcomes: Outcomes, now: datetime
) -> None:
    attach_party(open_call, party, by=agent, at=now)
    keep(open_call, "mijn geheim", 0, agent, now)
    close_contact(open_call, [Answered("mijn geheim", outcomes["answered"])], by=agent, at=now)
    told = str(list(Event.objects.values()))
    assert not any(secret in told for secret in ("geheim", "612345678", "Jansen"))


def test_fifty_questions_are_one_transaction(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    answers = [Answered(f"vraag {n}", outcomes["answered"]) for n in range(50)]
    rows = close_contact(open_call, answers, by=agent, at=seconds(now, 1.007))
    assert [row.position for row in rows] == list(range(1, 51))
    assert sum(row.handle_ms for row in rows) == Contact.objects.get().handle_ms


def test_one_wrong_question_keeps_all_out(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    answers = [Answered("goed", outcomes["answered"]), Answered(" \n", outcomes["answered"])]
    with pytest.raises(ValidationError, match="woorden van de klant"):
        close_contact(open_call, answers, by=agent, at=now)
    assert (Question.objects.count(), Contact.objects.get().state) == (0, Contact.State.OPEN)


def test_a_contact_without_question_is_refused(
    open_call: Contact, agent: Employee, now: datetime
) -> None:
    with pytest.raises(ValidationError, match="minstens één vraag"):
        close_contact(open_call, [], by=agent, at=now)


def test_who_hung_up_needs_no_words(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    rows = close_contact(open_call, [Answered("", outcomes["ended_by_citizen"])], by=agent, at=now)
    assert rows[0].is_first_line is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("é" * 100_000, "é" * 100_000),
        ("nul \x00 en bel \x07 en regel\r\neinde", "nul  en bel  en regel\neinde"),
        ("👩‍👩‍👧 verhuizen 🏠", "👩‍👩‍👧 verhuizen 🏠"),
        ("كيف أجدد جواز سفري", "كيف أجدد جواز سفري"),
        ("half een teken \ud83d", "half een teken "),
    ],
)
def test_words_are_kept_as_given(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime, given: str, kept: str
) -> None:
    close_contact(open_call, [Answered(given, outcomes["answered"])], by=agent, at=now)
    assert Question.objects.get().text == kept


def test_the_caller_takes_part_in_each_question(
    open_call: Contact, agent: Employee, party: Party, outcomes: Outcomes, now: datetime
) -> None:
    father = PartyFactory.create(client=party.client)
    attach_party(open_call, party, by=agent, at=now)
    answers = [
        Answered("voor mij", outcomes["answered"]),
        Answered("voor mijn vader", outcomes["answered"], party=father),
    ]
    close_contact(open_call, answers, by=agent, at=now)
    rows = Participant.objects.order_by("id").values_list(
        "question__text", "party", "role", "is_initiator"
    )
    assert list(rows) == [
        ("voor mij", party.pk, "customer", True),
        ("voor mijn vader", father.pk, "customer", False),
        ("voor mijn vader", party.pk, "representative", True),
    ]


def test_an_anonymous_caller_is_a_participant_without_name(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    close_contact(open_call, [Answered("een vraag", outcomes["answered"])], by=agent, at=now)
    participant = Participant.objects.get()
    assert (participant.party, participant.is_initiator, participant.full_name) == (None, True, "")


def test_a_later_change_of_the_table_rewrites_no_past(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    close_contact(open_call, [Answered("vraag", outcomes["answered"])], by=agent, at=now)
    Outcome.objects.update(counts=Counts.NOT_FIRST_LINE)
    assert Question.objects.get().is_first_line is True


def test_clock_set_back_during_a_call_loses_nothing(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    end_conversation(open_call, by=agent, at=seconds(now, 68))
    close_contact(
        open_call, [Answered("vraag", outcomes["answered"])], by=agent, at=seconds(now, -3600)
    )
    contact = Contact.objects.get()
    assert (contact.talk_ms, contact.wrap_up_ms) == (60_000, 0)
    assert contact.closed_at == contact.ended_at == seconds(now, 68)


def test_starting_a_contact_oneself_has_no_waiting(
    municipality: ClientOrganisation, agent: Employee, now: datetime
) -> None:
    contact = start_contact(municipality, Channel.COUNTER, by=agent, at=now)
    assert (contact.state, contact.answered_at) == (Contact.State.OPEN, now)
    assert Draft.objects.get().contact == contact


def test_second_agent_hears_who_has_it(
    open_call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    with pytest.raises(ContactTakenByColleague) as taken:
        accept_contact(open_call, by=colleague, at=now)
    assert taken.value.contact.agent == agent
    assert accept_contact(open_call, by=agent, at=now).answered_at == seconds(now, 8)


def test_a_colleague_cannot_write(
    open_call: Contact, colleague: Employee, outcomes: Outcomes, now: datetime
) -> None:
    answers = [Answered("vraag", outcomes["answered"])]
    for write in (
        lambda: close_contact(open_call, answers, by=colleague, at=now),
        lambda: keep(open_call, "", 0, colleague, now),
        lambda: hold_contact(open_call, by=colleague, at=now),
        lambda: attach_party(open_call, None, by=colleague, at=now),
    ):
        with pytest.raises(ContactTakenByColleague):
            write()


def test_who_hangs_up_while_waiting_is_abandoned(
    call: Contact, agent: Employee, now: datetime
) -> None:
    abandon_contact(call, at=seconds(now, 31))
    contact = Contact.objects.get()
    assert (contact.state, contact.wait_ms) == (Contact.State.ABANDONED, 31_000)
    with pytest.raises(ContactAlreadyClosed):
        accept_contact(contact, by=agent, at=now)


def test_hanging_up_after_an_answer_abandons_nothing(open_call: Contact, now: datetime) -> None:
    assert abandon_contact(open_call, at=now).state == Contact.State.OPEN


def test_party_of_another_organisation_is_refused(
    open_call: Contact, agent: Employee, now: datetime
) -> None:
    with pytest.raises(ValidationError, match="andere organisatie"):
        attach_party(open_call, PartyFactory.create(), by=agent, at=now)


def test_the_contact_speaks_the_language_of_its_party(
    open_call: Contact, agent: Employee, party: Party, now: datetime
) -> None:
    assert attach_party(open_call, party, by=agent, at=now).language == "pol"


def keep(
    contact: Contact, text: str, revision: int, agent: Employee, at: datetime, writer: str = "here"
) -> Draft:
    typed = [{"text": text}]
    return save_draft(contact, typed, revision=revision, writer=writer, by=agent, at=at)


def test_draft_of_another_window_is_not_overwritten(
    open_call: Contact, agent: Employee, now: datetime
) -> None:
    keep(open_call, "a", 0, agent, now)
    keep(open_call, "ab", 1, agent, now)
    with pytest.raises(DraftSavedElsewhere) as saved:
        keep(open_call, "x", 1, agent, now, writer="elsewhere")
    assert saved.value.draft.questions == [{"text": "ab"}]
    assert Draft.objects.get().questions == [{"text": "ab"}]


def test_a_window_whose_answer_was_lost_goes_on(
    open_call: Contact, agent: Employee, now: datetime
) -> None:
    """The server kept it, the browser never heard so, and the agent typed on."""
    keep(open_call, "a", 0, agent, now)
    assert keep(open_call, "a en meer", 0, agent, now).revision == 2


def test_the_same_words_are_no_conflict(open_call: Contact, agent: Employee, now: datetime) -> None:
    keep(open_call, "a", 0, agent, now)
    assert keep(open_call, "a", 0, agent, now, writer="elsewhere").revision == 1


def test_a_stale_window_finishes_nothing(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    keep(open_call, "een lang verhaal", 0, agent, now)
    with pytest.raises(DraftSavedElsewhere):
        close_contact(
            open_call, [Answered("kort", outcomes["answered"])], by=agent, at=now, revision=0
        )
    assert (Question.objects.count(), Draft.objects.get().revision) == (0, 1)


def _at_once(*jobs: Callable[[], Any]) -> list[object]:
    """Run the jobs in threads that start together; what each returned or raised."""
    results: list[object] = [None] * len(jobs)
    gate = threading.Barrier(len(jobs))

    def run(place: int, job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_agents_at_once_one_gets_the_call(
    call: Contact, agent: Employee, colleague: Employee, now: datetime
) -> None:
    results = _at_once(
        lambda: accept_contact(call, by=agent, at=now),
        lambda: accept_contact(call, by=colleague, at=now),
    )
    lost = [result for result in results if isinstance(result, ContactTakenByColleague)]
    won = [result for result in results if isinstance(result, Contact)]
    assert (len(won), len(lost)) == (1, 1)
    assert won[0].agent == lost[0].contact.agent == Contact.objects.get().agent


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_finishes(
    open_call: Contact, agent: Employee, outcomes: Outcomes, now: datetime
) -> None:
    answers = [Answered("vraag", outcomes["answered"])]
    results = _at_once(
        *[lambda: close_contact(open_call, answers, by=agent, at=now) for _ in range(2)]
    )
    assert sum(isinstance(result, ContactAlreadyClosed) for result in results) == 1
    assert Question.objects.count() == 1
    assert kinds().count("contact.closed") == 1


@pytest.mark.django_db
def test_visible_contacts_are_those_of_the_clients_served(
    municipality: ClientOrganisation,
    agent: Employee,
    other_clients_agent: Employee,
    stranger: Employee,
) -> None:
    contact = ContactFactory.create(client=municipality)
    assert list(Contact.objects.visible_to(agent)) == [contact]
    assert not Contact.objects.visible_to(other_clients_agent).exists()
    assert not Contact.objects.visible_to(stranger).exists()


def test_confidential_contacts_are_for_their_own_agent_and_the_coach(
    open_call: Contact, agent: Employee, colleague: Employee
) -> None:
    Contact.objects.update(is_confidential=True)
    coach = EmployeeFactory.create(tenant=agent.tenant, clients=[open_call.client], roles=["coach"])
    seen = [Contact.objects.visible_to(who).count() for who in (agent, colleague, coach)]
    assert seen == [1, 0, 1]
