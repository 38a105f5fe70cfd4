"""The pages on which two parties come together: who speaks for whom, and merging."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conftest import SignIn
from gehoor.contacts.tests.factories import ClosedContactFactory
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory, ThemeFactory
from gehoor.parties.merging import merge_parties
from gehoor.parties.models import Party, PartyMerge, Representation
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory, RepresentationFactory


@pytest.fixture
def father(municipality):
    return PartyFactory(client=municipality, first_name="Jan", last_name="Bos")


@pytest.fixture
def daughter(municipality):
    return PartyFactory(client=municipality, first_name="Els", last_name="Bos")


def page_of(party: Party, *more: object) -> str:
    return "/".join(["/klanten", *(str(getattr(one, "uuid", one)) for one in (party, *more)), ""])


def given(**other: Any) -> dict[str, Any]:
    today = timezone.localdate()
    usual = {
        "direction": "speaks", "kind": "authorised", "proof": "letter",
        "proof_note": "brief van 2 maart",
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    return usual | other


def test_the_other_is_looked_for_by_name(father, daughter, agent, sign_in: SignIn):
    elsewhere = PartyFactory(client=ClientFactory(tenant=father.tenant), last_name="Bos")
    agent.clients.add(elsewhere.client)
    page = sign_in(agent).post(page_of(daughter, "vertegenwoordiging"), {"text": "bos"})
    assert list(page.context["others"]) == [father]
    assert page_of(daughter, "vertegenwoordiging", father) in page.content.decode()


def test_who_speaks_for_whom_stands_on_both_pages(father, daughter, agent, sign_in: SignIn):
    theme, browser = ThemeFactory(tenant=father.tenant, name="Zorg"), sign_in(agent)
    browser.post(page_of(daughter, "vertegenwoordiging", father), given(themes=[theme.pk]))
    row = Representation.objects.get()
    assert (row.representative, row.represented, row.checked_by) == (daughter, father, agent)
    assert (row.scope, row.proof_note) == ([theme], "brief van 2 maart")
    for party, side in ((daughter, "Spreekt voor"), (father, "Wordt vertegenwoordigd door")):
        content = browser.get(page_of(party)).content.decode()
        for text in (side, "geldig", "alleen over: Zorg", "Getekende machtiging", agent.name):
            assert text in content


def test_direction_turns_it_round(father, daughter, agent, sign_in: SignIn):
    address = page_of(father, "vertegenwoordiging", daughter)
    sign_in(agent).post(address, given(direction="spoken_for"))
    row = Representation.objects.get()
    assert (row.representative, row.represented) == (daughter, father)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "2199-01-01"}, "ends_on"),
        ({"starts_on": "2199-01-01", "ends_on": "2199-02-01"}, "starts_on"),
        ({"kind": ""}, "kind"),
        ({"direction": ""}, "direction"),
        ({"proof": ""}, "proof"),
        ({"proof": "other", "proof_note": " "}, "proof_note"),
        ({"themes": ["0"]}, "themes"),
        ({"products": ["0"]}, "products"),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(
    father, daughter, agent, sign_in: SignIn, wrong: dict[str, Any], field: str
):
    page = sign_in(agent).post(page_of(daughter, "vertegenwoordiging", father), given(**wrong))
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert wrong.get("proof_note") or "brief van 2 maart" in page.content.decode()
    assert not Representation.objects.exists()


def test_two_that_are_related_already_are_told_so(father, daughter, agent, sign_in: SignIn):
    browser, address = sign_in(agent), page_of(daughter, "vertegenwoordiging", father)
    browser.post(address, given())
    assert "Dit staat er al." in browser.post(address, given()).content.decode()


def test_ending_is_done_from_either_page_and_shown(father, daughter, agent, sign_in: SignIn):
    row = RepresentationFactory(representative=daughter, represented=father, checked_by=agent)
    browser = sign_in(agent)
    browser.post(page_of(father, "vertegenwoordiging", row, "einde"))
    row.refresh_from_db()
    assert row.ended_by == agent
    assert "beëindigd door" in browser.get(page_of(daughter)).content.decode()
    other = page_of(PartyFactory(client=father.client), "vertegenwoordiging", row, "einde")
    assert browser.post(other).status_code == 404


def test_what_ran_out_says_so(father, daughter, agent, sign_in: SignIn):
    RepresentationFactory(
        representative=daughter, represented=father, ends_on=date(2026, 1, 31), checked_by=agent
    )
    for party in (father, daughter):
        content = sign_in(agent).get(page_of(party)).content.decode()
        assert "verlopen, niet meer geldig" in content


def test_both_stand_side_by_side_with_what_will_happen(father, daughter, agent, sign_in: SignIn):
    ClosedContactFactory(client=father.client, party=daughter, question__party=daughter)
    PhoneFactory(party=daughter)
    page = sign_in(agent).get(page_of(father, "samenvoegen", daughter))
    assert page.context["moves"] == [
        ("Klantcontacten", 1), ("Vragen", 1), ("Telefoonnummers en e-mailadressen", 1),
    ]  # fmt: skip
    assert not PartyMerge.objects.exists()
    content = page.content.decode()
    for text in ("Jan Bos", "Els Bos", "<dt>Klantcontacten</dt><dd>1</dd>"):
        assert text in content


def test_merging_and_undoing_from_the_page(father, daughter, agent, sign_in: SignIn):
    browser = sign_in(agent)
    page = browser.post(page_of(father, "samenvoegen", daughter), follow=True)
    assert page.redirect_chain == [(page_of(father), 302)]
    assert "Samengevoegd met Els Bos" in page.content.decode()
    assert browser.get(page_of(daughter))["Location"] == page_of(father)
    merge = PartyMerge.objects.get()
    undone = browser.post(page_of(father, "samenvoegen", merge, "ongedaan"), follow=True)
    assert "Samengevoegd met Els Bos" not in undone.content.decode()
    assert browser.get(page_of(daughter)).status_code == 200


def test_two_who_are_two_are_refused_with_the_reason(father, daughter, agent, sign_in: SignIn):
    RepresentationFactory(representative=daughter, represented=father, checked_by=agent)
    browser, address = sign_in(agent), page_of(father, "samenvoegen", daughter)
    for page, status in ((browser.get(address), 200), (browser.post(address), 422)):
        assert page.status_code == status
        assert "De een vertegenwoordigt de ander" in page.content.decode()
    assert not PartyMerge.objects.exists()


def test_a_merge_that_others_build_on_is_not_undone(father, daughter, agent, now, sign_in: SignIn):
    merge = merge_parties(father, daughter, by=agent, at=now)
    third = PartyFactory(client=father.client)
    merge_parties(third, father, by=agent, at=now)
    url = page_of(father, "samenvoegen", merge, "ongedaan")
    assert sign_in(agent).post(url).status_code == 404
    assert sign_in(agent).get(page_of(daughter))["Location"] == page_of(third)


def test_records_that_resemble_are_offered_for_merging_only(
    father, agent, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(agent)
    for number in (1, 3):
        while Party.objects.count() <= number:
            PartyFactory(client=father.client, first_name="Jan", last_name="Bos")
        with django_assert_num_queries(7):
            page = browser.get(page_of(father, "samenvoegen"))
        assert len(page.context["others"]) == number
    assert len(browser.get(page_of(father, "vertegenwoordiging")).context["others"]) == 0


@pytest.mark.parametrize("part", ["vertegenwoordiging", "samenvoegen"])
def test_pages_of_two_are_for_who_may_see_both(
    father, daughter, other_clients_agent, stranger, agent, sign_in: SignIn, part: str
):
    planner = EmployeeFactory(tenant=father.tenant, clients=[father.client], roles=["planner"])
    strange = PartyFactory(client=stranger.clients.get())
    for address in (page_of(father, part), page_of(father, part, daughter)):
        for outsider in (other_clients_agent, stranger):
            assert sign_in(outsider).get(address).status_code == 404
            assert sign_in(outsider).post(address).status_code == 404
        assert sign_in(planner).post(address).status_code == 403
        assert Client().get(address).status_code == 302
    for pair in ((father, strange), (strange, father)):
        assert sign_in(agent).post(page_of(pair[0], part, pair[1])).status_code == 404


def test_what_two_have_is_not_changed_by_outsiders(
    father, daughter, stranger, agent, now, sign_in: SignIn
):
    row = RepresentationFactory(
        represented=father, representative__client=father.client, checked_by=agent
    )
    merge = merge_parties(father, daughter, by=agent, at=now)
    planner = EmployeeFactory(tenant=father.tenant, clients=[father.client], roles=["planner"])
    for url in (
        page_of(father, "vertegenwoordiging", row, "einde"),
        page_of(father, "samenvoegen", merge, "ongedaan"),
    ):
        assert sign_in(stranger).post(url).status_code == 404
        assert sign_in(planner).post(url).status_code == 403
        assert Client().post(url).status_code == 302
        assert sign_in(agent).get(url)["Location"] == page_of(father)
