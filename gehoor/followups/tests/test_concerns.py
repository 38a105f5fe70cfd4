"""Worries about people: told from the desk, read by the social team and by nobody else."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import SignIn
from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import (
    ContactAlreadyClosed,
    ContactTakenByColleague,
    accept_contact,
    attach_party,
    offer_contact,
)
from gehoor.contacts.models import Contact
from gehoor.events.models import Event
from gehoor.followups.concerns import (
    ConcernAlreadyClosed,
    ConcernTakenByColleague,
    close_concern,
    raise_concern,
    read_concern,
    social_teams,
    take_up_concern,
)
from gehoor.followups.models import Concern
from gehoor.followups.tests.factories import ConcernFactory
from gehoor.organisation.models import Department, Employee
from gehoor.organisation.roles import Role
from gehoor.organisation.tests.factories import ClientFactory, DepartmentFactory, EmployeeFactory
from gehoor.parties.merging import merge_parties, unmerge_parties
from gehoor.parties.tests.factories import PartyFactory

WORDS = "Meneer klonk verward en zei dat hij niets meer at."
LIST = "/terugbellen/zorgen/"


@pytest.fixture
def team(municipality):
    return DepartmentFactory(client=municipality, name="Sociaal team", takes_concerns=True)


def member(department: Department, role: str = "department_employee") -> Employee:
    return EmployeeFactory(
        tenant=department.tenant, clients=[department.client], roles=[role], department=department
    )


@pytest.fixture
def worker(team):
    return member(team)


@pytest.fixture
def call(municipality, agent, now):
    offered = offer_contact(municipality, "phone", at=now)
    accept_contact(offered, by=agent, at=now)
    return attach_party(offered, PartyFactory(client=municipality), by=agent, at=now)


@pytest.fixture
def concern(call, team, agent, now):
    about = {"department": team, "is_about_caller": True}
    return raise_concern(call, WORDS, **about, by=agent, at=now)


def page_of(concern: Concern, action: str = "") -> str:
    return f"{LIST}{concern.uuid}/{action}"


# --- telling ----------------------------------------------------------------


def test_concern_is_about_the_caller_or_somebody_in_the_text(call, team, agent, now):
    for is_about_caller, party in ((True, call.party), (False, None)):
        about = {"department": team, "is_about_caller": is_about_caller}
        told = raise_concern(call, f" {WORDS}\x00", **about, by=agent, at=now)
        assert (told.party, told.contact, told.writer) == (party, call, agent)
        assert (told.text, told.state, told.written_at) == (WORDS, "new", now)
    event = Event.objects.filter(kind="concern.raised")[0]
    assert (event.subject_type, event.data) == ("followups.concern", {"department": team.pk})
    assert not Event.objects.filter(subject_type="contacts.contact", kind="concern.raised")


def test_only_a_social_team_of_the_client_is_told(call, team, agent, now):
    others = [
        DepartmentFactory(client=call.client),
        DepartmentFactory(client=call.client, takes_concerns=True, is_active=False),
        DepartmentFactory(client=ClientFactory(tenant=call.tenant), takes_concerns=True),
    ]
    assert list(social_teams(call.client)) == [team]
    for department in others:
        with pytest.raises(ValidationError):
            raise_concern(
                call, WORDS, department=department, is_about_caller=True, by=agent, at=now
            )


def test_concern_needs_words_and_ones_own_open_contact(call, team, agent, colleague, now):
    about = {"department": team, "is_about_caller": True, "at": now}
    with pytest.raises(ValidationError):
        raise_concern(call, " ", **about, by=agent)
    with pytest.raises(ContactTakenByColleague):
        raise_concern(call, WORDS, **about, by=colleague)
    Contact.objects.filter(pk=call.pk).update(state="closed", closed_at=now)
    with pytest.raises(ContactAlreadyClosed):
        raise_concern(call, WORDS, **about, by=agent)
    assert not Concern.objects.exists()


def test_it_is_told_from_the_desk(call, team, agent, sign_in: SignIn):
    browser, url = sign_in(agent), f"/werkplek/{call.uuid}/zorg/"
    assert "Sociaal team" in browser.get(url).content.decode()
    assert url in browser.get(f"/werkplek/{call.uuid}/").content.decode()
    data = {"text": WORDS, "is_about_caller": "no", "department": team.pk}
    for wrong in ({"text": " "}, {"department": "0"}, {"is_about_caller": ""}):
        page = browser.post(url, data | wrong)
        assert page.status_code == 422
        assert wrong.get("text") or WORDS in page.content.decode()
    assert "Verstuurd naar Sociaal team" in browser.post(url, data).content.decode()
    told = Concern.objects.get()
    assert (told.text, told.party, told.department) == (WORDS, None, team)


def test_without_a_social_team_the_desk_says_whom_to_ask(call, agent, sign_in: SignIn):
    page = sign_in(agent).get(f"/werkplek/{call.uuid}/zorg/").content.decode()
    assert "Vraag uw coach" in page


def test_telling_is_for_the_agent_of_the_contact(
    call, team, colleague, stranger, worker, sign_in: SignIn
):
    url = f"/werkplek/{call.uuid}/zorg/"
    data = {"text": WORDS, "is_about_caller": "no", "department": team.pk}
    for employee, status in ((colleague, 409), (stranger, 404), (worker, 403)):
        assert sign_in(employee).post(url, data).status_code == status
    assert Client().post(url, data).status_code == 302
    assert not Concern.objects.exists()


# --- reading ------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reads_it_but_who_wrote_it_and_the_team(
    concern, team, agent, sign_in: SignIn, role: str
):
    """Not a coach, not a manager, not another department: whatever the role."""
    client = concern.client
    outside = EmployeeFactory(tenant=client.tenant, clients=[client], roles=[role])
    other_team = member(DepartmentFactory(client=client, takes_concerns=True), role)
    for employee in (outside, other_team):
        browser = sign_in(employee)
        assert browser.get(page_of(concern)).status_code in (403, 404)
        listed = browser.get(LIST)
        assert listed.status_code == 403 or listed.context["page"].rows == []
        for action in ("oppakken/", "afsluiten/"):
            status = browser.post(page_of(concern, action), {"result": "x"}).status_code
            assert status in (403, 404)
    for address in (f"/klanten/{concern.party.uuid}/", f"/contacten/{concern.contact.uuid}/"):
        for employee in (outside, other_team, agent):
            assert WORDS not in sign_in(employee).get(address).content.decode()
    concern.refresh_from_db()
    assert concern.state == "new"
    assert not ProcessingLog.objects.exists()


def test_nobody_outside_reads_it(concern, other_clients_agent, stranger, sign_in: SignIn):
    for employee in (other_clients_agent, stranger):
        assert sign_in(employee).get(page_of(concern)).status_code == 404
    assert Client().get(page_of(concern)).status_code == 302


def test_each_reading_by_the_team_is_kept_in_the_log(concern, worker, sign_in: SignIn):
    browser = sign_in(worker)
    assert WORDS not in browser.get(LIST).content.decode()
    assert not ProcessingLog.objects.exists()
    for number in (1, 2):
        assert WORDS in browser.get(page_of(concern)).content.decode()
        looks = ProcessingLog.objects.filter(action="concern_read", employee=worker)
        assert looks.count() == number
        assert {look.subject_uuid for look in looks} == {concern.uuid}


def test_who_wrote_it_reads_her_own_words_but_not_what_was_done(
    concern, worker, agent, now, sign_in: SignIn
):
    browser = sign_in(agent)
    close_concern(concern, result="Huisbezoek gedaan", by=worker, at=now)
    content = browser.get(page_of(concern)).content.decode()
    assert WORDS in content
    assert "Huisbezoek" not in content
    assert browser.post(page_of(concern, "afsluiten/"), {"result": "x"}).status_code == 404
    assert not ProcessingLog.objects.exists()


def test_who_is_of_the_team_and_wrote_it_reads_her_own(team, now):
    worker = member(team, "agent")
    own = ConcernFactory(client=team.client, department=team, writer=worker)
    read_concern(own, by=worker, at=now)
    assert not ProcessingLog.objects.exists()


# --- taking up and closing ------------------------------------------------------


def test_team_takes_up_and_closes(concern, team, worker, sign_in: SignIn):
    browser = sign_in(worker)
    assert ">1</span>" in browser.get("/terugbellen/").content.decode()
    browser.post(page_of(concern, "oppakken/"))
    concern.refresh_from_db()
    assert (concern.state, concern.taken_up_by) == ("taken_up", worker)
    assert "Schrijf" not in browser.get(page_of(concern)).content.decode()
    refused = browser.post(page_of(concern, "afsluiten/"), {"result": ""})
    assert refused.context["form"].errors["result"]
    browser.post(page_of(concern, "afsluiten/"), {"result": "Huisbezoek gedaan"})
    concern.refresh_from_db()
    assert (concern.state, concern.result) == ("closed", "Huisbezoek gedaan")
    assert browser.get(LIST).context["page"].rows == []
    assert browser.get(f"{LIST}?state=closed").context["page"].rows == [concern]
    assert "Huisbezoek gedaan" in browser.get(page_of(concern)).content.decode()


def test_two_of_a_team_do_not_take_up_or_close_twice(concern, team, worker, now):
    second = member(team)
    for _time in range(2):
        take_up_concern(concern, by=worker, at=now)
    with pytest.raises(ConcernTakenByColleague):
        take_up_concern(concern, by=second, at=now)
    close_concern(concern, result="Gebeld", by=second, at=now)
    for act in (take_up_concern, lambda c, **who: close_concern(c, result="Ook", **who)):
        with pytest.raises(ConcernAlreadyClosed):
            act(concern, by=worker, at=now)
    kinds = Event.objects.filter(subject_type="followups.concern").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "concern.raised", "concern.taken_up", "concern.closed",
    ]  # fmt: skip


def test_who_closes_second_loses_no_words(concern, team, worker, now, sign_in: SignIn):
    close_concern(concern, result="Gebeld", by=member(team), at=now)
    page = sign_in(worker).post(page_of(concern, "afsluiten/"), {"result": "Langsgegaan"})
    assert "Langsgegaan" in page.content.decode()
    page = sign_in(worker).post(page_of(concern, "oppakken/"), follow=True)
    assert "Een collega heeft dit al afgesloten." in page.content.decode()


def test_empty_result_is_refused(concern, worker, now):
    with pytest.raises(ValidationError):
        close_concern(concern, result=" \x00", by=worker, at=now)


def test_list_keeps_its_number_of_queries(
    team, worker, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(worker)
    for number in (1, 3):
        while Concern.objects.count() < number:
            party = PartyFactory(client=team.client)
            ConcernFactory(client=team.client, department=team, party=party)
        with django_assert_num_queries(5):
            assert len(browser.get(LIST).context["page"].rows) == number


def test_concern_moves_with_its_party_and_back(concern, agent, now):
    kept, first = PartyFactory(client=concern.client), concern.party
    merge = merge_parties(kept, first, by=agent, at=now)
    concern.refresh_from_db()
    assert concern.party == kept
    unmerge_parties(merge, by=agent, at=now)
    concern.refresh_from_db()
    assert concern.party == first
