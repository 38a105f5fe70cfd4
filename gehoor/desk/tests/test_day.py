from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.models import Contact, Outcome
from gehoor.contacts.tests.factories import ClosedContactFactory, ContactFactory, QuestionFactory
from gehoor.desk.day import Day, day_of
from gehoor.lib.periods import Period
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory

SignIn = Callable[[Employee], Client]
MONDAY = Period(date(2026, 3, 2), date(2026, 3, 2))
WEEK = Period(date(2026, 3, 2), date(2026, 3, 6))


@pytest.fixture
def passed_on(outcomes: dict[str, Outcome]) -> Outcome:
    return outcomes["passed_on"]


def closed(agent: Employee, client: ClientOrganisation, at: datetime, **more: object) -> Contact:
    more.setdefault("question__outcome", Outcome.objects.get(code="answered"))
    made: Contact = ClosedContactFactory(client=client, agent=agent, offered_at=at, **more)
    return made


def own(agent: Employee, period: Period = MONDAY) -> Day:
    return day_of(agent, period, viewer=agent)


def test_sums_of_a_day(
    agent: Employee,
    colleague: Employee,
    municipality: ClientOrganisation,
    passed_on: Outcome,
    now: datetime,
) -> None:
    closed(agent, municipality, now)
    not_own = closed(agent, municipality, now + timedelta(hours=2), question__outcome=passed_on)
    QuestionFactory(contact=not_own, outcome=Outcome.objects.get(code="ended_by_citizen"))
    closed(colleague, municipality, now)
    closed(agent, municipality, now - timedelta(days=1))
    ContactFactory(client=municipality, agent=agent, offered_at=now, state="open")
    day = own(agent)
    assert (day.contacts, day.questions, day.first_line) == (2, 3, "50%")
    assert day.times == [("Gesprek", "5 min 0 s"), ("Wachtstand", "0 s"), ("Nawerk", "1 min 0 s")]
    assert day.handle_time == "3 min 0 s"
    assert [question.contact for question in day.passed_on] == [not_own]


def test_of_unmeasured_contacts_no_time_is_told(
    agent: Employee, municipality: ClientOrganisation, outcomes: dict[str, Outcome], now: datetime
) -> None:
    closed(agent, municipality, now, talk_ms=None, wrap_up_ms=None, handle_ms=None)
    assert (own(agent).contacts, own(agent).handle_time) == (1, "–")
    closed(agent, municipality, now)
    assert own(agent).handle_time == "3 min 0 s"


def test_a_day_begins_at_local_midnight(
    agent: Employee, municipality: ClientOrganisation, outcomes: dict[str, Outcome]
) -> None:
    midnight = datetime(2026, 3, 1, 23, tzinfo=UTC)
    closed(agent, municipality, midnight)
    closed(agent, municipality, midnight - timedelta(seconds=1))
    closed(agent, municipality, midnight + timedelta(days=1))
    assert own(agent).contacts == 1
    assert own(agent, WEEK).contacts == 2


def test_charts_tell_the_same_in_a_table(
    agent: Employee, municipality: ClientOrganisation, outcomes: dict[str, Outcome], now: datetime
) -> None:
    assert own(agent).charts == []
    closed(agent, municipality, now)
    by_hour, minutes = own(agent).charts
    assert dict(by_hour.rows)["10:00"] == "1"
    assert [name for name, _told in by_hour.rows] == [f"{hour}:00" for hour in range(8, 18)]
    assert minutes.rows[0] == ("Gesprek", "2 min 30 s")
    by_day = own(agent, WEEK).charts[0]
    assert [told for _name, told in by_day.rows] == ["1", "0", "0", "0", "0"]
    assert "<svg" in by_hour.svg


def test_a_contact_counts_for_who_closed_it(
    agent: Employee, colleague: Employee, municipality: ClientOrganisation,
    outcomes: dict[str, Outcome], now: datetime,
) -> None:  # fmt: skip
    contact = closed(agent, municipality, now)
    Contact.objects.filter(pk=contact.pk).update(agent=colleague)
    assert (own(agent).contacts, own(colleague).contacts) == (0, 1)


# --- for whom -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [("agent", 200), ("coach", 200), ("manager", 403), ("colleague", 403), ("planner", 403),
     ("senior", 403), ("stranger", 404)],
)  # fmt: skip
def test_a_day_is_the_agents_and_the_coachs(
    agent: Employee, who: str, status: int, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(f"/mijn-dag/{agent.uuid}/").status_code == status


def test_nobody_is_sent_to_the_door(agent: Employee) -> None:
    assert Client().get(f"/mijn-dag/{agent.uuid}/")["Location"].startswith("/aanmelden/")


def test_her_own_page_shows_her_own(
    browser: Client, agent: Employee, municipality: ClientOrganisation, passed_on: Outcome
) -> None:
    contact = closed(agent, municipality, timezone.now(), question__outcome=passed_on)
    for path in ("/mijn-dag/contacten/", f"/mijn-dag/{agent.uuid}/?period=week"):
        page = browser.get(path)
        assert page.context["day"].contacts == 1
        assert f"/contacten/{contact.uuid}/" in page.content.decode()
    assert browser.get("/mijn-dag/contacten/?period=onzin").context["chosen"] == "today"


def test_the_coach_sees_only_clients_she_serves(
    agent: Employee, coach: Employee, municipality: ClientOrganisation,
    outcomes: dict[str, Outcome], now: datetime,
) -> None:  # fmt: skip
    other = ClientFactory(tenant=municipality.tenant)
    agent.clients.add(other)
    agent = Employee.objects.get(pk=agent.pk)
    closed(agent, municipality, now)
    closed(agent, other, now)
    assert own(agent).contacts == 2
    assert day_of(agent, MONDAY, viewer=coach).contacts == 1


def test_a_confidential_contact_counts_for_herself_and_the_coach(
    agent: Employee, coach: Employee, municipality: ClientOrganisation,
    outcomes: dict[str, Outcome], now: datetime,
) -> None:  # fmt: skip
    contact = closed(agent, municipality, now)
    Contact.objects.filter(pk=contact.pk).update(is_confidential=True)
    assert own(agent).contacts == day_of(agent, MONDAY, viewer=coach).contacts == 1


# --- how it is read ---------------------------------------------------------------


def test_as_many_queries_with_three(
    browser: Client, agent: Employee, municipality: ClientOrganisation, passed_on: Outcome,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    now = timezone.now()
    closed(agent, municipality, now, question__outcome=passed_on)
    browser.get("/mijn-dag/contacten/")
    with django_assert_num_queries(8) as queries:
        browser.get("/mijn-dag/contacten/")
    for _n in range(2):
        closed(agent, municipality, now, question__outcome=passed_on)
    with django_assert_num_queries(len(queries)):
        assert browser.get("/mijn-dag/contacten/").context["day"].contacts == 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of a small table on PostgreSQL")
def test_contacts_are_read_by_the_index_of_their_agent(agent: Employee) -> None:
    with CaptureQueriesContext(connection) as captured:
        own(agent, WEEK)
    [sql] = [q["sql"] for q in captured.captured_queries if 'FROM "contacts_contact"' in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "contact_newest_of_agent" in plan
