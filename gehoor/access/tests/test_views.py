from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import SignIn
from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory

Action = ProcessingLog.Action


@pytest.fixture
def officer(municipality: ClientOrganisation):
    return EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=["privacy_officer"]
    )


def look(by: Employee, at: datetime, purpose: str = "Paspoort aanvragen") -> ProcessingLog:
    return log_processing(Action.BSN_SHOWN, None, purpose=purpose, by=by, at=at)


def test_log_shows_who_looked_and_why_newest_first(officer, agent, sign_in: SignIn, now):
    older, newer = look(agent, now), look(agent, now + timedelta(hours=1))
    page = sign_in(officer).get("/verwerkingen/")
    assert page.context["page"].rows == [newer, older]
    content = page.content.decode()
    assert "Paspoort aanvragen" in content
    assert agent.name in content


def test_log_of_a_period_counts_local_days(officer, agent, sign_in: SignIn, now):
    before_midnight = datetime.fromisoformat("2026-03-01T23:30:00+01:00")
    look(agent, before_midnight)
    inside = look(agent, now)
    query = {"since": "2026-03-02", "until": "2026-03-02", "action": "bsn_shown"}
    assert sign_in(officer).get("/verwerkingen/", query).context["page"].rows == [inside]


def test_log_of_another_action_is_empty(officer, agent, sign_in: SignIn, now):
    look(agent, now)
    page = sign_in(officer).get("/verwerkingen/", {"action": "bsn_recorded"})
    assert "Geen verwerkingen gevonden" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["since=nonsense", "since=2026-03-02&until=2026-03-01", "action=x", "page=%00"]
)
def test_log_survives_odd_filters(officer, sign_in: SignIn, query: str):
    assert sign_in(officer).get(f"/verwerkingen/?{query}").status_code == 200


def test_log_is_not_for_agents(agent, sign_in: SignIn):
    assert sign_in(agent).get("/verwerkingen/").status_code == 403


def test_log_of_another_centre_is_not_seen(agent, stranger, sign_in: SignIn, now):
    look(agent, now)
    assert sign_in(stranger).get("/verwerkingen/").context["page"].rows == []


def test_log_asks_to_sign_in(db):
    assert Client().get("/verwerkingen/").status_code == 302


def test_log_keeps_its_number_of_queries(
    officer, agent, sign_in: SignIn, now, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(officer)
    look(agent, now)
    for _number in (1, 3):
        with django_assert_num_queries(6):
            browser.get("/verwerkingen/")
        look(agent, now)
        look(agent, now)
