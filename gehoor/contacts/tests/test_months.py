from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from gehoor.contacts.actions import Answered, accept_contact, close_contact, offer_contact
from gehoor.contacts.corrections import correct_question
from gehoor.contacts.models import Contact, FixedMonth, Question
from gehoor.contacts.months import (
    MonthIsFixed,
    MonthNotOver,
    fix_month,
    fixed_month,
    month_of,
    refuse_if_fixed,
    release_month,
)
from gehoor.contacts.tests.factories import ClosedContactFactory, ContactFactory
from gehoor.events.models import Event
from gehoor.lib.periods import Period
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory

MARCH = date(2026, 3, 1)
APRIL = datetime(2026, 4, 3, 8, tzinfo=UTC)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def manager(municipality):
    return EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=["manager"], name="Ria Baas"
    )


def test_month_is_fixed_by_somebody_and_audited(municipality, manager) -> None:
    fixed = fix_month(municipality, date(2026, 3, 17), by=manager, at=APRIL)
    assert (fixed.client, fixed.first_day, fixed.fixed_by, fixed.fixed_at) == (
        municipality, MARCH, manager, APRIL,
    )  # fmt: skip
    event = Event.objects.get(kind="month.fixed")
    assert (event.subject_id, event.by_id, event.data) == (
        municipality.pk, manager.pk, {"month": "2026-03"},
    )  # fmt: skip


def test_fixing_twice_keeps_who_was_first(municipality, manager, agent) -> None:
    first = fix_month(municipality, MARCH, by=manager, at=APRIL)
    again = fix_month(municipality, MARCH, by=agent, at=APRIL + timedelta(days=1))
    assert (again, again.fixed_by) == (first, manager)
    assert Event.objects.filter(kind="month.fixed").count() == 1


@pytest.mark.parametrize(
    ("at", "is_over"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), False),  # 23:59 in Amsterdam
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), True),
        (datetime(2025, 7, 1, tzinfo=UTC), False),
    ],
)
def test_month_is_fixed_after_it(municipality, manager, at, is_over) -> None:
    if is_over:
        fix_month(municipality, MARCH, by=manager, at=at)
    else:
        with pytest.raises(MonthNotOver, match="nog niet voorbij"):
            fix_month(municipality, MARCH, by=manager, at=at)
    assert FixedMonth.objects.exists() == is_over


def test_month_with_work_in_hand_is_not_fixed(municipality, manager) -> None:
    ContactFactory(client=municipality, state="open", offered_at=START)
    ContactFactory(client=municipality, state="offered", offered_at=START)
    ContactFactory(client=municipality, state="open", offered_at=APRIL)
    ContactFactory(state="open", offered_at=START)
    with pytest.raises(MonthNotOver, match="nog 2 contacten niet afgerond"):
        fix_month(municipality, MARCH, by=manager, at=APRIL)
    Contact.objects.filter(offered_at=START).update(closed_at=APRIL, state="closed")
    assert fix_month(municipality, MARCH, by=manager, at=APRIL)


def test_released_month_may_change_again(municipality, manager) -> None:
    fixed = fix_month(municipality, MARCH, by=manager, at=APRIL)
    with pytest.raises(MonthIsFixed) as refused:
        refuse_if_fixed(municipality, START)
    assert refused.value.fixed == fixed
    assert refused.value.messages == [
        "De cijfers van maart 2026 zijn vastgesteld door Ria Baas, op 3 april 2026. Ze kunnen niet "
        "meer veranderen. Is het toch nodig? Vraag een manager om de maand weer open te zetten, "
        "bij Cijfers."
    ]
    release_month(fixed, by=manager, at=APRIL)
    release_month(fixed, by=manager, at=APRIL)
    refuse_if_fixed(municipality, START)
    assert Event.objects.get(kind="month.released").data == {"month": "2026-03"}


def test_month_is_that_of_the_client(municipality) -> None:
    island = ClientFactory(tenant=municipality.tenant, timezone="America/Curacao")
    night = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    assert month_of(municipality, night) == Period(date(2026, 4, 1), date(2026, 4, 30))
    assert month_of(island, night) == Period(date(2026, 3, 1), date(2026, 3, 31))
    assert month_of(island, datetime(2024, 2, 9, tzinfo=UTC)).last == date(2024, 2, 29)


def test_other_clients_and_months_stay_open(municipality, manager) -> None:
    neighbour = ClientFactory(tenant=municipality.tenant)
    fix_month(municipality, MARCH, by=manager, at=APRIL)
    assert fixed_month(municipality, START)
    assert fixed_month(municipality, datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    assert not fixed_month(municipality, datetime(2026, 3, 31, 22, tzinfo=UTC))
    assert not fixed_month(municipality, datetime(2026, 2, 28, 22, tzinfo=UTC))
    assert not fixed_month(neighbour, START)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time on SQLite")
def test_correction_beside_fixing_is_before_it_or_refused(
    municipality, agent, manager, outcomes
) -> None:
    """Whichever is first: after the month was fixed no question in it changes."""
    for _round in range(5):
        FixedMonth.objects.all().delete()
        contact = offer_contact(municipality, "phone", at=START)
        accept_contact(contact, by=agent, at=START)
        asked = Answered("vraag", outcomes["answered"])
        question = close_contact(contact, [asked], by=agent, at=START)[0]
        _side_by_side(municipality, manager, agent, question)
        question.refresh_from_db()
        fixed = Event.objects.filter(kind="month.fixed").latest("id")
        mended = Event.objects.filter(kind="question.reworded", subject_id=contact.pk).first()
        assert (question.text == "anders") == bool(mended)
        if mended and connection.vendor == "postgresql":
            assert mended.pk < fixed.pk


def _side_by_side(municipality, manager, agent, question: Question) -> None:
    ready = Barrier(2)

    def fix() -> None:
        ready.wait()
        fix_month(municipality, MARCH, by=manager, at=APRIL)
        connection.close()

    def mend() -> None:
        ready.wait()
        try:
            asked = Answered("anders", question.outcome)
            correct_question(question, asked, revision=0, by=agent, at=START)
        except MonthIsFixed:
            pass
        finally:
            connection.close()

    threads = [Thread(target=fix), Thread(target=mend)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_closed_contact_of_a_fixed_month_can_be_read(municipality, manager, sign_in, agent) -> None:
    contact = ClosedContactFactory(client=municipality, agent=agent)
    fix_month(municipality, MARCH, by=manager, at=APRIL)
    assert sign_in(agent).get(f"/contacten/{contact.uuid}/").status_code == 200
