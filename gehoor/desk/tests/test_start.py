from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import accept_contact, offer_contact
from gehoor.contacts.models import Contact
from gehoor.contacts.tests.factories import ClosedContactFactory
from gehoor.desk.start import last_shift_of, start_of
from gehoor.followups.models import FollowUp
from gehoor.followups.tests.factories import FollowUpFactory
from gehoor.knowledge.instructions import Audience, read_instruction, write_instruction
from gehoor.knowledge.models import Instruction
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.actions import note_sign_in, note_sign_out
from gehoor.organisation.models import ClientOrganisation, Employee, Skill
from gehoor.organisation.tests.factories import ThemeFactory

SignIn = Callable[[Employee], Client]
DAY = timedelta(days=1)


def instruct(by: Employee, title: str, *, must_read: bool = False) -> Instruction:
    fields = {"title": title, "text": "<p>Doe dit.</p>", "must_read": must_read}
    return write_instruction(by.tenant, fields, Audience(), by=by, at=timezone.now())


# --- instructions ---------------------------------------------------------------


def test_what_one_must_read_stays_on_top_until_one_did(
    browser: Client, agent: Employee, coach: Employee
) -> None:
    first, later = instruct(coach, "Oud", must_read=True), instruct(coach, "Nieuw", must_read=True)
    news = instruct(coach, "Kantine dicht")
    page = browser.get("/mijn-dag/")
    start = page.context["start"]
    assert (start.to_read, start.unread) == ([later, first], [news])
    assert page.content.decode().count('aria-keyshortcuts="Alt+G"') == 1
    data = {"next": "/mijn-dag/"}
    answer = browser.post(f"/kennis/instructies/{later.uuid}/gelezen/", data)
    assert answer["Location"] == "/mijn-dag/"
    assert browser.get("/mijn-dag/").context["start"].to_read == [first]
    read_instruction(news, by=agent, at=timezone.now())
    assert browser.get("/mijn-dag/").context["start"].unread == []


def test_the_desk_reminds_of_it_between_contacts(
    browser: Client, coach: Employee, call: Contact, agent: Employee
) -> None:
    instruct(coach, "Lees dit", must_read=True)
    instruct(coach, "Mag", must_read=False)
    assert "1 instructie die u nog moet lezen" in browser.get("/werkplek/").content.decode()
    accept_contact(call, by=agent, at=timezone.now())
    assert "moet lezen" not in browser.get("/werkplek/").content.decode()


# --- promised and due ------------------------------------------------------------


def promise(agent: Employee, client: ClientOrganisation, kind: str, due: datetime) -> FollowUp:
    made: FollowUp = FollowUpFactory(
        question__contact__client=client, kind=kind, employee=agent, owner=agent, due_at=due
    )
    return made


def test_callbacks_by_due_date_and_tasks_of_today(
    agent: Employee, colleague: Employee, municipality: ClientOrganisation, now: datetime
) -> None:
    tomorrow = promise(agent, municipality, "callback", now + DAY)
    late = promise(agent, municipality, "callback", now - DAY)
    today = promise(agent, municipality, "task", now + timedelta(hours=3))
    overdue = promise(agent, municipality, "task", now - 3 * DAY)
    promise(agent, municipality, "task", now + DAY)
    promise(colleague, municipality, "callback", now)
    FollowUp.objects.filter(pk=promise(agent, municipality, "callback", now).pk).update(
        state="done", done_at=now
    )
    start = start_of(agent, at=now)
    assert list(start.callbacks) == [late, tomorrow]
    assert list(start.tasks) == [overdue, today]


def test_the_last_task_of_today_is_due_before_midnight(
    agent: Employee, municipality: ClientOrganisation, now: datetime
) -> None:
    midnight = now.replace(hour=23)
    before = promise(agent, municipality, "task", midnight - timedelta(seconds=1))
    promise(agent, municipality, "task", midnight)
    assert list(start_of(agent, at=now).tasks) == [before]


# --- new since the last shift ------------------------------------------------------


def test_the_last_shift_is_the_last_sign_before_today(
    agent: Employee, municipality: ClientOrganisation, now: datetime
) -> None:
    assert last_shift_of(agent, at=now) == now - 7 * DAY
    note_sign_in(agent, at=now - 4 * DAY)
    note_sign_out(agent, at=now - 3 * DAY)
    note_sign_in(agent, at=now)
    assert last_shift_of(agent, at=now) == now - 3 * DAY
    ClosedContactFactory(client=municipality, agent=agent, offered_at=now - 2 * DAY)
    ClosedContactFactory(client=municipality, agent=agent, offered_at=now - timedelta(hours=1))
    assert last_shift_of(agent, at=now) == now - 2 * DAY


def test_who_was_long_away_gets_six_weeks(agent: Employee, now: datetime) -> None:
    note_sign_out(agent, at=now - 400 * DAY)
    assert last_shift_of(agent, at=now) == now - 42 * DAY


def test_new_and_changed_articles_of_her_themes(
    agent: Employee, municipality: ClientOrganisation, now: datetime
) -> None:
    tenant = municipality.tenant
    refuse, taxes = ThemeFactory(tenant=tenant), ThemeFactory(tenant=tenant)
    note_sign_out(agent, at=now - DAY)
    changed = ArticleFactory(tenant=tenant, theme=refuse, updated_at=now)
    other = ArticleFactory(tenant=tenant, theme=taxes, updated_at=now - timedelta(hours=1))
    ArticleFactory(tenant=tenant, theme=refuse, updated_at=now - 2 * DAY)
    became = ArticleFactory(
        tenant=tenant, theme=refuse, updated_at=now - 9 * DAY, valid_from=now - timedelta(hours=9)
    )
    ArticleFactory(tenant=tenant, theme=refuse, updated_at=now, valid_from=now + DAY)
    ArticleFactory(tenant=tenant, theme=refuse, updated_at=now, state="draft")
    ArticleFactory(theme=refuse, updated_at=now)
    assert list(start_of(agent, at=now).articles) == [changed, other, became]
    Skill.objects.create(tenant=tenant, employee=agent, theme=refuse, channel="phone")
    assert list(start_of(agent, at=now).articles) == [changed, became]


def test_what_is_new_is_capped(
    agent: Employee, municipality: ClientOrganisation, now: datetime
) -> None:
    ArticleFactory.create_batch(13, tenant=municipality.tenant, updated_at=now)
    assert len(start_of(agent, at=now).articles) == 10


# --- what lay overnight --------------------------------------------------------------


def test_open_overnight_is_shown_to_her_and_to_who_may_take_over(
    municipality: ClientOrganisation,
    agent: Employee,
    colleague: Employee,
    senior: Employee,
    browser: Client,
    sign_in: SignIn,
) -> None:
    yesterday = timezone.now() - DAY
    contact = offer_contact(municipality, "email", at=yesterday)
    accept_contact(contact, by=agent, at=yesterday)
    page = browser.get("/mijn-dag/")
    assert page.context["start"].contacts == [contact]
    assert "blijven liggen" in page.content.decode()
    left = sign_in(senior).get("/mijn-dag/").context["start"].left
    assert [(one.contact, one.is_overnight) for one in left] == [(contact, True)]
    assert sign_in(colleague).get("/mijn-dag/").context["start"].left == []
    contact.refresh_from_db()
    assert contact.state == Contact.State.OPEN


# --- the page ------------------------------------------------------------------------


def test_it_is_the_first_page_and_one_key_from_the_desk(browser: Client, call: Contact) -> None:
    assert browser.get("/")["Location"] == "/mijn-dag/"
    page = browser.get("/mijn-dag/")
    content = page.content.decode()
    assert 'href="/werkplek/" aria-keyshortcuts="Alt+W"' in content
    assert [ring.contact for ring in page.context["waiting"]] == [call]
    assert 'aria-keyshortcuts="Alt+A"' in content


def test_wrong_role_and_nobody(planner: Employee, sign_in: SignIn) -> None:
    for path in ("/mijn-dag/", "/mijn-dag/contacten/"):
        assert sign_in(planner).get(path).status_code == 403
        assert Client().get(path)["Location"].startswith("/aanmelden/")


def test_a_stranger_starts_with_nothing_of_ours(
    open_call: Contact, coach: Employee, agent: Employee, stranger: Employee, sign_in: SignIn
) -> None:
    instruct(coach, "Voor ons")
    promise(agent, open_call.client, "callback", timezone.now())
    ArticleFactory(tenant=agent.tenant, updated_at=timezone.now())
    start = sign_in(stranger).get("/mijn-dag/").context["start"]
    parts = (start.to_read, start.unread, start.contacts, start.left, start.articles)
    assert all(part == [] for part in parts)
    assert list(start.callbacks) == []


def test_queries_do_not_grow_with_what_there_is(
    browser: Client,
    agent: Employee,
    coach: Employee,
    colleague: Employee,
    municipality: ClientOrganisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    now = timezone.now()
    note_sign_out(colleague, at=now)

    def one_more() -> None:
        instruct(coach, "Lees dit", must_read=True)
        instruct(coach, "En dit")
        for kind in ("callback", "task"):
            promise(agent, municipality, kind, now)
        ArticleFactory(tenant=agent.tenant, theme=ThemeFactory(tenant=agent.tenant), updated_at=now)
        for who in (agent, colleague):
            accept_contact(offer_contact(municipality, "phone", at=now), by=who, at=now)

    def count() -> int:
        with django_assert_max_num_queries(30) as queries:
            browser.get("/mijn-dag/")
        return len(queries)

    one_more()
    browser.get("/mijn-dag/")
    once = count()
    one_more(), one_more()  # type: ignore[func-returns-value]
    assert count() == once


@pytest.mark.parametrize("number", [0, 1])
def test_ringing_goes_on_there(browser: Client, call: Contact, number: int) -> None:
    if not number:
        Contact.objects.all().delete()
    assert browser.get("/mijn-dag/").content.decode().count("data-ring=") == number
