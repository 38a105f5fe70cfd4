"""An administrator takes somebody on, and she begins: with a first password, then her own."""

import pytest
from playwright.sync_api import Page, expect

from gehoor.organisation.models import ClientOrganisation, Employee, Theme
from gehoor.organisation.signin import MOST_ATTEMPTS
from gehoor.organisation.tests.factories import EmployeeFactory, ThemeFactory
from tests.browsing import axe_violations, enter, listen
from tests.serving import Site

OWN_PASSWORD = "vier vrolijke woorden hier"


@pytest.fixture
def administrator(site: Site, municipality: ClientOrganisation) -> Employee:
    """Signed-in administrator, on a site that runs; `site` first, as it empties the database."""
    made: Employee = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["administrator"]
    )
    site.start("web")
    return made


@pytest.fixture
def theme(administrator: Employee) -> Theme:
    made: Theme = ThemeFactory.create(tenant=administrator.tenant, name="Afval")
    return made


def sign_in(page: Page, site: Site, email: str, password: str) -> None:
    page.goto(f"{site.url}/aanmelden/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Aanmelden").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Mijn menu").click()
    page.get_by_role("button", name="Afmelden").click()
    expect(page.locator(".utrecht-alert--ok")).to_contain_text("U bent afgemeld.")


def test_somebody_is_taken_on_and_begins(
    page: Page, site: Site, administrator: Employee, theme: Theme
) -> None:
    heard = listen(page)
    enter(page.context, site.url, administrator)
    page.goto(f"{site.url}/beheer/medewerkers/nieuw/")
    page.get_by_label("Naam").fill("Noor Wit")
    page.get_by_label("E-mail").fill("noor@example.org")
    page.get_by_label("Gemeente Waterrijk").check()
    page.get_by_label("Medewerker KCC", exact=True).check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".utrecht-alert--ok")).to_contain_text("Opgeslagen.")

    page.keyboard.press("/")
    page.keyboard.type("noor")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Noor Wit").click()
    page.get_by_role("link", name="Vaardigheden").click()
    page.get_by_label("Afval, Telefoon").select_option("senior")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_label("Afval, Telefoon")).to_have_value("3")

    page.get_by_role("link", name="Noor Wit").click()
    page.get_by_role("button", name="Nieuw wachtwoord geven").click()
    first = page.locator(".secret").inner_text()
    assert axe_violations(page) == []
    sign_out(page)

    sign_in(page, site, "Noor@example.org", first)
    expect(page).to_have_url(f"{site.url}/mijn-dag/")
    page.goto(f"{site.url}/wachtwoord/")
    page.get_by_label("Uw wachtwoord van nu").fill(first)
    page.get_by_label("Nieuw wachtwoord", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill(OWN_PASSWORD)
    page.get_by_role("button", name="Wachtwoord veranderen").click()
    expect(page.locator(".utrecht-alert--ok")).to_contain_text("Uw wachtwoord is veranderd.")
    sign_out(page)

    sign_in(page, site, "noor@example.org", first)
    expect(page.locator(".utrecht-alert--error")).to_contain_text("klopt niet")
    sign_in(page, site, "noor@example.org", OWN_PASSWORD)
    expect(page).to_have_url(f"{site.url}/mijn-dag/")
    assert heard == []


def test_guessing_is_stopped(page: Page, site: Site, administrator: Employee) -> None:
    for _guess in range(MOST_ATTEMPTS):
        sign_in(page, site, administrator.email, "geraden wachtwoord")
        expect(page.locator(".utrecht-alert--error")).to_contain_text("klopt niet")
    sign_in(page, site, administrator.email, "geraden wachtwoord")
    expect(page.locator(".utrecht-alert--error")).to_contain_text("Te vaak geprobeerd")
    expect(page.get_by_label("E-mailadres")).to_have_value(administrator.email)
    assert axe_violations(page) == []
