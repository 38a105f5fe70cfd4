"""The people and places that most tests need."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from gehoor.contacts.actions import create_outcomes
from gehoor.contacts.models import Outcome
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.roles import Role
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory

SignIn = Callable[[Employee], Client]


@pytest.fixture
def now() -> datetime:
    """A Monday morning, ten o'clock in Amsterdam."""
    return datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def municipality(db: None) -> ClientOrganisation:
    return ClientFactory(name="Gemeente Waterrijk")


@pytest.fixture
def agent(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality])


@pytest.fixture
def colleague(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality])


@pytest.fixture
def other_clients_agent(municipality: ClientOrganisation) -> Employee:
    """Same centre, but she serves another organisation."""
    return EmployeeFactory(
        tenant=municipality.tenant, clients=[ClientFactory(tenant=municipality.tenant)]
    )


@pytest.fixture
def stranger(db: None) -> Employee:
    """May do everything, at another centre."""
    client = ClientFactory()
    return EmployeeFactory(tenant=client.tenant, clients=[client], roles=list(Role))


@pytest.fixture
def outcomes(municipality: ClientOrganisation) -> dict[str, Outcome]:
    return {outcome.code: outcome for outcome in create_outcomes(municipality.tenant)}


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of this employee, without pictures."""

    def sign_in_as(employee: Employee) -> Client:
        browser = Client()
        browser.force_login(employee)
        return browser

    return sign_in_as
