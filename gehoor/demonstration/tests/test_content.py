"""The files of content/ agree with each other and with the standards they follow."""

import re
from collections import Counter
from typing import Any

import phonenumbers
import pytest
from stdnum.nl import bsn

from gehoor.demonstration.texts import Content, Row
from gehoor.parties.models import Representation

OUTCOMES = {
    "answered", "looked_up", "report_taken", "listened", "transferred",
    "passed_on", "appointment", "referred", "ended_by_citizen",
}  # fmt: skip
CHANNELS = {"phone", "email", "chat", "whatsapp", "webform", "counter", "post", "social"}
ROLES = {
    "agent", "senior", "coach", "editor", "department_employee", "department_head", "planner",
    "newsroom_analyst", "improvement_manager", "host", "manager", "administrator",
    "privacy_officer",
}  # fmt: skip

CONTENT = Content()
MUNICIPALITY = CONTENT.municipality
PRODUCTS = CONTENT.products
EMPLOYEES: list[Row] = CONTENT.staff["employee"]
ARTICLES = CONTENT.articles
QUESTIONS = CONTENT.questions
PERSONS, ORGANISATIONS = CONTENT.people["persons"], CONTENT.people["organisations"]

CLIENTS = {row["slug"] for row in MUNICIPALITY["client"]}
THEMES = {row["slug"] for row in MUNICIPALITY["theme"]}
DEPARTMENTS = {row["slug"]: row["client"] for row in MUNICIPALITY["department"]}
EMAILS = {row["email"] for row in EMPLOYEES}


def doubles(values: list[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def words(html: str) -> int:
    return len(re.sub(r"<[^>]+>", " ", html).split())


def is_valid_phone(number: str) -> bool:
    parsed = phonenumbers.parse(number)
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return phonenumbers.is_valid_number(parsed) and e164 == number


def test_counts_reach_what_the_demonstration_promises() -> None:
    own = [slug for slug, client in DEPARTMENTS.items() if client == "waterrijk"]
    agents = [row for row in EMPLOYEES if "agent" in row["roles"]]
    assert (len(CLIENTS), len(THEMES), len(own), len(agents)) == (3, 7, 18, 45)
    assert len(PRODUCTS) >= 40
    assert len(ARTICLES) >= 150
    assert len(QUESTIONS) >= 1500
    assert (len(PERSONS), len(ORGANISATIONS)) == (151, 20)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([row["slug"] for row in MUNICIPALITY["department"]], id="departments"),
        pytest.param([row["address"] for row in MUNICIPALITY["entrance"]], id="entrances"),
        pytest.param([row["name"] for row in PRODUCTS], id="products"),
        pytest.param([row["uri"] for row in PRODUCTS], id="uris"),
        pytest.param([row["email"] for row in EMPLOYEES], id="employees"),
        pytest.param([row["reference"] for row in ARTICLES], id="articles"),
        pytest.param([row["title"] for row in ARTICLES], id="titles"),
        pytest.param([row["text"].casefold() for row in QUESTIONS], id="questions"),
        pytest.param([row["id"] for row in PERSONS + ORGANISATIONS], id="people"),
        pytest.param([row["bsn"] for row in PERSONS if row["bsn"]], id="bsn"),
        pytest.param([row["kvk"] for row in ORGANISATIONS], id="kvk"),
    ],
)
def test_keys_are_unique(values: list[str]) -> None:
    assert doubles(values) == []


@pytest.mark.parametrize("kind", ["entrance", "service_level", "opening_hours", "closure"])
def test_settings_name_a_client_and_its_own_department(kind: str) -> None:
    for row in MUNICIPALITY[kind]:
        assert row["client"] in CLIENTS
        assert DEPARTMENTS.get(row.get("department"), row["client"]) == row["client"]
        assert row.get("channel", "phone") in CHANNELS


def test_products_have_a_theme_and_a_department() -> None:
    for row in PRODUCTS:
        assert row["theme"] in THEMES, row["name"]
        assert row["department"] in DEPARTMENTS, row["name"]
        assert row["uri"].startswith("http://standaarden.overheid.nl/owms/terms/")


def test_every_role_is_somebody() -> None:
    assert {role for row in EMPLOYEES for role in row["roles"]} == ROLES


def test_employees_fit_the_organisation() -> None:
    for row in EMPLOYEES:
        assert row["email"].endswith("@waterrijk.example")
        assert set(row["clients"]) <= CLIENTS
        assert DEPARTMENTS.get(row.get("department"), row["clients"][0]) in row["clients"]
        assert ("level" in row) == ("agent" in row["roles"]) == ("skills" in row)


def test_skills_cover_every_theme_by_phone() -> None:
    blocks = [block for row in EMPLOYEES for block in row.get("skills", [])]
    assert {channel for block in blocks for channel in block["channels"]} <= CHANNELS
    assert {block["level"] for block in blocks} <= {1, 2, 3}
    by_phone = {t for block in blocks if "phone" in block["channels"] for t in block["themes"]}
    assert by_phone == THEMES


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: row["reference"])
def test_article_is_complete_and_refers_to_what_exists(row: Row) -> None:
    assert row["theme"] in THEMES
    assert DEPARTMENTS[row["department"]] == row.get("client", "waterrijk")
    assert set(row["products"]) <= {product["name"] for product in PRODUCTS}
    assert {addition["client"] for addition in row.get("addition", [])} <= CLIENTS
    assert 80 <= words(row["answer"]) <= 220
    assert words(row["internal"]) >= 20
    assert set(re.findall(r"</?(\w+)", row["answer"])) <= {
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "h3",
        "a",
    }
    assert row["keywords"]


def test_articles_refer_to_articles() -> None:
    references = {row["reference"] for row in ARTICLES}
    found = [
        (row["reference"], other)
        for row in ARTICLES
        for other in re.findall(r"\bzie ([a-z]+-[a-z-]+)", row["internal"], re.IGNORECASE)
    ]
    assert [pair for pair in found if pair[1] not in references] == []


def test_questions_have_an_article_or_a_theme_with_a_department() -> None:
    references = {row["reference"] for row in ARTICLES}
    for row in QUESTIONS:
        assert row["outcome"] in OUTCOMES, row["text"]
        assert row["channel"] in CHANNELS, row["text"]
        assert row["article"] in references or row["theme"] in THEMES, row["text"]
        assert row.get("department", "burgerzaken") in DEPARTMENTS, row["text"]
        assert row.get("client", "waterrijk") in CLIENTS, row["text"]


def test_questions_that_leave_the_desk_say_where_to() -> None:
    away = [row for row in QUESTIONS if row["outcome"] in {"passed_on", "transferred"}]
    assert [row["text"] for row in away + unanswered() if "department" not in row] == []


def unanswered() -> list[Row]:
    return [row for row in QUESTIONS if row["article"] is None]


def test_a_tenth_of_the_questions_is_not_in_the_knowledge_base() -> None:
    assert 0.08 <= len(unanswered()) / len(QUESTIONS) <= 0.14
    assert {row["outcome"] for row in unanswered()} == {"passed_on", "transferred", "looked_up"}
    assert {row["theme"] for row in unanswered()} == THEMES


def test_every_article_is_asked_for() -> None:
    asked = {row["article"] for row in QUESTIONS}
    assert [row["reference"] for row in ARTICLES if row["reference"] not in asked] == []


def test_telephone_numbers_are_valid() -> None:
    rows = MUNICIPALITY["department"] + EMPLOYEES + PERSONS + ORGANISATIONS
    rows += [row["contact"] for row in ORGANISATIONS]
    entrances = [row["address"] for row in MUNICIPALITY["entrance"]]
    numbers = [row["phone"] for row in rows if row["phone"]]
    numbers += [address for address in entrances if address.startswith("+")]
    assert [number for number in numbers if not is_valid_phone(number)] == []


def test_bsn_are_real_in_form_and_nobodys() -> None:
    """They begin with 9999, as those of the test persons of government do."""
    numbers = [row["bsn"] for row in PERSONS if row["bsn"]]
    assert [n for n in numbers if not (bsn.is_valid(n) and n.startswith("9999"))] == []


def test_kvk_numbers_are_made_up() -> None:
    assert [r["kvk"] for r in ORGANISATIONS if not re.fullmatch(r"0000\d{4}", r["kvk"])] == []


def test_people_speak_languages_and_have_flags_with_an_end() -> None:
    assert {row["language"] for row in PERSONS} >= {"nld", "eng", "pol", "ara", "ukr"}
    assert sum(row.get("is_protected", False) for row in PERSONS) >= 5
    flags = [flag for row in PERSONS for flag in row.get("flags", [])]
    assert len(flags) >= 5
    assert [f for f in flags if f["owner"] not in EMAILS or f["ends_in_days"] < 1] == []


def test_representations_are_of_people_who_are_there() -> None:
    people = {row["id"]: row for row in PERSONS + ORGANISATIONS}
    rows = CONTENT.people["representations"]
    assert {row["kind"] for row in rows} == set(Representation.Kind)
    for row in rows:
        pair = [people[row["representative"]], people[row["represented"]]]
        assert pair[0]["client"] == pair[1]["client"]
        assert row["proof"] in Representation.Proof
        assert row["by"] in EMAILS
        assert set(row.get("themes", [])) <= THEMES
    assert any(people[row["represented"]].get("is_protected") for row in rows)
    assert min(row["ends_in_days"] for row in rows) < 0 < max(row["ends_in_days"] for row in rows)


def test_addresses_of_people_do_not_exist() -> None:
    emails = [row["email"] for row in PERSONS + ORGANISATIONS if row["email"]]
    assert [email for email in emails if not email.endswith("@voorbeeld.example")] == []
    assert {row["client"] for row in PERSONS + ORGANISATIONS} <= CLIENTS
