"""The manager sees what happens, follows a number to its contacts and back, and takes it away."""

import csv
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import Answered, abandon_contact, close_contact
from gehoor.contacts.models import Outcome
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import (
    DepartmentFactory,
    EmployeeFactory,
    ThemeFactory,
)
from tests.browsing import axe_violations, enter, listen
from tests.desks import at_hand, ring
from tests.serving import Site

WORDS = "Wie haalt de boom weg die op mijn schuur viel?"


@pytest.fixture
def day(municipality: ClientOrganisation, agent: Employee, outcomes: dict[str, Outcome]) -> None:
    """Three calls of today: answered, passed on, and given up."""
    theme = ThemeFactory.create(tenant=municipality.tenant, name="Groen")
    department = DepartmentFactory.create(client=municipality, name="Wijkbeheer")
    answers = [
        Answered("Waar is mijn container?", outcomes["answered"]),
        Answered(WORDS, outcomes["passed_on"], theme=theme, department=department),
    ]
    for answer in answers:
        close_contact(at_hand(municipality, agent), [answer], by=agent, at=timezone.now())
    abandon_contact(ring(municipality), at=timezone.now())


def figure(page: Page, code: str) -> str:
    return page.locator(f"#tile-{code}").inner_text()


def test_manager_follows_a_number_to_its_contacts_and_takes_them_away(
    site: Site, municipality: ClientOrganisation, day: None, page: Page, tmp_path: Path
) -> None:
    manager = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["manager"]
    )
    site.start("web", "worker")
    enter(page.context, site.url, manager)
    heard = listen(page)

    # The first page after signing in, with the keyboard from here.
    page.goto(site.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cijfers")
    expect(page.locator("#tile-offered")).to_have_text("3")
    assert [figure(page, code) for code in ("answered", "abandoned", "first_line_rate")] == [
        "2", "1", "50%",
    ]  # fmt: skip
    expect(page.locator("#unanswered")).to_contain_text(WORDS)
    assert axe_violations(page) == []

    # Back from a number lies the page as it was.
    chosen = page.locator("#themes-rows tr", has_text="Groen").get_by_role("link").first
    chosen.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Klantcontacten")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(WORDS)
    page.go_back()
    expect(page.locator("#tile-offered")).to_have_text("3")

    # The tables as CSV.
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV").click()
    rows = read_csv(told.value.path())
    assert ["Groen", "1", "0", "1"] in [row[:4] for row in rows]

    # The contacts behind what we could not answer as a workbook: not without a purpose.
    page.locator("#themes-rows tr", has_text="Groen").get_by_role("link").nth(1).click()
    page.get_by_role("button", name="Bewaren als bestand").click()
    page.get_by_role("button", name="Bestand bewaren").click()
    expect(page.locator(".field__errors")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Waarvoor hebt u deze lijst nodig?").fill("Ketenoverleg met Wijkbeheer")
    with page.expect_download() as told:
        page.get_by_role("button", name="Bestand bewaren").click()
    saved = tmp_path / told.value.suggested_filename
    told.value.save_as(saved)
    [sheet] = openpyxl.load_workbook(saved).worksheets
    head, row = sheet.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["Vraag"] == WORDS
    [look] = ProcessingLog.objects.all()
    assert (look.employee, look.action) == (manager, "contacts_exported")
    assert look.purpose.startswith("Ketenoverleg met Wijkbeheer (")
    assert [line for line in heard if "422" not in line] == []


def read_csv(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_figures_of_today_stay_fresh_and_nothing_moves(
    site: Site,
    municipality: ClientOrganisation,
    agent: Employee,
    outcomes: dict[str, Outcome],
    day: None,
    page: Page,
) -> None:
    """A call ends while the manager reads: numbers change, her place and what she opened stay."""
    manager = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["manager"]
    )
    site.start("web", "worker")
    enter(page.context, site.url, manager)
    heard = listen(page)
    page.goto(f"{site.url}/cijfers/")
    expect(page.locator("#tile-offered")).to_have_text("3")
    definition = page.locator(".tile details").first
    definition.locator("summary").click()
    definition.locator("summary").focus()
    answer = Answered("Nog een vraag", outcomes["answered"])
    close_contact(at_hand(municipality, agent), [answer], by=agent, at=timezone.now())
    expect(page.locator("#tile-offered")).to_have_text("4", timeout=25_000)
    assert definition.evaluate("one => one.open")
    expect(definition.locator("summary")).to_be_focused()
    assert heard == []


def test_agent_finds_no_figures(site: Site, agent: Employee, day: None, page: Page) -> None:
    site.start("web")
    enter(page.context, site.url, agent)
    page.goto(site.url)
    expect(page.get_by_role("link", name="Cijfers")).to_have_count(0)
    answer = page.goto(f"{site.url}/cijfers/")
    assert answer is not None
    assert answer.status == 403
