"""The tables of the page of figures as a file."""

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from gehoor.contacts.tests.factories import ClosedContactFactory, ContactFactory
from gehoor.insight.tables import MOST_ASKED
from gehoor.insight.tests.test_figures import MARCH, browser, count, employee_of, manager
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.tests.factories import DepartmentFactory, EmployeeFactory, ThemeFactory

__all__ = ["browser", "manager"]
URL = "/cijfers/bestand/"


def table(browser: Any, codes: dict[str, str]) -> list[list[str]]:
    response = browser.get(f"{URL}csv/", codes)
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_file_holds_the_tables_of_the_page(municipality, browser) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, name="Afval")
    agent = EmployeeFactory(tenant=municipality.tenant, name="Joke Sluiswachter")
    ClosedContactFactory(client=municipality, question__theme=theme, agent=agent)
    ContactFactory(client=municipality, state="abandoned", wait_ms=5_000)
    count(municipality)
    found = table(browser, MARCH)
    assert found[:4] == [
        ["Cijfers", "2026-03-01 - 2026-03-31"],
        [],
        [
            "", "Aangeboden", "Beantwoord", "Opgehangen", "Gemiddelde wachttijd (seconden)",
            "Klantcontacten", "Gemiddelde afhandeltijd (seconden)", "Vragen", "Zelf afgehandeld",
        ],
        ["Totaal", "2", "1", "1", "10", "1", "180", "1", "1"],
    ]  # fmt: skip
    heads = [row[0] for row in found if len(row) > 1 and row[1] in ("Vragen", "Aangeboden")]
    assert heads == ["", "Per thema", "Per kanaal", "Per vakafdeling", "Waar vragen over gaan"]
    assert ["Afval", "1", "1", "0", "180"] in found
    assert "Sluiswachter" not in str(found)


def test_file_holds_all_subjects_not_the_first_few(municipality, browser) -> None:
    for number in range(MOST_ASKED + 3):
        article = ArticleFactory(tenant=municipality.tenant, title=f"Artikel {number}")
        ClosedContactFactory(client=municipality, question__article=article)
    count(municipality)
    found = [row for row in table(browser, MARCH) if row and row[0].startswith("Artikel ")]
    assert len(found) == MOST_ASKED + 3


def test_workbook_opens(municipality, browser) -> None:
    ClosedContactFactory(client=municipality)
    count(municipality)
    response = browser.get(f"{URL}xlsx/", MARCH)
    [sheet] = openpyxl.load_workbook(BytesIO(response.getvalue())).worksheets
    assert (sheet["A1"].value, sheet["B4"].value) == ("Cijfers", 1)
    assert response["Content-Disposition"].endswith('cijfers 2026-03-01 2026-03-31.xlsx"')


def test_head_takes_her_own_department_only(municipality, sign_in) -> None:
    own, other = (DepartmentFactory(client=municipality, name=name) for name in ("Wij", "Zij"))
    for department in (own, other):
        ClosedContactFactory(client=municipality, question__department=department)
    count(municipality)
    head = employee_of(municipality, "department_head", department=own)
    found = table(sign_in(head), MARCH)
    assert ["Totaal", "1", "1", "0", "180"] in found
    assert "Zij" not in {row[0] for row in found if row}


@pytest.mark.parametrize("role", ["agent", "editor", "department_employee"])
def test_who_may_not_see_figures_takes_none(municipality, sign_in, role) -> None:
    assert sign_in(employee_of(municipality, role)).get(f"{URL}csv/").status_code == 403


def test_who_is_not_signed_in_is_sent_away(client, db) -> None:
    assert "/aanmelden/" in client.get(f"{URL}csv/")["Location"]


def test_stranger_finds_nothing(municipality, sign_in, stranger) -> None:
    ClosedContactFactory(client=municipality)
    count(municipality)
    assert ["Totaal", "0", "0", "0", "", "0", "", "0", ""] in table(sign_in(stranger), MARCH)


def test_other_kinds_of_files_do_not_exist(browser) -> None:
    assert browser.get(f"{URL}exe/").status_code == 404


def test_wrong_choice_goes_back_to_the_page(browser) -> None:
    assert browser.get(f"{URL}csv/", {"since": "x"})["Location"].startswith("/cijfers/?since=x")
