from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from gehoor.contacts.models import Contact, Outcome
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.followups.actions import complete_follow_up
from gehoor.followups.models import FollowUp
from gehoor.followups.tests.factories import FollowUpFactory, QuestionFactory
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import DepartmentFactory, EmployeeFactory
from gehoor.parties.models import Party
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory

SignIn = Callable[[Employee], Client]
NUMBER = "+31612345678"


@pytest.fixture
def caller(municipality: ClientOrganisation) -> Party:
    party: Party = PartyFactory.create(client=municipality, language="tur")
    PhoneFactory.create(party=party, address="+31687654321")
    return party


@pytest.fixture
def callback(caller: Party, agent: Employee, outcomes: dict[str, Outcome]) -> FollowUp:
    contact = ContactFactory.create(
        client=caller.client, party=caller, channel="phone", caller_address=NUMBER, state="closed"
    )
    question = QuestionFactory.create(contact=contact, outcome=outcomes["looked_up"])
    made: FollowUp = FollowUpFactory.create(question=question, employee=agent, owner=agent)
    return made


def path(follow_up: FollowUp) -> str:
    return f"/werkplek/terugbellen/{follow_up.uuid}/"


def started() -> Contact:
    contact: Contact = Contact.objects.filter(state="open").get()
    return contact


@pytest.mark.parametrize(("given", "direction"), [({}, "in"), ({"direction": "out"}, "out")])
def test_a_new_contact_is_incoming_unless_one_says_otherwise(
    browser: Client, municipality: ClientOrganisation, given: dict[str, str], direction: str
) -> None:
    browser.post("/werkplek/nieuw/", {"channel": "phone", "client": municipality.pk, **given})
    assert started().direction == direction


def test_an_unknown_direction_opens_nothing(
    browser: Client, municipality: ClientOrganisation
) -> None:
    data = {"channel": "phone", "client": municipality.pk, "direction": "opzij"}
    browser.post("/werkplek/nieuw/", data)
    assert not Contact.objects.exists()


def test_calling_back_opens_a_contact_with_who_it_is(
    browser: Client, callback: FollowUp, caller: Party, agent: Employee
) -> None:
    assert path(callback) in browser.get(f"/terugbellen/{callback.uuid}/").content.decode()
    response = browser.post(path(callback))
    contact = started()
    assert response["Location"] == f"/werkplek/{contact.uuid}/"
    assert (contact.direction, contact.channel, contact.agent) == ("out", "phone", agent)
    assert (contact.party, contact.client, contact.language) == (caller, callback.client, "tur")
    assert contact.caller_address == NUMBER
    assert "Uitgaand" in browser.get(f"/werkplek/{contact.uuid}/").content.decode()
    callback.refresh_from_db()
    assert callback.state == FollowUp.State.OPEN


def test_who_wrote_is_called_on_the_number_she_gave(browser: Client, callback: FollowUp) -> None:
    Contact.objects.update(channel="email", caller_address="a@voorbeeld.nl")
    browser.post(path(callback))
    assert started().caller_address == "+31687654321"


def test_a_secret_number_is_not_written_down_again(browser: Client, callback: FollowUp) -> None:
    Party.objects.update(is_protected=True)
    browser.post(path(callback))
    assert started().caller_address == ""


def test_nobody_known_can_be_called_back_too(browser: Client, callback: FollowUp) -> None:
    Contact.objects.update(party=None)
    browser.post(path(callback))
    assert (started().party, started().caller_address) == (None, NUMBER)


def test_what_a_colleague_settled_is_not_called_about(
    browser: Client, callback: FollowUp, colleague: Employee
) -> None:
    complete_follow_up(callback, result="Gebeld.", by=colleague, at=timezone.now())
    page = browser.post(path(callback), follow=True).content.decode()
    assert "Een collega heeft dit al afgehandeld." in page
    assert path(callback) not in page
    assert not Contact.objects.filter(state="open").exists()


def test_a_task_is_not_called_about(browser: Client, callback: FollowUp) -> None:
    FollowUp.objects.update(kind="task")
    assert browser.post(path(callback)).status_code == 404
    assert path(callback) not in browser.get(f"/terugbellen/{callback.uuid}/").content.decode()


def test_a_department_reads_the_callback_and_does_not_open_a_desk(
    callback: FollowUp, municipality: ClientOrganisation, sign_in: SignIn
) -> None:
    department = DepartmentFactory.create(client=municipality)
    FollowUp.objects.update(department=department)
    specialist = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], department=department,
        roles=["department_employee"],
    )  # fmt: skip
    browser = sign_in(specialist)
    page = browser.get(f"/terugbellen/{callback.uuid}/")
    assert (page.status_code, path(callback) in page.content.decode()) == (200, False)
    assert browser.post(path(callback)).status_code == 403


@pytest.mark.parametrize("outsider", ["stranger", "other_clients_agent"])
def test_outsiders_call_nobody_back(
    callback: FollowUp, outsider: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = sign_in(request.getfixturevalue(outsider))
    assert browser.post(path(callback)).status_code == 404


def test_calling_back_asks_for_signing_in_and_a_post(
    client: Client, browser: Client, callback: FollowUp
) -> None:
    assert client.post(path(callback))["Location"].startswith("/aanmelden/")
    assert browser.get(path(callback)).status_code == 405
