"""The contacts of the past weeks, as the desk itself would have written them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from random import Random

from gehoor.contacts.actions import Answered, participant_rows, question_rows, stop_clock
from gehoor.contacts.models import Contact, Participant, Question
from gehoor.contacts.timing import milliseconds
from gehoor.demonstration.arrivals import Arrival
from gehoor.demonstration.callers import Caller, Callers
from gehoor.demonstration.conversations import PACES, length_of, speak
from gehoor.demonstration.desks import Desk, Floor
from gehoor.demonstration.subjects import Subjects
from gehoor.events.actions import event_row
from gehoor.events.models import Event
from gehoor.organisation.models import Channel

BATCH = 500
QUESTIONS, HOW_OFTEN = (1, 2, 3), (0.81, 0.15, 0.04)
CONFIDENTIAL = 0.01


@dataclass(frozen=True)
class Finished:
    """A contact that is over, and what was asked in it; nothing when the citizen hung up."""

    contact: Contact
    closed_at: datetime
    questions: tuple[Answered, ...] = ()


@dataclass(frozen=True)
class History:
    """Plays arrivals one by one: who calls, what about, who answers, how long it takes."""

    floor: Floor
    callers: Callers
    subjects: Subjects
    draw: Random

    def play(self, arrivals: list[Arrival], *, until: datetime) -> list[Finished]:
        """The contacts that are over by `until`; nothing is written yet."""
        played = (self._play(arrival) for arrival in arrivals)
        return [finished for finished in played if finished.closed_at <= until]

    def _play(self, arrival: Arrival) -> Finished:
        caller = self.callers.next_caller(arrival.client.pk, arrival.channel)
        contact = _offered(arrival, caller)
        questions = self._questions(arrival, caller)
        desk, answered_at = self.floor.take(
            arrival.client.pk, arrival.channel, questions[0].theme, arrival.begins_at
        )
        if arrival.gives_up_at and arrival.gives_up_at < answered_at:
            return _abandoned(contact, arrival.gives_up_at)
        return self._answered(contact, caller, questions, desk, answered_at)

    def _questions(self, arrival: Arrival, caller: Caller) -> list[Answered]:
        count = self.draw.choices(QUESTIONS, HOW_OFTEN)[0]
        asked = self.subjects.ask(arrival.client, arrival.channel, count)
        return [replace(question, party=caller.speaks_for) for question in asked]

    def _answered(
        self,
        contact: Contact,
        caller: Caller,
        questions: list[Answered],
        desk: Desk,
        answered_at: datetime,
    ) -> Finished:
        pace = PACES[contact.channel]
        speed = desk.speed(questions[0].theme, contact.channel)
        length = length_of(pace, len(questions), speed, self.draw)
        contact.agent, contact.party = desk.employee, caller.party
        contact.language = caller.party.language if caller.party else contact.language
        contact.is_confidential = self.draw.random() < CONFIDENTIAL
        if contact.channel == Channel.COUNTER:
            contact.offered_at = answered_at  # an agent begins it herself
        contact.clock = speak(contact.clock, answered_at, length)
        closed_at = stop_clock(contact, answered_at + length.total)
        desk.busy_until = closed_at
        return Finished(contact, closed_at, tuple(questions))


def _offered(arrival: Arrival, caller: Caller) -> Contact:
    entrance = arrival.entrance if arrival.channel != Channel.COUNTER else None
    return Contact(
        tenant_id=arrival.client.tenant_id, client=arrival.client, channel=arrival.channel,
        entrance=entrance, caller_address=caller.address, offered_at=arrival.offered_at,
    )  # fmt: skip


def _abandoned(contact: Contact, at: datetime) -> Finished:
    """As contacts.actions.abandon_contact leaves it."""
    contact.state = Contact.State.ABANDONED
    contact.clock = contact.clock.close(at)
    contact.wait_ms = milliseconds(contact.offered_at, at)
    return Finished(contact, at)


def write(history: list[Finished]) -> list[Question]:
    """All contacts with their questions, participants and journal; the questions are returned."""
    Contact.objects.bulk_create([finished.contact for finished in history], BATCH)
    rows = [
        question_rows(finished.contact, finished.questions, finished.closed_at)
        for finished in history
        if finished.questions
    ]
    questions = Question.objects.bulk_create(chain.from_iterable(rows), BATCH)
    people = (participant_rows(of_contact[0].contact, of_contact) for of_contact in rows)
    Participant.objects.bulk_create(chain.from_iterable(people), BATCH)
    events = (_journal(finished) for finished in sorted(history, key=lambda f: f.closed_at))
    Event.objects.bulk_create(chain.from_iterable(events), BATCH)
    return questions


def _journal(finished: Finished) -> Iterator[Event]:
    """What the actions would have recorded, but for a hold: of that only the length is kept."""
    contact, agent = finished.contact, finished.contact.agent
    codes = {"channel": contact.channel, "client": contact.client_id}
    began = "contact.offered" if contact.channel != Channel.COUNTER else "contact.started"
    starter = agent if began == "contact.started" else None
    yield event_row(began, contact, at=contact.offered_at, by=starter, **codes)
    if agent is None:
        yield event_row("contact.abandoned", contact, at=finished.closed_at)
        return
    if starter is None and contact.answered_at:
        yield event_row("contact.accepted", contact, at=contact.answered_at, by=agent)
    if contact.ended_at:
        yield event_row("contact.end", contact, at=contact.ended_at, by=agent)
    questions = len(finished.questions)
    yield event_row("contact.closed", contact, at=finished.closed_at, by=agent, questions=questions)
