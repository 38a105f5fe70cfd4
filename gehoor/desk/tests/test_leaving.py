from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import accept_contact, offer_contact, save_draft
from gehoor.contacts.hands import raise_hand
from gehoor.contacts.models import Contact, Draft, Hand
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.presence import has_left
from gehoor.organisation.tests.factories import EmployeeFactory

SignIn = Callable[[Employee], Client]
LEAVE = "/afmelden/"


def is_signed_in(browser: Client) -> bool:
    return browser.get("/mijn-dag/").status_code == 200


def test_without_contacts_one_leaves_at_once(browser: Client, agent: Employee) -> None:
    assert "Wilt u zich afmelden?" in browser.get(LEAVE).content.decode()
    assert browser.post(LEAVE)["Location"] == "/aanmelden/"
    assert not is_signed_in(browser)
    assert Event.objects.get(kind="employee.signed_out").data == {}


def test_with_contacts_open_one_is_shown_them_first(
    browser: Client, open_call: Contact, agent: Employee, colleague: Employee
) -> None:
    for page in (browser.get(LEAVE), browser.post(LEAVE, {"x": "y"})):
        assert "U hebt nog contacten open" in page.content.decode()
        [(contact, colleagues)] = page.context["mine"]
        assert (contact, [one.employee for one in colleagues]) == (open_call, [colleague])
    assert is_signed_in(browser)
    assert not has_left(agent)


@pytest.mark.parametrize("reason", ["", "zomaar"])
def test_leaving_all_the_same_asks_a_reason(
    browser: Client, open_call: Contact, reason: str
) -> None:
    page = browser.post(LEAVE, {"reason": reason})
    assert (page.status_code, "Kies een reden." in page.content.decode()) == (409, True)
    assert is_signed_in(browser)


def test_with_a_reason_she_goes_and_all_she_typed_stays(
    browser: Client, open_call: Contact, agent: Employee
) -> None:
    now = timezone.now()
    save_draft(open_call, [{"text": "half"}], revision=0, writer="w", by=agent, at=now)
    raise_hand(open_call, by=agent, at=now)
    page = browser.get(LEAVE).content.decode()
    # The empty value comes first: of two values of one name the last counts.
    assert page.index('name="reason" value=""') < page.index('name="reason" value="ill"')
    assert browser.post(LEAVE, {"reason": ["", "ill"]})["Location"] == "/aanmelden/"
    assert not is_signed_in(browser)
    open_call.refresh_from_db()
    assert (open_call.agent, open_call.state) == (agent, Contact.State.OPEN)
    assert Draft.objects.get().questions == [{"text": "half"}]
    event = Event.objects.get(kind="employee.signed_out")
    assert event.data == {"open": 1, "reason": "ill"}
    assert Hand.objects.get().result == "lowered"
    assert has_left(agent)


def test_handed_over_from_there_one_comes_back_and_may_leave(
    browser: Client, open_call: Contact, colleague: Employee
) -> None:
    data = {"to": colleague.uuid, "next": LEAVE}
    answer = browser.post(f"/werkplek/{open_call.uuid}/overdragen/", data)
    assert answer["Location"] == LEAVE
    assert "Wilt u zich afmelden?" in browser.get(LEAVE).content.decode()


def test_nobody_is_sent_to_the_door() -> None:
    assert Client().get(LEAVE)["Location"] == "/aanmelden/"
    assert Client().post(LEAVE)["Location"] == "/aanmelden/"


def test_a_role_without_a_desk_leaves_too(planner: Employee, sign_in: SignIn) -> None:
    assert sign_in(planner).post(LEAVE)["Location"] == "/aanmelden/"


def test_queries_do_not_grow(
    browser: Client,
    agent: Employee,
    municipality: ClientOrganisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    now = timezone.now()

    def one_more() -> None:
        EmployeeFactory(tenant=municipality.tenant, clients=[municipality])
        accept_contact(offer_contact(municipality, "phone", at=now), by=agent, at=now)

    one_more()
    browser.get(LEAVE)
    with django_assert_num_queries(10) as queries:
        browser.get(LEAVE)
    one_more(), one_more()  # type: ignore[func-returns-value]
    with django_assert_num_queries(len(queries)):
        assert len(browser.get(LEAVE).context["mine"]) == 3
