"""The desk in a real browser: nothing typed is lost, nothing takes the focus, keys do it all."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from gehoor.contacts.actions import Answered
from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.followups.actions import Promise, finish_contact
from gehoor.knowledge.actions import write_article
from gehoor.organisation.models import ClientOrganisation, Employee
from tests.browsing import axe_violations, enter
from tests.desks import Desk, at_hand, citizen, ring
from tests.serving import Site

NUMBER = "+31612345678"
MOST_KEYSTROKES = 12  # besides the citizen's words
OFFLINE = "Geen verbinding met Gehoor"


@pytest.fixture
def town(
    site: Site, municipality: ClientOrganisation, agent: Employee, outcomes: dict[str, Outcome]
) -> ClientOrganisation:
    """Where the desk is; `site` first, as it empties the database."""
    for title in ("Paspoort aanvragen", "Paspoort kwijt", "Container vol"):
        fields = {"title": title, "answer": f"<p>{title}: kom langs.</p>", "state": "published"}
        write_article(municipality.tenant, fields, by=agent, at=timezone.now())
    site.start("web")
    return municipality


@pytest.fixture
def desk(town: ClientOrganisation, page: Page, site: Site, agent: Employee) -> Iterator[Desk]:
    opened = Desk(site, page.context, agent)
    yield opened
    assert opened.script_errors() == []


@contextmanager
def elsewhere(browser: Browser, desk: Desk) -> Iterator[Desk]:
    """The same agent at another computer."""
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    opened = Desk(desk.site, context, desk.agent)
    yield opened
    assert opened.script_errors() == []
    context.close()


def test_a_ring_arrives_while_one_types(desk: Desk, town: ClientOrganisation) -> None:
    at_hand(town, desk.agent)
    desk.open()
    expect(desk.words).to_be_focused()
    desk.page.evaluate("window.isSamePage = true")
    desk.type("mijn paspoort ")
    what_stays = [desk.words, desk.page.locator("#mine a"), desk.clock]
    places = [part.bounding_box() for part in what_stays]
    ring(town)
    expect(desk.page.locator("[data-ring]")).to_be_visible()
    expect(desk.page.locator("#rings")).to_have_text(f"Er wacht iemand: Telefoon voor {town.name}")
    expect(desk.page).to_have_title(re.compile(r"^\(1\) "))
    expect(desk.words).to_be_focused()
    assert [part.bounding_box() for part in what_stays] == places
    desk.type("is kwijt")
    expect(desk.words).to_have_value("mijn paspoort is kwijt")
    assert desk.page.evaluate("window.isSamePage")


def test_the_draft_is_back_after_signing_out_in_mid_call(
    desk: Desk, town: ClientOrganisation, browser: Browser
) -> None:
    at_hand(town, desk.agent)
    desk.open()
    desk.type("ik was net aan het vertellen dat")
    desk.page.locator("[popovertarget=account]").click()
    desk.page.get_by_role("button", name="Afmelden").click()
    desk.page.get_by_text("Toch afmelden en de contacten laten liggen").click()
    desk.page.get_by_text("Ik ben ziek").click()
    desk.page.get_by_role("button", name="Toch afmelden").click()
    desk.page.wait_for_url("**/aanmelden/**")
    desk.sign_in()
    expect(desk.words).to_have_value("ik was net aan het vertellen dat")
    with elsewhere(browser, desk) as other:
        expect(other.words).to_have_value("ik was net aan het vertellen dat")


def test_signed_out_by_the_clock_nothing_typed_is_lost(
    desk: Desk, town: ClientOrganisation
) -> None:
    contact = at_hand(town, desk.agent)
    desk.open()
    desk.type("mijn container ")
    desk.context.clear_cookies(name="sessionid")
    desk.type("is niet geleegd")
    expect(desk.page.locator("#connection")).to_contain_text("U bent afgemeld.")
    desk.press("Control+Enter")
    expect(desk.words).to_have_value("mijn container is niet geleegd")
    enter(desk.context, desk.site.url, desk.agent)
    expect(desk.page.locator("#draft-status")).to_contain_text("Concept bewaard")
    desk.expect_kept()
    expect(desk.page.locator("#connection")).to_be_empty()
    contact.refresh_from_db()
    assert contact.state == Contact.State.OPEN


def test_two_windows_on_one_contact(desk: Desk, town: ClientOrganisation, browser: Browser) -> None:
    at_hand(town, desk.agent)
    desk.open()
    with elsewhere(browser, desk) as second:
        desk.type("wanneer komt de vuilniswagen")
        desk.expect_kept()
        second.type("hoe laat komt de wagen")
        told = second.page.locator("#draft-problem")
        expect(told).to_contain_text("in een ander venster verder ingevuld")
        expect(told.get_by_role("link", name="Laad de pagina opnieuw")).to_be_visible()
        expect(second.words).to_have_value("hoe laat komt de wagen")
        desk.press("Alt+u", "1", "Control+Enter")
        desk.expect_finished()
        second.press("Alt+u", "1", "Control+Enter")
        expect(second.page.locator("h1")).to_have_text("Dit contact was al afgerond")
        expect(second.page.get_by_role("main")).to_contain_text("hoe laat komt de wagen")
        assert axe_violations(second.page) == []
    assert Question.objects.get().text == "wanneer komt de vuilniswagen"


def test_the_server_stops_while_one_types(desk: Desk, town: ClientOrganisation) -> None:
    at_hand(town, desk.agent)
    desk.open()
    desk.type("eerst ging het goed")
    desk.expect_kept()
    desk.site.kill("web")
    desk.type(" en toen viel het uit")
    expect(desk.page.locator("#connection")).to_contain_text(OFFLINE)
    expect(desk.page.locator("#draft-problem")).to_contain_text("Nog niet bewaard")
    desk.press("Control+Enter")
    expect(desk.words).to_have_value("eerst ging het goed en toen viel het uit")
    desk.site.start("web")
    desk.expect_kept()
    expect(desk.page.locator("#connection")).to_be_empty()
    expect(desk.page.locator("#draft-problem")).to_be_empty()
    desk.press("Alt+u", "1", "Control+Enter")
    desk.expect_finished()
    assert Question.objects.get().text == "eerst ging het goed en toen viel het uit"


def test_three_contacts_keep_their_own_words_and_clocks(
    desk: Desk, town: ClientOrganisation
) -> None:
    contacts = [at_hand(town, desk.agent, minutes_ago=minutes) for minutes in (15, 10, 5)]
    desk.open()
    for place, contact in enumerate(contacts, start=1):
        desk.press(f"Alt+{place}")
        desk.page.wait_for_url(f"**/{contact.uuid}/")
        expect(desk.words).to_be_focused()
        desk.type(f"vraag van klant {place}")
    for place, minutes in ((1, 15), (3, 5), (2, 10)):
        desk.press(f"Alt+{place}")
        desk.page.wait_for_url(f"**/{contacts[place - 1].uuid}/")
        expect(desk.words).to_have_value(f"vraag van klant {place}")
        expect(desk.clock).to_have_text(re.compile(rf"^{minutes}:\d\d$"))
    pause_and_resume(desk, contacts[1])


def pause_and_resume(desk: Desk, contact: Contact) -> None:
    current = desk.page.locator(".rail__item[aria-current=page]")
    desk.press("Alt+p")
    expect(desk.page.locator(".clock__now .badge")).to_have_text("Pauze")
    expect(current).to_contain_text("Pauze")
    expect(desk.clock).to_have_text("0:01")
    expect(desk.words).to_have_value("vraag van klant 2")
    desk.press("Alt+p")
    expect(desk.page.locator(".clock__now .badge")).to_have_text("In gesprek")
    expect(desk.clock).to_have_text(re.compile(r"^10:\d\d$"))
    expect(current).not_to_contain_text("Pauze")
    contact.refresh_from_db()
    assert contact.held_since is None
    assert 1_000 <= contact.hold_ms < 10_000


def test_five_more_questions_and_one_removed(desk: Desk, town: ClientOrganisation) -> None:
    at_hand(town, desk.agent)
    desk.open()
    for number in range(1, 7):
        if number > 1:
            desk.press("Alt+v")
        expect(desk.words).to_be_focused()
        desk.type(f"vraag {number}")
        desk.press("Alt+u", "4")
    tabs = desk.page.get_by_role("tab")
    expect(tabs).to_have_count(6)
    desk.page.get_by_role("tab", name="Vraag 4").click()
    desk.press("ArrowLeft")
    expect(desk.words).to_have_value("vraag 3")
    desk.page.locator("[data-removes-question]:visible").press("Enter")
    expect(tabs).to_have_text(["Vraag 1", "Vraag 2", "Vraag 3", "Vraag 4", "Vraag 5"])
    desk.press("Control+Enter")
    desk.expect_finished()
    kept = Question.objects.order_by("position").values_list("text", "outcome__code")
    assert list(kept) == [(f"vraag {number}", "listened") for number in (1, 2, 4, 5, 6)]


def test_single_keys_can_be_switched_off(desk: Desk, town: ClientOrganisation) -> None:
    desk.press("?")
    desk.page.get_by_label("Toetsen zonder Alt of Ctrl gebruiken").uncheck()
    desk.page.get_by_role("button", name="Voorkeuren bewaren").click()
    expect(desk.page.locator("body")).to_have_attribute("data-single-keys", "false")
    for _visit in range(2):
        desk.press("/", "?")
        expect(desk.page.locator("#search-text")).not_to_be_focused()
        expect(desk.page.locator("#keys")).not_to_be_visible()
        desk.page.reload()
    at_hand(town, desk.agent)
    desk.open()
    desk.press("Alt+u", "6")
    expect(desk.page.locator("[data-code=passed_on]")).not_to_be_checked()
    desk.press("Alt+z")
    expect(desk.page.locator("#search-text")).to_be_focused()


def test_slash_searches_and_question_mark_shows_the_keys(
    desk: Desk, town: ClientOrganisation
) -> None:
    desk.press("/")
    expect(desk.page.locator("#search-text")).to_be_focused()
    desk.type("container/vol?")
    expect(desk.page.locator("#search-text")).to_have_value("container/vol?")
    expect(desk.page.locator(".hit").first).to_contain_text("Container vol")
    desk.press("ArrowDown", "?")
    keys = desk.page.get_by_role("dialog", name="Toetsen en voorkeuren")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Langst wachtende aannemen")
    desk.press("Escape")
    expect(keys).not_to_be_visible()
    expect(desk.page.locator(".hit").first).to_be_focused()


def test_keys_pressed_before_the_results_are_there(desk: Desk, town: ClientOrganisation) -> None:
    """Down and Enter at once open the first result; who types on keeps the focus."""
    at_hand(town, desk.agent)
    desk.open()
    address = desk.page.url
    desk.type("paspoort")
    desk.press("ArrowDown", "Enter")
    expect(desk.page.locator("#article article")).to_be_focused()
    expect(desk.words).to_have_value("paspoort")
    desk.press("Escape")
    desk.type(" kw")
    desk.press("ArrowDown")
    desk.type("ijt")
    expect(desk.page.locator(".hit mark", has_text="kwijt").first).to_be_visible()
    expect(desk.words).to_be_focused()
    expect(desk.words).to_have_value("paspoort kwijt")
    assert desk.page.url == address


def test_a_hundred_thousand_characters_are_kept_to_the_letter(
    desk: Desk, town: ClientOrganisation
) -> None:
    piece = "Mijn 👩‍👩‍👧 wacht al sinds één uur.\nشكرا جزيلا ⁧עברית⁩ — ‘zo’ & <b>dus</b>\n"
    text = (piece * (100_000 // len(piece) + 1))[:100_000].rstrip() + "!"
    at_hand(town, desk.agent)
    desk.open()
    expect(desk.words).to_be_focused()
    desk.paste(text)
    expect(desk.page.locator("#draft-status")).to_contain_text("Concept bewaard")
    desk.expect_kept()
    desk.page.reload()
    expect(desk.words).to_have_value(text)
    desk.press("Alt+u", "1", "Control+Enter")
    desk.expect_finished()
    assert Question.objects.get().text == text


def test_a_known_number_offers_who_it_may_be(
    desk: Desk, town: ClientOrganisation, outcomes: dict[str, Outcome]
) -> None:
    caller = citizen(town, desk.agent, "Yosunlu", NUMBER)
    promised = Answered("mijn container is stuk", outcomes["looked_up"], party=caller)
    promise = Promise("Bel over de container", timezone.now() + timedelta(days=1))
    earlier = at_hand(town, desk.agent, minutes_ago=60)
    finish_contact(earlier, [(promised, promise)], by=desk.agent, at=timezone.now())
    contact = ring(town, caller=NUMBER)
    expect(desk.page.locator("[data-ring]")).to_be_visible()
    desk.press("Alt+a")
    expect(desk.words).to_be_focused()
    expect(desk.page.get_by_text("Dit nummer is bekend. Is dit:")).to_be_visible()
    contact.refresh_from_db()
    assert contact.party is None
    desk.press("Alt+k")
    expect(desk.page.get_by_role("button", name="Zeynep Yosunlu")).to_be_focused()
    desk.press("Enter")
    expect(desk.page.locator(".picture")).to_contain_text("Bel over de container")
    expect(desk.words).to_be_focused()
    contact.refresh_from_db()
    assert contact.party == caller


def test_a_new_customer_with_a_mistake(desk: Desk, town: ClientOrganisation) -> None:
    contact = at_hand(town, desk.agent, caller=NUMBER)
    desk.open()
    desk.type("hier stond al iets")
    desk.page.get_by_role("button", name="Nieuwe klant").click()
    dialog = desk.page.get_by_role("dialog", name="Nieuwe klant")
    expect(dialog.get_by_label("Telefoon")).to_have_value(NUMBER)
    dialog.get_by_label("Voornaam").fill("Ali")
    desk.press("Enter")
    expect(dialog.get_by_text("Vul een naam in.")).to_be_visible()
    expect(dialog.get_by_label("Achternaam")).to_be_focused()
    expect(dialog.get_by_label("Voornaam")).to_have_value("Ali")
    desk.type("Demir")
    desk.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(desk.page.locator(".customer__name")).to_have_text("Ali Demir")
    expect(desk.words).to_be_focused()
    expect(desk.words).to_have_value("hier stond al iets")
    contact.refresh_from_db()
    assert str(contact.party) == "Ali Demir"


def test_a_question_about_somebody_else(desk: Desk, town: ClientOrganisation) -> None:
    mother = citizen(town, desk.agent, "Waterman")
    contact = at_hand(town, desk.agent)
    desk.open()
    desk.type("mijn moeder wil een rijbewijs")
    desk.page.get_by_role("button", name="Gaat over de klant zelf").click()
    desk.type("waterman")
    desk.page.get_by_role("button", name="Zeynep Waterman").click()
    expect(desk.page.locator("[data-ground]")).to_contain_text("Zeynep Waterman")
    expect(desk.words).to_be_focused()
    desk.press("Alt+u", "1", "Control+Enter")
    desk.expect_finished()
    contact.refresh_from_db()
    assert (contact.party, Question.objects.get().party) == (None, mother)


def test_what_is_missing_is_shown_and_has_the_focus(desk: Desk, town: ClientOrganisation) -> None:
    at_hand(town, desk.agent)
    desk.open()
    desk.type("zonder afloop")
    desk.press("Control+Enter")
    summary = desk.page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Vraag 1, Afloop: Kies hoe de vraag is afgehandeld.")
    expect(desk.words).to_have_value("zonder afloop")
    desk.press("Alt+u", "6", "Control+Enter")
    expect(summary).to_contain_text("Kies de vakafdeling die de vraag krijgt.")
    desk.press("Alt+u", "1", "Control+Enter")
    desk.expect_finished()


def test_a_routine_contact_takes_few_keys(desk: Desk, town: ClientOrganisation) -> None:
    ring(town)
    expect(desk.page.locator("[data-ring]")).to_be_visible()
    desk.press("Alt+a")
    expect(desk.words).to_be_focused()
    desk.type("ik ben mijn paspoort kwijt")
    desk.press("ArrowDown")
    expect(desk.page.locator(".hit:focus")).to_contain_text("Paspoort kwijt")
    desk.press("Enter")
    expect(desk.page.locator("#article article")).to_be_focused()
    desk.press("a")
    expect(desk.page.locator("[data-chosen]")).to_contain_text("Paspoort kwijt")
    desk.press("Alt+e", "Control+Enter")
    desk.expect_finished()
    assert desk.keystrokes <= MOST_KEYSTROKES
    asked = Question.objects.get()
    assert (asked.text, str(asked.article), asked.outcome.code) == (
        "ik ben mijn paspoort kwijt", "Paspoort kwijt", "answered",
    )  # fmt: skip
