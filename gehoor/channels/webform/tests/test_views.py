from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from conftest import SignIn
from gehoor.channels.models import Submission
from gehoor.channels.webform.actions import MOST_FORMS, TooManyForms, Typed, submit_form
from gehoor.contacts.actions import accept_contact
from gehoor.contacts.models import Contact, Draft
from gehoor.events.models import Event
from gehoor.organisation.models import Channel, ClientOrganisation, Employee, Entrance
from gehoor.organisation.tests.factories import ClientFactory, EntranceFactory
from gehoor.parties.models import Party
from gehoor.parties.tests.factories import PhoneFactory

WORDS = "Mijn afvalpas doet het niet.\n\nIk kom uit Özdemir's straat  <b>😀</b> "


@pytest.fixture
def entrance(municipality: ClientOrganisation) -> Entrance:
    return EntranceFactory(
        client=municipality, channel=Channel.WEBFORM, address="https://x.example/contact"
    )


def page_of(client: ClientOrganisation) -> str:
    return f"/contact/{client.uuid}/"


@pytest.fixture
def address(entrance: Entrance) -> str:
    return page_of(entrance.client)


def typed(**other: Any) -> dict[str, Any]:
    return {"text": WORDS, "name": "", "email": "", "phone": "", "website": ""} | other


def send(address: str, **other: Any) -> Any:
    return Client().post(address, {"key": str(uuid4()), **typed(**other)})


def test_everybody_may_ask(address: str, entrance: Entrance):
    page = Client().get(address).content.decode()
    assert (entrance.client.name in page, 'name="text"' in page) == (True, True)
    assert 'id="account"' not in page


def test_a_question_waits_with_its_words(address: str, entrance: Entrance):
    answer = send(
        address, name="Fatma Özdemir", email="Fatma@Voorbeeld.example", phone="0612345678"
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{address}bedankt/")
    contact = Contact.objects.get()
    assert (contact.channel, contact.entrance, contact.state) == ("webform", entrance, "offered")
    assert contact.caller_address == "fatma@voorbeeld.example"
    kept = Submission.objects.get()
    assert (kept.contact, kept.text, kept.name) == (contact, WORDS, "Fatma Özdemir")
    assert (kept.email, kept.phone) == ("fatma@voorbeeld.example", "+31612345678")
    assert "127.0.0.1" not in kept.sender
    assert "verstuurd" in Client().get(answer["Location"]).content.decode()


def test_the_words_stand_in_the_first_question(address: str, agent: Employee, sign_in: SignIn):
    send(address, name="Fatma Özdemir", phone="0612345678")
    contact = Contact.objects.get()
    assert contact.caller_address == "+31612345678"
    browser = sign_in(agent)
    browser.post(f"/werkplek/{contact.uuid}/aannemen/")
    page = browser.get(f"/werkplek/{contact.uuid}/")
    [form] = page.context["formset"].forms
    assert form["text"].value() == WORDS
    assert "Fatma Özdemir" in page.content.decode()
    assert Draft.objects.get().revision == 0


def test_what_the_agent_types_leaves_the_citizens_words(address: str, agent: Employee):
    send(address)
    contact = accept_contact(Contact.objects.get(), by=agent, at=timezone.now())
    Draft.objects.update(questions=[{"text": "anders"}])
    assert Submission.objects.get(contact=contact).text == WORDS


def test_an_email_address_is_offered_for_a_new_customer(
    address: str, agent: Employee, sign_in: SignIn
):
    send(address, email="fatma@voorbeeld.example")
    contact = accept_contact(Contact.objects.get(), by=agent, at=timezone.now())
    form = sign_in(agent).get(f"/werkplek/{contact.uuid}/").context["caller_form"]
    assert (form["phone"].value(), form["email"].value()) == ("", "fatma@voorbeeld.example")


def test_addresses_of_who_wants_secrecy_are_not_shown(
    address: str, entrance: Entrance, agent: Employee, sign_in: SignIn
):
    PhoneFactory(party__client=entrance.client, party__is_protected=True, address="+31612345678")
    assert Party.objects.get().is_protected
    send(address, phone="0612345678")
    contact = accept_contact(Contact.objects.get(), by=agent, at=timezone.now())
    page = sign_in(agent).get(f"/werkplek/{contact.uuid}/").content.decode()
    assert ("12345678" in page, "afgeschermd" in page) == (False, True)


def test_events_hold_no_words_and_no_address(address: str):
    send(address, name="Fatma", email="fatma@voorbeeld.example")
    event = Event.objects.get()
    assert (event.kind, set(event.data)) == ("contact.offered", {"channel", "client"})


def test_sent_twice_is_one_question(address: str):
    key = str(uuid4())
    for _time in range(2):
        assert send(address, key=key).status_code == 302
    assert (Contact.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "geen-sleutel"])
def test_a_page_without_its_key_loses_nothing(address: str, key: str):
    answer = send(address, key=key)
    assert answer.status_code == (302 if not key else 422)
    assert WORDS.split(".")[0] in answer.content.decode() or Contact.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""}, {"text": " \n "}, {"text": "x" * 10_001}, {"email": "geen adres"},
        {"phone": "balletje"}, {"name": "x" * 201},
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_loses_nothing(address: str, wrong: dict[str, str]):
    answer = send(address, **{"name": "Fatma", **wrong})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == wrong.keys()
    page = answer.content.decode()
    assert ("aria-invalid" in page, "Fatma" in page or "name" in wrong) == (True, True)
    assert not Contact.objects.exists()


def test_a_machine_is_thanked_and_forgotten(address: str):
    assert send(address, website="https://spam.example").status_code == 302
    assert not Contact.objects.exists()


def test_a_form_of_another_site_is_refused(address: str):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address, typed()).status_code == 403
    assert not Contact.objects.exists()


def test_too_many_of_one_address_are_refused_without_loss(address: str):
    for _n in range(MOST_FORMS):
        assert send(address).status_code == 302
    answer = send(address, text="nog een vraag")
    assert (answer.status_code, "nog een vraag" in answer.content.decode()) == (429, True)
    assert Contact.objects.count() == MOST_FORMS


def test_many_are_welcome_in_the_demonstration_on_this_machine(address: str, entrance: Entrance):
    entrance.tenant.is_demonstration = True
    entrance.tenant.save()
    for _n in range(MOST_FORMS + 1):
        here = {"host": "127.0.0.1"}
        answer = Client().post(address, {"key": str(uuid4()), **typed()}, headers=here)
        assert answer.status_code == 302
    assert send(address).status_code == 429  # asked for under another name


def test_forms_count_by_address_and_for_a_while(entrance: Entrance, now: datetime):
    def send_from(address: str, at: datetime) -> None:
        submit_form(entrance, Typed(uuid4(), "vraag"), address=address, at=at)

    for _n in range(MOST_FORMS):
        send_from("10.0.0.1", now)
    send_from("10.0.0.2", now)
    with pytest.raises(TooManyForms):
        send_from("10.0.0.1", now + timedelta(minutes=9))
    send_from("10.0.0.1", now + timedelta(minutes=10))


def test_behind_our_proxy_the_address_it_noted_counts(address: str, settings: Any):
    settings.IS_HTTPS = True
    for n in range(MOST_FORMS + 1):
        noted = {"X-Forwarded-For": f"1.1.1.1, 10.0.0.{n}"}
        answer = Client().post(address, {"key": str(uuid4()), **typed()}, headers=noted)
        assert answer.status_code == 302


@pytest.mark.parametrize("closed", ["entrance", "client", "other"])
def test_a_client_without_a_form_has_no_page(entrance: Entrance, closed: str):
    client = ClientFactory(tenant=entrance.tenant) if closed == "other" else entrance.client
    if closed != "other":
        row = entrance if closed == "entrance" else client
        row.is_active = False
        row.save()
    assert Client().get(page_of(client)).status_code == 404
    assert Client().get(f"{page_of(client)}bedankt/").status_code == 404
    assert send(page_of(client)).status_code == 404
