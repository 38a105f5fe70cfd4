from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from gehoor.contacts.actions import Answered, close_contact
from gehoor.contacts.afterwards import enter_afterwards, moment_of
from gehoor.contacts.corrections import may_correct
from gehoor.contacts.models import Contact, Draft
from gehoor.contacts.months import MonthIsFixed, fix_month
from gehoor.events.models import Event
from gehoor.measures.definitions import CONTACTS, HANDLE_TIME, QUESTIONS, WAIT_TIME
from gehoor.measures.models import ContactTally, QuestionTally
from gehoor.measures.tallies import CLOSING, tally_contacts
from gehoor.organisation.models import ServiceLevel

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BEGUN = datetime(2026, 3, 1, 13, tzinfo=UTC)
TEN = timedelta(minutes=10)


def enter(client, by, *, begun_at=BEGUN, lasted=TEN, at=NOW) -> Contact:
    return enter_afterwards(client, "phone", begun_at=begun_at, lasted=lasted, by=by, at=at)


def test_contact_is_open_with_estimated_moments(municipality, agent) -> None:
    contact = enter(municipality, agent)
    contact.refresh_from_db()
    assert (contact.state, contact.agent, contact.is_afterwards) == ("open", agent, True)
    assert (contact.offered_at, contact.answered_at, contact.ended_at) == (
        BEGUN, BEGUN, BEGUN + TEN,
    )  # fmt: skip
    assert Draft.objects.get().contact == contact
    event = Event.objects.get(kind="contact.entered_afterwards")
    assert (event.at, event.by_id, event.data) == (
        NOW, agent.pk, {"channel": "phone", "client": municipality.pk},
    )  # fmt: skip


def test_none_of_its_durations_is_known(municipality, agent, outcomes) -> None:
    contact = enter(municipality, agent)
    later = NOW + TEN
    asked = [Answered(text, outcomes["answered"]) for text in ("een", "twee")]
    rows = close_contact(contact, asked, by=agent, at=later)
    contact.refresh_from_db()
    assert (contact.state, contact.closed_at) == ("closed", later)
    known = (contact.wait_ms, contact.talk_ms, contact.wrap_up_ms, contact.handle_ms)
    assert known == (None,) * 4
    assert {(row.handle_ms, row.asked_at, row.closed_at) for row in rows} == {(0, BEGUN, later)}
    assert may_correct(contact, agent, at=later)


def test_it_counts_in_volumes_and_in_no_average(municipality, agent, outcomes) -> None:
    ServiceLevel.objects.create(
        tenant=municipality.tenant, client=municipality, channel="phone", answer_within_s=20
    )
    contact = enter(municipality, agent)
    close_contact(contact, [Answered("een", outcomes["answered"])], by=agent, at=NOW)
    tally_contacts(list(Event.objects.filter(kind__in=CLOSING)))
    tally, question = ContactTally.objects.get(), QuestionTally.objects.days().get()
    assert (tally.day, question.day) == (date(2026, 3, 1), date(2026, 3, 1))
    said = {name: number for name, number in tally.sums.items() if number}
    assert said == {"closed": 1, "answered": 1}
    assert CONTACTS.value(tally.sums) == QUESTIONS.value(question.sums) == 1
    assert HANDLE_TIME.value(tally.sums) is WAIT_TIME.value(tally.sums) is None
    assert (question.timed, question.handle_ms) == (0, 0)


@pytest.mark.parametrize(
    ("begun_at", "lasted", "code"),
    [
        (NOW + timedelta(minutes=1), TEN, "begun_at"),
        (NOW - timedelta(minutes=5), TEN, "minutes"),
        (NOW - timedelta(days=31, minutes=1), TEN, "begun_on"),
        (BEGUN, timedelta(0), "minutes"),
        (BEGUN, timedelta(minutes=-5), "minutes"),
        (BEGUN, timedelta(hours=8, minutes=1), "minutes"),
    ],
)
def test_what_cannot_be_is_refused(municipality, agent, begun_at, lasted, code) -> None:
    with pytest.raises(ValidationError) as wrong:
        enter(municipality, agent, begun_at=begun_at, lasted=lasted)
    assert wrong.value.code == code
    assert not Contact.objects.exists()


@pytest.mark.parametrize("begun_at", [NOW - TEN, NOW - timedelta(days=31)])
def test_just_over_and_just_not_too_old_is_taken(municipality, agent, begun_at) -> None:
    assert enter(municipality, agent, begun_at=begun_at).offered_at == begun_at


def test_fixed_month_takes_no_more_contacts(municipality, agent) -> None:
    in_february = datetime(2026, 2, 28, 12, tzinfo=UTC)
    fix_month(municipality, date(2026, 2, 1), by=agent, at=NOW)
    with pytest.raises(MonthIsFixed, match="februari 2026"):
        enter(municipality, agent, begun_at=in_february)
    assert enter(municipality, agent)


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 3, 2), time(10), datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(3), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # Half past two comes twice: the first is in summer time.
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(3), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_moment_is_that_of_the_clock_on_the_wall(municipality, day, clock, moment) -> None:
    assert moment_of(municipality, day, clock) == moment


@pytest.mark.parametrize("clock", [time(2), time(2, 30), time(2, 59)])
def test_hour_that_is_left_out_is_refused(municipality, clock) -> None:
    with pytest.raises(ValidationError, match="bestaat niet") as wrong:
        moment_of(municipality, date(2026, 3, 29), clock)
    assert wrong.value.code == "begun_at"
