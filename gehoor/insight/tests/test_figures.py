"""The page of figures: right, and the list behind each number shows just what was counted."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

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
from gehoor.insight.choice import Choice
from gehoor.insight.oneday import usual_of
from gehoor.insight.tables import Row, Table
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.lib.periods import Period
from gehoor.measures.definitions import MEASURES
from gehoor.measures.tallies import recount
from gehoor.organisation.models import ClientOrganisation, Employee, ServiceLevel, Theme
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
URL = "/cijfers/"


def employee_of(client: ClientOrganisation, *roles: str, **more: Any) -> Employee:
    employee: Any = EmployeeFactory(
        tenant=client.tenant, clients=[client, *more.pop("also", [])], roles=list(roles), **more
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


def before(response: Any) -> dict[str, str]:
    return {cell.measure.code: cell.before for cell in response.context["tiles"]}


def texts(row: Row) -> dict[str, str]:
    return {cell.measure.code: cell.text for cell in row.cells}


def table_of(response: Any, code: str) -> Table:
    subjects = response.context["subjects"].asked
    return next(table for table in (subjects, *response.context["tables"]) if table.code == code)


def table(response: Any, code: str) -> dict[str, dict[str, str]]:
    return {row.name: texts(row) for row in table_of(response, code).rows}


def test_figures_are_those_of_the_contacts(municipality, browser) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, name="Afval", slug="afval")
    passed = OutcomeFactory(tenant=municipality.tenant, code="passed_on", counts="not_first_line")
    cleaning = DepartmentFactory(client=municipality, name="Reiniging")
    first = ClosedContactFactory(client=municipality, question__theme=theme)
    QuestionFactory(contact=first, theme=theme, outcome=passed, department=cleaning)
    ClosedContactFactory(client=municipality, channel="chat", handle_ms=60_000, talk_ms=30_000)
    ContactFactory(client=municipality, state="abandoned", wait_ms=5_000)
    ContactFactory(client=municipality, state="open")
    count(municipality)
    response = browser.get(URL, MARCH)
    assert tiles(response) == {
        "offered": "3", "answered": "2", "abandoned": "1", "first_line_rate": "67%",
        "handle_time": "2 min 0 s",
    }  # fmt: skip
    assert table(response, "channels") == {
        "Telefoon": {
            "offered": "2", "answered": "1", "abandoned": "1", "wait_time": "10 s",
            "contacts": "1", "handle_time": "3 min 0 s", "questions": "2", "first_line_rate": "50%",
        },
        "Chat": {
            "offered": "1", "answered": "1", "abandoned": "0", "wait_time": "10 s",
            "contacts": "1", "handle_time": "1 min 0 s", "questions": "1",
            "first_line_rate": "100%",
        },
    }  # fmt: skip
    total = table_of(response, "channels").total
    assert total is not None
    assert list(texts(total).values()) == ["3", "2", "1", "–", "2", "2 min 0 s", "3", "67%"]
    assert table(response, "themes") == {
        "Afval": {
            "questions": "2", "first_line_rate": "50%", "unanswered": "1",
            "question_handle_time": "3 min 0 s",
        },
        "Zonder thema": {
            "questions": "1", "first_line_rate": "100%", "unanswered": "0",
            "question_handle_time": "3 min 0 s",
        },
    }  # fmt: skip
    assert table(response, "departments") == {
        "Reiniging": {
            "questions": "1", "first_line_rate": "0%", "unanswered": "1",
            "question_handle_time": "3 min 0 s",
        },
        "Zonder vakafdeling": {
            "questions": "2", "first_line_rate": "100%", "unanswered": "0",
            "question_handle_time": "3 min 0 s",
        },
    }  # fmt: skip


def test_service_level_is_shown_where_there_is_an_agreement(municipality, browser) -> None:
    ServiceLevel.objects.create(
        tenant=municipality.tenant, client=municipality, channel="phone", answer_within_s=20
    )
    for wait_ms in (20_000, 20_001, 5_000):
        ClosedContactFactory(client=municipality, wait_ms=wait_ms)
    ClosedContactFactory(client=municipality, channel="chat")
    count(municipality)
    response = browser.get(URL, MARCH)
    assert tiles(response)["service_level"] == "67%"
    shown = table(response, "channels")
    assert {name: row["service_level"] for name, row in shown.items()} == {
        "Telefoon": "67%", "Chat": "–",
    }  # fmt: skip


def test_most_asked_come_first_and_say_what_we_could_not_answer(municipality, browser) -> None:
    passed = OutcomeFactory(tenant=municipality.tenant, code="passed_on", counts="not_first_line")
    for number in range(12):
        article = ArticleFactory(tenant=municipality.tenant, title=f"Artikel {number}")
        contact = ContactFactory(client=municipality, state="closed", handle_ms=None)
        for _ in range(number):
            QuestionFactory(contact=contact, article=article)
        if number == 4:
            QuestionFactory(contact=contact, article=article, outcome=passed)
    ClosedContactFactory(client=municipality)  # without an article
    count(municipality)
    response = browser.get(URL, MARCH)
    shown = table(response, "subjects")
    assert list(shown) == [f"Artikel {n}" for n in (11, 10, 9, 8, 7, 6, 4, 5, 3, 2)]
    assert shown["Artikel 4"] == {"questions": "5", "first_line_rate": "80%", "unanswered": "1"}
    assert [row.name for row in response.context["subjects"].unanswered] == ["Artikel 4"]


@pytest.mark.parametrize("subject", ["article", "product", "theme"])
def test_questions_are_counted_by_what_one_chooses(municipality, browser, subject) -> None:
    rows = {
        "article": ArticleFactory(tenant=municipality.tenant, title="Het artikel"),
        "product": ProductFactory(tenant=municipality.tenant, name="Het product"),
        "theme": ThemeFactory(tenant=municipality.tenant, name="Het thema"),
    }
    about = {f"question__{name}": row for name, row in rows.items()}
    ClosedContactFactory(client=municipality, **about)
    count(municipality)
    [row] = table_of(browser.get(URL, MARCH | {"subject": subject}), "subjects").rows
    assert (
        row.name
        == f"Het {'artikel' if subject == 'article' else subject.replace('theme', 'thema')}"
    )
    assert numbers_behind(browser, row.cells[0].url) == (1, 1)


def make_a_month(client: ClientOrganisation, number: int, seed: int) -> None:
    """Contacts of all kinds, with 0 to 3 questions of all kinds."""
    chance = random.Random(seed)
    themes = [None, *(ThemeFactory(tenant=client.tenant) for _ in range(2))]
    departments = [None, *(DepartmentFactory(client=client) for _ in range(2))]
    articles = [None, *(ArticleFactory(tenant=client.tenant) for _ in range(2))]
    products = [None, *(ProductFactory(tenant=client.tenant) for _ in range(2))]
    outcomes = [
        OutcomeFactory(tenant=client.tenant, code=counts, counts=counts)
        for counts in ("first_line", "not_first_line", "not_counted")
    ]
    minutes = [*range(-3_000, 60_000, 50), *range(4_000, 5_000)]  # half of them on 5 March
    for _ in range(number):
        contact = ContactFactory(
            client=client,
            channel=chance.choice(["phone", "chat"]),
            direction=chance.choice(["in", "in", "out"]),
            state=chance.choice(["closed", "closed", "closed", "abandoned", "open"]),
            offered_at=START + timedelta(minutes=chance.choice(minutes)),
            handle_ms=chance.choice([None, 60_000]), wait_ms=5_000, talk_ms=60_000, wrap_up_ms=0,
        )  # fmt: skip
        if contact.state == Contact.State.ABANDONED:
            Contact.objects.filter(pk=contact.pk).update(direction="in")
        if contact.state == Contact.State.CLOSED:
            for _question in range(chance.randint(1, 3)):
                QuestionFactory(
                    contact=contact, theme=chance.choice(themes), outcome=chance.choice(outcomes),
                    department=chance.choice(departments), article=chance.choice(articles),
                    product=chance.choice(products),
                )  # fmt: skip


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


COUNTS_QUESTIONS = {"questions", "first_line", "first_line_rate", "unanswered"}


def cells_of(response: Any) -> list[Any]:
    tables = [response.context["subjects"].asked, *response.context["tables"]]
    rows = [row for table in tables for row in (*table.rows, table.total) if row]
    rows += response.context["subjects"].unanswered
    return [*(cell for row in rows for cell in row.cells), *response.context["tiles"]]


@pytest.mark.parametrize(
    "codes",
    [
        MARCH, {"since": "2026-03-05", "until": "2026-03-05"},
        MARCH | {"client": "polderveen"},
        MARCH | {"channel": "chat", "subject": "product"},
        MARCH | {"theme": "het-thema", "subject": "theme"},
        MARCH | {"department": "none", "channel": "phone"},
    ],
)  # fmt: skip
def test_each_number_opens_just_what_it_counted(municipality, sign_in, codes) -> None:
    second = ClientFactory(tenant=municipality.tenant, slug="polderveen")
    elsewhere = ClientFactory(tenant=municipality.tenant)
    for seed, client in enumerate((municipality, second, elsewhere)):
        make_a_month(client, 30, seed)
    Theme.objects.filter(pk=Theme.objects.order_by("pk")[0].pk).update(slug="het-thema")
    count(municipality)
    browser = sign_in(employee_of(municipality, "manager", also=[second]))
    opened = [cell for cell in cells_of(browser.get(URL, codes)) if cell.url]
    assert len(opened) > 5
    for cell in opened:
        contacts, questions = numbers_behind(browser, cell.url)
        if cell.measure.unit.value == "number":
            shown = questions if cell.measure.code in COUNTS_QUESTIONS else contacts
            assert cell.text == str(shown), cell


def test_with_a_department_only_questions_are_counted(municipality, browser) -> None:
    cleaning = DepartmentFactory(client=municipality)
    ClosedContactFactory(client=municipality, question__department=cleaning)
    ClosedContactFactory(client=municipality)
    ContactFactory(client=municipality, state="abandoned")
    count(municipality)
    response = browser.get(URL, MARCH | {"department": str(cleaning.uuid)})
    assert tiles(response) == {
        "questions": "1", "first_line_rate": "100%", "unanswered": "0",
        "question_handle_time": "3 min 0 s",
    }  # fmt: skip
    assert list(table(response, "departments")) == [cleaning.name]


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


# What citizens asked and we could not answer


def ask(client: ClientOrganisation, text: str, counts: str = "not_first_line", **more: Any) -> None:
    outcome = OutcomeFactory(tenant=client.tenant, code=counts, counts=counts)
    ClosedContactFactory(client=client, question__text=text, question__outcome=outcome, **more)


def voices(response: Any) -> list[str]:
    return [question.beginning for question in response.context["unanswered"]]


def test_unanswered_are_shown_in_the_citizens_words_newest_first(municipality, browser) -> None:
    for hour, text in enumerate(["Een", "Twee", ""]):
        ask(municipality, text, offered_at=START + timedelta(hours=hour))
    ask(municipality, "Wel beantwoord", "first_line")
    ask(municipality, "Vorige maand", offered_at=START - timedelta(days=40))
    ask(ClientFactory(tenant=municipality.tenant), "Elders")
    count(municipality)
    response = browser.get(URL, MARCH)
    assert voices(response) == ["Twee", "Een"]
    question = response.context["unanswered"][0]
    assert f"/contacten/{question.contact.uuid}/" in response.content.decode()


def test_confidential_words_are_for_who_has_the_right(municipality, sign_in) -> None:
    ask(municipality, "Niet voor ieders ogen", is_confidential=True)
    ask(municipality, "Gewoon")
    count(municipality)
    seen = {
        role: voices(sign_in(employee_of(municipality, role)).get(URL, MARCH))
        for role in ("manager", "improvement_manager", "planner")
    }
    assert set(seen["manager"]) == {"Niet voor ieders ogen", "Gewoon"}
    assert seen["improvement_manager"] == ["Gewoon"]
    assert seen["planner"] == []


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


def test_head_of_a_department_sees_that_department_only(municipality, sign_in) -> None:
    own, other = (DepartmentFactory(client=municipality) for _ in range(2))
    outcome = OutcomeFactory(tenant=municipality.tenant, code="passed", counts="not_first_line")
    for department, text in ((own, "Voor ons"), (other, "Voor hen"), (None, "Voor niemand")):
        ClosedContactFactory(
            client=municipality, question__department=department, question__text=text,
            question__outcome=outcome,
        )  # fmt: skip
    count(municipality)
    head = employee_of(municipality, "department_head", department=own)
    for codes in ({}, {"department": str(other.uuid)}, {"department": "none"}):
        response = sign_in(head).get(URL, MARCH | codes)
        assert tiles(response)["questions"] == "1"
        assert "offered" not in tiles(response)
        assert list(table(response, "departments")) == [own.name]
        assert voices(response) == ["Voor ons"]
        assert sum(int(rows[1][0]) for rows in response.context["chart"].rows) == 1
        assert not [cell.url for cell in cells_of(response) if cell.url]


def test_head_without_a_department_sees_nothing(municipality, sign_in) -> None:
    ClosedContactFactory(client=municipality)
    count(municipality)
    head = employee_of(municipality, "department_head")
    assert sign_in(head).get(URL, MARCH).context["is_empty"]


def test_manager_begins_here(browser) -> None:
    assert browser.get("/").url == URL


def test_who_is_not_signed_in_is_sent_away(client, db) -> None:
    assert client.get(URL).status_code == 302


def test_who_may_not_see_contacts_gets_plain_numbers(municipality, sign_in) -> None:
    ClosedContactFactory(client=municipality)
    count(municipality)
    response = sign_in(employee_of(municipality, "planner")).get(URL, MARCH)
    assert tiles(response)["offered"] == "1"
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
    assert tiles(response)["offered"] == "1"
    assert len(response.context["chart"].rows) >= 10


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
    assert str(sum(int(row[0]) for _name, row in chart.rows)) == tiles(response)["answered"]
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
    with django_assert_num_queries(13):
        browser.get(URL, MARCH)


# One day, beside what is usual


def at_hour(day: int, hour: int, minute: int = 0) -> datetime:
    """Of March, in Amsterdam; Mondays are 2, 9, 16, 23 and 30."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Amsterdam"))


def answered(client: ClientOrganisation, at: datetime, **more: Any) -> None:
    over = at + timedelta(minutes=5)
    own = {"offered_at": at, "closed_at": over, "question__closed_at": over}
    ClosedContactFactory(client=client, **own, **more)


def test_day_stands_beside_the_same_weekdays_before(municipality, browser) -> None:
    """Two on each of two Mondays, one of them by chat; the others had none and do not count."""
    for day in (23, 16):
        answered(municipality, at_hour(day, 9))
        answered(municipality, at_hour(day, 15), channel="chat")
    answered(municipality, at_hour(24, 9))
    answered(municipality, at_hour(30, 9))
    count(municipality)
    monday = {"since": "2026-03-30", "until": "2026-03-30"}
    response = browser.get(URL, monday)
    assert tiles(response)["offered"] == "1"
    assert (before(response)["offered"], before(response)["handle_time"]) == ("2", "3 min 0 s")
    rows = dict(response.context["chart"].rows)
    assert {name: row for name, row in rows.items() if row != ["0", "0"]} == {
        "9 tot 10 uur": ["1", "1"], "15 tot 16 uur": ["0", "1"],
    }  # fmt: skip
    assert before(browser.get(URL, monday | {"channel": "chat"}))["offered"] == "1"


def test_today_is_compared_with_what_was_over_at_this_time(municipality, manager) -> None:
    answered(municipality, at_hour(23, 9))
    answered(municipality, at_hour(23, 9, 58))  # over three minutes past ten
    answered(municipality, at_hour(23, 15))
    day = Period(date(2026, 3, 30), date(2026, 3, 30))
    choice = Choice(manager, day)
    usual = usual_of(choice, at=at_hour(30, 10))
    assert usual is not None
    assert (usual.contacts["answered"], usual.questions["questions"]) == (1, 1)
    later = usual_of(choice, at=at_hour(31, 10))
    assert later is not None
    assert later.contacts["answered"] == 3
    assert usual_of(Choice(manager, Period(date(2026, 3, 31), date(2026, 3, 31))), at=START) is None


def test_usual_is_at_the_same_time_of_day_over_the_change_of_clocks(municipality, manager) -> None:
    """Summer time began on 29 March."""
    answered(municipality, at_hour(23, 9, 50))
    monday = Choice(manager, Period(date(2026, 3, 30), date(2026, 3, 30)))
    for minute, number in ((54, 0), (56, 1)):
        usual = usual_of(monday, at=at_hour(30, 9, minute))
        assert (usual.contacts["answered"] if usual else 0) == number


def test_period_is_compared_with_the_same_weekdays_before(municipality, browser) -> None:
    for day in (2, 3, 9, 10, 11):
        answered(municipality, at_hour(day, 9))
    count(municipality)
    response = browser.get(URL, {"since": "2026-03-09", "until": "2026-03-15"})
    assert (tiles(response)["offered"], before(response)["offered"]) == ("3", "2")


def test_who_waits_now_stands_above(municipality, browser) -> None:
    """Also who wrote yesterday; the list that opens holds just those."""
    now = datetime.now(UTC)
    ContactFactory(client=municipality, state="offered", offered_at=now)
    ContactFactory(client=municipality, state="offered", offered_at=now - timedelta(days=3))
    ContactFactory(client=municipality, state="open", offered_at=now)
    ContactFactory(client=ClientFactory(tenant=municipality.tenant), offered_at=now)
    [waiting, helped] = browser.get(URL).context["now"]
    assert [waiting[:2], helped[:2]] == [(2, "wachten"), (1, "in behandeling")]
    assert numbers_behind(browser, waiting[2])[0] == 2
    assert numbers_behind(browser, helped[2])[0] == 1
    assert browser.get(URL, MARCH).context["now"] is None


def test_page_has_its_address() -> None:
    assert reverse("insight:figures") == URL
