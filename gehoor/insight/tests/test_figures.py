"""The page of figures: right, and the list behind each number shows just what was counted."""

import random
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contacts.models import Contact
from gehoor.contacts.tests.factories import (
    ClosedContactFactory,
    ContactFactory,
    OutcomeFactory,
    QuestionFactory,
)
from gehoor.measures.definitions import MEASURES
from gehoor.measures.tallies import recount
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory, ThemeFactory

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "/cijfers/"


def employee_of(client: ClientOrganisation, *roles: str, **more: Any) -> Employee:
    employee: Any = EmployeeFactory(
        tenant=client.tenant, clients=[client, *more.get("also", [])], roles=list(roles)
    )
    return employee


@pytest.fixture
def manager(municipality) -> Employee:
    return employee_of(municipality, "manager")


@pytest.fixture
def browser(manager, sign_in) -> Client:
    return sign_in(manager)


def count(client: ClientOrganisation) -> None:
    list(recount(client.tenant))


def tiles(response: Any) -> dict[str, str]:
    return {cell.measure.code: cell.text for cell in response.context["tiles"]}


def table(response: Any, name: str) -> dict[str, dict[str, str]]:
    return {
        label: {cell.measure.code: cell.text for cell in cells}
        for label, cells in response.context[name]
    }


def test_figures_are_those_of_the_contacts(municipality, browser) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, name="Afval", slug="afval")
    passed = OutcomeFactory(tenant=municipality.tenant, code="passed_on", counts="not_first_line")
    first = ClosedContactFactory(client=municipality, question__theme=theme)
    QuestionFactory(contact=first, theme=theme, outcome=passed)
    ClosedContactFactory(client=municipality, channel="chat", handle_ms=60_000, talk_ms=30_000)
    ContactFactory(client=municipality, state="abandoned", wait_ms=5_000)
    ContactFactory(client=municipality, state="open")
    count(municipality)
    response = browser.get(URL, MARCH)
    assert tiles(response) == {
        "contacts": "2", "questions": "3", "first_line_rate": "67%",
        "handle_time": "2 min 0 s", "abandoned": "1",
    }  # fmt: skip
    assert table(response, "channels") == {
        "Telefoon": {
            "contacts": "1", "questions": "2", "first_line_rate": "50%",
            "handle_time": "3 min 0 s", "wait_time": "10 s", "abandoned": "1",
        },
        "Chat": {
            "contacts": "1", "questions": "1", "first_line_rate": "100%",
            "handle_time": "1 min 0 s", "wait_time": "10 s", "abandoned": "0",
        },
    }  # fmt: skip
    assert [cell.text for cell in response.context["total"]] == [
        "2", "3", "67%", "2 min 0 s", "–", "1",
    ]  # fmt: skip
    assert table(response, "themes") == {
        "Afval": {
            "questions": "2", "first_line_rate": "50%",
            "question_handle_time": "3 min 0 s",
        },
        "Zonder thema": {
            "questions": "1", "first_line_rate": "100%",
            "question_handle_time": "3 min 0 s",
        },
    }  # fmt: skip


def make_a_month(client: ClientOrganisation, number: int, seed: int) -> None:
    """Contacts of all kinds, with 0 to 3 questions of all kinds."""
    chance = random.Random(seed)
    themes = [None, *(ThemeFactory(tenant=client.tenant) for _ in range(2))]
    outcomes = [
        OutcomeFactory(tenant=client.tenant, code=counts, counts=counts)
        for counts in ("first_line", "not_first_line", "not_counted")
    ]
    for _ in range(number):
        contact = ContactFactory(
            client=client,
            channel=chance.choice(["phone", "chat"]),
            direction=chance.choice(["in", "in", "out"]),
            state=chance.choice(["closed", "closed", "closed", "abandoned", "open"]),
            offered_at=START + timedelta(minutes=chance.randrange(-3_000, 60_000)),
            handle_ms=chance.choice([None, 60_000]), wait_ms=5_000, talk_ms=60_000, wrap_up_ms=0,
        )  # fmt: skip
        if contact.state == Contact.State.ABANDONED:
            Contact.objects.filter(pk=contact.pk).update(direction="in")
        if contact.state == Contact.State.CLOSED:
            for _question in range(chance.randint(1, 3)):
                QuestionFactory(
                    contact=contact, theme=chance.choice(themes), outcome=chance.choice(outcomes)
                )


def numbers_behind(browser: Client, url: str) -> tuple[int, int]:
    """How many contacts and how many questions the list says it found; the rows are counted."""
    response = browser.get(url)
    totals = response.context["totals"]
    rows, page = len(response.context["rows"]), response
    while page.context["next_url"]:
        page = browser.get("/contacten/" + page.context["next_url"])
        rows += len(page.context["rows"])
    assert rows == totals.contacts
    return totals.contacts, totals.questions


COUNTS_QUESTIONS = {"questions", "first_line", "first_line_rate"}


def cells_of(response: Any) -> list[Any]:
    rows = [cells for name in ("channels", "themes") for _, cells in response.context[name]]
    return [cell for row in (*rows, response.context["tiles"]) for cell in row]


@pytest.mark.parametrize("choice", [MARCH, {"since": "2026-03-05", "until": "2026-03-05"}])
@pytest.mark.parametrize("slug", ["", "polderveen"])
def test_each_number_opens_just_what_it_counted(municipality, sign_in, choice, slug) -> None:
    second = ClientFactory(tenant=municipality.tenant, slug="polderveen")
    elsewhere = ClientFactory(tenant=municipality.tenant)
    for seed, client in enumerate((municipality, second, elsewhere)):
        make_a_month(client, 40, seed)
    count(municipality)
    browser = sign_in(employee_of(municipality, "manager", also=[second]))
    cells = cells_of(browser.get(URL, choice | {"client": slug}))
    opened = [cell for cell in cells if cell.url]
    assert len(opened) > 5
    for cell in opened:
        contacts, questions = numbers_behind(browser, cell.url)
        if cell.measure.unit.value == "number":
            shown = questions if cell.measure.code in COUNTS_QUESTIONS else contacts
            assert cell.text == str(shown), cell


def test_first_line_rate_is_the_questions_it_opens_by_those_that_count(
    municipality, browser
) -> None:
    make_a_month(municipality, 40, seed=7)
    count(municipality)
    response = browser.get(URL, MARCH)
    [cell] = [c for c in response.context["tiles"] if c.measure.code == "first_line_rate"]
    _, first_line = numbers_behind(browser, cell.url)
    _, other = numbers_behind(browser, cell.url.replace("first_line=yes", "first_line=no"))
    assert cell.text == f"{round(100 * first_line / (first_line + other))}%"


def test_handle_time_opens_the_longest_first(municipality, browser) -> None:
    ClosedContactFactory(client=municipality, handle_ms=1_000)
    long = ClosedContactFactory(client=municipality, handle_ms=9_000)
    count(municipality)
    [cell] = [
        c for c in browser.get(URL, MARCH).context["tiles"] if c.measure.code == "handle_time"
    ]
    assert browser.get(cell.url).context["rows"][0]["contact"] == long


# Who sees what


def test_only_the_clients_one_serves_are_counted(municipality, browser, stranger, sign_in) -> None:
    ClosedContactFactory(client=ClientFactory(tenant=municipality.tenant))
    count(municipality)
    assert browser.get(URL, MARCH).context["is_empty"]
    assert sign_in(stranger).get(URL, MARCH).context["is_empty"]


def test_another_client_cannot_be_asked_for(municipality, browser) -> None:
    other = ClientFactory(tenant=municipality.tenant)
    response = browser.get(URL, MARCH | {"client": other.slug})
    assert response.context.get("tiles") is None


@pytest.mark.parametrize("role", ["agent", "editor", "privacy_officer"])
def test_who_may_not_see_figures_is_refused(municipality, sign_in, role) -> None:
    assert sign_in(employee_of(municipality, role)).get(URL).status_code == 403


def test_who_is_not_signed_in_is_sent_away(client, db) -> None:
    assert client.get(URL).status_code == 302


def test_who_may_not_see_contacts_gets_plain_numbers(municipality, sign_in) -> None:
    ClosedContactFactory(client=municipality)
    count(municipality)
    response = sign_in(employee_of(municipality, "planner")).get(URL, MARCH)
    assert tiles(response)["contacts"] == "1"
    assert not [cell.url for cell in cells_of(response) if cell.url]
    assert "/contacten/?" not in response.content.decode()


def test_page_names_nobody(municipality, browser) -> None:
    agent = EmployeeFactory(tenant=municipality.tenant, name="Joke Sluiswachter")
    ClosedContactFactory(client=municipality, agent=agent)
    count(municipality)
    assert "Sluiswachter" not in browser.get(URL, MARCH).content.decode()


# The page


def test_today_is_the_default(municipality, browser) -> None:
    ClosedContactFactory(client=municipality, offered_at=datetime.now(UTC))
    ClosedContactFactory(client=municipality, offered_at=datetime.now(UTC) - timedelta(days=2))
    count(municipality)
    response = browser.get(URL)
    assert tiles(response)["contacts"] == "1"
    assert response.context["chart"] is None


@pytest.mark.parametrize(
    "preset", ["today", "yesterday", "seven-days", "week", "month", "year", "x"]
)
def test_every_preset_opens(municipality, browser, preset) -> None:
    ClosedContactFactory(client=municipality, offered_at=datetime.now(UTC))
    count(municipality)
    assert browser.get(URL, {"period": preset}).status_code == 200


@pytest.mark.parametrize(
    "codes",
    [
        {"since": "x"}, {"since": "2026-03-02", "until": "2026-03-01"}, {"since": "0001-01-01"},
        {"until": "9999-12-31"}, {"client": "\x00"},
    ],
)  # fmt: skip
def test_wrong_choice_is_told(municipality, browser, codes) -> None:
    response = browser.get(URL, codes)
    assert "Kijk de velden hierboven na" in response.content.decode()


def test_definition_stands_behind_each_number(municipality, browser) -> None:
    ClosedContactFactory(client=municipality)
    count(municipality)
    html = unescape(browser.get(URL, MARCH).content.decode())
    for code in ("contacts", "first_line_rate", "handle_time", "wait_time"):
        assert str(MEASURES[code].formula) in html
        assert all(str(edge) in html for edge in MEASURES[code].edges)


@pytest.mark.parametrize(
    ("since", "until", "bars", "first"),
    [
        ("2026-03-01", "2026-03-31", 31, "zondag 1 maart 2026"),
        ("2026-01-01", "2026-06-30", 27, "week van 29 december 2025"),
        ("2024-03-01", "2026-02-28", 24, "maart 2024"),
    ],
)
def test_chart_adds_up_to_the_contacts(municipality, browser, since, until, bars, first) -> None:
    for days in range(-800, 100, 11):
        ClosedContactFactory(client=municipality, offered_at=START + timedelta(days=days))
    count(municipality)
    response = browser.get(URL, {"since": since, "until": until})
    chart = response.context["chart"]
    assert (len(chart.rows), chart.rows[0][0]) == (bars, first)
    assert str(sum(number for _name, number in chart.rows)) == tiles(response)["contacts"]
    assert len(re.findall("<rect", chart.svg)) == bars


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_whatever_the_number_of_tallies(
    municipality, browser, number, django_assert_num_queries
) -> None:
    for n in range(number):
        theme = ThemeFactory(tenant=municipality.tenant)
        at = START + timedelta(days=n)
        ClosedContactFactory(client=municipality, question__theme=theme, offered_at=at)
    count(municipality)
    with django_assert_num_queries(8):
        browser.get(URL, MARCH)


def test_page_has_its_address() -> None:
    assert reverse("insight:figures") == URL
