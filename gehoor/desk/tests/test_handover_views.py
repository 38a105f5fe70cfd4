from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import (
    Answered,
    accept_contact,
    close_contact,
    offer_contact,
    save_draft,
    set_confidential,
)
from gehoor.contacts.handovers import hand_over
from gehoor.contacts.models import Contact, Draft, Handover, Outcome, Question
from gehoor.desk.tests.conftest import FillIn
from gehoor.organisation.actions import note_sign_in, note_sign_out
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory

SignIn = Callable[[Employee], Client]


def address(contact: Contact, part: str = "") -> str:
    return f"/werkplek/{contact.uuid}/{part}"


def agent_of(contact: Contact) -> Employee:
    found = Contact.objects.get(pk=contact.pk).agent
    assert found
    return found


# --- handing over -------------------------------------------------------------


def test_who_is_there_is_offered_first(
    browser: Client,
    open_call: Contact,
    colleague: Employee,
    senior: Employee,
    planner: Employee,
    other_clients_agent: Employee,
    stranger: Employee,
) -> None:
    note_sign_in(senior, at=timezone.now())
    offered = browser.get(address(open_call, "overdragen/")).context["colleagues"]
    assert [(one.employee, one.is_present) for one in offered] == [
        (senior, True),
        (colleague, False),
    ]


def test_a_colleague_gets_the_contact_with_a_word(
    browser: Client, open_call: Contact, colleague: Employee, sign_in: SignIn
) -> None:
    data = {"to": colleague.uuid, "word": "Zij wacht op de prijs"}
    page = browser.post(address(open_call, "overdragen/"), data, follow=True)
    assert page.redirect_chain == [("/werkplek/", 302)]
    assert f"Overgedragen aan {colleague.name}." in page.content.decode()
    hers = sign_in(colleague).get("/werkplek/")
    assert hers.context["contact"] == open_call
    assert [contact.is_handed_over for contact in hers.context["mine"]] == [True]
    assert "Zij wacht op de prijs" in hers.content.decode()
    assert browser.get("/werkplek/").context["mine"] == []


@pytest.mark.parametrize("wrong", ["", "geen-uuid", "planner", "other_clients_agent", "stranger"])
def test_to_nobody_or_the_wrong_one_hands_nothing_over(
    browser: Client,
    open_call: Contact,
    agent: Employee,
    wrong: str,
    request: pytest.FixtureRequest,
) -> None:
    is_person = wrong in ("planner", "other_clients_agent", "stranger")
    to = request.getfixturevalue(wrong).uuid if is_person else wrong
    answer = browser.post(address(open_call, "overdragen/"), {"to": to})
    assert answer["Location"] == address(open_call)
    assert agent_of(open_call) == agent


def test_only_her_own_contact_is_handed_over(
    open_call: Contact, agent: Employee, colleague: Employee, senior: Employee, sign_in: SignIn
) -> None:
    page = sign_in(colleague).post(
        address(open_call, "overdragen/"), {"to": senior.uuid}, follow=True
    )
    assert f"{agent.name} heeft dit contact al aangenomen." in page.content.decode()
    assert agent_of(open_call) == agent


def test_a_finished_contact_is_not_handed_over(
    browser: Client,
    open_call: Contact,
    agent: Employee,
    colleague: Employee,
    outcomes: dict[str, Outcome],
) -> None:
    answered = [Answered("x", outcomes["answered"])]
    close_contact(open_call, answered, by=agent, at=timezone.now())
    data = {"to": colleague.uuid}
    page = browser.post(address(open_call, "overdragen/"), data, follow=True)
    assert "Dit contact was al afgerond." in page.content.decode()
    assert not Handover.objects.exists()


# --- the former agent's window ------------------------------------------------


@pytest.fixture
def moved(open_call: Contact, agent: Employee, colleague: Employee) -> Contact:
    """A call with words, gone to a colleague while its window stands open."""
    now = timezone.now()
    typed = [{"text": "mijn container"}]
    save_draft(open_call, typed, revision=0, writer="hers", by=agent, at=now)
    return hand_over(open_call, colleague, by=agent, at=now)


def test_her_window_is_told_who_has_it(
    browser: Client, moved: Contact, colleague: Employee, fill_in: FillIn
) -> None:
    data = fill_in({"text": "mijn container is vol"}, revision=1) | {"writer": "hers"}
    answer = browser.post(address(moved, "concept/"), data)
    assert answer.status_code == 409
    told = f"{colleague.name} heeft dit contact nu. Wat u hier typte, blijft hier staan."
    assert answer.json() == {"message": told}
    assert Draft.objects.get().questions == [{"text": "mijn container"}]
    back = browser.get(address(moved), follow=True)
    assert f"{colleague.name} heeft dit contact nu." in back.content.decode()


def test_also_of_a_confidential_contact(
    browser: Client, moved: Contact, colleague: Employee, fill_in: FillIn
) -> None:
    set_confidential(moved, True, by=colleague, at=timezone.now())
    data = fill_in({"text": "mijn container is vol"}, revision=1)
    assert browser.post(address(moved, "concept/"), data).status_code == 409
    page = browser.post(address(moved, "afronden/"), data)
    assert (page.status_code, "mijn container is vol" in page.content.decode()) == (409, True)
    assert browser.get(address(moved)).status_code == 404


def test_what_she_typed_since_is_shown_when_she_finishes(
    browser: Client,
    moved: Contact,
    colleague: Employee,
    outcomes: dict[str, Outcome],
    fill_in: FillIn,
) -> None:
    question = {"text": "mijn container is vol", "outcome": outcomes["answered"]}
    page = browser.post(address(moved, "afronden/"), fill_in(question, revision=1))
    assert page.status_code == 409
    assert f"{colleague.name} heeft dit contact nu" in page.content.decode()
    assert [list(map(str, words.values())) for words in page.context["lost"]] == [
        ["mijn container is vol", outcomes["answered"].name]
    ]
    assert not Question.objects.exists()


def test_what_went_along_is_not_called_lost(
    browser: Client, moved: Contact, colleague: Employee, fill_in: FillIn
) -> None:
    data = fill_in({"text": "mijn container"}, revision=1)
    page = browser.post(address(moved, "afronden/"), data, follow=True)
    assert page.redirect_chain == [("/werkplek/", 302)]
    assert f"{colleague.name} heeft dit contact nu." in page.content.decode()


# --- taking over --------------------------------------------------------------


def test_a_senior_is_asked_and_then_takes_over(
    open_call: Contact, agent: Employee, senior: Employee, sign_in: SignIn
) -> None:
    browser = sign_in(senior)
    note_sign_in(agent, at=timezone.now())
    assert "nog aan het werk" in browser.get(address(open_call, "overnemen/")).content.decode()
    answer = browser.post(address(open_call, "overnemen/"))
    assert answer["Location"] == address(open_call)
    assert agent_of(open_call) == senior
    assert browser.get(address(open_call)).context["contact"] == open_call


def test_a_colleague_only_when_she_has_left(
    open_call: Contact, agent: Employee, colleague: Employee, sign_in: SignIn
) -> None:
    browser = sign_in(colleague)
    page = browser.post(address(open_call, "overnemen/"), follow=True)
    assert f"{agent.name} is nog aan het werk." in page.content.decode()
    note_sign_in(agent, at=timezone.now())
    note_sign_out(agent, at=timezone.now())
    left = browser.get("/mijn-dag/").context["start"].left
    assert [(one.contact, one.is_gone) for one in left] == [(open_call, True)]
    assert "er niet meer" in browser.get(address(open_call, "overnemen/")).content.decode()
    browser.post(address(open_call, "overnemen/"))
    assert agent_of(open_call) == colleague


def test_what_waits_or_is_finished_is_not_taken_over(
    call: Contact, senior: Employee, sign_in: SignIn
) -> None:
    browser = sign_in(senior)
    assert browser.get(address(call, "overnemen/"))["Location"] == "/werkplek/"
    page = browser.post(address(call, "overnemen/"), follow=True)
    assert "Dit contact is al afgerond." in page.content.decode()


def test_a_confidential_contact_is_for_the_coach_only(
    open_call: Contact, agent: Employee, senior: Employee, coach: Employee, sign_in: SignIn
) -> None:
    set_confidential(open_call, True, by=agent, at=timezone.now())
    assert sign_in(senior).post(address(open_call, "overnemen/")).status_code == 404
    sign_in(coach).post(address(open_call, "overnemen/"))
    assert agent_of(open_call) == coach


@pytest.mark.parametrize("part", ["overdragen/", "overnemen/"])
def test_outsiders(
    open_call: Contact,
    planner: Employee,
    stranger: Employee,
    other_clients_agent: Employee,
    sign_in: SignIn,
    part: str,
) -> None:
    path = address(open_call, part)
    for who, status in ((planner, 403), (stranger, 404), (other_clients_agent, 404)):
        browser = sign_in(who)
        assert (browser.get(path).status_code, browser.post(path).status_code) == (status, status)
    assert Client().post(path)["Location"].startswith("/aanmelden/")


# --- who has what -------------------------------------------------------------


def test_colleagues_stand_by_name_and_never_by_number(
    municipality: ClientOrganisation, senior: Employee, sign_in: SignIn
) -> None:
    now = timezone.now()
    for name, number in (("Aaf", 1), ("Bas", 3), ("Cas", 2)):
        person = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], name=name)
        for n in range(number):
            offered = offer_contact(municipality, "phone", at=now)
            accept_contact(offered, by=person, at=now - timedelta(minutes=n))
    page = sign_in(senior).get("/nu-bezig/")
    shown = [(one.employee.name, len(one.contacts)) for one in page.context["at_work"]]
    assert shown == [("Aaf", 1), ("Bas", 3), ("Cas", 2)]


def test_what_was_left_behind_is_named(
    open_call: Contact,
    municipality: ClientOrganisation,
    agent: Employee,
    colleague: Employee,
    senior: Employee,
    sign_in: SignIn,
) -> None:
    now = timezone.now()
    late = offer_contact(municipality, "email", at=now - timedelta(days=2))
    accept_contact(late, by=colleague, at=now - timedelta(days=2))
    browser = sign_in(senior)
    left = browser.get("/nu-bezig/").context["left"]
    assert [(one.contact, one.is_gone, one.is_overnight) for one in left] == [(late, False, True)]
    note_sign_out(agent, at=now)
    left = browser.get("/nu-bezig/").context["left"]
    assert {one.contact for one in left} == {late, open_call}


def test_a_senior_sees_no_confidential_contact_there(
    open_call: Contact, agent: Employee, senior: Employee, coach: Employee, sign_in: SignIn
) -> None:
    set_confidential(open_call, True, by=agent, at=timezone.now())
    assert sign_in(senior).get("/nu-bezig/").context["at_work"] == []
    assert len(sign_in(coach).get("/nu-bezig/").context["at_work"]) == 1


def test_the_page_of_colleagues_is_for_who_may_take_over(
    open_call: Contact,
    agent: Employee,
    manager: Employee,
    planner: Employee,
    municipality: ClientOrganisation,
    sign_in: SignIn,
) -> None:
    for refused in (agent, manager, planner):
        assert sign_in(refused).get("/nu-bezig/").status_code == 403
    assert Client().get("/nu-bezig/")["Location"].startswith("/aanmelden/")
    other = EmployeeFactory(roles=["coach"])
    assert sign_in(other).get("/nu-bezig/").context["at_work"] == []


def test_queries_do_not_grow_with_contacts(
    municipality: ClientOrganisation,
    coach: Employee,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser, now = sign_in(coach), timezone.now()

    def one_more() -> None:
        person = EmployeeFactory(tenant=municipality.tenant, clients=[municipality])
        accept_contact(offer_contact(municipality, "phone", at=now), by=person, at=now)

    one_more()
    browser.get("/nu-bezig/")
    with django_assert_num_queries(8) as queries:
        browser.get("/nu-bezig/")
    one_more(), one_more()  # type: ignore[func-returns-value]
    with django_assert_num_queries(len(queries)):
        assert len(browser.get("/nu-bezig/").context["at_work"]) == 3
