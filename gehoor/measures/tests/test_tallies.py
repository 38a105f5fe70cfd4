from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.contacts.actions import (
    Answered,
    ContactAlreadyClosed,
    ContactTakenByColleague,
    abandon_contact,
    accept_contact,
    close_contact,
    create_outcomes,
    end_conversation,
    hold_contact,
    offer_contact,
    start_contact,
)
from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.events.consumers import advance
from gehoor.events.models import Event
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.lib.periods import Period
from gehoor.measures.models import ContactTally, QuestionTally, Span, SubjectTally, Tally
from gehoor.measures.tallies import CLOSING, recount, recount_days, tally_contacts
from gehoor.organisation.models import ClientOrganisation, Employee, ServiceLevel
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)
from gehoor.reactions import REACTIONS

# The journal shows only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def tally_all(*, batch: int = 500) -> None:
    while advance(tally_contacts, CLOSING, at=START, batch=batch):
        pass


def call(client: ClientOrganisation, agent: Employee, outcome: Outcome, at: datetime, **asked: Any):
    """Offered at `at`, answered after 10 s, 100 s of talk, 20 s of wrap-up."""
    contact = offer_contact(client, "phone", at=at)
    accept_contact(contact, by=agent, at=at + timedelta(seconds=10))
    end_conversation(contact, by=agent, at=at + timedelta(seconds=110))
    asked = {"text": "Waar is mijn container?", "outcome": outcome, **asked}
    close_contact(contact, [Answered(**asked)], by=agent, at=at + timedelta(seconds=130))
    contact.refresh_from_db()
    return contact


def everything(model: type[Tally]) -> dict[Any, dict[str, int]]:
    """What the tallies say, without rows that say nothing."""
    return {t.key: t.sums for t in model.objects.all() if any(t.sums.values())}


def test_reaction_reads_what_the_tallies_are_made_of() -> None:
    assert {reaction: tuple(kinds) for reaction, kinds in REACTIONS}[tally_contacts] == CLOSING


def test_call_is_counted_with_its_times(municipality, agent, outcomes) -> None:
    call(municipality, agent, outcomes["answered"], START)
    tally_all()
    tally = ContactTally.objects.get()
    assert (tally.tenant, *tally.key) == (
        municipality.tenant, municipality.pk, date(2026, 3, 2), "phone",
    )  # fmt: skip
    assert tally.sums == {
        "closed": 1, "timed": 1, "answered": 1, "waited": 1, "abandoned": 0,
        "agreed": 0, "in_time": 0,
        "wait_ms": 10_000, "talk_ms": 100_000, "hold_ms": 0, "wrap_up_ms": 20_000,
    }  # fmt: skip


def test_contact_with_two_questions_of_a_theme_counts_once_there(
    municipality, agent, outcomes
) -> None:
    theme = ThemeFactory(tenant=municipality.tenant)
    contact = start_contact(municipality, "counter", by=agent, at=START)
    asked = [
        Answered("Een", outcomes["answered"], theme=theme),
        Answered("Twee", outcomes["transferred"], theme=theme),
        Answered("", outcomes["ended_by_citizen"]),
    ]
    close_contact(contact, asked, by=agent, at=START + timedelta(seconds=90))
    tally_all()
    of_theme, without = QuestionTally.objects.days().order_by("-theme_id")
    assert of_theme.sums == {
        "questions": 2,
        "counted": 2,
        "first_line": 1,
        "timed": 2,
        "handle_ms": 60_000,
    }
    assert without.sums == {
        "questions": 1,
        "counted": 0,
        "first_line": 0,
        "timed": 1,
        "handle_ms": 30_000,
    }


def test_question_is_counted_under_all_it_is_about(municipality, agent, outcomes) -> None:
    about: dict[str, Any] = {
        "theme": ThemeFactory(tenant=municipality.tenant),
        "product": ProductFactory(tenant=municipality.tenant),
        "article": ArticleFactory(tenant=municipality.tenant),
        "department": DepartmentFactory(client=municipality),
    }
    call(municipality, agent, outcomes["passed_on"], START, **about)
    call(municipality, agent, outcomes["answered"], START + timedelta(days=1), **about)
    tally_all()
    place = {f"{name}_id": row.pk for name, row in about.items()}
    of_days = SubjectTally.objects.days().filter(**place).order_by("day")
    assert [(t.day.day, t.questions, t.counted, t.first_line) for t in of_days] == [
        (2, 1, 1, 0), (3, 1, 1, 1),
    ]  # fmt: skip
    [of_month] = SubjectTally.objects.filter(**place, span="month")
    [total] = SubjectTally.objects.filter(span="total")
    for row in (of_month, total):
        assert (row.day, row.article_id, row.product_id, row.sums) == (
            date(2026, 3, 1), about["article"].pk, about["product"].pk,
            {"questions": 2, "counted": 2, "first_line": 1},
        )  # fmt: skip
    assert (total.channel, total.theme_id, total.department_id) == ("", 0, 0)
    [months] = QuestionTally.objects.filter(span="month", department_id=about["department"].pk)
    assert (months.questions, months.handle_ms) == (2, 240_000)


def test_period_reads_months_where_they_are_whole(municipality, agent, outcomes) -> None:
    """January 30 until April 2, a call each day; what lies outside is not counted."""
    for number in range(70):
        at = datetime(2026, 1, 27, 9, tzinfo=UTC) + timedelta(days=number)
        call(municipality, agent, outcomes["answered"], at)
    tally_all()
    for first, last in [
        (date(2026, 1, 30), date(2026, 4, 2)), (date(2026, 2, 1), date(2026, 3, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 2, 2), date(2026, 3, 1)),
    ]:  # fmt: skip
        period = Period(first, last)
        for model, span in (
            (QuestionTally, Span.MONTH), (SubjectTally, Span.MONTH), (SubjectTally, Span.TOTAL),
        ):  # fmt: skip
            rows = list(model.objects.of(period, span))
            assert sum(row.questions for row in rows) == len(period)
            whole = sum(month.is_month for month in period.months())
            assert sum(row.span == span for row in rows) == whole


def test_abandoned_call_waited_for_nobody(municipality) -> None:
    contact = offer_contact(municipality, "phone", at=START)
    abandon_contact(contact, at=START + timedelta(seconds=40))
    tally_all()
    sums = {name: number for name, number in ContactTally.objects.get().sums.items() if number}
    assert sums == {"abandoned": 1}
    assert not QuestionTally.objects.exists()


def test_outgoing_call_is_no_answered_one(municipality, agent, outcomes) -> None:
    contact = start_contact(municipality, "phone", by=agent, at=START, direction="out")
    asked = [Answered("Teruggebeld", outcomes["answered"])]
    close_contact(contact, asked, by=agent, at=START + timedelta(seconds=60))
    tally_all()
    tally = ContactTally.objects.get()
    assert (tally.closed, tally.timed, tally.answered, tally.waited) == (1, 1, 0, 0)


def test_contact_without_clock_counts_in_no_average(municipality, agent, outcomes) -> None:
    contact = call(municipality, agent, outcomes["answered"], START)
    Contact.objects.update(wait_ms=None, talk_ms=None, wrap_up_ms=None, handle_ms=None)
    tally_contacts(list(Event.objects.filter(subject_id=contact.pk, kind__in=CLOSING)))
    tally, question = ContactTally.objects.get(), QuestionTally.objects.days().get()
    assert (tally.closed, tally.timed, tally.waited, tally.talk_ms) == (1, 0, 0, 0)
    assert (question.questions, question.timed, question.handle_ms) == (1, 0, 0)


@pytest.mark.parametrize(
    ("offered_at", "day"),
    [
        (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), date(2026, 3, 2)),  # 23:59 in Amsterdam
        (datetime(2026, 3, 2, 23, 1, tzinfo=UTC), date(2026, 3, 3)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),  # night of summer time
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_day_is_that_of_the_citizen(municipality, agent, outcomes, offered_at, day) -> None:
    call(municipality, agent, outcomes["answered"], offered_at)
    tally_all()
    assert ContactTally.objects.get().day == day
    assert QuestionTally.objects.days().get().day == day
    assert list(recount(municipality.tenant)) == []


def test_clients_in_two_zones_have_their_own_days(municipality, outcomes) -> None:
    island = ClientFactory(tenant=municipality.tenant, timezone="America/Curacao")
    agent = EmployeeFactory(tenant=municipality.tenant, clients=[municipality, island])
    midnight = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    for client in (municipality, island):
        call(client, agent, outcomes["answered"], midnight)
    tally_all()
    days = dict(ContactTally.objects.values_list("client", "day"))
    assert days == {municipality.pk: date(2026, 3, 3), island.pk: date(2026, 3, 2)}
    assert list(recount(municipality.tenant)) == []


def agree(client: ClientOrganisation, seconds: int) -> None:
    own: dict[str, Any] = {"tenant": client.tenant, "client": client, "channel": "phone"}
    ServiceLevel.objects.update_or_create(**own, defaults={"answer_within_s": seconds})


def wait(client: ClientOrganisation, agent: Employee, outcome: Outcome, seconds: float, day: int):
    """A call of that day in March, answered after so many seconds."""
    at = datetime(2026, 3, day, 9, tzinfo=UTC)
    contact = offer_contact(client, "phone", at=at)
    accept_contact(contact, by=agent, at=at + timedelta(seconds=seconds))
    asked = [Answered(text="Waar is mijn container?", outcome=outcome)]
    close_contact(contact, asked, by=agent, at=at + timedelta(seconds=900))


def hang_up(client: ClientOrganisation, seconds: float, day: int) -> None:
    at = datetime(2026, 3, day, 10, tzinfo=UTC)
    abandon_contact(offer_contact(client, "phone", at=at), at=at + timedelta(seconds=seconds))


def test_in_time_is_within_the_agreement(municipality, agent, outcomes) -> None:
    agree(municipality, 20)
    for seconds in (5, 20, 20.001, 300):
        wait(municipality, agent, outcomes["answered"], seconds, day=2)
    for seconds in (3, 20, 21):  # who hangs up in time counts on neither side
        hang_up(municipality, seconds, day=2)
    start_contact(municipality, "phone", by=agent, at=START, direction="out")
    tally_all()
    tally = ContactTally.objects.get()
    assert (tally.answer_within_s, tally.in_time, tally.agreed) == (20, 2, 5)


def test_channel_without_agreement_is_neither_in_time_nor_late(
    municipality, agent, outcomes
) -> None:
    ServiceLevel.objects.create(
        tenant=municipality.tenant, client=municipality, channel="chat", answer_within_s=20
    )
    wait(municipality, agent, outcomes["answered"], 5, day=2)
    tally_all()
    tally = ContactTally.objects.get()
    assert (tally.answer_within_s, tally.in_time, tally.agreed) == (0, 0, 0)


def test_later_agreement_rewrites_no_past(municipality, agent, outcomes) -> None:
    wait(municipality, agent, outcomes["answered"], 30, day=2)
    tally_all()
    agree(municipality, 20)
    wait(municipality, agent, outcomes["answered"], 30, day=2)  # a day that began without one
    wait(municipality, agent, outcomes["answered"], 30, day=3)
    tally_all()
    agree(municipality, 60)
    wait(municipality, agent, outcomes["answered"], 30, day=3)
    wait(municipality, agent, outcomes["answered"], 30, day=4)
    tally_all()
    assert list(recount(municipality.tenant)) == []
    ContactTally.objects.update(closed=9)
    list(recount(municipality.tenant))
    kept = ContactTally.objects.order_by("day")
    assert [(t.day.day, t.answer_within_s, t.in_time, t.agreed) for t in kept] == [
        (2, 0, 0, 0), (3, 20, 0, 2), (4, 60, 1, 1),
    ]  # fmt: skip


def test_recounting_one_day_mends_its_month_and_leaves_other_days(
    municipality, agent, outcomes
) -> None:
    theme = ThemeFactory(tenant=municipality.tenant)
    call(municipality, agent, outcomes["answered"], START)
    call(municipality, agent, outcomes["answered"], START + timedelta(days=1))
    tally_all()
    Question.objects.update(theme=theme)
    recount_days(municipality, Period(date(2026, 3, 2), date(2026, 3, 2)))
    told = QuestionTally.objects.values_list("span", "day", "theme_id", "questions")
    assert set(told) == {
        ("day", date(2026, 3, 2), theme.pk, 1), ("day", date(2026, 3, 3), 0, 1),
        ("month", date(2026, 3, 1), theme.pk, 1), ("month", date(2026, 3, 1), 0, 1),
    }  # fmt: skip
    assert {d.day for d in recount(municipality.tenant)} == {date(2026, 3, 1), date(2026, 3, 3)}


def test_deleted_contact_does_not_stop_the_others(municipality, agent, outcomes) -> None:
    gone = call(municipality, agent, outcomes["answered"], START)
    gone.delete()
    call(municipality, agent, outcomes["answered"], START)
    tally_all()
    assert ContactTally.objects.get().closed == 1


def test_batch_takes_few_queries(
    municipality, agent, outcomes, django_assert_max_num_queries
) -> None:
    for minute in range(30):
        call(municipality, agent, outcomes["answered"], START + timedelta(minutes=minute))
    half = list(Event.objects.filter(kind__in=CLOSING))
    tally_contacts(half[:15])
    with django_assert_max_num_queries(16):
        tally_contacts(half[15:])
    assert ContactTally.objects.get().closed == 30


def test_recount_finds_and_mends_what_is_wrong(municipality, agent, outcomes) -> None:
    call(municipality, agent, outcomes["answered"], START)
    tally_all()
    right = everything(ContactTally), everything(QuestionTally)
    ContactTally.objects.update(closed=7)
    QuestionTally.objects.all().delete()
    ContactTally.objects.create(
        tenant=municipality.tenant, client=municipality, day="2025-01-01", channel="post", closed=3
    )
    found = list(recount(municipality.tenant))
    assert (everything(ContactTally), everything(QuestionTally)) == right
    wrong = {(str(found_one.day), found_one.name): found_one for found_one in found}
    assert (wrong["2025-01-01", "closed"].was, wrong["2025-01-01", "closed"].now) == (3, 0)
    assert (wrong["2026-03-02", "closed"].was, wrong["2026-03-02", "closed"].now) == (7, 1)
    assert (wrong["2026-03-02", "questions"].was, wrong["2026-03-02", "questions"].now) == (0, 1)
    assert list(recount(municipality.tenant)) == []


def test_recount_leaves_what_the_reaction_still_has_to_read(municipality, agent, outcomes) -> None:
    call(municipality, agent, outcomes["answered"], START)
    tally_all()
    call(municipality, agent, outcomes["answered"], START)
    assert list(recount(municipality.tenant)) == []
    assert ContactTally.objects.get().closed == 1
    tally_all()
    assert ContactTally.objects.get().closed == 2
    assert list(recount(municipality.tenant)) == []


def test_recount_counts_contacts_that_came_without_an_event(municipality, agent, outcomes) -> None:
    call(municipality, agent, outcomes["answered"], START)
    Event.objects.all().delete()
    found = list(recount(municipality.tenant))
    assert ContactTally.objects.get().closed == 1
    assert {difference.was for difference in found} == {0}


def test_recount_leaves_other_tenants_alone(municipality, stranger) -> None:
    tally = ContactTally.objects.create(
        tenant=stranger.tenant, client=stranger.clients.get(), day=START, channel="phone", closed=5
    )
    assert list(recount(municipality.tenant)) == []
    tally.refresh_from_db()
    assert tally.closed == 5


def test_command_says_what_it_found(municipality, agent, outcomes, capsys) -> None:
    call(municipality, agent, outcomes["answered"], START)
    tally_all()
    ContactTally.objects.update(closed=7)
    call_command("recount")
    told = capsys.readouterr().out
    assert "2026-03-02 contacttally phone closed: 7 -> 1" in told
    assert "1 figures were different" in told
    call_command("recount", tenant=municipality.tenant.slug)
    assert "all right" in capsys.readouterr().out


def test_command_knows_no_such_tenant(db) -> None:
    with pytest.raises(CommandError):
        call_command("recount", tenant="nergens")


# A law: whatever happens, in whatever order and batches, tallies are what the rows say.

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["offer", "accept", "hold", "close", "abandon", "tally", "recount", "agree", "correct"]
        ),
        st.integers(0, 3),  # which contact
        st.integers(0, 200_000),  # seconds after the start
    ),
    max_size=20,
)


class Centre:
    """One contact centre in which any step may be tried at any moment."""

    def __init__(self) -> None:
        self.client = ClientFactory()
        self.agent = EmployeeFactory(tenant=self.client.tenant, clients=[self.client])
        self.theme = ThemeFactory(tenant=self.client.tenant)
        self.department = DepartmentFactory(client=self.client)
        self.article = ArticleFactory(tenant=self.client.tenant)
        self.outcomes = create_outcomes(self.client.tenant)
        self.contacts: list[Contact] = []

    def step(self, move: str, place: int, at: datetime) -> None:
        if move == "offer":
            channel = ("phone", "chat")[place % 2]
            self.contacts.append(offer_contact(self.client, channel, at=at))
        elif move == "tally":
            tally_all(batch=place + 1)
        elif move == "recount":
            list(recount(self.client.tenant))
        elif move == "agree":
            agree(self.client, 10 + at.second)
        elif self.contacts:
            self.move(move, self.contacts[place % len(self.contacts)], place, at)

    def move(self, move: str, contact: Contact, place: int, at: datetime) -> None:
        with suppress(ContactAlreadyClosed, ContactTakenByColleague):
            if move == "accept":
                accept_contact(contact, by=self.agent, at=at)
            elif move == "hold":
                hold_contact(contact, by=self.agent, at=at)
            elif move == "abandon":
                abandon_contact(contact, at=at)
            elif move == "correct":
                self.correct(contact)
            else:
                asked = [
                    Answered(
                        "Vraag", self.outcomes[place + n], theme=[None, self.theme][n % 2],
                        department=[None, self.department][place % 2],
                        article=[self.article, None][n % 2],
                    )
                    for n in range(place + 1)
                ]  # fmt: skip
                close_contact(contact, asked, by=self.agent, at=at)

    def correct(self, contact: Contact) -> None:
        Question.objects.filter(contact=contact).update(theme=self.theme, is_first_line=False)
        day = contact.offered_at.astimezone(ZoneInfo("Europe/Amsterdam")).date()
        recount_days(self.client, Period(day, day))

    def figures(self) -> dict[tuple[Any, ...], int]:
        """Counted one by one from the rows, in another way than the product does."""
        sums: Counter[tuple[Any, ...]] = Counter()
        for contact in Contact.objects.filter(client=self.client).prefetch_related("questions"):
            local = contact.offered_at.astimezone(ZoneInfo("Europe/Amsterdam"))
            place = (local.date(), contact.channel)
            if contact.state in ("closed", "abandoned"):
                sums[*place, contact.state] += 1
            if contact.state == "closed":
                sums[*place, "handle_ms"] += contact.handle_ms or 0
                sums[*place, "wait_ms"] += contact.wait_ms or 0
            for question in contact.questions.all():
                about = (question.theme_id or 0, question.department_id or 0)
                whole = (*about, question.article_id or 0)
                month = place[0].replace(day=1)
                total = ("total", month, "", 0, 0, whole[-1])
                sums[*total, "questions"] += 1
                sums[*total, "first_line"] += question.is_first_line is True
                for days in (("day", *place), ("month", month, place[1])):
                    for key in ((*days, *about), (*days, *whole)):
                        sums[*key, "questions"] += 1
                        sums[*key, "first_line"] += question.is_first_line is True
                    sums[*days, *about, "handle_ms"] += question.handle_ms
        return {key: number for key, number in sums.items() if number}

    def tallied(self) -> dict[tuple[Any, ...], int]:
        sums: dict[tuple[Any, ...], int] = {}
        for tally in ContactTally.objects.filter(client=self.client):
            handle_ms = tally.talk_ms + tally.hold_ms + tally.wrap_up_ms
            told = {name: tally.sums[name] for name in ("closed", "abandoned", "wait_ms")}
            for name, number in {**told, "handle_ms": handle_ms}.items():
                sums[tally.day, tally.channel, name] = number
        for row in QuestionTally.objects.filter(client=self.client):
            for name in ("questions", "first_line", "handle_ms"):
                about = (row.theme_id, row.department_id)
                sums[row.span, row.day, row.channel, *about, name] = row.sums[name]
        for subject in SubjectTally.objects.filter(client=self.client):
            for name in ("questions", "first_line"):
                whole = (subject.theme_id, subject.department_id, subject.article_id)
                sums[subject.span, subject.day, subject.channel, *whole, name] = subject.sums[name]
        return {key: number for key, number in sums.items() if number}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_tallies_are_what_the_rows_say_after_any_sequence(db, steps) -> None:
    centre, begin = Centre(), START + timedelta(days=28)  # two days before the month ends
    for move, place, seconds in steps:
        centre.step(move, place, begin + timedelta(seconds=seconds))
    tally_all()
    assert centre.tallied() == centre.figures()
    assert list(recount(centre.client.tenant)) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time on SQLite")
def test_recount_and_reaction_agree_while_contacts_close(municipality, agent, outcomes) -> None:
    """An agent finishes calls in one thread while another counts, over and over."""

    def finish_calls() -> None:
        try:
            for minute in range(40):
                at = START + timedelta(minutes=minute)
                call(municipality, agent, outcomes["answered"], at)
        finally:
            connection.close()

    working = Thread(target=finish_calls)
    working.start()
    while working.is_alive():
        list(recount(municipality.tenant))
        advance(tally_contacts, CLOSING, at=START, batch=3)
    working.join()
    tally_all()
    assert ContactTally.objects.get().closed == 40
    assert QuestionTally.objects.days().get().questions == 40
    assert list(recount(municipality.tenant)) == []
