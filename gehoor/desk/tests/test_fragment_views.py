from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import Answered, attach_party, close_contact, start_contact
from gehoor.contacts.models import Contact, Outcome
from gehoor.followups.actions import Promise, finish_contact
from gehoor.knowledge.actions import set_addition
from gehoor.knowledge.models import Article
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory
from gehoor.parties.actions import add_identifier
from gehoor.parties.models import Party, PartyFlag
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory

Outcomes = dict[str, Outcome]
SignIn = Callable[[Employee], Client]


def address(contact: Contact, part: str) -> str:
    return f"/werkplek/{contact.uuid}/{part}"


@pytest.fixture
def caller(municipality: ClientOrganisation) -> Party:
    party = PartyFactory.create(client=municipality, first_name="Fatma", last_name="Yıldız")
    PhoneFactory.create(party=party, address="+31612345678")
    return party


@pytest.fixture
def article(municipality: ClientOrganisation) -> Article:
    return ArticleFactory.create(
        tenant=municipality.tenant,
        title="Afvalpas aanvragen",
        answer="<p>Een nieuwe <strong>afvalpas</strong> is gratis.</p>",
        answer_text="Een nieuwe afvalpas is gratis.",
    )


def test_waiting_is_a_part_of_the_page(browser: Client, call: Contact) -> None:
    part = browser.get("/werkplek/wachtrij/").content.decode()
    assert "<html" not in part
    assert str(call.uuid) in part


def test_search_finds_while_one_types(browser: Client, article: Article) -> None:
    page = browser.post("/werkplek/zoeken/", {"q": "afvalp"})
    assert [hit.article for hit in page.context["hits"]] == [article]
    assert "<mark>" in page.content.decode()


@pytest.mark.parametrize("text", ["", " ", "a", "\x00", "🗑", "x" * 100_000, '"AND (', "كيف"])
def test_search_of_anything_is_no_error(browser: Client, article: Article, text: str) -> None:
    assert browser.post("/werkplek/zoeken/", {"q": text}).status_code == 200


def test_search_for_an_organisation_leaves_out_what_is_anothers(
    browser: Client, agent: Employee, municipality: ClientOrganisation, article: Article
) -> None:
    second = ClientFactory.create(tenant=municipality.tenant)
    agent.clients.add(second)
    Article.objects.update(client=second)
    found = [
        len(browser.post("/werkplek/zoeken/", {"q": "afvalpas", "client": pk}).context["hits"])
        for pk in (second.pk, municipality.pk)
    ]
    assert found == [1, 0]


def test_words_do_not_stand_in_an_address(browser: Client) -> None:
    assert browser.get("/werkplek/zoeken/?q=geheim").status_code == 405


def test_article_opens_with_what_the_client_adds(
    browser: Client, agent: Employee, article: Article, municipality: ClientOrganisation
) -> None:
    set_addition(article, municipality, "<p>Hier gratis.</p>", by=agent, at=timezone.now())
    part = browser.get(f"/werkplek/artikel/{article.uuid}/").content.decode()
    assert "<strong>afvalpas</strong>" in part
    assert "Hier gratis." in part


def test_article_shows_only_what_the_client_of_the_contact_adds(
    browser: Client, agent: Employee, article: Article, municipality: ClientOrganisation
) -> None:
    second = ClientFactory.create(tenant=municipality.tenant)
    agent.clients.add(second)
    for client, answer in ((municipality, "Hier gratis."), (second, "Daar tien euro.")):
        set_addition(article, client, answer, by=agent, at=timezone.now())
    seen = {}
    for key in (municipality.pk, second.pk, "", "geen-getal"):
        part = browser.get(f"/werkplek/artikel/{article.uuid}/", {"client": key}).content.decode()
        seen[key] = ("Hier gratis." in part, "Daar tien euro." in part)
    assert seen == {
        municipality.pk: (True, False), second.pk: (False, True),
        "": (True, True), "geen-getal": (True, True),
    }  # fmt: skip
    found = browser.post("/werkplek/zoeken/", {"q": "afvalpas", "client": second.pk})
    assert f"/werkplek/artikel/{article.uuid}/?client={second.pk}" in found.content.decode()


def test_article_of_another_tenant_is_not_there(
    article: Article, stranger: Employee, sign_in: SignIn
) -> None:
    assert sign_in(stranger).get(f"/werkplek/artikel/{article.uuid}/").status_code == 404


def test_known_number_offers_candidates_and_attaches_nobody(
    browser: Client, open_call: Contact, caller: Party
) -> None:
    picture = browser.get(address(open_call, "klant/")).context["customer"]
    assert (picture.party, picture.candidates) == (None, [caller])
    open_call.refresh_from_db()
    assert open_call.party is None


def test_candidate_of_another_client_is_not_offered(
    browser: Client, open_call: Contact, stranger: Employee
) -> None:
    foreign = PartyFactory.create(client=stranger.clients.get())
    PhoneFactory.create(party=foreign, address="+31612345678")
    assert browser.get(address(open_call, "klant/")).context["customer"].candidates == []


def test_choosing_and_letting_go(browser: Client, open_call: Contact, caller: Party) -> None:
    browser.post(address(open_call, "klant/kiezen/"), {"party": caller.uuid})
    open_call.refresh_from_db()
    assert open_call.party == caller
    browser.post(address(open_call, "klant/loslaten/"))
    open_call.refresh_from_db()
    assert open_call.party is None


def test_choosing_somebody_one_may_not_see_is_refused(
    browser: Client, open_call: Contact, stranger: Employee
) -> None:
    foreign = PartyFactory.create(client=stranger.clients.get())
    for uuid in (foreign.uuid, uuid4(), "geen-uuid", ""):
        answer = browser.post(address(open_call, "klant/kiezen/"), {"party": uuid})
        assert answer.status_code == 404


def test_picture_shows_promises_cases_questions_and_flags(
    browser: Client,
    open_call: Contact,
    agent: Employee,
    caller: Party,
    municipality: ClientOrganisation,
    outcomes: Outcomes,
) -> None:
    now = timezone.now()
    earlier = start_contact(municipality, "counter", by=agent, at=now - timedelta(days=2))
    attach_party(earlier, caller, by=agent, at=now)
    asked = Answered("mijn bezwaar", outcomes["looked_up"], case_reference="Z-2026-1")
    promise = Promise("Terugbellen", due_at=now + timedelta(days=1))
    finish_contact(earlier, [(asked, promise)], by=agent, at=now)
    for text, ends_on in (("agressief", date(2199, 1, 1)), ("voorbij", date(2020, 1, 1))):
        PartyFlag.objects.create(
            tenant=caller.tenant, client=municipality, party=caller, text=text, owner=agent,
            ends_on=ends_on,
        )  # fmt: skip
    picture = browser.post(address(open_call, "klant/kiezen/"), {"party": caller.uuid}).context[
        "customer"
    ]
    assert [promise.instruction for promise in picture.promises] == ["Terugbellen"]
    assert picture.cases == ["Z-2026-1"]
    assert [question.text for question in picture.questions] == ["mijn bezwaar"]
    assert [flag.text for flag in picture.flags] == ["agressief"]


def test_picture_of_who_asked_for_another_shows_that_too(
    browser: Client, open_call: Contact, agent: Employee, caller: Party, outcomes: Outcomes
) -> None:
    now = timezone.now()
    father = PartyFactory.create(client=caller.client)
    earlier = start_contact(caller.client, "phone", by=agent, at=now)
    attach_party(earlier, caller, by=agent, at=now)
    asked = Answered("pas van mijn vader", outcomes["looked_up"], party=father)
    finish_contact(earlier, [(asked, Promise(due_at=now))], by=agent, at=now)
    for party in (caller, father):
        path = address(open_call, "klant/kiezen/")
        picture = browser.post(path, {"party": party.uuid}).context["customer"]
        assert [question.text for question in picture.questions] == ["pas van mijn vader"]
        assert len(picture.promises) == 1


def test_language_of_the_customer_is_said(
    browser: Client, open_call: Contact, caller: Party
) -> None:
    path = address(open_call, "klant/kiezen/")
    assert "Spreekt" not in browser.post(path, {"party": caller.uuid}).content.decode()
    Party.objects.update(language="pol")
    assert "Spreekt Pools" in browser.post(path, {"party": caller.uuid}).content.decode()


def test_customer_is_found_by_name(browser: Client, open_call: Contact, caller: Party) -> None:
    page = browser.post(address(open_call, "klant/zoeken/"), {"q": "yıl"})
    assert page.context["candidates"] == [caller]


def test_search_by_bsn_is_written_down(
    browser: Client, open_call: Contact, agent: Employee, caller: Party
) -> None:
    add_identifier(caller, "bsn", "999990019", purpose="proef", by=agent, at=timezone.now())
    page = browser.post(address(open_call, "klant/zoeken/"), {"q": "999990019"})
    assert page.context["candidates"] == [caller]
    look = ProcessingLog.objects.get(action="bsn_searched", employee=agent)
    assert str(open_call.uuid) in look.purpose


def test_new_customer_is_made_and_chosen(browser: Client, open_call: Contact) -> None:
    form = {"kind": "person", "first_name": "Piet", "last_name": "Bakker", "phone": "0612345678"}
    browser.post(address(open_call, "klant/nieuw/"), form)
    open_call.refresh_from_db()
    assert open_call.party is not None
    assert open_call.party.full_name == "Piet Bakker"
    assert open_call.party.digital_addresses.get().address_key == "+31612345678"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"kind": "person"}, "Vul een naam in."),
        ({"kind": "person", "last_name": "B", "phone": "12"}, "Dit telefoonnummer klopt niet."),
        ({"kind": "organisation", "organisation_name": "B", "email": "b"}, "Dit e-mailadres"),
    ],
)
def test_new_customer_with_a_mistake_is_explained(
    browser: Client, open_call: Contact, form: dict[str, str], error: str
) -> None:
    page = browser.post(address(open_call, "klant/nieuw/"), form)
    assert (page.status_code, error in page.content.decode()) == (422, True)
    assert not Party.objects.exists()


def test_customer_of_a_finished_contact_stays_as_it_is(
    browser: Client, open_call: Contact, agent: Employee, caller: Party, outcomes: Outcomes
) -> None:
    close_contact(open_call, [Answered("v", outcomes["answered"])], by=agent, at=timezone.now())
    answer = browser.post(address(open_call, "klant/kiezen/"), {"party": caller.uuid})
    assert answer.status_code == 409
