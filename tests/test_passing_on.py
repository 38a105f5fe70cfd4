"""A question passed on goes to the department of the article that stands open."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from gehoor.contacts.models import Outcome
from gehoor.knowledge.actions import write_article
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import DepartmentFactory, ThemeFactory
from tests.desks import Desk, at_hand
from tests.serving import Site


def test_passing_on_fills_theme_and_department_from_the_open_article(
    site: Site,
    municipality: ClientOrganisation,
    agent: Employee,
    outcomes: dict[str, Outcome],
    page: Page,
) -> None:
    department = DepartmentFactory.create(client=municipality)
    theme = ThemeFactory.create(tenant=municipality.tenant)
    about = {"title": "Bezwaar maken", "answer": "<p>Stuur een brief.</p>", "state": "published"}
    about |= {"department": department, "theme": theme}
    write_article(municipality.tenant, about, by=agent, at=timezone.now())
    at_hand(municipality, agent)
    site.start("web")
    desk = Desk(site, page.context, agent)
    desk.words.fill("bezwaar maken")
    desk.page.locator(".hit").first.click()
    expect(desk.page.locator("#article article")).to_be_visible()
    desk.page.locator("[data-code=passed_on]:visible").check()
    for name, row in (("department", department), ("theme", theme)):
        field = desk.page.locator(f"[data-fills={name}] select:visible")
        expect(field).to_have_value(str(row.pk))
    assert desk.script_errors() == []
