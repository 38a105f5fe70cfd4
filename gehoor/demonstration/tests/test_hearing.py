import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from conftest import SignIn
from gehoor.channels.phone.actions import give_secret, offer_call
from gehoor.contacts.actions import accept_contact, end_conversation
from gehoor.contacts.models import Contact
from gehoor.demonstration.hearing import NoDemonstration, give_speech, heard, set_pause
from gehoor.demonstration.models import Pause, Speech
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee, Entrance
from gehoor.organisation.tests.factories import EmployeeFactory, EntranceFactory

LINES = [(1.0, "Goedendag."), (4.0, "Mijn <b>pas</b> is weg."), (60.0, "Dag.")]


@pytest.fixture
def entrance(municipality: ClientOrganisation) -> Entrance:
    municipality.tenant.is_demonstration = True
    municipality.tenant.save()
    return EntranceFactory(client=municipality)


@pytest.fixture
def secret(entrance: Entrance) -> str:
    return give_secret(entrance, by=None, at=timezone.now())


@pytest.fixture
def call(entrance: Entrance) -> Contact:
    at = timezone.now() - timedelta(seconds=30)
    return offer_call(entrance, "a1", caller_address="", at=at)[0].contact


def make_real(entrance: Entrance) -> None:
    entrance.tenant.is_demonstration = False
    entrance.tenant.save()


def speak(secret: str, **other: Any) -> HttpResponse:
    body = {"call": "a1", "lines": LINES} | other
    return Client(enforce_csrf_checks=True).post(
        "/demonstratie/spraak/", json.dumps(body), content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # type: ignore[return-value]  # fmt: skip


def test_lines_come_one_after_another(secret: str, call: Contact, agent: Employee):
    assert speak(secret).status_code == 204
    now = timezone.now()
    assert heard(call, at=now) == ([], False)  # nobody answered
    open_call = accept_contact(call, by=agent, at=now)
    said = [heard(open_call, at=now + timedelta(seconds=after)) for after in (0, 2, 5, 61)]
    first, second, third = (line for _after, line in LINES)
    assert said == [
        ([], True),
        ([first], True),
        ([first, second], True),
        ([first, second, third], False),
    ]
    ended = end_conversation(open_call, by=agent, at=now + timedelta(seconds=5))
    assert heard(ended, at=now + timedelta(seconds=90)) == ([first, second], False)


def test_the_agent_hears_and_the_page_stops_asking(
    secret: str, call: Contact, agent: Employee, sign_in: SignIn
):
    speak(secret)
    accept_contact(call, by=agent, at=timezone.now() - timedelta(seconds=5))
    browser, address = sign_in(agent), f"/demonstratie/gehoord/{call.uuid}/"
    part = browser.get(address)
    assert (part.status_code, "&lt;b&gt;pas" in part.content.decode()) == (200, True)
    assert "Dag." not in part.content.decode()
    assert address in browser.get(f"/werkplek/{call.uuid}/").content.decode()
    Contact.objects.update(answered_at=timezone.now() - timedelta(seconds=90))
    assert browser.get(address).status_code == 286


def test_nobody_else_hears(
    secret: str, call: Contact, agent: Employee, colleague: Employee, stranger: Employee,
    sign_in: SignIn,
):  # fmt: skip
    speak(secret)
    accept_contact(call, by=agent, at=timezone.now())
    address = f"/demonstratie/gehoord/{call.uuid}/"
    planner = EmployeeFactory(tenant=agent.tenant, roles=["planner"])
    assert sign_in(colleague).get(address).status_code == 404
    assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(planner).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_real_centre_has_nothing_of_it(
    entrance: Entrance, secret: str, call: Contact, agent: Employee, sign_in: SignIn
):
    speak(secret)
    accept_contact(call, by=agent, at=timezone.now() - timedelta(seconds=5))
    make_real(entrance)
    call.refresh_from_db()
    assert speak(secret).status_code == 404
    browser = sign_in(agent)
    assert browser.get(f"/demonstratie/gehoord/{call.uuid}/").status_code == 404
    assert browser.get("/demonstratie/pauze/").status_code == 404
    assert browser.post("/demonstratie/pauze/", {"value": "on"}).status_code == 404
    page = browser.get(f"/werkplek/{call.uuid}/").content.decode()
    assert ("Wat u hoort" in page, "demonstratie/" in page) == (False, False)
    assert heard(call, at=timezone.now()) == ([], False)
    with pytest.raises(NoDemonstration):
        give_speech(call, [])
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/demonstratie/stand/", headers=headers).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": None}, {"lines": [[1]]}, {"lines": [["x", "y"]]}, {"lines": [[1, 2]]},
        {"lines": [7]}, {"lines": [[1, "x"]] * 201}, {"lines": [[1, "x" * 2001]]}, {"call": ""},
    ],
)  # fmt: skip
def test_speech_that_cannot_be_read_is_refused(secret: str, call: Contact, wrong: dict[str, Any]):
    assert speak(secret, **wrong).status_code == 400
    assert not Speech.objects.exists()


def test_speech_needs_the_secret_and_a_call(secret: str, call: Contact):
    assert speak("fout").status_code == 401
    assert speak(secret, call="a2").status_code == 404
    assert Client().get("/demonstratie/stand/").status_code == 401


def test_a_visitor_lets_citizens_be_silent(secret: str, agent: Employee, sign_in: SignIn):
    def standing() -> Any:
        headers = {"Authorization": f"Bearer {secret}"}
        return json.loads(Client().get("/demonstratie/stand/", headers=headers).content)

    browser = sign_in(agent)
    assert standing() == {"is_paused": False}
    for _time in range(2):
        assert (
            "weer bellen" in browser.post("/demonstratie/pauze/", {"value": "on"}).content.decode()
        )
    assert (standing(), Pause.objects.count()) == ({"is_paused": True}, 1)
    assert "even stil" in browser.post("/demonstratie/pauze/", {"value": ""}).content.decode()
    assert standing() == {"is_paused": False}
    events = Event.objects.filter(kind="demonstration.paused")
    assert [event.data["value"] for event in events.order_by("id")] == [True, True, False]
    assert "/demonstratie/pauze/" in browser.get("/werkplek/").content.decode()


def test_pausing_is_for_who_answers(entrance: Entrance, sign_in: SignIn):
    planner = EmployeeFactory(tenant=entrance.tenant, roles=["planner"])
    assert sign_in(planner).post("/demonstratie/pauze/", {"value": "on"}).status_code == 403
    assert Client().post("/demonstratie/pauze/").status_code == 302
    make_real(entrance)
    with pytest.raises(NoDemonstration):
        set_pause(entrance.tenant, True, by=planner, at=timezone.now())
