"""Stories become rows: what the desk's own actions would have left of them.

`tests/test_history.py` plays stories again through those actions and compares.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from random import Random
from typing import Any

from gehoor.access.models import ProcessingLog
from gehoor.contacts.models import LIVE_CHANNELS, Contact, Outcome, Participant, Question
from gehoor.contacts.timing import divide
from gehoor.demonstration.days import Asked, Story
from gehoor.demonstration.hours import SECOND, text_of
from gehoor.demonstration.inhabitants import Inhabitant
from gehoor.demonstration.tables import Table, reserve
from gehoor.events.models import BEFORE_THE_JOURNAL, Event
from gehoor.followups.models import FollowUp
from gehoor.lib.identifiers import reference_of, uuid_of
from gehoor.organisation.models import Channel, Tenant

LOOKED_AT_BSN = 0.08  # of spoken contacts with somebody whose number is known
PURPOSES = [
    "Controleren of ik de juiste persoon spreek",
    "Aanvraag opgezocht in het systeem van de vakafdeling",
    "Afspraak aan de balie klaargezet",
    "Gegevens vergeleken bij een verhuizing",
]
CONTACT = (
    "id", "uuid", "client_id", "channel", "entrance_id", "agent_id", "party_id", "caller_address",
    "state", "is_confidential", "language", "offered_at", "answered_at", "ended_at", "closed_at",
    "moved_at", "hold_ms", "wait_ms", "talk_ms", "wrap_up_ms", "handle_ms",
)  # fmt: skip
QUESTION = (
    "id", "uuid", "client_id", "contact_id", "position", "reference", "text", "subject",
    "theme_id", "product_id", "article_id", "department_id", "party_id", "outcome_id",
    "is_first_line", "note", "language", "handle_ms", "asked_at", "closed_at", "channel",
    "is_confidential", "ground",
)  # fmt: skip
PARTICIPANT = (
    "id", "uuid", "client_id", "question_id", "party_id", "role", "is_initiator",
    "initials", "first_name", "prefix", "last_name", "organisation_name",
)  # fmt: skip
FOLLOW_UP = (
    "id", "uuid", "client_id", "question_id", "kind", "instruction", "department_id",
    "employee_id", "owner_id", "state", "due_at", "assigned_at", "done_at", "done_by_id", "result",
)  # fmt: skip
EVENT = ("kind", "subject_type", "subject_id", "at", "by_id", "data")
LOG = ("uuid", "employee_id", "at", "purpose", "subject_uuid")
NOBODY = Inhabitant("", "", "", "", "", "", 0, "", "", "", "", "", "nld", 0)
CLOSED, ABANDONED = Contact.State.CLOSED.value, Contact.State.ABANDONED.value
OWN, UNPROVEN = Question.Ground.OWN.value, Question.Ground.UNPROVEN.value
CUSTOMER, REPRESENTATIVE = Participant.Role.CUSTOMER.value, Participant.Role.REPRESENTATIVE.value
Row = tuple[Any, ...]


@dataclass
class Batch:
    """The rows of some stories, by table."""

    contacts: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    participants: list[Row] = field(default_factory=list)
    follow_ups: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    logs: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Records:
    """Writes stories of one tenant; `parties` gives the key of a person by number."""

    tenant: Tenant
    clients: Mapping[str, int]
    outcomes: Mapping[str, Outcome]
    people: Sequence[Inhabitant]
    parties: Mapping[int, int]
    with_bsn: Mapping[int, str]  # the uuid of a party, by its key
    until: int  # what comes later has not happened yet
    seed: int

    def write(self, day: date, stories: Sequence[Story], *, first: int = 0) -> None:
        """Stories of a day, of which the first has this number."""
        over = [(n, story) for n, story in enumerate(stories, first) if story.closed <= self.until]
        asked = [question for _n, story in over for question in story.questions]
        contacts = reserve(Contact, len(over))
        questions = iter(reserve(Question, len(asked)))
        participants = iter(reserve(Participant, 2 * len(asked)))
        promises = iter(reserve(FollowUp, sum(one.promise is not None for one in asked)))
        batch = Batch()
        for contact, (n, story) in zip(contacts, over, strict=True):
            number = day.toordinal() << 16 | n << 2
            self._add_contact(batch, contact, number, story)
            for place, one in enumerate(story.questions):
                question = next(questions)
                self._add_question(batch, (contact, question, place), number + place, story, one)
                self._add_people(batch, question, participants, number + place, story)
                if one.promise:
                    self._add_promise(batch, next(promises), question, number + place, story, one)
        for name, table in self._tables.items():
            table.insert(getattr(batch, name))

    def _add_contact(self, batch: Batch, key: int, number: int, story: Story) -> None:
        arrival, door = story.arrival, story.arrival.door
        is_answered = story.agent is not None
        offered, closed = text_of(story.offered), text_of(story.closed)
        ended = text_of(story.ended)
        answered = text_of(story.answered) if is_answered else None
        party = self._party(arrival.caller.party) if is_answered else None
        batch.contacts.append((
            key, self._uuid(story.offered, number, "contact"), self.clients[door.client],
            door.channel, door.id if door.channel != Channel.COUNTER else None, story.agent, party,
            arrival.caller.address, CLOSED if is_answered else ABANDONED, story.is_confidential,
            story.language, offered, answered, ended, closed, closed, story.hold,
            *_durations(story),
        ))  # fmt: skip
        events = _journal(story, self.clients[door.client], (offered, answered, ended, closed))
        batch.events += (
            (kind, "contacts.contact", key, at, by, data) for kind, at, by, data in events
        )
        if party is not None and party in self.with_bsn and door.channel in LIVE_CHANNELS:
            self._add_look(batch, number, story, self.with_bsn[party])

    def _add_question(
        self, batch: Batch, keys: tuple[int, int, int], number: int, story: Story, one: Asked
    ) -> None:
        contact, key, place = keys
        subject, outcome = one.subject, self.outcomes[one.outcome]
        caller = story.arrival.caller
        about = caller.party if caller.speaks_for is None else caller.speaks_for
        handled = story.closed - story.answered
        batch.questions.append((
            key, self._uuid(story.offered, number, "question"),
            self.clients[story.arrival.door.client], contact, place + 1, reference_of(number),
            one.text, subject.line, subject.theme_id, subject.product_id, subject.article_id,
            subject.department_id, self._party(about), outcome.pk, outcome.is_first_line,
            one.note, story.language, divide(handled, len(story.questions))[place],
            text_of(story.offered), text_of(story.closed), story.arrival.door.channel,
            story.is_confidential, OWN if caller.speaks_for is None else UNPROVEN,
        ))  # fmt: skip

    def _add_people(
        self, batch: Batch, question: int, keys: Iterator[int], number: int, story: Story
    ) -> None:
        """Whom it is about, and who spoke for her."""
        caller = story.arrival.caller
        speaks_for_another = caller.speaks_for is not None
        about = caller.speaks_for if speaks_for_another else caller.party
        self._add_person(batch, next(keys), question, number, story, about, not speaks_for_another)
        if speaks_for_another:
            self._add_person(batch, next(keys), question, number, story, caller.party, True)

    def _add_person(
        self, batch: Batch, key: int, question: int, number: int, story: Story,
        person: int | None, is_initiator: bool,
    ) -> None:  # fmt: skip
        caller = story.arrival.caller
        is_speaker = is_initiator and caller.speaks_for is not None
        party = self._party(person)
        names = self.people[person] if person is not None and party else NOBODY
        batch.participants.append((
            key, self._uuid(story.offered, number, "speaker" if is_speaker else "customer"),
            self.clients[story.arrival.door.client], question, party,
            REPRESENTATIVE if is_speaker else CUSTOMER, is_initiator, names.initials,
            names.first_name, names.prefix, names.last_name, names.organisation_name,
        ))  # fmt: skip

    def _add_promise(
        self, batch: Batch, key: int, question: int, number: int, story: Story, one: Asked
    ) -> None:
        promise = one.promise
        assert promise is not None  # noqa: S101  the caller looked
        is_kept = promise.kept is not None and promise.kept <= self.until
        is_task = promise.kind == FollowUp.Kind.TASK
        made, kept = text_of(story.closed), text_of(promise.kept or 0) if is_kept else None
        batch.follow_ups.append((
            key, self._uuid(story.closed, number, "promise"),
            self.clients[story.arrival.door.client], question, promise.kind, promise.instruction,
            one.subject.department_id if is_task else None, None if is_task else story.agent,
            story.agent, FollowUp.State.DONE.value if is_kept else FollowUp.State.OPEN.value,
            text_of(promise.due), made, kept, promise.by if is_kept else None,
            promise.result if is_kept else "",
        ))  # fmt: skip
        data = json.dumps({"promise": promise.kind})
        batch.events.append(("follow_up.made", "followups.followup", key, made, story.agent, data))
        if is_kept:
            batch.events.append(
                ("follow_up.done", "followups.followup", key, kept, promise.by, "{}")
            )

    def _add_look(self, batch: Batch, number: int, story: Story, party: str) -> None:
        """Somebody looked at a citizen service number, and said why."""
        draw = Random(f"{self.seed}/{number}/look")  # noqa: S311  nothing here is secret
        if draw.random() < LOOKED_AT_BSN:
            at = story.answered + draw.randrange(20, 90) * SECOND
            uuid = self._uuid(at, number, "look")
            batch.logs.append((uuid, story.agent, text_of(at), draw.choice(PURPOSES), party))

    def _party(self, person: int | None) -> int | None:
        return None if person is None else self.parties.get(person)

    def _uuid(self, moment: int, number: int, kind: str) -> str:
        """A UUID version 7 (RFC 9562) of this moment: the same one each time."""
        digest = blake2b(f"{self.seed}/{number}/{kind}".encode(), digest_size=10).digest()
        return uuid_of(moment, int.from_bytes(digest, "big") >> 6)

    @cached_property
    def _tables(self) -> dict[str, Table]:
        tenant = self.tenant.pk
        look = {"action": ProcessingLog.Action.BSN_SHOWN, "subject_type": "parties.party"}
        return {
            "contacts": Table(Contact, *CONTACT, tenant_id=tenant),
            "questions": Table(
                Question, *QUESTION, tenant_id=tenant, direction=Contact.Direction.IN
            ),
            "participants": Table(Participant, *PARTICIPANT, tenant_id=tenant),
            "follow_ups": Table(FollowUp, *FOLLOW_UP, tenant_id=tenant),
            "events": Table(Event, *EVENT, tenant_id=tenant, transaction=BEFORE_THE_JOURNAL),
            "logs": Table(ProcessingLog, *LOG, tenant_id=tenant, **look),
        }


def _durations(story: Story) -> tuple[int | None, ...]:
    """Waiting, talking, wrapping up and handling, as `contacts.actions.stop_clock` fixes them."""
    if story.agent is None:
        return story.closed - story.offered, None, None, None
    wrap_up = story.closed - story.ended
    talk = story.ended - story.answered - story.hold
    return story.answered - story.offered, talk, wrap_up, talk + story.hold + wrap_up


def _journal(
    story: Story, client: int, moments: Sequence[str | None]
) -> Iterator[tuple[str, str | None, int | None, str]]:
    """What the actions would have recorded, but for a hold: of that only the length is kept."""
    offered, answered, ended, closed = moments
    door = json.dumps({"channel": story.arrival.door.channel, "client": client})
    if story.agent is None:
        yield "contact.offered", offered, None, door
        yield "contact.abandoned", closed, None, "{}"
        return
    if story.arrival.door.channel == Channel.COUNTER:
        yield "contact.started", offered, story.agent, door
    else:
        yield "contact.offered", offered, None, door
        yield "contact.accepted", answered, story.agent, "{}"
    yield "contact.end", ended, story.agent, "{}"
    yield "contact.closed", closed, story.agent, f'{{"questions": {len(story.questions)}}}'
