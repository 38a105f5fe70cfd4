"""Lists of contacts as a file: just what the list shows, for who may, and never without a trace."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from gehoor.access.models import ProcessingLog
from gehoor.contacts import exporting
from gehoor.contacts.tests.factories import (
    ClosedContactFactory,
    ContactFactory,
    OutcomeFactory,
    QuestionFactory,
)
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.lib.downloads import Turn
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)
from gehoor.parties.tests.factories import PartyFactory

URL = "/contacten/bestand/"
MARCH = {"since": "2026-03-01", "until": "2026-03-31"}
ASKED = {"purpose": "Overleg met de keten", "format": "csv"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def employee_of(client: ClientOrganisation, *roles: str, **more: Any) -> Employee:
    employee: Any = EmployeeFactory(
        tenant=client.tenant, clients=[client], roles=list(roles), **more
    )
    return employee


@pytest.fixture
def manager(municipality) -> Employee:
    return employee_of(municipality, "manager")


@pytest.fixture
def browser(manager, sign_in) -> Client:
    return sign_in(manager)


def body(response: Any) -> bytes:
    assert response.status_code == 200, response.content
    content: bytes = response.getvalue()
    return content


def rows(browser: Client, codes: dict[str, str]) -> list[dict[str, str]]:
    text = body(browser.post(URL, MARCH | ASKED | codes)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def words(browser: Client, codes: dict[str, str] | None = None) -> list[str]:
    return [row["Vraag"] for row in rows(browser, codes or {})]


def test_row_says_what_the_list_says(municipality, browser) -> None:
    contact = ClosedContactFactory(
        client=municipality, caller_address="+31612345678",
        party=PartyFactory(client=municipality, last_name="Sluiswachter"),
        agent=EmployeeFactory(tenant=municipality.tenant, name="Joke Veerman"),
        question__text="Waar is mijn container? " + "x" * 200,
        question__theme=ThemeFactory(tenant=municipality.tenant, name="Afval"),
        question__product=ProductFactory(tenant=municipality.tenant, name="container"),
        question__article=ArticleFactory(tenant=municipality.tenant, title="Container kwijt"),
        question__department=DepartmentFactory(client=municipality, name="Reiniging"),
        question__note="Belt vaker",
    )  # fmt: skip
    [row] = rows(browser, {})
    assert row == {
        "Wanneer": "2026-03-02 10:00", "Contact": str(contact.uuid), "Kanaal": "Telefoon",
        "Richting": "Inkomend", "Organisatie": "Gemeente Waterrijk", "Stand": "Afgerond",
        "Vertrouwelijk": "nee", "Achteraf ingevoerd": "nee", "Wachttijd (seconden)": "10",
        "Afhandeltijd contact (seconden)": "180",
        "Vraagnummer": contact.questions.get().reference,
        "Vraag": "Waar is mijn container? " + "x" * 135 + "…", "Thema": "Afval",
        "Product": "container", "Artikel": "Container kwijt", "Vakafdeling": "Reiniging",
        "Uitkomst": "Beantwoord", "Zelf afgehandeld": "ja", "Afhandeltijd vraag (seconden)": "180",
    }  # fmt: skip


def test_no_person_stands_in_the_file(municipality, browser) -> None:
    ClosedContactFactory(
        client=municipality, caller_address="+31612345678",
        party=PartyFactory(client=municipality, last_name="Sluiswachter", is_protected=True),
        agent=EmployeeFactory(tenant=municipality.tenant, name="Joke Veerman"),
        question__note="Buurman van Sluiswachter",
    )  # fmt: skip
    text = body(browser.post(URL, MARCH | ASKED)).decode()
    for secret in ("Sluiswachter", "Veerman", "31612345678", "Buurman"):
        assert secret not in text


def test_workbook_has_the_same_rows(municipality, browser) -> None:
    ClosedContactFactory(client=municipality, question__text="=HYPERLINK(1)")
    data = body(browser.post(URL, MARCH | ASKED | {"format": "xlsx"}))
    [sheet] = openpyxl.load_workbook(BytesIO(data)).worksheets
    head, row = sheet.iter_rows(values_only=True)
    assert (row[0], row[head.index("Vraag")]) == (datetime(2026, 3, 2, 10), "=HYPERLINK(1)")
    assert words(browser) == ["'=HYPERLINK(1)"]


def test_each_question_is_a_row_and_a_call_without_one_too(municipality, browser) -> None:
    contact = ClosedContactFactory(client=municipality, question__text="Een")
    QuestionFactory(contact=contact, text="Twee")
    ContactFactory(client=municipality, state="abandoned", offered_at=START + timedelta(hours=1))
    found = rows(browser, {})
    assert [(row["Stand"], row["Vraag"]) for row in found] == [
        ("Opgehangen", ""), ("Afgerond", "Een"), ("Afgerond", "Twee"),
    ]  # fmt: skip
    assert len({row["Contact"] for row in found}) == 2


def test_only_questions_that_were_asked_for(municipality, browser) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, slug="afval")
    contact = ClosedContactFactory(
        client=municipality, question__text="Afval", question__theme=theme
    )
    QuestionFactory(contact=contact, text="Iets anders")
    ContactFactory(client=municipality, state="abandoned")
    assert words(browser, {"theme": "afval"}) == ["Afval"]
    assert words(browser, {"words": "anders"}) == ["Iets anders"]
    assert words(browser, {"article": str(ArticleFactory(tenant=municipality.tenant).uuid)}) == []


@pytest.mark.parametrize("chunk", [1, 2, 500])
def test_all_rows_come_once_and_newest_first(municipality, browser, chunk, monkeypatch) -> None:
    monkeypatch.setattr(exporting, "CHUNK", chunk)
    for number in range(7):  # some at the same moment
        at = START + timedelta(hours=number // 3)
        ClosedContactFactory(client=municipality, offered_at=at, question__text=str(number))
    found = words(browser)
    assert sorted(found) == [str(number) for number in range(7)]
    assert [int(word) // 3 for word in found] == [2, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("number", [1, 3])
def test_rows_take_the_same_queries_whatever_their_number(
    municipality, browser, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        ClosedContactFactory(client=municipality)
    with django_assert_num_queries(13):
        assert len(rows(browser, {})) == number


def test_confidential_contacts_are_for_who_has_the_right(municipality, browser, sign_in) -> None:
    ClosedContactFactory(client=municipality, is_confidential=True, question__text="Stil")
    ClosedContactFactory(client=municipality, question__text="Gewoon")
    assert set(words(browser)) == {"Stil", "Gewoon"}
    assert words(sign_in(employee_of(municipality, "improvement_manager"))) == ["Gewoon"]


def test_each_file_leaves_a_trace_with_its_purpose(municipality, manager, browser) -> None:
    ClosedContactFactory(client=municipality, question__text="Geheim woord")
    rows(browser, {"words": "geheim"})
    [look] = ProcessingLog.objects.all()
    assert (look.employee, look.action, look.subject_uuid) == (manager, "contacts_exported", None)
    assert look.purpose == "Overleg met de keten (2026-03-01 - 2026-03-31)"


@pytest.mark.parametrize("purpose", ["", "  ", "ab", "x" * 251])
def test_without_a_purpose_there_is_no_file(municipality, browser, purpose) -> None:
    ClosedContactFactory(client=municipality)
    response = browser.post(URL, MARCH | ASKED | {"purpose": purpose, "words": "container"})
    assert response.status_code == 422
    assert 'name="words" value="container"' in response.content.decode()
    assert not ProcessingLog.objects.exists()


def test_unknown_format_is_refused(browser) -> None:
    assert browser.post(URL, MARCH | ASKED | {"format": "exe"}).status_code == 422
    assert not ProcessingLog.objects.exists()


def test_asking_says_how_much_it_is_and_keeps_words_out_of_addresses(municipality, browser) -> None:
    ClosedContactFactory(client=municipality)
    response = browser.post(URL, MARCH | {"words": "container"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "1 contact" in html
    assert 'name="words" value="container"' in html
    assert "words=" not in html
    assert "container" not in browser.get(URL, MARCH | {"words": "container"}).content.decode()


def test_one_file_at_a_time(municipality, browser) -> None:
    """A process has two threads: one stays for the desk."""
    ClosedContactFactory(client=municipality)
    turn = Turn()
    response = browser.post(URL, MARCH | ASKED)
    assert response.status_code == 422
    assert "Er wordt al een bestand gemaakt" in response.content.decode()
    assert not ProcessingLog.objects.exists()
    turn.close()
    assert len(rows(browser, {})) == 1


def test_wrong_choice_goes_back_to_the_list(browser) -> None:
    response = browser.post(URL, {"since": "x"} | ASKED)
    assert response["Location"].startswith("/contacten/?")


# Who may


@pytest.mark.parametrize(
    "role", ["agent", "coach", "planner", "newsroom_analyst", "department_head", "editor"]
)
def test_who_has_no_right_to_files_is_refused(municipality, sign_in, role) -> None:
    ClosedContactFactory(client=municipality)
    browser = sign_in(employee_of(municipality, role))
    assert browser.post(URL, MARCH | ASKED).status_code == 403
    assert browser.get(URL).status_code == 403
    assert not ProcessingLog.objects.exists()
    if role == "agent":
        assert URL not in browser.get("/contacten/", MARCH).content.decode()


def test_other_clients_and_tenants_are_not_in_it(municipality, browser, sign_in, stranger) -> None:
    ClosedContactFactory(client=ClientFactory(tenant=municipality.tenant))
    assert rows(browser, {}) == []
    ClosedContactFactory(client=municipality)
    assert rows(sign_in(stranger), {}) == []


def test_who_is_not_signed_in_is_sent_away(client, db) -> None:
    assert "/aanmelden/" in client.post(URL, ASKED)["Location"]


def test_list_leads_to_the_file(municipality, browser) -> None:
    ClosedContactFactory(client=municipality)
    assert f'formaction="{URL}"' in browser.get("/contacten/", MARCH).content.decode()


def test_outcome_that_does_not_count_is_neither(municipality, browser) -> None:
    outcome = OutcomeFactory(tenant=municipality.tenant, code="x", counts="not_counted")
    ClosedContactFactory(client=municipality, question__outcome=outcome)
    [row] = rows(browser, {})
    assert row["Zelf afgehandeld"] == ""
