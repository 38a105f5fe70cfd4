"""A year of contacts of the benchmark world, in bulk: as the actions would have left them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from benchmarks import texts
from benchmarks.people import CLIENT_WEIGHTS, Organisation
from benchmarks.world import FIRST_DAY, LAST_DAY
from gehoor.contacts.models import Contact, Participant, Question
from gehoor.contacts.participants import NAME_FIELDS
from gehoor.contacts.timing import divide, milliseconds
from gehoor.events.consumers import pass_by_all
from gehoor.events.models import Event
from gehoor.followups.models import FollowUp
from gehoor.parties.models import Party
from gehoor.reactions import REACTIONS

ZONE = ZoneInfo("Europe/Amsterdam")
CHUNK = 20_000
CHANNELS = {
    "phone": 62, "email": 14, "chat": 6, "whatsapp": 5, "webform": 5, "counter": 5,
    "social": 2, "post": 1,
}  # fmt: skip
OUTCOMES = {
    "answered": 62, "transferred": 10, "passed_on": 8, "report_taken": 6, "looked_up": 4,
    "appointment": 4, "listened": 2, "referred": 2, "ended_by_citizen": 2,
}  # fmt: skip
THEME_WEIGHTS = (24, 20, 14, 14, 10, 9, 6, 3)
WRITTEN = {"email", "webform", "post", "social"}


def make_contacts(organisation: Organisation, number: int) -> None:
    """Contacts with questions, participants, follow-ups and journal; 1.25 questions a contact."""
    random = organisation.random
    moments = sorted(_moment(random) for _ in range(number))
    for start in range(0, number, CHUNK):
        contacts = [_contact(organisation, at) for at in moments[start : start + CHUNK]]
        Contact.objects.bulk_create(contacts)
        closed = [contact for contact in contacts if contact.closed_at]
        closed.sort(key=lambda contact: contact.closed_at or contact.offered_at)
        questions = [row for contact in closed for row in _questions(organisation, contact)]
        Question.objects.bulk_create(questions)
        Participant.objects.bulk_create(_participants(questions))
        FollowUp.objects.bulk_create(_follow_ups(random, questions))
        Event.objects.bulk_create(_events(closed))
    _read_all()


def _moment(random: Random) -> datetime:
    """Office hours of a working day, busiest in the morning and on Monday."""
    first, last = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
    while True:
        day = first + timedelta(days=random.randrange((last - first).days + 1))
        if random.random() < (1.0, 0.85, 0.8, 0.75, 0.7, 0.02, 0.01)[day.weekday()]:
            break
    hour = min(17.4, max(8.0, random.triangular(8, 17.5, 10)))
    return datetime.combine(day, time(0), ZONE) + timedelta(hours=hour)


def _contact(organisation: Organisation, at: datetime) -> Contact:
    random = organisation.random
    channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    client = random.choices(organisation.clients, CLIENT_WEIGHTS)[0]
    party = random.choice(organisation.parties[client.pk]) if random.random() < 0.4 else None
    contact = Contact(
        tenant=organisation.tenant, client=client, channel=channel, party=party, offered_at=at,
        is_confidential=random.random() < 0.005,
    )  # fmt: skip
    if channel in ("phone", "chat") and random.random() < 0.06:
        return _abandoned(random, contact)
    if channel == "phone" and random.random() < 0.03:
        contact.direction = Contact.Direction.OUT
    contact.agent = random.choice(organisation.agents)
    return _run_clock(random, contact)


def _abandoned(random: Random, contact: Contact) -> Contact:
    contact.state = Contact.State.ABANDONED
    contact.clock = contact.clock.close(
        contact.offered_at + timedelta(seconds=random.uniform(2, 300))
    )
    contact.wait_ms = milliseconds(contact.offered_at, contact.closed_at)
    return contact


def _run_clock(random: Random, contact: Contact) -> Contact:
    hours = random.uniform(0.5, 40) if contact.channel in WRITTEN else 0
    wait = timedelta(hours=hours, seconds=random.expovariate(1 / 25))
    answered = contact.offered_at + wait
    ended = answered + timedelta(seconds=random.gammavariate(2, 110))
    contact.clock = (
        contact.clock.answer(answered)
        .end(ended)
        .close(ended + timedelta(seconds=random.gammavariate(1.5, 40)))
    )
    durations = contact.clock.durations()
    contact.wait_ms, contact.talk_ms = durations.wait, durations.talk
    contact.wrap_up_ms, contact.handle_ms = durations.wrap_up, durations.handle
    contact.state = Contact.State.CLOSED
    return contact


def _questions(organisation: Organisation, contact: Contact) -> Iterator[Question]:
    if contact.state == Contact.State.ABANDONED:
        return
    random = organisation.random
    number = random.choices((1, 2, 3, 5), (80, 15.5, 4, 0.5))[0]
    for position, share in enumerate(divide(contact.handle_ms or 0, number), start=1):
        yield _question(organisation, contact, position, share)


def _question(
    organisation: Organisation, contact: Contact, position: int, handle_ms: int
) -> Question:
    random = organisation.random
    place = random.choices(range(8), THEME_WEIGHTS)[0]
    theme, field = organisation.themes[place], texts.FIELDS[place]
    outcome = organisation.outcomes[random.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]]
    passed = outcome.code in ("transferred", "passed_on")
    article = random.choice(organisation.articles[theme.pk]) if random.random() < 0.7 else None
    return Question(
        tenant=organisation.tenant, client=contact.client, contact=contact, position=position,
        text=texts.question(random, field), note=texts.note(random, field),
        theme=None if random.random() < 0.05 else theme, article=article, party=contact.party,
        department=random.choice(organisation.departments[contact.client_id]) if passed else None,
        outcome=outcome, is_first_line=outcome.is_first_line, handle_ms=handle_ms,
        asked_at=contact.offered_at, closed_at=contact.closed_at or contact.offered_at,
        channel=contact.channel, direction=contact.direction,
        is_confidential=contact.is_confidential,
    )  # fmt: skip


def _participants(questions: list[Question]) -> Iterator[Participant]:
    for question in questions:
        yield Participant(
            tenant_id=question.tenant_id, client_id=question.client_id, question=question,
            party=question.party, is_initiator=True, **_name(question.party),
        )  # fmt: skip


def _name(party: Party | None) -> dict[str, str]:
    return {field: getattr(party, field) for field in NAME_FIELDS} if party else {}


def _follow_ups(random: Random, questions: list[Question]) -> Iterator[FollowUp]:
    """Promises of the questions that asked for one; the last few are still open."""
    for question in questions:
        if question.outcome.follow_up == "none":
            continue
        done = None if random.random() < 0.02 else question.closed_at + timedelta(hours=20)
        yield FollowUp(
            tenant_id=question.tenant_id, client_id=question.client_id, question=question,
            kind=question.outcome.follow_up, instruction="Graag terugbellen.",
            department=question.department, owner=question.contact.agent,
            state=FollowUp.State.DONE if done else FollowUp.State.OPEN,
            assigned_at=question.closed_at, due_at=question.closed_at + timedelta(hours=26),
            done_at=done,
        )  # fmt: skip


def _events(contacts: list[Contact]) -> Iterator[Event]:
    for contact in contacts:
        yield Event(
            tenant_id=contact.tenant_id, kind=f"contact.{contact.state}",
            subject_type="contacts.contact", subject_id=contact.pk,
            at=contact.closed_at or contact.offered_at, by_id=contact.agent_id,
        )  # fmt: skip


def _read_all() -> None:
    """Every reaction has read the journal to its end."""
    for reaction, _kinds in REACTIONS:
        pass_by_all(reaction)
