import pytest

from gehoor.access.models import ProcessingLog
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory
from gehoor.parties.actions import add_address, add_identifier
from gehoor.parties.models import Party
from gehoor.parties.queries import find_parties, known_under
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory

SEARCH = "Klant gezocht"
BSN = "123456782"


def test_phone_number_offers_all_who_gave_it(municipality, agent):
    phone = {"address": "+31612345678", "address_key": "+31612345678"}
    couple = [PhoneFactory(party__client=municipality, **phone).party for _person in range(2)]
    PhoneFactory(party__client=municipality)
    PhoneFactory(**phone)
    known = known_under(["+31612345678", "+31600000000"], agent)
    assert known == {(municipality.pk, "+31612345678"): [party.pk for party in couple]}


@pytest.mark.parametrize("address", ["", "anoniem"])
def test_nobody_is_offered_for_no_number(municipality, agent, address: str):
    PhoneFactory(party__client=municipality)
    assert known_under([address], agent) == {}


def test_who_is_no_longer_active_is_not_offered(municipality, agent, now):
    party = PartyFactory(client=municipality, is_active=False)
    add_address(party, "phone", "+31612345678", by=agent, at=now)
    assert known_under(["+31612345678"], agent) == {}


def test_candidates_of_others_are_not_offered(municipality, other_clients_agent, stranger):
    phone = PhoneFactory(party__client=municipality)
    assert known_under([phone.address_key], other_clients_agent) == {}
    assert known_under([phone.address_key], stranger) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jans", ["Jansen", "Jansma"]),
        ("JANSEN  sanne", ["Jansen"]),
        ("sanne", []),
        ("", ["Jansen", "Jansma", "Öz"]),
        ("öz", ["Öz"]),
        ("%", []),
        ("_ansen", []),
    ],
)
def test_names_are_found_by_their_beginning(municipality, agent, now, text: str, found: list[str]):
    for name in ("Jansen", "Jansma", "Öz"):
        PartyFactory(client=municipality, last_name=name)
    parties = find_parties(text, agent, purpose=SEARCH, at=now).order_by("name_key")
    assert [party.last_name for party in parties] == found


def test_organisations_are_found_by_their_name(municipality, agent, now):
    shop = PartyFactory(
        client=municipality, kind="organisation", first_name="", last_name="",
        organisation_name="Bakkerij Zoet",
    )  # fmt: skip
    assert list(find_parties("bakkerij", agent, purpose=SEARCH, at=now)) == [shop]


def test_nothing_is_found_for_a_number_that_nobody_has(municipality, agent, now):
    PartyFactory(client=municipality)
    for text in ("06 99999999", "12345678", "000012345678", "123456782", "a@example.org"):
        assert not find_parties(text, agent, purpose=SEARCH, at=now).exists()
    assert Party.objects.exists()


def test_search_by_bsn_says_of_whom_when_it_found_one(municipality, agent, now):
    party = PartyFactory(client=municipality)
    twin = PartyFactory(client=ClientFactory(tenant=municipality.tenant))
    add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    ProcessingLog.objects.all().delete()
    assert list(find_parties(BSN, agent, purpose=SEARCH, at=now)) == [party]
    look = ProcessingLog.objects.get()
    assert (look.purpose, look.subject_uuid) == (SEARCH, party.uuid)
    both = EmployeeFactory(tenant=municipality.tenant, clients=[municipality, twin.client])
    add_identifier(twin, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    assert find_parties(BSN, both, purpose=SEARCH, at=now).count() == 2
    assert ProcessingLog.objects.latest("pk").subject_uuid is None
