import pytest
from django.core.exceptions import ValidationError

from gehoor.access.models import ProcessingLog
from gehoor.events.models import Event
from gehoor.organisation.tests.factories import ClientFactory
from gehoor.parties import actions
from gehoor.parties.flagging import add_flag, end_flag
from gehoor.parties.models import Party
from gehoor.parties.tests.factories import PartyFactory

BSN = "123456782"


@pytest.fixture
def party(municipality):
    return PartyFactory(client=municipality)


def events() -> list[tuple[str, dict[str, object]]]:
    return list(Event.objects.order_by("pk").values_list("kind", "data"))


def test_create_keeps_addresses_in_key_form(municipality, agent, now):
    given = {"email": "Noor@Example.org", "phone": "06 12345678", "other": ""}
    party = actions.create_party(
        municipality, {"last_name": "Wit"}, addresses=given, by=agent, at=now
    )
    kept = party.digital_addresses.values_list("kind", "address", "address_key")
    assert set(kept) == {
        ("email", "Noor@Example.org", "noor@example.org"),
        ("phone", "+31612345678", "+31612345678"),
    }


def test_create_with_a_wrong_address_creates_nothing(municipality, agent, now):
    with pytest.raises(ValidationError, match="telefoonnummer"):
        actions.create_party(
            municipality, {"last_name": "Wit"}, addresses={"phone": "1"}, by=agent, at=now
        )
    assert not Party.objects.exists()
    assert events() == []


def test_same_address_twice_is_one(party, agent, now):
    first = actions.add_address(party, "phone", "06 12345678", by=agent, at=now)
    assert actions.add_address(party, "phone", "+31612345678", by=agent, at=now) == first
    assert [kind for kind, _data in events()] == ["party.address_added"]


def test_journal_holds_ids_only(party, agent, now):
    address = actions.add_address(party, "email", "noor@example.org", by=agent, at=now)
    actions.add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    actions.change_party(party, {"last_name": "Bos"}, by=agent, at=now)
    flag = add_flag(party, "Let op", ends_on=now.date(), by=agent, at=now)
    end_flag(flag, by=agent, at=now)
    pk = address.pk
    actions.remove_address(address, by=agent, at=now)
    assert events() == [
        ("party.address_added", {"address": pk}),
        ("party.identified", {"identifier": "bsn"}),
        ("party.changed", {"fields": ["last_name"]}),
        ("party.flagged", {"flag": Event.objects.get(kind="party.flagged").data["flag"]}),
        ("party.flag_ended", {"flag": Event.objects.get(kind="party.flagged").data["flag"]}),
        ("party.address_removed", {"address": pk}),
    ]


def test_bsn_needs_a_purpose(party, agent, now):
    with pytest.raises(ValidationError):
        actions.add_identifier(party, "bsn", BSN, by=agent, at=now)
    assert not party.identifiers.exists()
    assert not ProcessingLog.objects.exists()


def test_bsn_that_is_taken_is_logged_as_looked_up(party, agent, now):
    actions.add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    other = PartyFactory(client=party.client)
    with pytest.raises(ValidationError, match="al bij een andere klant") as refused:
        actions.add_identifier(other, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    assert BSN not in str(refused.value)
    looks = ProcessingLog.objects.order_by("pk").values_list("action", "subject_uuid")
    assert list(looks) == [("bsn_recorded", party.uuid), ("bsn_searched", other.uuid)]


def test_person_has_one_bsn(party, agent, now):
    actions.add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    with pytest.raises(ValidationError, match="heeft al een BSN"):
        actions.add_identifier(party, "bsn", "111222333", purpose="paspoort", by=agent, at=now)
    assert party.identifiers.get().reveal() == BSN


def test_bsn_may_be_known_at_every_client(party, agent, now):
    elsewhere = PartyFactory(client=ClientFactory(tenant=party.tenant))
    for one in (party, elsewhere):
        actions.add_identifier(one, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    assert elsewhere.identifiers.get().reveal() == BSN


def test_branch_is_known_once_under_its_company(party, agent, now):
    company = actions.add_identifier(party, "kvk", "12345678", by=agent, at=now)
    branch = {"kind": "branch", "value": "000012345678", "by": agent, "at": now}
    actions.add_identifier(party, **branch, parent=company)
    actions.add_identifier(party, **branch)
    for parent in (company, None):
        with pytest.raises(ValidationError):
            actions.add_identifier(party, **branch, parent=parent)
    assert party.identifiers.count() == 3


def test_show_bsn_writes_the_log_first(party, agent, now):
    identifier = actions.add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    with pytest.raises(ValidationError):
        actions.show_bsn(identifier, purpose=" ", by=agent, at=now)
    assert actions.show_bsn(identifier, purpose="paspoort", by=agent, at=now) == BSN
    log = ProcessingLog.objects.get(action="bsn_shown")
    assert (log.employee, log.subject_uuid, log.at) == (agent, party.uuid, now)


def test_what_people_see_of_a_bsn(party, agent, now):
    identifier = actions.add_identifier(party, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    assert BSN not in f"{identifier} {identifier!r} {vars(identifier)}"
