from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contacts.actions import (
    Answered,
    accept_contact,
    attach_party,
    close_contact,
    hold_contact,
    offer_contact,
)
from gehoor.contacts.models import Contact
from gehoor.contacts.queries import Totals
from gehoor.contacts.tests.factories import (
    ClosedContactFactory,
    ContactFactory,
    OutcomeFactory,
    QuestionFactory,
)
from gehoor.followups.tests.factories import FollowUpFactory
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ThemeFactory,
)
from gehoor.parties.tests.factories import PartyFactory

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIST = "/contacten/"


def shown(browser: Client, **codes: Any) -> list[Contact]:
    response = browser.get(LIST, MARCH | codes)
    assert response.status_code == 200
    return [row["contact"] for row in response.context["rows"]]


@pytest.fixture
def browser(agent, sign_in) -> Client:
    return sign_in(agent)


# Who sees what


def test_contacts_of_the_clients_one_serves_are_shown(municipality, browser) -> None:
    contact = ClosedContactFactory(client=municipality)
    ClosedContactFactory(client=ClientFactory(tenant=municipality.tenant))
    ClosedContactFactory()
    assert shown(browser) == [contact]


def test_stranger_sees_an_empty_list_and_no_contact(municipality, stranger, sign_in) -> None:
    contact = ClosedContactFactory(client=municipality)
    browser = sign_in(stranger)
    assert shown(browser) == []
    assert browser.get(reverse("contacts:detail", args=[contact.uuid])).status_code == 404


def test_other_clients_agent_sees_no_contact(municipality, other_clients_agent, sign_in) -> None:
    contact = ClosedContactFactory(client=municipality)
    browser = sign_in(other_clients_agent)
    assert shown(browser) == []
    assert browser.get(reverse("contacts:detail", args=[contact.uuid])).status_code == 404


@pytest.mark.parametrize("role", ["planner", "department_employee", "privacy_officer"])
def test_who_may_not_see_contacts_is_refused(municipality, sign_in, role) -> None:
    employee = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=[role])
    assert sign_in(employee).get(LIST).status_code == 403


def test_who_is_not_signed_in_is_sent_away(client, db) -> None:
    contact = ClosedContactFactory()
    for url in (LIST, reverse("contacts:detail", args=[contact.uuid])):
        assert client.get(url).status_code == 302


def test_confidential_contact_is_for_its_agent_and_who_has_the_right(
    municipality, agent, colleague, sign_in
) -> None:
    contact = ClosedContactFactory(client=municipality, is_confidential=True, agent=agent)
    coach = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["coach"])
    url = reverse("contacts:detail", args=[contact.uuid])
    for employee, sees in ((agent, True), (coach, True), (colleague, False)):
        browser = sign_in(employee)
        assert bool(shown(browser)) == sees
        assert browser.get(url).status_code == (200 if sees else 404)
        told = b"Vertrouwelijke contacten van collega" in browser.get(LIST, MARCH).content
        assert told == (employee != coach)


def test_department_sees_only_its_own_question_of_a_contact(municipality, sign_in) -> None:
    department = DepartmentFactory(client=municipality)
    contact = ContactFactory(client=municipality, state="closed")
    QuestionFactory(contact=contact, text="Voor deze afdeling", department=department)
    QuestionFactory(contact=contact, text="Voor een ander")
    employee = EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], department=department,
        roles=["department_employee"],
    )  # fmt: skip
    page = sign_in(employee).get(reverse("contacts:detail", args=[contact.uuid]))
    assert b"Voor deze afdeling" in page.content
    assert b"Voor een ander" not in page.content


# Filters


@pytest.fixture
def many(municipality, agent) -> dict[str, Contact]:
    """One contact each for every filter, and one that is nothing of all that."""
    client, tenant = municipality, municipality.tenant
    passed = OutcomeFactory(tenant=tenant, code="passed_on", counts="not_first_line")
    quit_ = OutcomeFactory(tenant=tenant, code="ended", counts="not_counted")
    department = DepartmentFactory(client=client)
    plain = {"client": client, "question__text": "Iets anders"}
    return {
        "plain": ClosedContactFactory(**plain),
        "channel": ClosedContactFactory(channel="chat", **plain),
        "theme": ClosedContactFactory(
            question__theme=ThemeFactory(tenant=tenant, slug="afval"), **plain
        ),
        "outcome": ClosedContactFactory(question__outcome=passed, **plain),
        "department": ClosedContactFactory(question__department=department, **plain),
        "uncounted": ClosedContactFactory(question__outcome=quit_, **plain),
        "mine": ClosedContactFactory(agent=agent, **plain),
        "out": ClosedContactFactory(direction="out", **plain),
        "abandoned": ContactFactory(client=client, state="abandoned"),
        "open": ContactFactory(client=client, state="open", agent=None),
    }


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ({"channel": "chat"}, {"channel"}),
        ({"theme": "afval"}, {"theme"}),
        ({"theme": "none", "channel": "chat"}, {"channel"}),
        ({"outcome": "passed_on"}, {"outcome"}),
        ({"first_line": "no"}, {"outcome"}),
        ({"first_line": "yes", "theme": "afval"}, {"theme"}),
        ({"first_line": "no", "theme": "afval"}, set()),
        ({"mine": "1"}, {"mine"}),
        ({"direction": "out"}, {"out"}),
        ({"state": "abandoned"}, {"abandoned"}),
        ({"state": "open"}, {"open"}),
        ({"state": "ended", "direction": "in", "first_line": ""}, {
            "plain", "channel", "theme", "outcome", "department", "uncounted", "mine", "abandoned",
        }),
        ({"since": "2026-03-03"}, set()),
        ({"since": "2026-03-02", "until": ""}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_filter_shows_what_it_says(many, browser, codes, names) -> None:
    expected = {many[name] for name in (many if names is None else names)}
    assert set(shown(browser, **codes)) == expected


def test_filter_by_department_is_by_its_unguessable_code(many, browser) -> None:
    department = many["department"].questions.get().department
    assert shown(browser, department=str(department.uuid)) == [many["department"]]


def test_filter_by_client(municipality, sign_in) -> None:
    second = ClientFactory(tenant=municipality.tenant, slug="polderveen")
    employee = EmployeeFactory(tenant=municipality.tenant, clients=[municipality, second])
    ClosedContactFactory(client=municipality)
    there = ClosedContactFactory(client=second)
    browser = sign_in(employee)
    assert len(shown(browser)) == 2
    assert shown(browser, client="polderveen") == [there]


@pytest.mark.parametrize(
    "codes",
    [
        {"channel": "rook"}, {"theme": "'; --"}, {"since": "gisteren"}, {"since": "0001-01-01"},
        {"until": "9999-12-31"}, {"since": "2026-04-01"}, {"client": "elders"},
        {"state": "x" * 999}, {"department": "no-uuid"}, {"sort": "name"},
        {"since": "\x00", "until": "2026-13-45"},
    ],
)  # fmt: skip
def test_wrong_filter_is_told_and_finds_nothing(many, browser, codes) -> None:
    response = browser.get(LIST, MARCH | codes)
    assert response.status_code == 200
    assert response.context.get("totals") is None
    assert "Kijk de velden hierboven na" in response.content.decode()


def test_filters_ask_for_one_question_that_is_all_of_it(municipality, browser) -> None:
    """Afval that was transferred: not a contact with an afval and, besides, a transfer."""
    theme = ThemeFactory(tenant=municipality.tenant, slug="afval")
    outcome = OutcomeFactory(tenant=municipality.tenant, code="passed_on", counts="not_first_line")
    contact = ClosedContactFactory(client=municipality, question__theme=theme)
    QuestionFactory(contact=contact, outcome=outcome)
    assert shown(browser, theme="afval") == [contact]
    assert shown(browser, theme="afval", outcome="passed_on") == []


def test_last_seven_days_are_the_default(municipality, browser) -> None:
    now = datetime.now(UTC)
    recent = ClosedContactFactory(client=municipality, offered_at=now)
    ClosedContactFactory(client=municipality, offered_at=now - timedelta(days=8))
    assert [row["contact"] for row in browser.get(LIST).context["rows"]] == [recent]


def test_day_is_that_of_the_citizen(municipality, browser) -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # half past midnight
    contact = ClosedContactFactory(client=municipality, offered_at=late)
    assert shown(browser, since="2026-03-03", until="2026-03-03") == [contact]
    assert shown(browser, since="2026-03-02", until="2026-03-02") == []


def test_each_client_has_its_own_day(municipality, sign_in) -> None:
    island = ClientFactory(tenant=municipality.tenant, timezone="America/Curacao")
    employee = EmployeeFactory(tenant=municipality.tenant, clients=[municipality, island])
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    here, there = (ClosedContactFactory(client=c, offered_at=late) for c in (municipality, island))
    browser = sign_in(employee)
    assert shown(browser, since="2026-03-03", until="2026-03-03") == [here]
    assert shown(browser, since="2026-03-02", until="2026-03-02") == [there]


# Order, paging, totals


def test_order_is_newest_oldest_or_longest(municipality, browser) -> None:
    def contact(minute: int, handle_ms: int | None) -> Contact:
        at = START + timedelta(minutes=minute)
        made: Any = ClosedContactFactory(client=municipality, offered_at=at, handle_ms=handle_ms)
        return made

    first, second, third = contact(1, 500), contact(2, None), contact(3, 700)
    assert shown(browser) == [third, second, first]
    assert shown(browser, sort="oldest") == [first, second, third]
    assert shown(browser, sort="longest") == [third, first, second]


@pytest.mark.parametrize("sort", ["", "oldest", "longest"])
def test_pages_show_everything_once(municipality, browser, sort, monkeypatch) -> None:
    monkeypatch.setattr("gehoor.contacts.queries.SIZE", 2)
    contacts = {ClosedContactFactory(client=municipality) for _ in range(5)}
    seen: list[Contact] = []
    url = f"{LIST}?since=2026-03-01&until=2026-03-31&sort={sort}"
    while url:
        response = browser.get(url)
        seen += [row["contact"] for row in response.context["rows"]]
        url = LIST + response.context["next_url"] if response.context["next_url"] else ""
    assert (len(seen), set(seen)) == (5, contacts)


def test_paging_keeps_the_filters(municipality, browser, monkeypatch) -> None:
    monkeypatch.setattr("gehoor.contacts.queries.SIZE", 1)
    for _ in range(2):
        ClosedContactFactory(client=municipality, channel="chat")
    address = browser.get(LIST, MARCH | {"channel": "chat"}).context["next_url"]
    codes = parse_qs(urlsplit(address).query)
    assert (codes["channel"], codes["since"]) == (["chat"], ["2026-03-01"])
    second = browser.get(LIST + address)
    assert second.context["totals"] == Totals(2, 2)
    assert "2 contacten · 2 vragen" in second.content.decode()


@pytest.mark.parametrize("found", ["", "x", "1", "-1.5", "99999999.1", "\u0663.\u0663"])
def test_totals_that_cannot_be_read_are_not_shown(municipality, browser, found) -> None:
    ClosedContactFactory(client=municipality)
    response = browser.get(LIST, MARCH | {"page": "x", "found": found})
    assert response.context["totals"] is None
    assert len(response.context["rows"]) == 1


def test_totals_count_contacts_and_matching_questions(municipality, browser) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, slug="afval")
    for _ in range(3):
        contact = ClosedContactFactory(client=municipality, question__theme=theme)
        QuestionFactory(contact=contact, theme=theme)
        QuestionFactory(contact=contact)
    totals = browser.get(LIST, MARCH).context["totals"]
    assert totals == Totals(3, 9)
    response = browser.get(LIST, MARCH | {"theme": "afval"})
    totals = response.context["totals"]
    assert totals == Totals(3, 6)
    assert "3 contacten · 6 vragen" in response.content.decode()


def test_totals_stop_at_the_limit(municipality, browser, monkeypatch) -> None:
    monkeypatch.setattr("gehoor.contacts.queries.COUNTED", 2)
    for _ in range(3):
        ClosedContactFactory(client=municipality)
    response = browser.get(LIST, MARCH)
    assert response.context["totals"].has_many
    assert "Meer dan 1.000 contacten" in response.content.decode()


def test_many_questions_of_few_contacts_are_all_counted(municipality, browser, monkeypatch) -> None:
    monkeypatch.setattr("gehoor.contacts.queries.COUNTED", 2)
    contact = ClosedContactFactory(client=municipality)
    for _ in range(12):
        QuestionFactory(contact=contact)
    totals = browser.get(LIST, MARCH | {"first_line": "yes"}).context["totals"]
    assert totals == Totals(1, 13)


@pytest.mark.parametrize(("counted", "long"), [(10, 10), (2, 10), (2, 2)])
def test_longest_with_a_question_are_the_same_whatever_their_number(
    municipality, browser, monkeypatch, counted, long
) -> None:
    for name, value in (("COUNTED", counted), ("LONG", long), ("SIZE", 2)):
        monkeypatch.setattr(f"gehoor.contacts.queries.{name}", value)
    theme = ThemeFactory(tenant=municipality.tenant, slug="afval")
    made = [
        ClosedContactFactory(
            client=municipality, handle_ms=n, question__theme=theme if n % 2 else None
        )
        for n in range(8)
    ]
    assert shown(browser, theme="afval", sort="longest") == [made[7], made[5]]


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("rare", [0, 3_000])
def test_many_and_few_questions_find_the_same(many, browser, monkeypatch, few, rare) -> None:
    monkeypatch.setattr("gehoor.contacts.queries.FEW", few)
    monkeypatch.setattr("gehoor.contacts.queries.RARE", rare)
    assert shown(browser, theme="afval") == [many["theme"]]
    assert set(shown(browser, first_line="yes")) == {
        many[name] for name in ("plain", "channel", "theme", "department", "mine", "out")
    }
    found = browser.post(LIST, MARCH | {"words": "anders", "channel": "chat"})
    assert [row["contact"] for row in found.context["rows"]] == [many["channel"]]


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_whatever_its_length(
    municipality, browser, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        contact = ClosedContactFactory(client=municipality, agent=EmployeeFactory())
        QuestionFactory(contact=contact, theme=ThemeFactory(tenant=municipality.tenant))
    with django_assert_num_queries(11):
        assert len(shown(browser, first_line="yes")) == number


# Words


def search(browser: Client, words: str, **codes: str) -> Any:
    return browser.post(LIST, MARCH | {"words": words} | codes)


def test_words_find_the_contact_and_stay_out_of_every_address(municipality, browser) -> None:
    contact = ClosedContactFactory(client=municipality, question__text="Mijn bankpas is kwijt")
    ClosedContactFactory(client=municipality)
    response = search(browser, "bankpas")
    assert [row["contact"] for row in response.context["rows"]] == [contact]
    html = response.content.decode()
    addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert not [address for address in addresses if "bankpas" in address]


def test_words_in_the_address_are_not_looked_for(municipality, browser) -> None:
    contact = ClosedContactFactory(client=municipality)
    response = browser.get(LIST, MARCH | {"words": "paspoort"})
    assert [row["contact"] for row in response.context["rows"]] == [contact]
    assert "paspoort" not in response.content.decode()


def test_form_without_words_becomes_an_address(municipality, browser) -> None:
    response = search(browser, "  ", channel="chat", theme="")
    assert response.status_code == 302
    assert response.url == f"{LIST}?since=2026-03-01&until=2026-03-31&channel=chat"


def test_words_are_looked_for_within_the_filters_and_ones_own_clients(
    municipality, browser
) -> None:
    ClosedContactFactory(client=municipality, offered_at=START - timedelta(days=60))
    ClosedContactFactory()
    ClosedContactFactory(client=municipality, channel="chat")
    contact = ClosedContactFactory(client=municipality)
    rows = search(browser, "container", channel="phone").context["rows"]
    assert [row["contact"] for row in rows] == [contact]


def test_pages_of_found_words_are_turned_by_buttons(municipality, browser, monkeypatch) -> None:
    monkeypatch.setattr("gehoor.contacts.queries.SIZE", 1)
    older, newer = (
        ClosedContactFactory(client=municipality, offered_at=START + timedelta(minutes=n))
        for n in range(2)
    )
    first = search(browser, "container")
    assert [row["contact"] for row in first.context["rows"]] == [newer]
    second = search(browser, "container", page=first.context["page"].next)
    assert [row["contact"] for row in second.context["rows"]] == [older]
    assert f'value="{second.context["page"].previous}"' in second.content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "de", "🚮", "\"'*:()", "%_", "a" * 100_000, "vraag " * 20_000, "\x00\x01", "لا שלום 日本",
        "' OR 1=1 --", "NEAR(a b)", "\ud800",
    ],
)  # fmt: skip
def test_odd_words_never_fail(municipality, browser, words) -> None:
    ClosedContactFactory(client=municipality)
    data = MARCH | {"words": words.encode("utf-8", "replace").decode()}
    assert browser.post(LIST, data).status_code == 200


def test_words_that_cannot_be_looked_for_are_told(municipality, browser) -> None:
    ClosedContactFactory(client=municipality)
    response = search(browser, "de het")
    assert "Hier kunnen wij niet op zoeken" in response.content.decode()


# One contact


def test_page_shows_all_that_is_kept(municipality, agent, browser) -> None:
    contact = offer_contact(municipality, "phone", caller_address="+31612345678", at=START)
    accept_contact(contact, by=agent, at=START + timedelta(seconds=5))
    hold_contact(contact, by=agent, at=START + timedelta(seconds=65))
    party: Any = PartyFactory(client=municipality, first_name="Noor", last_name="Visser")
    attach_party(contact, party, by=agent, at=START + timedelta(seconds=70))
    outcome: Any = OutcomeFactory(tenant=municipality.tenant)
    question = close_contact(
        contact,
        [Answered("Hoe laat?\n<b>open</b>", outcome, note="Zie wijkteam", case_reference="Z-1")],
        by=agent,
        at=START + timedelta(seconds=125),
    )[0]
    FollowUpFactory(question=question, instruction="Bel voor de middag")
    html = browser.get(reverse("contacts:detail", args=[contact.uuid])).content.decode()
    for text in (
        "Hoe laat?<br>&lt;b&gt;open&lt;/b&gt;", "Zie wijkteam", "Z-1", "Beantwoord", "Noor Visser",
        "06 12345678", "Bel voor de middag", question.reference, agent.name,
        "Kwam binnen", "Aangenomen", "In de wacht gezet", "Afgerond", "5 s",
        "1 min 0 s", "2 min 0 s",
    ):  # fmt: skip
        assert text in html


def test_page_of_an_abandoned_call_says_so(municipality, browser) -> None:
    contact = ContactFactory(client=municipality, state="abandoned")
    html = browser.get(reverse("contacts:detail", args=[contact.uuid])).content.decode()
    assert "De klant hing op voordat wij opnamen." in html


def test_address_of_a_protected_party_is_not_shown(municipality, browser) -> None:
    party = PartyFactory(client=municipality, is_protected=True)
    contact = ContactFactory(client=municipality, party=party, caller_address="+31612345678")
    html = browser.get(reverse("contacts:detail", args=[contact.uuid])).content.decode()
    assert "+31612345678" not in html
    assert "06 12345678" not in html
    assert "geheimhouding" in html


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_whatever_the_number_of_questions(
    municipality, agent, browser, number, django_assert_num_queries
) -> None:
    contact = offer_contact(municipality, "phone", at=START)
    accept_contact(contact, by=agent, at=START)
    for _ in range(number):
        FollowUpFactory(question=QuestionFactory(contact=contact))
    with django_assert_num_queries(12):
        assert browser.get(reverse("contacts:detail", args=[contact.uuid])).status_code == 200


def test_presets_end_today(municipality, browser) -> None:
    form = browser.get(LIST, {"period": "year"}).context["form"]
    today = date.today()
    assert (form.period.first, form.period.last.year) == (date(today.year, 1, 1), today.year)
