from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from conftest import SignIn
from gehoor.contacts.models import Contact
from gehoor.demonstration import views
from gehoor.demonstration.models import Year
from gehoor.organisation.models import ClientOrganisation, Employee, Entrance
from gehoor.organisation.roles import Role
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory, EntranceFactory
from gehoor.parties.tests.factories import PhoneFactory

ADDRESS = "/demonstratie/bellen/"


@pytest.fixture
def demonstration(municipality):
    municipality.tenant.is_demonstration = True
    municipality.tenant.save()
    return EntranceFactory(client=municipality)


@pytest.fixture
def planner(municipality):
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])


def test_ring_lets_a_call_come_in(demonstration: Entrance, agent: Employee, sign_in: SignIn):
    response = sign_in(agent).post(ADDRESS)
    contact = Contact.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/werkplek/")
    assert (contact.state, contact.channel, contact.entrance) == ("offered", "phone", demonstration)


def test_ring_answers_htmx_without_a_page(
    demonstration: Entrance, agent: Employee, sign_in: SignIn
):
    response = sign_in(agent).post(ADDRESS, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert Contact.objects.count() == 1


def test_ring_calls_only_at_clients_the_agent_serves(
    demonstration: Entrance, agent: Employee, sign_in: SignIn
):
    EntranceFactory(client=ClientFactory(tenant=demonstration.tenant))
    browser = sign_in(agent)
    for _call in range(8):
        browser.post(ADDRESS)
    assert {contact.entrance for contact in Contact.objects.all()} == {demonstration}


@pytest.mark.parametrize(("lot", "caller"), [(0, "+31680001234"), (6, ""), (7, "+31680000007")])
def test_ring_is_from_known_new_and_anonymous_callers(
    demonstration: Entrance,
    agent: Employee,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    lot: int,
    caller: str,
):
    PhoneFactory(party__client=demonstration.client, address="+31680001234")
    PhoneFactory(party__client=ClientFactory(tenant=demonstration.tenant), address="+31680009999")
    monkeypatch.setattr(views.secrets, "randbelow", lambda below: lot)
    sign_in(agent).post(ADDRESS)
    assert Contact.objects.get().caller_address == caller


def test_ring_without_a_number_is_not_there(
    demonstration: Entrance, agent: Employee, sign_in: SignIn
):
    demonstration.delete()
    assert sign_in(agent).post(ADDRESS).status_code == 404


def test_ring_is_refused_to_who_does_not_answer(
    demonstration: Entrance, planner: Employee, sign_in: SignIn
):
    assert sign_in(planner).post(ADDRESS).status_code == 403
    assert not Contact.objects.exists()


def test_ring_is_not_there_outside_the_demonstration(
    demonstration: Entrance, stranger: Employee, sign_in: SignIn
):
    assert sign_in(stranger).post(ADDRESS).status_code == 404
    assert not Contact.objects.exists()


def test_ring_asks_to_sign_in(demonstration: Entrance, client):
    response = client.post(ADDRESS)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/aanmelden/?next={ADDRESS}",
    )


def test_ring_does_not_answer_a_link(demonstration: Entrance, agent: Employee, sign_in: SignIn):
    assert sign_in(agent).get(ADDRESS).status_code == 405
    assert not Contact.objects.exists()


PROGRESS = "/demonstratie/jaar/"


@pytest.fixture
def half_built(demonstration: Entrance) -> Year:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return Year.objects.create(
        tenant=demonstration.tenant, seed=1, contacts=100, ends_at=at, first_party=1,
        built_from=at.date() - timedelta(days=73),
    )  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_everybody_sees_how_far_the_year_is(half_built: Year, role: str, sign_in: SignIn):
    client = ClientOrganisation.objects.get()
    browser = sign_in(EmployeeFactory(tenant=client.tenant, clients=[client], roles=[role]))
    assert "Het jaar wordt opgebouwd:</span> 20%" in browser.get(PROGRESS).content.decode()
    assert "Het jaar wordt opgebouwd:</span> 20%" in browser.get("/", follow=True).content.decode()


def test_a_whole_year_is_not_worth_a_word(half_built: Year, agent: Employee, sign_in: SignIn):
    half_built.built_from = half_built.first_day
    half_built.save()
    browser = sign_in(agent)
    assert browser.get(PROGRESS).content.strip() == b""
    assert "opgebouwd" not in browser.get("/werkplek/").content.decode()


def test_who_is_at_a_real_centre_sees_no_progress(
    half_built: Year, stranger: Employee, sign_in: SignIn
):
    browser = sign_in(stranger)
    assert browser.get(PROGRESS).status_code == 404
    assert "opgebouwd" not in browser.get("/werkplek/").content.decode()


def test_nobody_is_sent_to_sign_in_first(db: None, client: Client):
    assert client.get(PROGRESS).status_code == 302
