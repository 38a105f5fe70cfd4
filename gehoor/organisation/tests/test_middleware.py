from django.test import Client

from conftest import SignIn
from gehoor.organisation.context import rooms_of
from gehoor.organisation.middleware import zone_of
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory


def test_times_are_those_of_the_citizens_one_serves(municipality: ClientOrganisation):
    island = ClientFactory(tenant=municipality.tenant, timezone="America/Kralendijk")
    there = EmployeeFactory(tenant=municipality.tenant, clients=[island])
    assert zone_of(there).key == "America/Kralendijk"
    nobody = EmployeeFactory(tenant=municipality.tenant)
    assert zone_of(nobody).key == "Europe/Amsterdam"


def test_pages_are_not_kept_by_the_browser(agent: Employee, sign_in: SignIn):
    assert sign_in(agent).get("/wachtwoord/")["Cache-Control"] == "no-store"
    assert "no-store" in Client().get("/aanmelden/")["Cache-Control"]


def test_navigation_shows_the_rooms_one_may_enter(municipality: ClientOrganisation, agent):
    def labels(*roles: str) -> list[str]:
        person = EmployeeFactory(tenant=municipality.tenant, roles=list(roles))
        return [str(label) for _url, label in rooms_of(person)]

    desk = ["Mijn dag", "Werkplek", "Contacten", "Klanten", "Kennis", "Terugbellen"]
    assert labels("agent") == desk
    assert labels("senior") == [*desk[:2], "Nu bezig", *desk[2:]]
    assert labels("administrator") == ["Kennis", "Beheer"]
    assert labels("privacy_officer") == ["Kennis", "Verwerkingen"]
    assert labels() == ["Kennis"]


def test_page_scripts_come_from_ourselves_only(agent: Employee, sign_in: SignIn):
    policy = sign_in(agent).get("/wachtwoord/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
