"""A law: after any sequence of closing and correcting, tallies are what the rows say."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.contacts.actions import (
    Answered,
    accept_contact,
    close_contact,
    create_outcomes,
    offer_contact,
)
from gehoor.contacts.corrections import CORRECTED, correct_question, merge_questions, split_question
from gehoor.contacts.models import Contact, Question
from gehoor.events.consumers import advance, name_of
from gehoor.events.models import Cursor, Event
from gehoor.followups.models import FollowUp
from gehoor.followups.tests.factories import FollowUpFactory
from gehoor.measures.corrections import recount_corrected_days
from gehoor.measures.models import NONE, QuestionTally
from gehoor.measures.tallies import CLOSING, recount, tally_contacts
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory, ThemeFactory
from gehoor.reactions import REACTIONS

# The journal shows only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
KINDS = next(kinds for reaction, kinds in REACTIONS if reaction is recount_corrected_days)


def read_all(reaction, kinds, *, batch: int = 500) -> None:
    while advance(reaction, kinds, at=timezone.now(), batch=batch):
        pass
    assert Cursor.objects.get(name=name_of(reaction)).failures == 0


class Centre:
    """One contact centre in which any correction may be tried at any moment."""

    def __init__(self) -> None:
        self.client = ClientFactory()
        tenant = self.client.tenant
        self.coach = EmployeeFactory(tenant=tenant, clients=[self.client], roles=["coach", "agent"])
        self.themes = [None, *(ThemeFactory(tenant=tenant) for _n in range(2))]
        self.outcomes = [row for row in create_outcomes(tenant) if row.follow_up == "none"]
        self.promised = 0

    def step(self, move: str, number: int) -> None:
        if move == "close":
            self.close(Random(number))
        elif move == "tally":
            read_all(tally_contacts, CLOSING, batch=number % 4 + 1)
        elif move == "follow":
            read_all(recount_corrected_days, KINDS, batch=number % 4 + 1)
        elif contact := Contact.objects.order_by("pk")[number % 2 :].first():
            with suppress(ValidationError):
                getattr(self, move)(contact, Random(number))

    def asked(self, draw: Random) -> Answered:
        return Answered(
            f"vraag {draw.random()}", draw.choice(self.outcomes), theme=draw.choice(self.themes)
        )

    def close(self, draw: Random) -> None:
        at = START + timedelta(hours=draw.choice([0, 0, 20, 40]))
        contact = offer_contact(self.client, draw.choice(["phone", "chat"]), at=at)
        accept_contact(contact, by=self.coach, at=at)
        later = at + timedelta(milliseconds=draw.randrange(100_000))
        asked = [self.asked(draw) for _n in range(draw.randint(1, 3))]
        rows = close_contact(contact, asked, by=self.coach, at=later)
        FollowUpFactory(question=rows[0])
        self.promised += 1

    def correct(self, contact: Contact, draw: Random) -> None:
        question = draw.choice(list(contact.questions.order_by("position")))
        correct_question(question, self.asked(draw), **self.how(contact))

    def split(self, contact: Contact, draw: Random) -> None:
        question = draw.choice(list(contact.questions.order_by("position")))
        parts = [self.asked(draw) for _n in range(draw.randint(1, 4))]
        split_question(question, parts, **self.how(contact))

    def merge(self, contact: Contact, draw: Random) -> None:
        rows = list(contact.questions.order_by("position"))
        pair = draw.choice(rows), draw.choice(rows)
        merge_questions(*pair, codes_of=draw.choice(pair), **self.how(contact))

    def how(self, contact: Contact) -> dict:
        return {"revision": contact.corrections, "by": self.coach, "at": START}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["close", "correct", "split", "merge", "tally", "follow"]),
            st.integers(0, 10_000),
        ),
        max_size=25,
    )
)
def test_tallies_are_what_the_rows_say_after_any_correction(db, steps) -> None:
    centre = Centre()
    centre.close(Random(1))
    for move, number in steps:
        centre.step(move, number)
    read_all(tally_contacts, CLOSING)
    read_all(recount_corrected_days, KINDS)
    assert list(recount(centre.client.tenant)) == []
    for contact in Contact.objects.filter(client=centre.client):
        rows = list(contact.questions.order_by("position"))
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        assert sum(row.handle_ms for row in rows) == contact.handle_ms
    of_client = Question.objects.filter(client=centre.client)
    assert FollowUp.objects.filter(question__in=of_client).count() == centre.promised


def closed(client, agent, outcome) -> Contact:
    contact = offer_contact(client, "phone", at=START)
    accept_contact(contact, by=agent, at=START)
    close_contact(contact, [Answered("Vraag", outcome)], by=agent, at=START)
    contact.refresh_from_db()
    return contact


def test_all_that_moves_figures_is_read() -> None:
    assert {*KINDS, "question.reworded"} == set(CORRECTED)


def test_figure_moves_to_the_other_theme(municipality, agent, outcomes) -> None:
    theme = ThemeFactory(tenant=municipality.tenant)
    contact = closed(municipality, agent, outcomes["answered"])
    read_all(tally_contacts, CLOSING)
    asked = Answered("Vraag", outcomes["transferred"], theme=theme)
    correct_question(contact.questions.get(), asked, revision=0, by=agent, at=START)
    assert QuestionTally.objects.days().get().theme_id == NONE
    read_all(recount_corrected_days, KINDS)
    tally = QuestionTally.objects.days().get(questions__gt=0)
    assert (tally.theme_id, tally.questions, tally.first_line) == (theme.pk, 1, 0)


def test_correction_before_it_was_counted_counts_once(municipality, agent, outcomes) -> None:
    """Whichever reaction comes first."""
    contact = closed(municipality, agent, outcomes["answered"])
    parts = [Answered(text, outcomes["answered"]) for text in ("een", "twee")]
    split_question(contact.questions.get(), parts, revision=0, by=agent, at=START)
    read_all(recount_corrected_days, KINDS)
    assert not QuestionTally.objects.exists()
    read_all(tally_contacts, CLOSING)
    assert QuestionTally.objects.days().get().questions == 2


def test_reading_twice_does_no_harm(municipality, agent, outcomes) -> None:
    contact = closed(municipality, agent, outcomes["answered"])
    read_all(tally_contacts, CLOSING)
    parts = [Answered(text, outcomes["answered"]) for text in ("een", "twee")]
    split_question(contact.questions.get(), parts, revision=0, by=agent, at=START)
    events = list(Event.objects.filter(kind="question.split"))
    recount_corrected_days(events)
    recount_corrected_days(events)
    assert QuestionTally.objects.days().get().questions == 2


def test_contact_that_is_gone_stops_nobody(municipality, agent, outcomes) -> None:
    contact = closed(municipality, agent, outcomes["answered"])
    asked = Answered("Vraag", outcomes["transferred"])
    correct_question(contact.questions.get(), asked, revision=0, by=agent, at=START)
    contact.delete()
    read_all(recount_corrected_days, KINDS)
