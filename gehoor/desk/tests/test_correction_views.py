from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gehoor.contacts.actions import Answered
from gehoor.contacts.models import Contact, FormerWords, Question
from gehoor.contacts.months import fix_month
from gehoor.contacts.tests.factories import ClosedContactFactory, QuestionFactory
from gehoor.desk.tests.conftest import FillIn
from gehoor.followups.actions import Promise, finish_contact
from gehoor.followups.models import FollowUp
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.models import Employee, OpeningHours
from gehoor.organisation.tests.factories import (
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)

SignIn = Callable[[Employee], Client]
WAYS = ("verbeteren", "splitsen", "samenvoegen")


def address(question: Question, way: str = "verbeteren") -> str:
    return f"/contacten/{question.contact.uuid}/vraag/{question.uuid}/{way}/"


@pytest.fixture
def closed(open_call: Contact, agent: Employee, outcomes) -> list[Question]:
    """Two questions; the first with a promise."""
    asked = [
        (Answered("mijn pas en bak", outcomes["looked_up"]),
         Promise("Bel over de pas", timezone.now() + timedelta(days=1))),
        (Answered("en wanneer", outcomes["answered"], note="haast"), Promise()),
    ]  # fmt: skip
    return finish_contact(open_call, asked, by=agent, at=timezone.now())


@pytest.fixture
def coach(municipality) -> Employee:
    employee: Employee = EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=["coach"], name="Coby Coach"
    )
    return employee


def kept(contact: Contact) -> list[str]:
    return list(contact.questions.order_by("position").values_list("text", flat=True))


# Who may


def test_page_of_the_contact_leads_to_corrections(browser, closed, colleague, sign_in) -> None:
    page = f"/contacten/{closed[0].contact.uuid}/"
    shown = browser.get(page).content.decode()
    assert all(address(row, way) in shown for row in closed for way in WAYS)
    assert "/verbeteren/" not in sign_in(colleague).get(page).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_who_may_not_is_refused(closed, way, sign_in, colleague, other_clients_agent, stranger,
                                client, municipality) -> None:  # fmt: skip
    url = address(closed[0], way)
    planner = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])
    for employee, status in (
        (planner, 403), (colleague, 403), (other_clients_agent, 404), (stranger, 404),
    ):  # fmt: skip
        assert sign_in(employee).get(url).status_code == status
        assert sign_in(employee).post(url, {}).status_code == status
    assert client.get(url).status_code == 302
    assert Contact.objects.get().corrections == 0


def test_own_contact_of_yesterday_is_for_the_coach(closed, browser, coach, sign_in) -> None:
    Contact.objects.update(closed_at=timezone.now() - timedelta(days=1, minutes=1))
    assert browser.get(address(closed[0])).status_code == 403
    assert sign_in(coach).get(address(closed[0])).status_code == 200


# Correcting


def test_question_is_corrected(browser, closed, fill_in: FillIn, outcomes, municipality) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, name="Afval")
    product = ProductFactory(tenant=municipality.tenant, name="milieupas")
    article = ArticleFactory(tenant=municipality.tenant, title="Pas kwijt")
    department = DepartmentFactory(client=municipality)
    form = fill_in(
        {"text": "mijn milieupas", "outcome": outcomes["transferred"], "theme": theme,
         "product": "Milieupas", "article": "Pas kwijt", "department": department},
    )  # fmt: skip
    page = browser.post(address(closed[1]), form)
    assert (page.status_code, page["Location"]) == (302, f"/contacten/{closed[1].contact.uuid}/")
    row = Question.objects.get(pk=closed[1].pk)
    assert (row.text, row.theme, row.product, row.article, row.department, row.outcome) == (
        "mijn milieupas", theme, product, article, department, outcomes["transferred"],
    )  # fmt: skip
    assert (row.note, row.subject) == ("haast", "milieupas")
    shown = browser.get(page["Location"]).content.decode()
    for told in ("Eerdere woorden", "en wanneer", "Vraag anders ingedeeld", "Thema: – → Afval",
                 "Afloop: Beantwoord → Doorverbonden"):  # fmt: skip
        assert told in shown


def test_form_shows_what_the_question_has_in_use_or_not(
    browser, closed, fill_in: FillIn, outcomes, municipality
) -> None:
    theme = ThemeFactory(tenant=municipality.tenant, name="Oud thema", is_active=False)
    product = ProductFactory(tenant=municipality.tenant, name="oud product", is_active=False)
    article = ArticleFactory(tenant=municipality.tenant, title="Oud artikel", state="archived")
    Question.objects.filter(pk=closed[1].pk).update(theme=theme, product=product, article=article)
    outcomes["answered"].is_active = False
    outcomes["answered"].save()
    shown = browser.get(address(closed[1])).content.decode()
    assert all(word in shown for word in ("Oud thema", "oud product", "Oud artikel", "en wanneer"))
    same = {"text": "en wanneer?", "outcome": outcomes["answered"], "theme": theme,
            "product": "oud product", "article": "Oud artikel"}  # fmt: skip
    assert browser.post(address(closed[1]), fill_in(same)).status_code == 302
    row = Question.objects.get(pk=closed[1].pk)
    assert (row.text, row.theme, row.product, row.article) == (
        "en wanneer?", theme, product, article,
    )  # fmt: skip


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    browser, closed, fill_in, outcomes
) -> None:
    wrong = {"text": "nieuwe woorden", "outcome": outcomes["answered"], "product": "bestaat niet",
             "article": "Ook niet"}  # fmt: skip
    page = browser.post(address(closed[1]), fill_in(wrong))
    shown = page.content.decode()
    assert page.status_code == 422
    assert all(word in shown for word in ("nieuwe woorden", "bestaat niet", "Ook niet"))
    assert "Dit artikel kennen we niet" in shown
    assert not FormerWords.objects.exists()


def test_outcome_with_a_promise_makes_it(browser, closed, fill_in, outcomes, municipality) -> None:
    due = timezone.localdate() + timedelta(days=1)
    for weekday in range(7):
        OpeningHours.objects.create(
            tenant=municipality.tenant, client=municipality, weekday=weekday,
            opens="08:00", closes="23:59",
        )  # fmt: skip
    asked = {"text": "en wanneer", "outcome": outcomes["looked_up"],
             "instruction": "Bel over wanneer", "due_on": due.isoformat()}  # fmt: skip
    assert browser.post(address(closed[1]), fill_in(asked)).status_code == 302
    assert closed[1].follow_ups.get().instruction == "Bel over wanneer"


# Splitting


def test_question_is_split_with_its_promise(browser, closed, fill_in, outcomes) -> None:
    promise = FollowUp.objects.get()
    form = fill_in(
        {"text": "mijn pas", "outcome": outcomes["answered"]},
        {"text": "mijn bak", "outcome": outcomes["looked_up"]},
    )
    page = browser.post(address(closed[0], "splitsen"), form | {f"promise-{promise.uuid}": "1"})
    assert page.status_code == 302
    contact = closed[0].contact
    assert kept(contact) == ["mijn pas", "mijn bak", "en wanneer"]
    assert FollowUp.objects.get().question.text == "mijn bak"
    assert sum(row.handle_ms for row in contact.questions.all()) == Contact.objects.get().handle_ms


def test_parts_come_and_go_and_keep_what_is_typed(browser, closed, fill_in, outcomes) -> None:
    url = address(closed[0], "splitsen")
    assert len(browser.get(url).context["formset"].forms) == 2
    typed = [{"text": f"deel {n}", "outcome": outcomes["answered"]} for n in range(2)]
    more = browser.post(url, fill_in(*typed) | {"more": "1"}).context["formset"]
    assert [form["text"].value() for form in more] == ["deel 0", "deel 1", ""]
    typed.append({"text": "deel 2", "outcome": outcomes["answered"]})
    less = browser.post(url, fill_in(*typed) | {"less": "1"}).context["formset"]
    assert [form["text"].value() for form in less] == ["deel 0", "deel 2"]
    assert kept(closed[0].contact) == ["mijn pas en bak", "en wanneer"]


def test_one_part_is_refused_in_words(browser, closed, fill_in, outcomes) -> None:
    form = fill_in({"text": "mijn pas", "outcome": outcomes["answered"]})
    page = browser.post(address(closed[0], "splitsen"), form)
    assert page.status_code == 422
    assert "Verdeel de vraag over minstens twee vragen." in page.content.decode()


# Merging


def test_two_questions_become_one(browser, closed, outcomes) -> None:
    first, second = closed
    url = address(first, "samenvoegen")
    assert browser.get(url).context["form"]["other"].value() == str(second.uuid)
    form = {"revision": "0", "other": str(second.uuid), "codes_of": "other"}
    assert browser.post(url, form).status_code == 302
    row = Question.objects.get()
    assert (row.text, row.outcome) == ("mijn pas en bak\nen wanneer", outcomes["answered"])
    assert row.follow_ups.count() == 1


def test_question_of_another_contact_cannot_be_chosen(browser, closed, municipality) -> None:
    other = ClosedContactFactory(client=municipality).questions.get()
    form = {"revision": "0", "other": str(other.uuid), "codes_of": "this"}
    assert browser.post(address(closed[0], "samenvoegen"), form).status_code == 422
    assert browser.post(address(closed[0], "samenvoegen"), {"revision": "0"}).status_code == 422
    assert Question.objects.count() == 3


# Two at once, and fixed months


@pytest.mark.parametrize("way", ["verbeteren", "splitsen"])
def test_who_comes_second_hears_it_and_keeps_what_she_typed(
    browser, closed, fill_in, outcomes, coach, sign_in, way
) -> None:
    first = {"text": "van de coach", "outcome": outcomes["answered"]}
    assert sign_in(coach).post(address(closed[1]), fill_in(first)).status_code == 302
    typed = [{"text": f"van mij {n}", "outcome": outcomes["answered"]} for n in range(2)]
    form = fill_in(*typed[: 1 if way == "verbeteren" else 2])
    page = browser.post(address(closed[1], way), form)
    shown = page.content.decode()
    assert page.status_code == 409
    assert "Coby Coach heeft dit contact om" in shown
    assert "van mij 0" in shown
    assert "van de coach" in shown
    assert kept(closed[1].contact) == ["mijn pas en bak", "van de coach"]
    again = browser.post(address(closed[1], way), form | {"revision": "1"})
    assert again.status_code == 302
    assert "van mij 0" in kept(closed[1].contact)


def test_words_typed_about_a_merged_question_are_shown(
    browser, closed, fill_in, outcomes, coach, sign_in
) -> None:
    first, second = closed
    merge = {"revision": "0", "other": str(second.uuid), "codes_of": "this"}
    sign_in(coach).post(address(first, "samenvoegen"), merge)
    form = fill_in({"text": "lang getypt", "outcome": outcomes["answered"]})
    page = browser.post(address(second), form)
    assert page.status_code == 409
    assert "lang getypt" in page.content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_fixed_month_is_refused_with_who_and_what_to_do(
    municipality, coach, sign_in, outcomes, fill_in, way
) -> None:
    contact = ClosedContactFactory(
        client=municipality, offered_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        closed_at=datetime(2026, 3, 2, 10, tzinfo=UTC), question__position=1,
    )  # fmt: skip
    QuestionFactory(contact=contact, position=2)
    manager = EmployeeFactory(tenant=municipality.tenant, name="Ria Baas")
    fix_month(municipality, contact.offered_at.date(), by=manager, at=timezone.now())
    one, other = contact.questions.order_by("position")
    form = fill_in(*({"text": f"van mij {n}", "outcome": outcomes["answered"]} for n in range(2)))
    if way == "verbeteren":
        form = fill_in({"text": "van mij 0", "outcome": outcomes["answered"]})
    form |= {"other": str(other.uuid), "codes_of": "this"}
    browser = sign_in(coach)
    seen = browser.get(address(one, way)).content.decode()
    page = browser.post(address(one, way), form)
    assert page.status_code == 422
    for shown in (seen, page.content.decode()):
        assert "maart 2026 zijn vastgesteld door Ria Baas" in shown
        assert "Vraag een manager om de maand weer open te zetten" in shown
    assert way == "samenvoegen" or "van mij 0" in page.content.decode()
    assert 'name="revision"' not in seen
    contact.refresh_from_db()
    assert contact.corrections == 0


def test_page_of_a_contact_costs_no_more(browser, closed, django_assert_num_queries) -> None:
    page = f"/contacten/{closed[0].contact.uuid}/"
    browser.get(page)
    with CaptureQueriesContext(connection) as seen:
        browser.get(page)
    Question.objects.filter(pk=closed[1].pk).delete()
    with django_assert_num_queries(len(seen)):
        browser.get(page)
