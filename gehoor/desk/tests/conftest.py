from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gehoor.contacts.actions import accept_contact, offer_contact
from gehoor.contacts.models import Contact, Outcome
from gehoor.organisation.models import Channel, ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory

Asked = dict[str, Any]
FillIn = Callable[..., dict[str, str]]


@pytest.fixture
def call(municipality: ClientOrganisation, outcomes: dict[str, Outcome]) -> Contact:
    """A call that rings now; the table of outcomes is there."""
    at = timezone.now() - timedelta(seconds=20)
    return offer_contact(municipality, Channel.PHONE, caller_address="+31612345678", at=at)


@pytest.fixture
def open_call(call: Contact, agent: Employee) -> Contact:
    return accept_contact(call, by=agent, at=timezone.now() - timedelta(seconds=10))


@pytest.fixture
def browser(agent: Employee, sign_in: Callable[[Employee], Client]) -> Client:
    return sign_in(agent)


@pytest.fixture
def fill_in() -> FillIn:
    """The form of a contact with these questions, as a browser sends it."""

    def form(*questions: Asked, revision: int = 0) -> dict[str, str]:
        data = {
            "questions-TOTAL_FORMS": str(len(questions)),
            "questions-INITIAL_FORMS": "0",
            "revision": str(revision),
        }
        for n, question in enumerate(questions):
            for name, value in question.items():
                data[f"questions-{n}-{name}"] = str(getattr(value, "pk", value))
        return data

    return form


def _colleague(municipality: ClientOrganisation, *roles: str, **fields: Any) -> Employee:
    made: Employee = EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=list(roles), **fields
    )
    return made


@pytest.fixture
def coach(municipality: ClientOrganisation) -> Employee:
    return _colleague(municipality, "coach", name="Coach Kim")


@pytest.fixture
def senior(municipality: ClientOrganisation) -> Employee:
    return _colleague(municipality, "senior", name="Senior Sam")


@pytest.fixture
def manager(municipality: ClientOrganisation) -> Employee:
    return _colleague(municipality, "manager")


@pytest.fixture
def planner(municipality: ClientOrganisation) -> Employee:
    return _colleague(municipality, "planner")
