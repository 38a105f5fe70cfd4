"""The year is built backwards by the worker: stopped anywhere, it comes out the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from gehoor.contacts.models import Contact, Participant, Question
from gehoor.demonstration import building, models
from gehoor.demonstration.building import Builder, BuildYears
from gehoor.demonstration.models import ZONE, Year
from gehoor.demonstration.seeding import seed
from gehoor.events.consumers import advance
from gehoor.events.models import Event
from gehoor.followups.models import FollowUp
from gehoor.measures.tallies import recount, tally_contacts
from gehoor.organisation.models import Tenant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 6, 14, 30, tzinfo=UTC)
CONTACTS, DAYS = 250, 45  # in four weeks; and how long this year is
MARCH = datetime(2026, 3, 29, tzinfo=ZONE)  # the day on which summer time begins


@pytest.fixture(scope="module")
def seeded(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Tenant]:
    """Four weeks, of a year of six weeks; each test builds the rest in its own way."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(at=AT, contacts=CONTACTS)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _a_short_year(seeded: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "DAYS", DAYS)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(tenant: Tenant, size: int) -> None:
    builder = Builder(tenant.pk)
    while not builder.step(size).is_whole:
        pass


def fingerprint() -> str:
    """Of every row, in an order that tells nothing of when it was written."""
    contacts = Contact.objects.order_by("uuid").values_list(
        "uuid", "channel", "state", "agent__email", "party__name_key", "caller_address",
        "offered_at", "answered_at", "closed_at", "handle_ms",
    )  # fmt: skip
    questions = Question.objects.order_by("uuid").values_list(
        "uuid", "reference", "text", "note", "outcome__code", "article__reference",
        "department__slug", "handle_ms",
    )  # fmt: skip
    people = Participant.objects.order_by("uuid").values_list("uuid", "role", "last_name")
    promises = FollowUp.objects.order_by("uuid").values_list(
        "uuid", "instruction", "due_at", "done_at", "done_by__email", "result"
    )
    events = Event.objects.filter(transaction=-1).values_list("kind", "at", "data")
    rows = [*map(list, (contacts, questions, people, promises)), sorted(map(str, events))]
    return sha256(repr(rows).encode()).hexdigest()


def test_the_year_is_whole_and_its_figures_are_those_of_the_rows(seeded: Tenant) -> None:
    with undone():
        build(seeded, 1_000)
        year = Year.objects.get()
        assert (year.percent, year.is_whole) == (100, True)
        days = {
            at.astimezone(ZONE).date()
            for at in Contact.objects.values_list("offered_at", flat=True)
        }
        assert min(days) == year.first_day
        assert max(days) <= year.last_day
        assert 0.7 < Contact.objects.count() / (CONTACTS * DAYS / 28) < 1.5
        assert list(recount(seeded)) == []


def test_stopped_and_begun_again_at_any_place_it_comes_out_the_same(seeded: Tenant) -> None:
    with undone():
        build(seeded, 1_000)
        whole = fingerprint()
    for number in range(2):
        draw = Random(number)
        with undone():
            builder = Builder(seeded.pk)
            while not builder.step(draw.randrange(1, 40)).is_whole:
                if draw.random() < 0.1:
                    builder = Builder(seeded.pk)  # a new worker, which knows the row only
            assert fingerprint() == whole


def test_a_worker_killed_while_it_writes_leaves_nothing_half(
    seeded: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with undone():
        before = (Contact.objects.count(), Question.objects.count(), Event.objects.count())
        stood = Year.objects.values().get()
        monkeypatch.setattr(Year, "save", _power_failure)
        with pytest.raises(RuntimeError):
            Builder(seeded.pk).step()
        assert (Contact.objects.count(), Question.objects.count(), Event.objects.count()) == before
        assert Year.objects.values().get() == stood


def _power_failure(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("power failure")


def test_of_two_workers_each_contact_is_written_by_one(seeded: Tenant) -> None:
    with undone():
        one, other = Builder(seeded.pk), Builder(seeded.pk)
        for _turn in range(12):
            one.step(7)
            other.step(11)
        uuids = list(Contact.objects.values_list("uuid", flat=True))
        assert len(set(uuids)) == len(uuids)


def test_who_lost_the_race_writes_nothing(seeded: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    with undone():
        one, other = Builder(seeded.pk), Builder(seeded.pk)
        play = other._stories

        def slowly(day: Any) -> Any:
            stories = play(day)
            one.step(5)
            return stories

        monkeypatch.setattr(other, "_stories", slowly)
        before = Contact.objects.count()
        other.step(5)
        assert Contact.objects.count() == before + 5


def test_no_reaction_takes_the_past_for_news(seeded: Tenant) -> None:
    with undone():
        Builder(seeded.pk).step()
        advance(tally_contacts, ["contact.closed", "contact.abandoned"], at=AT)
        build(seeded, 1_000)
        assert list(recount(seeded)) == []


def test_the_hours_are_right_around_the_clock_change(seeded: Tenant) -> None:
    """In March an hour is missing; shops and desks open at the time on the door."""
    with undone():
        build(seeded, 1_000)
        weeks = Contact.objects.filter(
            offered_at__gte=MARCH - timedelta(days=7), offered_at__lt=MARCH + timedelta(days=8)
        )
        assert weeks.count() > 100
        for contact in weeks.filter(channel__in=["phone", "chat", "counter", "whatsapp"]):
            local = contact.offered_at.astimezone(ZONE)
            assert (8, 30) <= (local.hour, local.minute) < (20, 30), contact
            assert local.weekday() < 5


def test_progress_only_grows(seeded: Tenant) -> None:
    with undone():
        builder, told = Builder(seeded.pk), [Year.objects.get().percent]
        while not builder.step(60).is_whole:
            told.append(Year.objects.get().percent)
        assert told == sorted(told)
        assert told[0] == 28 * 100 // DAYS
        assert max(told) < 100


def test_seeding_again_while_the_year_is_half_built_changes_nothing(seeded: Tenant) -> None:
    with undone():
        Builder(seeded.pk).step(20)
        before = fingerprint(), Year.objects.values().get()
        for options in ({}, {"year": True}, {"seed": 7}):
            with pytest.raises(CommandError, match="into an empty one only"):
                call_command("seed_demonstration", stderr=StringIO(), **options)
        call_command("seed_demonstration", if_empty=True)
        assert (fingerprint(), Year.objects.values().get()) == before


def test_the_chore_builds_until_the_year_is_whole_and_then_rests(
    seeded: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "CHUNK", 1_000)
    with undone():
        chore, turns = BuildYears(), 0
        while chore():
            turns += 1
        assert Year.objects.get().is_whole
        assert DAYS - 28 < turns < 2 * (DAYS - 28)  # each day is written, then counted
        assert not BuildYears()()


def test_the_chore_finds_nothing_to_do_where_there_is_no_demonstration() -> None:
    with undone():
        Year.objects.all().delete()
        chore = BuildYears()
        assert not chore()
        assert not chore()
