from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import offer_contact
from gehoor.contacts.models import Contact, Participant
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.desk.queries import Ring, waiting_for
from gehoor.followups.models import FollowUp
from gehoor.followups.tests.factories import FollowUpFactory, QuestionFactory
from gehoor.organisation.models import Channel, ClientOrganisation, Employee
from gehoor.parties.models import Party, PartyFlag, PostalAddress
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory

NUMBER = "+31612345678"
WARNING, PROMISE = "Let op: er is een waarschuwing", "Open belofte"


def known(client: ClientOrganisation, number: str = NUMBER, **name: object) -> Party:
    party: Party = PartyFactory.create(client=client, **name)
    PhoneFactory.create(party=party, address=number)
    return party


def flag(party: Party, owner: Employee, ends_on: date = date(2199, 1, 1)) -> None:
    PartyFlag.objects.create(
        tenant=party.tenant, client=party.client, party=party, text="x", owner=owner,
        ends_on=ends_on,
    )  # fmt: skip


def promise(party: Party, owner: Employee, state: str = "open") -> FollowUp:
    question = QuestionFactory.create(
        contact=ContactFactory.create(client=party.client, state="closed")
    )
    Participant.objects.create(
        tenant=party.tenant, client=party.client, question=question, party=party, role="customer"
    )
    done_at = timezone.now() if state == "done" else None
    made: FollowUp = FollowUpFactory.create(
        question=question, employee=owner, owner=owner, state=state, done_at=done_at
    )
    return made


def rings(agent: Employee) -> list[Ring]:
    return waiting_for(agent, at=timezone.now())


def test_a_ring_names_who_may_be_calling_and_attaches_nobody(
    browser: Client, call: Contact, municipality: ClientOrganisation
) -> None:
    for name in ("Aydın", "Bakker", "Visser", "Yıldız"):
        known(municipality, first_name="Fatma", last_name=name)
    part = browser.get("/werkplek/wachtrij/").content.decode()
    assert "Misschien: Fatma Aydın" in part
    assert "Fatma Bakker" in part
    assert "Fatma Visser" not in part
    assert "+2</span>" in part
    call.refresh_from_db()
    assert call.party is None


def test_a_ring_of_an_unknown_number_names_nobody(browser: Client, call: Contact) -> None:
    assert "Misschien" not in browser.get("/werkplek/wachtrij/").content.decode()


def test_a_ring_names_nobody_of_another_client(
    agent: Employee, other_clients_agent: Employee, stranger: Employee, call: Contact
) -> None:
    for employee in (other_clients_agent, stranger):
        known(employee.clients.get())
    agent.clients.add(other_clients_agent.clients.get())
    assert [list(ring.candidates) for ring in rings(agent)] == [[]]


def test_a_ring_marks_warnings_and_promises(
    browser: Client, call: Contact, agent: Employee, municipality: ClientOrganisation
) -> None:
    party = known(municipality)
    flag(party, agent, ends_on=date(2020, 1, 1))
    promise(party, agent, state="done")
    part = browser.get("/werkplek/wachtrij/").content.decode()
    assert (WARNING in part, PROMISE in part) == (False, False)
    flag(party, agent)
    promise(party, agent)
    part = browser.get("/werkplek/wachtrij/").content.decode()
    assert (WARNING in part, PROMISE in part) == (True, True)


def test_who_was_promised_something_comes_first_then_who_has_a_warning(
    agent: Employee, call: Contact, municipality: ClientOrganisation
) -> None:
    parties = [known(municipality, last_name=name) for name in ("Aa", "Bb", "Cc")]
    promise(parties[2], agent)
    flag(parties[1], agent)
    [ring] = rings(agent)
    assert list(ring.candidates) == [parties[2], parties[1], parties[0]]


def test_number_of_queries_does_not_grow_with_rings_and_candidates(
    agent: Employee,
    call: Contact,
    municipality: ClientOrganisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    known(municipality)

    def count() -> int:
        with django_assert_max_num_queries(6) as queries:
            rings(agent)
        return len(queries)

    rings(agent)
    once = count()
    for n in range(3):
        number = f"+3161234000{n}"
        offer_contact(municipality, Channel.PHONE, caller_address=number, at=timezone.now())
        for _person in range(3):
            flag(party := known(municipality, number), agent)
            promise(party, agent)
    assert count() == once


@pytest.mark.parametrize("is_protected", [False, True])
def test_namesakes_are_told_apart_by_where_they_live(
    browser: Client, open_call: Contact, municipality: ClientOrganisation, is_protected: bool
) -> None:
    for street in ("Dorpsstraat", "Kade"):
        party = known(municipality, first_name="Jan", last_name="Smit", is_protected=is_protected)
        PostalAddress.objects.create(
            tenant=party.tenant, client=municipality, party=party, street=street, city="Waterrijk"
        )
    paths = (f"/werkplek/{open_call.uuid}/klant/", f"/werkplek/{open_call.uuid}/klant/zoeken/")
    for page in (browser.get(paths[0]), browser.post(paths[1], {"q": "smit"})):
        part = page.content.decode()
        assert part.count("Jan Smit") >= 2
        assert ("Dorpsstraat, Waterrijk" in part) is not is_protected
        assert ("Kade, Waterrijk" in part) is not is_protected


def test_what_is_found_by_name_is_marked_too(
    browser: Client, open_call: Contact, agent: Employee, municipality: ClientOrganisation
) -> None:
    found = [PartyFactory.create(client=municipality, last_name=f"Smit {n}") for n in range(2)]
    flag(found[0], agent)
    promise(found[1], agent)
    page = browser.post(f"/werkplek/{open_call.uuid}/klant/zoeken/", {"q": "smit"})
    assert list(page.context["candidates"]) == [found[1], found[0]]
    part = page.content.decode()
    assert (part.count(f"> {WARNING}<"), part.count(f"> {PROMISE}<")) == (1, 1)
