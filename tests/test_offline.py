"""When the network fails: the desk says so, keeps what is typed, and sends it on return."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee
from tests.browsing import axe_violations, enter
from tests.desks import Desk, at_hand
from tests.serving import Site

OFFLINE = "Geen verbinding met Gehoor"
KEPT_HERE_MS = 400


@pytest.fixture
def town(
    site: Site, municipality: ClientOrganisation, agent: Employee, outcomes: dict[str, Outcome]
) -> ClientOrganisation:
    """Where the desk is; `site` first, as it empties the database."""
    site.start("web")
    return municipality


@pytest.fixture
def desk(town: ClientOrganisation, page: Page, site: Site, agent: Employee) -> Iterator[Desk]:
    at_hand(town, agent)
    opened = Desk(site, page.context, agent)
    yield opened
    assert opened.script_errors() == []


def browser_holds(page: Page) -> list[str]:
    """The bodies that this browser keeps."""
    script = """() => Object.entries(localStorage)
        .filter(([key]) => key.startsWith("gehoor.kept.")).map(([, value]) => value)"""
    found: list[str] = page.evaluate(script)
    return found


def expect_nothing_kept(page: Page) -> None:
    for _attempt in range(50):
        page.wait_for_timeout(100)
        with suppress(Error):  # it may just be loading anew
            if not browser_holds(page):
                return
    raise AssertionError("the browser still keeps words after five seconds")


def type_offline(desk: Desk, text: str) -> None:
    desk.context.set_offline(True)
    desk.type(text)
    desk.page.wait_for_timeout(KEPT_HERE_MS)


def close_window(desk: Desk) -> None:
    """And only then comes the connection back: nothing is sent by the window itself."""
    close(desk.page)
    desk.context.set_offline(False)


def close(page: Page) -> None:
    """Chromium would send a last request past the connection that is switched off."""
    page.evaluate("void (window.fetch = () => new Promise(() => {}))")
    page.close()


def open_again(desk: Desk, context: BrowserContext | None = None) -> Page:
    page = (context or desk.context).new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{desk.site.url}/werkplek/")
    return page


def closings() -> int:
    return Event.objects.filter(kind="contact.closed").count()


def test_the_bar_comes_and_goes_and_takes_no_focus(desk: Desk) -> None:
    bar = desk.page.locator("#connection")
    assert bar.get_attribute("role") == "status"
    before = desk.words.bounding_box()
    desk.context.set_offline(True)
    expect(bar).to_contain_text(OFFLINE, timeout=1_000)
    assert desk.words.bounding_box() == before
    expect(desk.words).to_be_focused()
    assert axe_violations(desk.page) == []
    desk.context.set_offline(False)
    expect(bar).to_be_empty(timeout=5_000)
    expect(desk.words).to_be_focused()


def test_the_bar_comes_when_the_server_goes(desk: Desk) -> None:
    bar = desk.page.locator("#connection")
    desk.page.wait_for_timeout(1_000)  # until it listens
    desk.site.kill("web")
    expect(bar).to_contain_text(OFFLINE, timeout=3_000)
    desk.site.start("web")
    expect(bar).to_be_empty()


def test_what_is_typed_is_sent_on_return(desk: Desk) -> None:
    desk.type("eerst ")
    desk.expect_kept()
    type_offline(desk, "en toen viel het uit")
    expect(desk.page.locator("#draft-problem")).to_contain_text("Nog niet bewaard op de server")
    assert len(browser_holds(desk.page)) == 1
    desk.context.set_offline(False)
    desk.expect_kept()
    expect(desk.page.locator("#draft-problem")).to_be_empty()
    expect_nothing_kept(desk.page)
    desk.page.reload()
    expect(desk.words).to_have_value("eerst en toen viel het uit")


def test_nothing_stays_in_the_browser_while_all_is_well(desk: Desk) -> None:
    desk.type("gewoon een vraag")
    desk.expect_kept()
    expect_nothing_kept(desk.page)


def test_what_is_typed_survives_a_window_that_closes(desk: Desk) -> None:
    desk.press("Alt+v")
    type_offline(desk, "in de trein getypt")
    close_window(desk)
    page = open_again(desk)
    page.get_by_role("tab", name="Vraag 2").click()
    expect(page.locator("[data-words]:visible")).to_have_value("in de trein getypt")
    expect_nothing_kept(page)


def test_what_is_typed_survives_a_restart_of_the_browser(desk: Desk, browser: Browser) -> None:
    type_offline(desk, "voor het herstarten")
    state: Any = desk.context.storage_state()
    close(desk.page)
    context = browser.new_context(storage_state=state)
    page = open_again(desk, context)
    expect(page.locator("[data-words]:visible")).to_have_value("voor het herstarten")
    context.close()


def test_windows_that_closed_are_sent_in_order(desk: Desk, town: ClientOrganisation) -> None:
    contacts = [Contact.objects.get(), at_hand(town, desk.agent)]
    pages = [desk.page, desk.context.new_page()]
    for contact, page in zip(contacts, pages, strict=True):
        page.goto(f"{desk.site.url}/werkplek/{contact.uuid}/")
    desk.context.set_offline(True)
    for contact, page in reversed(list(zip(contacts, pages, strict=True))):
        page.locator("[data-words]:visible").fill(f"bij {contact.pk}")
        page.wait_for_timeout(KEPT_HERE_MS)
    close(pages[1])
    close_window(desk)
    expect_nothing_kept(open_again(desk))
    for contact in contacts:
        contact.refresh_from_db()
        assert [asked["text"] for asked in contact.draft.questions] == [f"bij {contact.pk}"]
    assert contacts[0].draft.saved_at > contacts[1].draft.saved_at


def test_finishing_waits_for_the_connection_and_happens_once(desk: Desk) -> None:
    type_offline(desk, "rond mij later af")
    desk.press("Alt+u", "1", "Control+Enter")
    told = desk.page.locator("#draft-problem")
    expect(told).to_contain_text("Wij ronden het contact af zodra die terug is.")
    desk.press("Control+Enter")
    assert closings() == 0
    desk.context.set_offline(False)
    desk.expect_finished()
    assert Question.objects.get().text == "rond mij later af"
    assert closings() == 1
    assert browser_holds(desk.page) == []
    desk.page.reload()
    assert closings() == 1


def test_finishing_without_new_words_waits_too(desk: Desk) -> None:
    desk.type("alles was al bewaard")
    desk.press("Alt+u", "1")
    desk.expect_kept()
    expect_nothing_kept(desk.page)
    desk.context.set_offline(True)
    desk.press("Control+Enter")
    expect(desk.page.locator("#finish-cancel")).to_be_visible()
    desk.context.set_offline(False)
    desk.expect_finished()
    assert closings() == 1


def test_finishing_can_be_called_off(desk: Desk) -> None:
    type_offline(desk, "toch nog iets")
    desk.press("Alt+u", "1", "Control+Enter")
    desk.page.get_by_role("button", name="Toch nog niet afronden").click()
    desk.context.set_offline(False)
    desk.expect_kept()
    expect(desk.page.locator("#draft-problem")).to_be_empty()
    assert closings() == 0


def test_finishing_that_misses_something_tells_it_on_return(desk: Desk) -> None:
    type_offline(desk, "zonder afloop")
    desk.press("Control+Enter")
    expect(desk.page.locator("#finish-cancel")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk.page.get_by_role("alert")).to_contain_text("Kies hoe de vraag is afgehandeld.")
    expect(desk.words).to_have_value("zonder afloop")


def test_finishing_is_done_after_the_window_closed(desk: Desk) -> None:
    type_offline(desk, "klaar, laptop dicht")
    desk.press("Alt+u", "1", "Control+Enter")
    expect(desk.page.locator("#finish-cancel")).to_be_visible()
    close_window(desk)
    page = open_again(desk)
    expect(page.get_by_text("Het contact is afgerond en bewaard.")).to_be_visible()
    assert (Question.objects.get().text, closings()) == ("klaar, laptop dicht", 1)
    assert browser_holds(page) == []


@contextmanager
def elsewhere(browser: Browser, desk: Desk) -> Iterator[Desk]:
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    yield Desk(desk.site, context, desk.agent)
    context.close()


def test_words_that_come_too_late_are_shown(desk: Desk, browser: Browser) -> None:
    type_offline(desk, "te laat getypt")
    with elsewhere(browser, desk) as other:
        other.type("eerder bewaard")
        other.expect_kept()
    close_window(desk)
    page = open_again(desk)
    expect(page.locator("h1")).to_have_text("Dit is niet bewaard")
    expect(page.get_by_role("main")).to_contain_text("te laat getypt")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Naar de werkplek").click()
    expect(page.locator("[data-words]:visible")).to_have_value("eerder bewaard")
    assert browser_holds(page) == []


def test_a_contact_finished_elsewhere_is_not_finished_twice(desk: Desk, browser: Browser) -> None:
    type_offline(desk, "van hier")
    desk.press("Alt+u", "1", "Control+Enter")
    expect(desk.page.locator("#finish-cancel")).to_be_visible()
    with elsewhere(browser, desk) as other:
        other.type("van daar")
        other.press("Alt+u", "1", "Control+Enter")
        other.expect_finished()
    desk.context.set_offline(False)
    expect(desk.page.locator("h1")).to_have_text("Dit contact was al afgerond")
    expect(desk.page.get_by_role("main")).to_contain_text("van hier")
    assert (Question.objects.get().text, closings()) == ("van daar", 1)


def test_a_colleague_at_this_computer_is_shown_nothing(desk: Desk, colleague: Employee) -> None:
    type_offline(desk, "alleen van mij")
    close_window(desk)
    enter(desk.context, desk.site.url, colleague)
    page = open_again(desk)
    page.wait_for_timeout(1_500)
    assert "alleen van mij" not in page.content()
    assert len(browser_holds(page)) == 1
    assert Contact.objects.get().draft.questions == []
    enter(desk.context, desk.site.url, desk.agent)
    page.goto(f"{desk.site.url}/werkplek/")
    expect(page.locator("[data-words]:visible")).to_have_value("alleen van mij")


def test_signing_out_sends_first_and_leaves_nothing(desk: Desk) -> None:
    type_offline(desk, "vlak voor het afmelden")
    close_window(desk)
    page = desk.context.new_page()
    page.goto(f"{desk.site.url}/contacten/")
    page.locator("[popovertarget=account]").click()
    page.get_by_role("button", name="Afmelden").click()
    page.get_by_text("Toch afmelden en de contacten laten liggen").click()
    page.get_by_text("Ik ben ziek").click()
    page.get_by_role("button", name="Toch afmelden").click()
    page.wait_for_url("**/aanmelden/**")
    assert browser_holds(page) == []
    assert Contact.objects.get().draft.questions[0]["text"] == "vlak voor het afmelden"


def test_what_is_older_than_a_day_is_removed(desk: Desk) -> None:
    type_offline(desk, "van eergisteren")
    close_window(desk)
    page = desk.context.new_page()
    page.goto(f"{desk.site.url}/contacten/")
    page.evaluate(
        """() => { for (const key of Object.keys(localStorage)) {
            const entry = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ ...entry, at: entry.at - 90_000_000 }));
        } }"""
    )
    page = open_again(desk)
    expect(page.locator("[data-words]:visible")).to_have_value("")
    assert browser_holds(page) == []
