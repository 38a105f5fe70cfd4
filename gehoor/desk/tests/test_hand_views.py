from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import accept_contact, offer_contact, save_draft, set_confidential
from gehoor.contacts.handovers import hand_over, take_over
from gehoor.contacts.hands import answer_hand, lower_hand, raise_hand
from gehoor.contacts.models import Contact, Hand, Outcome
from gehoor.desk.colleagues import hands_up
from gehoor.organisation.actions import note_sign_in, note_sign_out
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory

SignIn = Callable[[Employee], Client]


def beside(contact: Contact, part: str = "") -> str:
    return f"/werkplek/{contact.uuid}/meekijken/{part}"


def words_of(page: object) -> str:
    content: bytes = page.content  # type: ignore[attr-defined]
    return content.decode()


# --- the agent's own hand -----------------------------------------------------


def test_up_and_down(browser: Client, open_call: Contact, agent: Employee) -> None:
    page = browser.post("/hand/omhoog/", {"contact": open_call.uuid})
    hand = Hand.objects.get()
    assert (hand.employee, hand.contact, hand.code) == (agent, open_call, "help")
    assert "Uw hand is omhoog" in words_of(page)
    assert browser.get("/werkplek/").context["hand"] == hand
    assert "Hand opsteken" in words_of(browser.post("/hand/omlaag/", {"contact": open_call.uuid}))
    assert browser.get("/werkplek/").context["hand"] is None
    assert browser.post("/hand/omlaag/").status_code == 200


@pytest.mark.parametrize("given", ["", "geen-uuid", "00000000-0000-7000-8000-000000000000"])
def test_up_without_a_contact(browser: Client, agent: Employee, given: str) -> None:
    browser.post("/hand/omhoog/", {"contact": given, "code": "onzin"})
    hand = Hand.objects.get()
    assert (hand.contact, hand.code) == (None, "help")


def test_a_colleagues_contact_is_not_called_about(
    open_call: Contact, colleague: Employee, sign_in: SignIn
) -> None:
    sign_in(colleague).post("/hand/omhoog/", {"contact": open_call.uuid})
    assert Hand.objects.get().contact is None


def test_she_sees_who_comes(
    browser: Client, open_call: Contact, agent: Employee, coach: Employee
) -> None:
    now = timezone.now()
    answer_hand(raise_hand(open_call, by=agent, at=now), by=coach, at=now)
    assert f"{coach.name} komt eraan" in words_of(browser.get("/mijn-dag/nieuws/"))
    assert f"{coach.name} komt eraan" in words_of(browser.get("/werkplek/"))


def test_an_emergency_takes_the_literal_words_along(
    browser: Client, coach: Employee, sign_in: SignIn
) -> None:
    browser.post("/hand/omhoog/", {"code": "emergency", "words": "er ligt een bom"})
    page = words_of(sign_in(coach).get("/mijn-dag/nieuws/"))
    assert "er ligt een bom" in page
    assert "hand--emergency" in page


# --- who sees it ----------------------------------------------------------------


def test_a_coach_sees_every_hand_emergencies_first(
    open_call: Contact, agent: Employee, colleague: Employee, coach: Employee
) -> None:
    now = timezone.now()
    first = raise_hand(open_call, by=agent, at=now)
    second = raise_hand(None, "emergency", by=colleague, at=now + timedelta(seconds=5))
    raised = hands_up(coach, at=now)
    assert [(one.hand, one.contact) for one in raised] == [(second, None), (first, open_call)]


def test_a_senior_sees_it_when_no_coach_is_there(
    agent: Employee, senior: Employee, coach: Employee
) -> None:
    now = timezone.now()
    hand = raise_hand(None, by=agent, at=now)

    def seen(*, at: object = now) -> list[Hand]:
        return [one.hand for one in hands_up(senior, at=at)]  # type: ignore[arg-type]

    assert seen() == [hand]
    note_sign_in(coach, at=now)
    assert seen() == []
    assert seen(at=now + timedelta(seconds=59)) == []
    assert seen(at=now + timedelta(seconds=60)) == [hand]
    answer_hand(hand, by=coach, at=now)
    assert seen(at=now + timedelta(seconds=60)) == []
    raise_hand(None, "emergency", by=agent, at=now)
    assert seen() == [hand]
    lower_hand(hand, by=agent, at=now)
    raise_hand(None, by=agent, at=now)
    note_sign_out(coach, at=now)
    assert len(seen()) == 1


def test_ones_own_hand_is_no_call_to_oneself(coach: Employee) -> None:
    raise_hand(None, by=coach, at=timezone.now())
    assert hands_up(coach, at=timezone.now()) == []


def test_a_senior_hears_of_a_confidential_contact_but_does_not_see_it(
    open_call: Contact, agent: Employee, senior: Employee, sign_in: SignIn
) -> None:
    now = timezone.now()
    set_confidential(open_call, True, by=agent, at=now)
    raise_hand(open_call, by=agent, at=now)
    browser = sign_in(senior)
    page = words_of(browser.get("/mijn-dag/nieuws/"))
    assert ("Loop erheen" in page, "Meekijken" in page) == (True, False)
    assert browser.get(beside(open_call)).status_code == 404
    assert browser.get(beside(open_call, "woorden/")).status_code == 404


def test_an_agent_gets_no_hands_of_others(
    open_call: Contact, agent: Employee, colleague: Employee, sign_in: SignIn
) -> None:
    hand = raise_hand(open_call, by=agent, at=timezone.now())
    browser = sign_in(colleague)
    assert "hands" not in browser.get("/mijn-dag/nieuws/").context
    for part in ("ik-kom/", "geholpen/"):
        assert browser.post(f"/hand/{hand.uuid}/{part}").status_code == 403
    assert browser.get(beside(open_call)).status_code == 403


# --- coming, looking along, helped ---------------------------------------------


def test_the_coach_comes_looks_along_and_helps(
    open_call: Contact, agent: Employee, coach: Employee, sign_in: SignIn
) -> None:
    now, browser = timezone.now(), sign_in(coach)
    typed = [{"text": "mijn container <b>", "note": "boos"}]
    save_draft(open_call, typed, revision=0, writer="w", by=agent, at=now)
    hand = raise_hand(open_call, by=agent, at=now)
    assert browser.post(f"/hand/{hand.uuid}/ik-kom/")["Location"] == beside(open_call)
    page = words_of(browser.get(beside(open_call)))
    assert "mijn container &lt;b&gt;" in page
    assert "boos" in page
    answer = browser.get(beside(open_call, "woorden/") + "?revision=1")
    assert (answer.status_code, answer.content) == (204, b"")
    typed = [{"text": "mijn container is vol", "outcome": str(Outcome.objects.all()[0].pk)}]
    save_draft(open_call, typed, revision=1, writer="w", by=agent, at=now)
    fresh = words_of(browser.get(beside(open_call, "woorden/") + "?revision=1"))
    assert "mijn container is vol" in fresh
    assert Outcome.objects.all()[0].name in fresh
    assert browser.post(f"/hand/{hand.uuid}/geholpen/")["Location"] == "/nu-bezig/"
    hand.refresh_from_db()
    assert (hand.helper, hand.result) == (coach, "helped")


def test_nobody_looks_along_unasked(
    open_call: Contact,
    agent: Employee,
    colleague: Employee,
    coach: Employee,
    sign_in: SignIn,
) -> None:
    now, browser = timezone.now(), sign_in(coach)
    save_draft(open_call, [{"text": "geheim"}], revision=0, writer="w", by=agent, at=now)

    def is_shown() -> bool:
        page = browser.get(beside(open_call))
        fragment = browser.get(beside(open_call, "woorden/"))
        shown = "geheim" in words_of(fragment)
        assert (page.status_code == 200) == shown
        return shown

    assert not is_shown()
    hand = raise_hand(None, by=agent, at=now)
    assert not is_shown()
    lower_hand(hand, by=agent, at=now)
    hand = raise_hand(open_call, by=agent, at=now)
    assert is_shown()
    hand_over(open_call, colleague, by=agent, at=now)
    assert not is_shown()
    take_over(open_call, by=coach, at=now)
    lower_hand(hand, by=agent, at=now)
    assert not is_shown()


def test_two_helpers_and_a_hand_that_is_down(
    agent: Employee, senior: Employee, coach: Employee, sign_in: SignIn
) -> None:
    now = timezone.now()
    hand = raise_hand(None, by=agent, at=now)
    sign_in(coach).post(f"/hand/{hand.uuid}/ik-kom/")
    second = sign_in(senior)
    page = second.post(f"/hand/{hand.uuid}/ik-kom/", follow=True)
    assert f"{coach.name} komt al." in words_of(page)
    lower_hand(hand, by=agent, at=now)
    for part in ("ik-kom/", "geholpen/"):
        page = second.post(f"/hand/{hand.uuid}/{part}", follow=True)
        assert page.redirect_chain == [("/nu-bezig/", 302)]
        assert "al omlaag" in words_of(page)


def test_a_stranger_finds_no_hand(
    open_call: Contact, agent: Employee, stranger: Employee, sign_in: SignIn
) -> None:
    hand, browser = raise_hand(open_call, by=agent, at=timezone.now()), sign_in(stranger)
    for part in ("ik-kom/", "geholpen/"):
        assert browser.post(f"/hand/{hand.uuid}/{part}").status_code == 404
    assert browser.get(beside(open_call)).status_code == 404
    assert browser.get("/mijn-dag/nieuws/").context["hands"] == []


def test_wrong_role_and_nobody(open_call: Contact, planner: Employee, sign_in: SignIn) -> None:
    browser = sign_in(planner)
    assert browser.get("/mijn-dag/nieuws/").status_code == 403
    for path in ("/hand/omhoog/", "/hand/omlaag/"):
        assert browser.post(path).status_code == 403
        assert Client().post(path)["Location"].startswith("/aanmelden/")


# --- what a page asks again ------------------------------------------------------


def test_a_contact_that_came_or_went_is_told(
    browser: Client, open_call: Contact, agent: Employee, colleague: Employee, sign_in: SignIn
) -> None:
    asked = f"/mijn-dag/nieuws/?contact={open_call.uuid}"
    page = browser.get(asked)
    assert (page.context["mine"], page.context["contact"]) == ([open_call], open_call)
    assert 'data-part="gone"></div>' in words_of(page)
    hand_over(open_call, colleague, by=agent, at=timezone.now())
    page = browser.get(asked)
    assert page.context["mine"] == []
    assert f"{colleague.name} heeft dit contact nu." in words_of(page)
    assert sign_in(colleague).get("/mijn-dag/nieuws/").context["mine"] == [open_call]


def test_of_what_she_may_no_longer_see_she_hears_no_more(
    browser: Client, open_call: Contact, agent: Employee, colleague: Employee
) -> None:
    now = timezone.now()
    set_confidential(open_call, True, by=agent, at=now)
    hand_over(open_call, colleague, by=agent, at=now)
    page = words_of(browser.get(f"/mijn-dag/nieuws/?contact={open_call.uuid}"))
    assert ("niet meer bij u" in page, colleague.name in page) == (True, False)


def test_looking_again_takes_as_many_queries_with_three(
    coach: Employee,
    municipality: ClientOrganisation,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser, now = sign_in(coach), timezone.now()

    def one_more() -> None:
        person = EmployeeFactory(tenant=municipality.tenant, clients=[municipality])
        for who in (person, coach):
            call = accept_contact(offer_contact(municipality, "phone", at=now), by=who, at=now)
            if who == person:
                raise_hand(call, by=who, at=now)

    one_more()
    browser.get("/mijn-dag/nieuws/")
    with django_assert_num_queries(8) as queries:
        browser.get("/mijn-dag/nieuws/")
    one_more(), one_more()  # type: ignore[func-returns-value]
    with django_assert_num_queries(len(queries)):
        assert len(browser.get("/mijn-dag/nieuws/").context["hands"]) == 3
