from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gehoor.contacts.models import FixedMonth
from gehoor.contacts.months import fix_month
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.organisation.models import Employee
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory

PAGE = "/cijfers/maanden/"
FIX = f"{PAGE}vaststellen/"


def employee_of(client, *roles, also=()) -> Employee:
    employee: Employee = EmployeeFactory(
        tenant=client.tenant, clients=[client, *also], roles=list(roles)
    )
    return employee


@pytest.fixture
def manager(municipality) -> Employee:
    return employee_of(municipality, "manager")


@pytest.fixture
def browser(manager, sign_in) -> Client:
    return sign_in(manager)


@pytest.fixture
def last_month() -> date:
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def form(client, month: date) -> dict[str, str]:
    return {"client": str(client.uuid), "month": f"{month:%Y-%m}"}


def test_manager_fixes_and_releases_a_month(browser, manager, municipality, last_month) -> None:
    page = browser.post(FIX, form(municipality, last_month), follow=True)
    fixed = FixedMonth.objects.get()
    assert (fixed.client, fixed.first_day, fixed.fixed_by) == (municipality, last_month, manager)
    shown = page.content.decode()
    assert "is vastgesteld." in shown
    assert f"door {manager.name}, op " in shown
    page = browser.post(f"{PAGE}{fixed.uuid}/openzetten/", follow=True)
    assert "staat weer open" in page.content.decode()
    assert not FixedMonth.objects.exists()


def test_month_under_way_is_refused_in_words(browser, municipality, last_month) -> None:
    today = timezone.localdate()
    page = browser.post(FIX, form(municipality, today), follow=True)
    assert "Deze maand is nog niet voorbij." in page.content.decode()
    at = timezone.now().replace(year=last_month.year, month=last_month.month, day=15)
    ContactFactory(client=municipality, offered_at=at)
    page = browser.post(FIX, form(municipality, last_month), follow=True)
    assert "nog 1 contacten niet afgerond" in page.content.decode()
    assert not FixedMonth.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"month": "2026-13"}, {"month": "x"}, {"client": "x"}, {"client": ""}]
)
def test_nonsense_is_not_found(browser, municipality, last_month, changed) -> None:
    assert browser.post(FIX, form(municipality, last_month) | changed).status_code == 404


def test_only_who_has_the_right_fixes(municipality, manager, sign_in, last_month, client) -> None:
    fixed = fix_month(municipality, last_month, by=manager, at=timezone.now())
    release = f"{PAGE}{fixed.uuid}/openzetten/"
    for role in ("agent", "coach", "planner"):
        browser = sign_in(employee_of(municipality, role))
        assert browser.post(FIX, form(municipality, last_month)).status_code == 403
        assert browser.post(release).status_code == 403
        page = browser.get(PAGE)
        assert page.status_code == (403 if role == "agent" else 200)
        assert role == "agent" or FIX not in page.content.decode()
    assert (
        sign_in(employee_of(municipality, "improvement_manager")).post(release).status_code == 302
    )
    for url in (PAGE, FIX, release):
        assert "/aanmelden/" in client.post(url)["Location"]


def test_other_clients_and_tenants_months_do_not_exist(
    municipality, manager, sign_in, last_month, stranger
) -> None:
    fixed = fix_month(municipality, last_month, by=manager, at=timezone.now())
    neighbour = employee_of(ClientFactory(tenant=municipality.tenant), "manager")
    for employee in (neighbour, stranger):
        browser = sign_in(employee)
        assert browser.post(f"{PAGE}{fixed.uuid}/openzetten/").status_code == 404
        assert browser.post(FIX, form(municipality, last_month)).status_code == 404
        assert municipality.name not in browser.get(PAGE).content.decode()
    assert FixedMonth.objects.get() == fixed


def test_months_take_as_many_queries_for_three_clients(
    municipality, manager, sign_in, last_month, django_assert_num_queries
) -> None:
    browser = sign_in(manager)
    fix_month(municipality, last_month, by=manager, at=timezone.now())
    with django_assert_num_queries(5):
        browser.get(PAGE)
    for _n in range(2):
        more = ClientFactory(tenant=municipality.tenant)
        manager.clients.add(more)
        fix_month(more, last_month, by=manager, at=timezone.now())
    with django_assert_num_queries(5):
        assert len(browser.get(PAGE).context["clients"]) == 3


def test_figures_lead_to_the_months(browser) -> None:
    assert PAGE in browser.get("/cijfers/").content.decode()
