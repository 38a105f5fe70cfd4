from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import SignIn
from gehoor.access.models import ProcessingLog
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.events.models import Event
from gehoor.followups.tests.factories import QuestionFactory
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory
from gehoor.parties.actions import add_identifier
from gehoor.parties.models import Party, PartyFlag, PartyIdentifier, PostalAddress
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory, RepresentationFactory

BSN = "123456782"


@pytest.fixture
def party(municipality: ClientOrganisation):
    return PartyFactory(client=municipality, first_name="Noor", last_name="Wit")


@pytest.fixture
def editor(municipality: ClientOrganisation):
    """Sees parties, but no BSN."""
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["editor"])


@pytest.fixture
def known_bsn(party: Party, agent: Employee, now) -> PartyIdentifier:
    return add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)


def flag(party: Party, owner: Employee, text: str = "Let op") -> PartyFlag:
    return PartyFlag.objects.create(
        tenant=party.tenant, client=party.client, party=party, owner=owner,
        text=text, ends_on=timezone.localdate(),
    )  # fmt: skip


def found(browser: Client, text: str = "", **more: str) -> list[Party]:
    page = browser.post("/klanten/", {"text": text, **more}).context["page"]
    return page.rows if page else []


@pytest.mark.parametrize("text", ["Wit", "wit noor", "06 12345678", "+31 6 1234 5678"])
def test_find_by_what_people_say(party, agent, sign_in: SignIn, text: str):
    PhoneFactory(party=party, address="+31612345678", address_key="+31612345678")
    PartyFactory(client=party.client, last_name="Zwart")
    assert found(sign_in(agent), text) == [party]


def test_find_by_postcode_spares_who_wants_secrecy(party, agent, sign_in: SignIn):
    hidden = PartyFactory(client=party.client, is_protected=True)
    for lives in (party, hidden):
        PostalAddress.objects.create(
            tenant=lives.tenant, client=lives.client, party=lives,
            street="Kade", house_number=4, postcode="8296 AA", city="Waterrijk",
        )  # fmt: skip
    assert found(sign_in(agent), "8296aa 4") == [party]
    assert found(sign_in(agent), "8296 AA 5") == []


def test_find_by_bsn_is_logged_and_only_for_who_may(
    party, known_bsn, agent, editor, sign_in: SignIn
):
    searched = ProcessingLog.objects.filter(action="bsn_searched")
    assert found(sign_in(agent), BSN) == [party]
    assert [row.employee for row in searched] == [agent]
    assert found(sign_in(editor), BSN) == []
    assert searched.count() == 1


@pytest.mark.parametrize(
    ("kind", "number"), [("kvk", "01234567"), ("branch", "000012345678"), ("rsin", "111222333")]
)
def test_find_by_number_of_a_company(party, agent, editor, sign_in, now, kind: str, number: str):
    add_identifier(party, kind, number, by=agent, at=now)
    assert found(sign_in(editor), number) == [party]


@pytest.mark.parametrize("text", ["\x00", "x" * 300, "%", "😀", "1" * 25, "'; drop table", "()"])
def test_find_survives_odd_words(party, agent, sign_in: SignIn, text: str):
    assert sign_in(agent).post("/klanten/", {"text": text}).status_code == 200


def test_words_in_the_address_are_not_looked_at(party, agent, sign_in: SignIn):
    page = sign_in(agent).get("/klanten/?text=Niemand")
    assert page.context["page"].rows == [party]


def test_filters_on_kind_and_client(party, agent, sign_in: SignIn):
    other = ClientFactory(tenant=party.tenant)
    agent.clients.add(other)
    shop = PartyFactory(client=other, kind="organisation", last_name="", organisation_name="Zaak")
    browser = sign_in(agent)
    assert browser.get("/klanten/").context["page"] is None
    assert found(browser, client=str(other.uuid)) == [shop]
    assert found(browser, client=str(party.client.uuid), kind="organisation") == []
    assert found(browser, "Zaak") == [shop]


def test_client_of_another_centre_cannot_be_chosen(party, agent, stranger, sign_in: SignIn):
    agent.clients.add(ClientFactory(tenant=party.tenant))
    foreign = stranger.clients.get()
    page = sign_in(agent).post("/klanten/", {"client": str(foreign.uuid)})
    assert page.context["page"] is None
    assert page.context["form"].errors["client"]


def test_list_leafs_without_names_in_addresses(municipality, agent, sign_in: SignIn):
    people = [PartyFactory(client=municipality, last_name=f"Naam {n:03}") for n in range(60)]
    browser = sign_in(agent)
    first = browser.get("/klanten/")
    place = first.context["page"].next
    assert place
    assert f"page={place}" not in first.content.decode()
    assert found(browser, page=place) == people[50:]


def test_list_keeps_its_number_of_queries(
    municipality, agent, now, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(agent)
    for number in (1, 3):
        while Party.objects.count() < number:
            one = PhoneFactory(party=PartyFactory(client=municipality)).party
            flag(one, agent)
        with django_assert_num_queries(9):
            browser.get("/klanten/")
        with django_assert_num_queries(8):
            browser.post("/klanten/")


def test_nobody_outside_sees_a_party(party, other_clients_agent, stranger, sign_in: SignIn):
    for outsider in (other_clients_agent, stranger):
        browser = sign_in(outsider)
        assert found(browser, "Wit") == []
        for part in ("", "wijzigen/", "adressen/"):
            assert browser.get(f"/klanten/{party.uuid}/{part}").status_code == 404
        for part in ("bereikbaar/", "postadres/", "nummers/", "waarschuwingen/"):
            assert browser.post(f"/klanten/{party.uuid}/{part}").status_code == 404


def test_parties_are_not_for_planners(party, municipality, sign_in: SignIn):
    planner = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])
    for url in ("/klanten/", "/klanten/nieuw/", f"/klanten/{party.uuid}/"):
        assert sign_in(planner).get(url).status_code == 403
        assert Client().get(url).status_code == 302


def test_page_shows_what_is_known(party, agent, sign_in: SignIn, now):
    phone = PhoneFactory(party=party)
    flag(party, agent, "Vraag naar de tolk")
    contact = ContactFactory(client=party.client, party=party)
    question = QuestionFactory(contact=contact, party=party, text="Waar blijft mijn paspoort?")
    content = sign_in(agent).get(f"/klanten/{party.uuid}/").content.decode()
    for text in ("Noor Wit", str(phone), "Vraag naar de tolk", question.text, "Nederlands"):
        assert text in content


def test_page_shows_no_confidential_questions_of_others(party, agent, sign_in: SignIn):
    contact = ContactFactory(client=party.client, is_confidential=True)
    QuestionFactory(contact=contact, party=party, text="Heel geheim")
    assert "Heel geheim" not in sign_in(agent).get(f"/klanten/{party.uuid}/").content.decode()


def test_page_keeps_its_number_of_queries(
    party, agent, sign_in: SignIn, now, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(agent)
    for number in (1, 3):
        while party.questions.count() < number:
            QuestionFactory(contact=ContactFactory(client=party.client), party=party)
            PhoneFactory(party=party)
            flag(party, agent)
            RepresentationFactory(represented=party, checked_by=agent)
            RepresentationFactory(representative=party, represented__client=party.client)
        with django_assert_num_queries(16):
            browser.get(f"/klanten/{party.uuid}/")


def test_secret_addresses_are_shown_once_and_logged(party, agent, sign_in: SignIn):
    phone = PhoneFactory(party=party)
    Party.objects.filter(pk=party.pk).update(is_protected=True)
    browser = sign_in(agent)
    assert str(phone) not in browser.get(f"/klanten/{party.uuid}/").content.decode()
    assert str(phone) not in browser.get("/klanten/").content.decode()
    url = f"/klanten/{party.uuid}/adressen/"
    assert str(phone) not in browser.get(url).content.decode()
    assert str(phone) in browser.post(url, {"purpose": "terugbellen"}).content.decode()
    log = ProcessingLog.objects.get(action="address_shown")
    assert (log.employee, log.subject_uuid, log.purpose) == (agent, party.uuid, "terugbellen")


def test_bsn_is_shown_for_a_purpose_only(party, known_bsn, agent, sign_in: SignIn):
    browser = sign_in(agent)
    url = f"/klanten/{party.uuid}/nummers/{known_bsn.uuid}/bsn/"
    for page in (browser.get(f"/klanten/{party.uuid}/"), browser.get(url), browser.post(url)):
        assert BSN not in page.content.decode()
    shown = browser.post(url, {"purpose": "aanvraag paspoort"})
    assert BSN in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    log = ProcessingLog.objects.get(action="bsn_shown")
    assert (log.employee, log.subject_uuid) == (agent, party.uuid)


def test_bsn_is_not_for_who_may_not_see_one(
    party, known_bsn, editor, stranger, other_clients_agent, sign_in: SignIn
):
    url = f"/klanten/{party.uuid}/nummers/{known_bsn.uuid}/bsn/"
    data = {"purpose": "nieuwsgierig"}
    assert sign_in(editor).post(url, data).status_code == 403
    assert sign_in(stranger).post(url, data).status_code == 404
    assert sign_in(other_clients_agent).post(url, data).status_code == 404
    removal = f"/klanten/{party.uuid}/nummers/{known_bsn.uuid}/weg/"
    assert sign_in(editor).post(removal).status_code == 404
    assert not ProcessingLog.objects.filter(action="bsn_shown").exists()


def test_bsn_is_written_encrypted_and_nowhere_else(
    party, agent, sign_in: SignIn, caplog: pytest.LogCaptureFixture
):
    data = {"kind": "bsn", "value": "1234.56.782", "purpose": "aanvraag paspoort"}
    response = sign_in(agent).post(f"/klanten/{party.uuid}/nummers/", data)
    identifier = PartyIdentifier.objects.get()
    assert identifier.reveal() == BSN
    assert BSN not in str(PartyIdentifier.objects.values_list())
    assert BSN not in response["Location"] + caplog.text + str(Event.objects.values_list())
    assert BSN not in str(ProcessingLog.objects.values_list())


@pytest.mark.parametrize(
    ("kind", "value", "purpose", "error"),
    [
        ("bsn", "123456789", "paspoort", "Dit burgerservicenummer klopt niet"),
        ("bsn", BSN, "", "Vul in waarvoor u het nummer vastlegt"),
        ("kvk", "123", "", "Een KvK-nummer heeft 8 cijfers"),
        ("branch", "12", "", "Een vestigingsnummer heeft 12 cijfers"),
        ("rsin", "x", "", "Dit RSIN klopt niet"),
    ],
)
def test_numbers_that_cannot_be_right_are_refused(
    party, agent, sign_in: SignIn, kind: str, value: str, purpose: str, error: str
):
    data = {"kind": kind, "value": value, "purpose": purpose}
    page = sign_in(agent).post(f"/klanten/{party.uuid}/nummers/", data)
    assert error in page.content.decode()
    assert not PartyIdentifier.objects.exists()


def test_number_of_somebody_else_is_refused_without_naming_her(party, agent, sign_in, now):
    other = PartyFactory(client=party.client, last_name="Geheimenaar")
    add_identifier(other, "kvk", "12345678", by=agent, at=now)
    data = {"kind": "kvk", "value": "12345678"}
    content = sign_in(agent).post(f"/klanten/{party.uuid}/nummers/", data).content.decode()
    assert "Dit nummer hoort al bij een andere klant." in content
    assert "Geheimenaar" not in content


def test_number_known_at_another_client_says_nothing(party, agent, sign_in: SignIn, now):
    elsewhere = PartyFactory(client=ClientFactory(tenant=party.tenant))
    add_identifier(elsewhere, "kvk", "12345678", by=agent, at=now)
    data = {"kind": "kvk", "value": "12345678"}
    response = sign_in(agent).post(f"/klanten/{party.uuid}/nummers/", data)
    assert response.status_code == 302
    assert party.identifiers.get().value == "12345678"


def test_editor_cannot_record_a_bsn(party, editor, sign_in: SignIn):
    data = {"kind": "bsn", "value": BSN, "purpose": "paspoort"}
    assert sign_in(editor).post(f"/klanten/{party.uuid}/nummers/", data).status_code == 200
    assert not PartyIdentifier.objects.exists()


def test_company_number_with_branches_cannot_go(party, agent, sign_in: SignIn, now):
    company = add_identifier(party, "kvk", "12345678", by=agent, at=now)
    add_identifier(party, "branch", "000012345678", parent=company, by=agent, at=now)
    url = f"/klanten/{party.uuid}/nummers/{company.uuid}/weg/"
    content = sign_in(agent).post(url, follow=True).content.decode()
    assert "Verwijder eerst de vestigingsnummers" in content
    assert party.identifiers.count() == 2


def test_create_a_party_with_its_addresses(municipality, agent, sign_in: SignIn):
    data = {
        "client": municipality.pk, "kind": "person", "first_name": "Noor", "last_name": "Wit",
        "language": "ara", "phone": "06-12345678", "email": "Noor@Example.org",
    }  # fmt: skip
    response = sign_in(agent).post("/klanten/nieuw/", data)
    party = Party.objects.get()
    assert response["Location"] == f"/klanten/{party.uuid}/"
    keys = sorted(party.digital_addresses.values_list("address_key", flat=True))
    assert keys == ["+31612345678", "noor@example.org"]
    assert (party.language, party.client) == ("ara", municipality)


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("phone", "12", "Dit telefoonnummer klopt niet."),
        ("email", "noor@", "Dit e-mailadres klopt niet."),
        ("last_name", "", "Vul een naam in."),
        ("language", "xxx", "Selecteer een geldige keuze"),
    ],
)
def test_create_says_what_is_wrong_and_keeps_what_was_typed(
    municipality, agent, sign_in: SignIn, field: str, value: str, error: str
):
    data = {
        "client": municipality.pk, "kind": "person", "last_name": "Wit", "language": "nld",
        "internal_note": "Belt altijd 's ochtends",
    }  # fmt: skip
    content = sign_in(agent).post("/klanten/nieuw/", {**data, field: value}).content.decode()
    assert error in content
    assert "Belt altijd" in content
    assert not Party.objects.exists()


def test_create_for_an_organisation_one_does_not_serve(municipality, agent, sign_in: SignIn):
    other = ClientFactory(tenant=municipality.tenant)
    data = {"client": other.pk, "kind": "person", "last_name": "Wit", "language": "nld"}
    page = sign_in(agent).post("/klanten/nieuw/", data)
    assert page.context["form"].errors["client"]
    assert not Party.objects.exists()


def test_edit_tells_the_journal_which_fields_not_which_words(party, agent, sign_in: SignIn):
    data = {
        "kind": "person", "first_name": "Noor", "last_name": "Wit-Bos", "language": "nld",
        "is_active": "on",
    }  # fmt: skip
    sign_in(agent).post(f"/klanten/{party.uuid}/wijzigen/", data)
    party.refresh_from_db()
    assert party.name_key == "wit-bos noor"
    assert Event.objects.get(kind="party.changed").data == {"fields": ["last_name"]}


def test_addresses_come_and_go(party, agent, sign_in: SignIn):
    browser = sign_in(agent)
    browser.post(f"/klanten/{party.uuid}/bereikbaar/", {"address": "085 0000001"})
    address = party.digital_addresses.get()
    assert (address.kind, address.address) == ("phone", "+31850000001")
    browser.post(f"/klanten/{party.uuid}/bereikbaar/{address.uuid}/weg/")
    assert not party.digital_addresses.exists()


def test_wrong_address_is_refused(party, agent, sign_in: SignIn):
    page = sign_in(agent).post(f"/klanten/{party.uuid}/bereikbaar/", {"address": "a@b"})
    assert "Dit e-mailadres klopt niet." in page.content.decode()


def test_postal_address_is_replaced_not_doubled(party, agent, sign_in: SignIn):
    url = f"/klanten/{party.uuid}/postadres/"
    for street in ("Kade", "Dam"):
        data = {"purpose": "visit", "street": street, "house_number": 4, "postcode": "8296aa"}
        sign_in(agent).post(url, data)
    address = party.postal_addresses.get()
    assert str(address) == "Dam 4, 8296 AA"
    sign_in(agent).post(f"{url}{address.uuid}/weg/")
    assert not party.postal_addresses.exists()


def test_wrong_postcode_is_refused(party, agent, sign_in: SignIn):
    data = {"purpose": "visit", "street": "Kade", "postcode": "12AB"}
    page = sign_in(agent).post(f"/klanten/{party.uuid}/postadres/", data)
    assert "Een postcode is 4 cijfers en 2 letters" in page.content.decode()


def test_flags_come_are_extended_and_go(party, agent, sign_in: SignIn):
    browser, day = sign_in(agent), timezone.localdate() + timedelta(days=90)
    url = f"/klanten/{party.uuid}/waarschuwingen/"
    browser.post(url, {"text": "Hoort slecht", "ends_on": day.isoformat()})
    kept = party.flags.get()
    assert (kept.text, kept.ends_on, kept.owner) == ("Hoort slecht", day, agent)
    later = day + timedelta(days=90)
    browser.post(f"{url}{kept.uuid}/verlengen/", {"ends_on": later.isoformat()})
    assert party.flags.get().ends_on == later
    browser.post(f"{url}{kept.uuid}/weg/")
    content = browser.get(f"/klanten/{party.uuid}/").content.decode()
    assert not party.flags.current(timezone.localdate()).exists()
    assert content.count("Hoort slecht") == 1
    assert "Waarschuwingen van vroeger" in content


@pytest.mark.parametrize("ends_on", ["", "2020-01-01", "2199-01-01", "gisteren"])
def test_flag_without_a_fit_end_comes_back_with_what_was_typed(
    party, agent, sign_in: SignIn, ends_on: str
):
    data = {"text": "Hoort slecht", "ends_on": ends_on}
    page = sign_in(agent).post(f"/klanten/{party.uuid}/waarschuwingen/", data)
    assert page.context["flag_form"].errors["ends_on"]
    assert "Hoort slecht" in page.content.decode()
    assert not party.flags.exists()


def test_flag_is_not_extended_without_a_fit_end(party, agent, sign_in: SignIn):
    kept = flag(party, agent)
    url = f"/klanten/{party.uuid}/waarschuwingen/{kept.uuid}/verlengen/"
    page = sign_in(agent).post(url, {"ends_on": "2020-01-01"}, follow=True)
    assert "Deze dag is al voorbij." in page.content.decode()
    assert party.flags.get().ends_on == kept.ends_on


def test_flag_taken_away_by_a_colleague_is_told(party, agent, colleague, sign_in: SignIn):
    url = f"/klanten/{party.uuid}/waarschuwingen/{flag(party, agent).uuid}/weg/"
    sign_in(colleague).post(url)
    page = sign_in(agent).post(url, {"from": "own"}, follow=True)
    assert page.redirect_chain == [("/klanten/waarschuwingen/", 302)]
    assert "Een collega haalde deze waarschuwing al weg." in page.content.decode()


def test_own_flags_are_those_one_answers_for(party, agent, colleague, stranger, sign_in: SignIn):
    flag(party, agent, "Hoort slecht")
    flag(party, colleague, "Spreekt zacht")
    content = sign_in(agent).get("/klanten/waarschuwingen/").content.decode()
    assert "Hoort slecht" in content
    assert "Spreekt zacht" not in content
    assert "1 loopt af" in sign_in(agent).get("/klanten/").content.decode()
    assert "loopt af" not in sign_in(stranger).get("/klanten/").content.decode()


def test_own_flags_keep_their_number_of_queries(
    party, agent, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(agent)
    for number in (1, 3):
        while party.flags.count() < number:
            flag(party, agent)
        with django_assert_num_queries(6):
            browser.get("/klanten/waarschuwingen/")


def test_reloading_a_refused_form_shows_the_party(party, agent, sign_in: SignIn):
    response = sign_in(agent).get(f"/klanten/{party.uuid}/nummers/")
    assert response["Location"] == f"/klanten/{party.uuid}/"


def test_parts_of_another_party_are_not_touched(party, agent, sign_in: SignIn):
    foreign = PhoneFactory(party=PartyFactory())
    url = f"/klanten/{party.uuid}/bereikbaar/{foreign.uuid}/weg/"
    assert sign_in(agent).post(url).status_code == 404
