from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from gehoor.contacts.actions import accept_contact, offer_contact
from gehoor.contacts.hands import (
    HandAlreadyDown,
    HandAnsweredByColleague,
    answer_hand,
    lower_hand,
    raise_hand,
)
from gehoor.contacts.models import Contact, Hand
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory


@pytest.fixture
def coach(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["coach"])


@pytest.fixture
def open_call(municipality: ClientOrganisation, agent: Employee, now: datetime) -> Contact:
    return accept_contact(offer_contact(municipality, "phone", at=now), by=agent, at=now)


def told() -> list[tuple[str, dict[str, object]]]:
    events = Event.objects.filter(kind__startswith="hand.").order_by("id")
    return [(event.kind, event.data) for event in events]


def test_from_raising_to_helped(
    open_call: Contact, agent: Employee, coach: Employee, now: datetime
) -> None:
    hand = raise_hand(open_call, by=agent, at=now)
    assert (hand.employee, hand.contact, hand.code) == (agent, open_call, "help")
    answer_hand(hand, by=coach, at=now + timedelta(seconds=20))
    lower_hand(hand, by=coach, at=now + timedelta(seconds=90))
    hand.refresh_from_db()
    assert (hand.helper, hand.result, hand.ended_at) == (
        coach, "helped", now + timedelta(seconds=90),
    )  # fmt: skip
    assert told() == [
        ("hand.raised", {"code": "help", "contact": open_call.pk}),
        ("hand.answered", {"ms": 20_000}),
        ("hand.lowered", {"result": "helped", "ms": 90_000}),
    ]


def test_lowered_by_herself_before_anybody_came(agent: Employee, now: datetime) -> None:
    hand = lower_hand(raise_hand(None, by=agent, at=now), by=agent, at=now)
    assert (hand.result, hand.helper) == ("lowered", None)
    with pytest.raises(HandAlreadyDown):
        lower_hand(hand, by=agent, at=now)


def test_lowered_by_herself_after_somebody_came_is_helped(
    agent: Employee, coach: Employee, now: datetime
) -> None:
    hand = answer_hand(raise_hand(None, by=agent, at=now), by=coach, at=now)
    assert lower_hand(hand, by=agent, at=now).result == "helped"


def test_who_comes_second_hears_who_was_first(
    agent: Employee, colleague: Employee, coach: Employee, now: datetime
) -> None:
    hand = raise_hand(None, by=agent, at=now)
    answer_hand(hand, by=coach, at=now)
    answer_hand(hand, by=coach, at=now + timedelta(seconds=5))
    with pytest.raises(HandAnsweredByColleague) as refused:
        answer_hand(hand, by=colleague, at=now)
    assert refused.value.helper == coach
    hand.refresh_from_db()
    assert hand.answered_at == now


def test_raising_twice_is_one_hand(open_call: Contact, agent: Employee, now: datetime) -> None:
    first = raise_hand(None, by=agent, at=now)
    second = raise_hand(open_call, by=agent, at=now + timedelta(minutes=1))
    assert (second, second.contact, second.raised_at) == (first, open_call, now)
    assert [kind for kind, _data in told()] == ["hand.raised"]


def test_help_may_become_an_emergency_and_not_the_other_way(agent: Employee, now: datetime) -> None:
    raise_hand(None, by=agent, at=now)
    raise_hand(None, "emergency", words=" er ligt een bom \x00", by=agent, at=now)
    hand = raise_hand(None, "help", by=agent, at=now)
    assert (hand.code, hand.words) == ("emergency", "er ligt een bom")
    assert told() == [
        ("hand.raised", {"code": "help", "contact": None}),
        ("hand.raised", {"code": "emergency", "contact": None}),
    ]


def test_words_of_an_emergency_are_brought_up_to_date(agent: Employee, now: datetime) -> None:
    raise_hand(None, "emergency", words="er ligt", by=agent, at=now)
    hand = raise_hand(None, "emergency", words="er ligt een bom", by=agent, at=now)
    assert hand.words == "er ligt een bom"
    assert len(told()) == 1


def test_a_new_hand_after_the_old_one_is_down(agent: Employee, now: datetime) -> None:
    first = lower_hand(raise_hand(None, by=agent, at=now), by=agent, at=now)
    second = raise_hand(None, by=agent, at=now)
    assert first != second
    assert list(Hand.objects.up()) == [second]


def test_hands_are_seen_by_who_may_help(
    agent: Employee,
    colleague: Employee,
    coach: Employee,
    stranger: Employee,
    municipality: ClientOrganisation,
    now: datetime,
) -> None:
    senior = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["senior"])
    hand = raise_hand(None, by=agent, at=now)
    seen = {who: list(Hand.objects.visible_to(who))
            for who in (agent, colleague, coach, senior, stranger)}  # fmt: skip
    assert seen == {agent: [hand], colleague: [], coach: [hand], senior: [hand], stranger: []}


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_raise_one_hand(agent: Employee, now: datetime) -> None:
    def raise_one(_n: int) -> int:
        try:
            return raise_hand(None, by=agent, at=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(raise_one, range(8)))) == 1
    assert Hand.objects.count() == 1
