import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from conftest import SignIn
from gehoor.channels.models import Call, EntranceSecret
from gehoor.channels.phone.actions import entrance_with, give_secret
from gehoor.contacts.actions import accept_contact
from gehoor.contacts.models import Contact
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee, Entrance
from gehoor.organisation.tests.factories import EmployeeFactory, EntranceFactory

HOOK = "/ingang/telefonie/"
NUMBER, CALLER = "+31880000100", "+31612345678"


@pytest.fixture
def entrance(municipality: ClientOrganisation) -> Entrance:
    return EntranceFactory(client=municipality, address=NUMBER)


@pytest.fixture
def secret(entrance: Entrance, now: datetime) -> str:
    return give_secret(entrance, by=None, at=now)


def news(**other: Any) -> dict[str, Any]:
    return {"called": NUMBER, "caller": CALLER, "call": "a1", "event": "offered"} | other


def tell(secret: str, body: Any, **headers: str) -> HttpResponse:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    browser = Client(enforce_csrf_checks=True)
    return browser.post(HOOK, text, content_type="application/json", headers=headers)  # type: ignore[return-value]


def test_a_call_waits_for_an_agent(secret: str, entrance: Entrance):
    answer = tell(secret, news())
    contact = Contact.objects.get()
    assert (answer.status_code, json.loads(answer.content)) == (
        201, {"contact": str(contact.uuid), "state": "offered"},
    )  # fmt: skip
    assert (contact.entrance, contact.client, contact.channel) == (
        entrance, entrance.client, "phone",
    )  # fmt: skip
    assert contact.caller_address == CALLER


@pytest.mark.parametrize("caller", [None, "", "anonymous", "123", "sip:x@y"])
def test_who_shows_no_number_is_anonymous(secret: str, caller: str | None):
    assert tell(secret, news(caller=caller)).status_code == 201
    assert Contact.objects.get().caller_address == ""


def test_numbers_are_brought_to_one_form(secret: str):
    assert tell(secret, news(called="088-0000100", caller="06 12345678")).status_code == 201
    assert Contact.objects.get().caller_address == CALLER


def test_the_same_news_twice_is_one_call(secret: str):
    first, second = tell(secret, news()), tell(secret, news())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert (Contact.objects.count(), Event.objects.filter(kind="contact.offered").count()) == (1, 1)


def test_two_calls_are_two(secret: str):
    tell(secret, news())
    tell(secret, news(call="a2"))
    assert Contact.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_news_at_the_same_time_is_one_call(secret: str):
    def once(_n: int) -> int:
        try:
            return tell(secret, news()).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(once, range(4)))
    assert sorted(statuses) == [200, 200, 200, 201]
    assert (Contact.objects.count(), Call.objects.count()) == (1, 1)


def test_hanging_up_ends_the_waiting(secret: str):
    tell(secret, news())
    for _time in range(2):
        answer = tell(secret, news(event="hung_up"))
        assert (answer.status_code, json.loads(answer.content)["state"]) == (200, "abandoned")
    assert Event.objects.filter(kind="contact.abandoned").count() == 1
    again = tell(secret, news())  # news that was late: it rings no more
    assert (again.status_code, json.loads(again.content)["state"]) == (200, "abandoned")


def test_hanging_up_once_answered_changes_nothing(secret: str, agent: Employee, now: datetime):
    tell(secret, news())
    accept_contact(Contact.objects.get(), by=agent, at=now)
    answer = tell(secret, news(event="hung_up"))
    assert json.loads(answer.content)["state"] == "open"
    assert Contact.objects.get().ended_at is None


def test_hanging_up_before_calling_is_unknown(secret: str):
    answer = tell(secret, news(event="hung_up"))
    assert (answer.status_code, b"not offered" in answer.content) == (404, True)


@pytest.mark.parametrize("given", ["", "x", "é", "Bearer"])
def test_a_wrong_secret_is_refused(secret: str, given: str):
    answer = tell(given, news())
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert not Contact.objects.exists()


def test_a_new_secret_ends_the_old_one(entrance: Entrance, secret: str, now: datetime):
    newer = give_secret(entrance, by=None, at=now)
    assert (tell(secret, news()).status_code, tell(newer, news()).status_code) == (401, 201)


def test_a_secret_is_kept_as_a_digest(entrance: Entrance, secret: str):
    assert entrance_with(secret) == entrance
    assert secret not in str(list(EntranceSecret.objects.values_list()))


@pytest.mark.parametrize("called", ["+31880000999", "balletje"])
def test_an_unknown_number_is_not_there(secret: str, called: str):
    assert tell(secret, news(called=called)).status_code == 404


def test_a_secret_opens_no_entrance_of_another_centre(secret: str):
    other = EntranceFactory(address="+31880000500")
    assert tell(secret, news(called=other.address)).status_code == 404
    same_number = EntranceFactory(address=NUMBER)
    assert tell(secret, news()).status_code == 201
    assert Contact.objects.get().client != same_number.client


@pytest.mark.parametrize("what", ["entrance", "client", "channel"])
def test_an_entrance_out_of_use_is_closed(entrance: Entrance, secret: str, what: str):
    if what == "channel":
        entrance.channel = "whatsapp"
        entrance.save()
    else:
        row = entrance if what == "entrance" else entrance.client
        row.is_active = False
        row.save()
    assert tell(secret, news()).status_code == 404
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "", "geen json", "[1]", "null", b"\xff\xfe", "[" * 5_000, "{}",
        news(call=""), news(call=None), news(call="x" * 201), news(call=7), news(call="a\x00b"),
        news(event="answered"), news(event=None), news(event=["offered"]), news(called=None),
        news(caller=612345678), news(caller={"a": 1}),
    ],
)  # fmt: skip
def test_news_that_cannot_be_read_is_refused(secret: str, body: Any):
    answer = tell(secret, body)
    assert (answer.status_code, bool(json.loads(answer.content)["error"])) == (400, True)
    assert not Contact.objects.exists()


def test_news_that_is_too_long_is_refused(secret: str):
    assert tell(secret, news(caller="1" * 10_001)).status_code == 413


def test_the_hook_is_for_posting(secret: str):
    assert Client().get(HOOK).status_code == 405


def test_no_number_reaches_the_log(secret: str, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        for body in (news(), news(called="+31880000999"), news(event="nee")):
            tell(secret, body)
        tell("fout", news())
    for told in (CALLER, NUMBER, "+31880000999", secret):
        assert told not in caplog.text


def secret_page(entrance: Entrance) -> str:
    return f"/beheer/ingangen/{entrance.uuid}/sleutel/"


@pytest.fixture
def administrator(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, roles=["administrator"])


def test_administrator_sees_a_new_secret_once(
    entrance: Entrance, administrator: Employee, sign_in: SignIn
):
    browser = sign_in(administrator)
    setting = f"/beheer/ingangen/{entrance.uuid}/"
    assert secret_page(entrance) in browser.get(setting).content.decode()
    answer = browser.post(secret_page(entrance))
    shown = answer.context["secret"]
    assert (answer.status_code, shown in answer.content.decode()) == (200, True)
    assert entrance_with(shown) == entrance
    event = Event.objects.get(kind="entrance.secret_given")
    assert (event.subject_id, event.by_id, event.data) == (entrance.pk, administrator.pk, {})
    assert shown not in browser.get(setting).content.decode()
    assert browser.get(secret_page(entrance)).status_code == 405


def test_secrets_are_for_administrators_of_the_centre(
    entrance: Entrance, agent: Employee, stranger: Employee, sign_in: SignIn
):
    address = secret_page(entrance)
    assert sign_in(agent).post(address).status_code == 403
    assert sign_in(stranger).post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert not EntranceSecret.objects.exists()


def test_only_a_telephone_number_has_a_secret(
    municipality: ClientOrganisation, administrator: Employee, sign_in: SignIn
):
    mailbox = EntranceFactory(client=municipality, channel="email", address="info@x.example")
    browser = sign_in(administrator)
    assert browser.post(secret_page(mailbox)).status_code == 404
    assert "sleutel" not in browser.get(f"/beheer/ingangen/{mailbox.uuid}/").content.decode()
