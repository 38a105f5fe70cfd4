"""A shift in real browsers: an agent falls ill, a hand goes up, and nobody leaves unnoticed."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gehoor.contacts.models import Contact, Hand, Outcome, Question
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory
from tests.browsing import axe_violations
from tests.desks import Desk, at_hand
from tests.serving import Site

WITHIN_MS = 2_000


@pytest.fixture
def coach(site: Site, municipality: ClientOrganisation) -> Employee:
    made: Employee = EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=["coach"], name="Coach Kim"
    )
    return made


@pytest.fixture
def town(
    site: Site, municipality: ClientOrganisation, agent: Employee, coach: Employee,
    outcomes: dict[str, Outcome],
) -> ClientOrganisation:  # fmt: skip
    """Where the desk is; `site` first, as it empties the database."""
    site.start("web")
    return municipality


@pytest.fixture
def desk(town: ClientOrganisation, page: Page, site: Site, agent: Employee) -> Iterator[Desk]:
    opened = Desk(site, page.context, agent)
    yield opened
    assert opened.script_errors() == []


@pytest.fixture
def coachs_desk(
    town: ClientOrganisation, browser: Browser, site: Site, coach: Employee
) -> Iterator[Desk]:
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    opened = Desk(site, context, coach)
    yield opened
    assert opened.script_errors() == []
    context.close()


def test_an_agent_falls_ill_in_mid_shift(
    desk: Desk, coachs_desk: Desk, town: ClientOrganisation, agent: Employee, coach: Employee
) -> None:
    contact = at_hand(town, agent)
    desk.open()
    desk.type("mijn vader kan niet meer naar het stadhuis")
    desk.expect_kept()

    coachs_desk.open("/nu-bezig/")
    coachs_desk.page.get_by_role("link", name=f"Overnemen {agent.name}").click()
    coachs_desk.page.get_by_role("button", name="Overnemen").click()
    expect(coachs_desk.words).to_have_value("mijn vader kan niet meer naar het stadhuis")
    expect(coachs_desk.page.locator(".handover")).to_contain_text(agent.name)

    told = desk.page.locator("#gone")
    expect(told).to_contain_text(f"{coach.name} heeft dit contact nu.", timeout=WITHIN_MS)
    expect(told).to_contain_text("Wat u hier typte, blijft hier staan.")
    expect(desk.page.locator("#mine a")).to_have_count(0)
    expect(desk.words).to_have_value("mijn vader kan niet meer naar het stadhuis")
    assert axe_violations(desk.page) == []
    desk.type(", hij heeft Parkinson")
    expect(desk.page.locator("#draft-problem")).to_contain_text(f"{coach.name} heeft dit contact")
    expect(desk.words).to_have_value(
        "mijn vader kan niet meer naar het stadhuis, hij heeft Parkinson"
    )

    coachs_desk.type(", ook niet met de taxi")
    coachs_desk.press("Alt+u", "1", "Control+Enter")
    coachs_desk.expect_finished()

    desk.press("Control+Enter")
    expect(desk.page.get_by_role("main")).to_contain_text("hij heeft Parkinson")
    [question] = Question.objects.all()
    assert question.text == "mijn vader kan niet meer naar het stadhuis, ook niet met de taxi"
    contact.refresh_from_db()
    assert (contact.agent, contact.state) == (coach, Contact.State.CLOSED)


def test_a_contact_arrives_with_a_word(
    desk: Desk, coachs_desk: Desk, town: ClientOrganisation, agent: Employee, coach: Employee
) -> None:
    at_hand(town, agent)
    desk.open()
    desk.type("mag er een hek om mijn tuin")
    desk.press("Alt+o")
    chosen = desk.page.get_by_label("Aan wie?")
    expect(chosen).to_be_focused()
    assert axe_violations(desk.page) == []
    chosen.select_option(label=coach.name)
    desk.page.get_by_label("Wat moet uw collega weten?").fill("Hij is boos over een brief.")
    desk.page.get_by_role("button", name="Overdragen").last.click()
    expect(desk.page.get_by_text(f"Overgedragen aan {coach.name}.")).to_be_visible()

    arrived = coachs_desk.page.locator("#mine a")
    expect(arrived).to_have_count(1, timeout=WITHIN_MS)
    expect(coachs_desk.page.locator("#news")).to_contain_text("U kreeg een contact van een collega")
    coachs_desk.press("Alt+1")
    expect(coachs_desk.words).to_have_value("mag er een hek om mijn tuin")
    expect(coachs_desk.page.locator(".handover")).to_contain_text("Hij is boos over een brief.")


def test_the_coach_sees_a_hand_at_once_and_what_is_typed(
    desk: Desk, coachs_desk: Desk, town: ClientOrganisation, agent: Employee, coach: Employee
) -> None:
    at_hand(town, agent)
    desk.open()
    desk.type("ik krijg geen uitkering")
    desk.expect_kept()
    coachs_desk.open("/contacten/")
    coachs_desk.page.locator("input[name=words]").focus()
    coachs_desk.page.wait_for_timeout(1_500)  # the stream stands
    raised_at = time.monotonic()
    desk.press("Alt+h")
    hand = coachs_desk.page.locator("#hands .hand")
    expect(hand).to_contain_text(agent.name, timeout=WITHIN_MS)
    assert time.monotonic() - raised_at < WITHIN_MS / 1000
    expect(coachs_desk.page.locator("#news")).to_have_text(f"{agent.name}: vraagt hulp")
    expect(coachs_desk.page.locator("input[name=words]")).to_be_focused()
    assert axe_violations(coachs_desk.page) == []

    hand.get_by_role("button", name="Ik kom").click()
    expect(coachs_desk.page.get_by_role("heading", level=1)).to_contain_text(agent.name)
    expect(coachs_desk.page.locator("#beside")).to_contain_text("ik krijg geen uitkering")
    expect(desk.page.locator("#hand")).to_contain_text(f"{coach.name} komt eraan")
    expect(desk.words).to_be_focused()
    desk.type(", al drie weken niet")
    expect(coachs_desk.page.locator("#beside")).to_contain_text("al drie weken niet")
    assert axe_violations(coachs_desk.page) == []

    desk.press("Alt+h")
    expect(coachs_desk.page.locator("#beside")).to_contain_text("De hand is omlaag.")
    assert Hand.objects.get().result == "helped"


def test_the_emergency_card_is_one_key_away_also_without_a_server(
    desk: Desk, coachs_desk: Desk, town: ClientOrganisation, agent: Employee
) -> None:
    at_hand(town, agent)
    desk.open()
    desk.type("luister goed")
    desk.press("Alt+n")
    expect(desk.page.locator("#new-contact")).to_be_visible()
    desk.press("Alt+b")
    card = desk.page.locator("#emergency")
    expect(card).to_be_visible()
    expect(card).to_contain_text("0800-0113")
    assert axe_violations(desk.page, within="#emergency") == []
    card.get_by_role("button", name="Roep de coach erbij").click()
    expect(card.get_by_role("status")).to_contain_text("De coach is geroepen")
    desk.page.get_by_label("Letterlijke woorden").fill("er ligt een bom in het stadhuis")
    hand = coachs_desk.page.locator("#hands .hand--emergency")
    expect(hand).to_contain_text(agent.name, timeout=WITHIN_MS)
    desk.press("Escape", "Escape")
    expect(card).to_be_hidden()
    expect(desk.words).to_have_value("luister goed\ner ligt een bom in het stadhuis")
    desk.expect_kept()
    for _attempt in range(50):
        if Hand.objects.get().words:
            break
        desk.page.wait_for_timeout(100)
    assert Hand.objects.get().words == "er ligt een bom in het stadhuis"

    desk.site.kill("web")
    desk.press("Alt+b")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Roep de coach erbij").click()
    expect(card.get_by_role("status")).to_contain_text("Roepen lukte niet.")


def test_nobody_signs_out_unnoticed(desk: Desk, town: ClientOrganisation, agent: Employee) -> None:
    contact = at_hand(town, agent)
    desk.open()
    desk.type("dit is nog niet af")
    desk.page.get_by_role("button", name="Mijn menu").click()
    desk.page.get_by_role("button", name="Afmelden").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("U hebt nog contacten open")
    assert axe_violations(desk.page) == []
    desk.press("Alt+w")
    expect(desk.words).to_have_value("dit is nog niet af")
    desk.open("/afmelden/")
    desk.page.get_by_text("Toch afmelden en de contacten laten liggen").click()
    desk.page.get_by_role("button", name="Toch afmelden").click()
    expect(desk.page.get_by_text("Kies een reden.")).to_be_visible()
    desk.page.get_by_text("Mijn dienst is voorbij").click()
    desk.page.get_by_role("button", name="Toch afmelden").click()
    desk.page.wait_for_url("**/aanmelden/**")
    contact.refresh_from_db()
    assert contact.state == Contact.State.OPEN


def test_the_shift_begins_one_key_from_the_desk(desk: Desk, town: ClientOrganisation) -> None:
    desk.open("/")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Mijn dag")
    desk.press("Alt+w")
    desk.page.wait_for_url("**/werkplek/")
