from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.events.models import Event
from gehoor.knowledge.instructions import (
    Audience,
    InstructionChangedMeanwhile,
    change_instruction,
    read_instruction,
    readers_of,
    receipts_of,
    write_instruction,
)
from gehoor.knowledge.models import Instruction, InstructionRead
from gehoor.organisation.models import ClientOrganisation, Employee, Team
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory

SignIn = Callable[[Employee], Client]
LIST = "/kennis/instructies/"
FIELDS = {"title": "Wachtrij bij storing", "text": "<p>Zeg dat het <strong>druk</strong> is.</p>"}


@pytest.fixture
def coach(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["coach"])


@pytest.fixture
def editor(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["editor"])


def write(by: Employee, *, at: datetime | None = None, **more: Any) -> Instruction:
    audience = Audience(**{n: more.pop(n) for n in ("clients", "roles", "teams") if n in more})
    at = at or timezone.now()
    fields = {**FIELDS, "valid_from": at, **more}
    return write_instruction(by.tenant, fields, audience, by=by, at=at)


def page_of(instruction: Instruction, part: str = "") -> str:
    return f"{LIST}{instruction.uuid}/{part}"


# --- writing ----------------------------------------------------------------


def test_words_are_kept_harmless(coach: Employee, now: datetime) -> None:
    made = write(
        coach,
        at=now,
        title=" Let\nop \x00 ",
        text="<h1>Nieuw</h1><script>x</script><p>Doe dit.</p>",
    )
    made.refresh_from_db()
    assert (made.title, made.text) == ("Let op", "<h3>Nieuw</h3><p>Doe dit.</p>")
    assert (made.author, made.edition, made.revision) == (coach, 1, 1)
    event = Event.objects.get(kind="instruction.written")
    assert (event.subject_id, event.by_id, event.data) == (made.pk, coach.pk, {"edition": 1})


def test_change_on_an_older_revision_is_refused(coach: Employee, now: datetime) -> None:
    made = write(coach, at=now)
    fields = {"text": "<p>Anders.</p>"}
    change_instruction(made, fields, Audience(), revision=1, by=coach, at=now)
    with pytest.raises(InstructionChangedMeanwhile):
        change_instruction(made, {"text": "<p>Ook.</p>"}, Audience(), revision=1, by=coach, at=now)
    made.refresh_from_db()
    assert (made.text, made.revision) == ("<p>Anders.</p>", 2)


def test_end_before_begin_is_refused_by_the_database(coach: Employee, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(coach, at=now, valid_until=now - timedelta(days=1))


# --- for whom ---------------------------------------------------------------


def addressed(employee: Employee) -> set[Instruction]:
    return set(Instruction.objects.visible_to(employee).addressed_to(employee))


def test_nobody_named_is_everybody(coach: Employee, agent: Employee, stranger: Employee) -> None:
    made = write(coach)
    assert addressed(agent) == {made}
    assert addressed(stranger) == set()


def test_clients_roles_and_teams_each_narrow(
    coach: Employee, agent: Employee, colleague: Employee, municipality: ClientOrganisation
) -> None:
    team = Team.objects.create(tenant=municipality.tenant, name="Vroege dienst")
    team.members.set([agent])
    elsewhere = ClientFactory(tenant=municipality.tenant)
    own = write(coach, clients=[municipality], roles=["agent", "host"], teams=[team])
    write(coach, clients=[elsewhere])
    for_hosts = write(coach, roles=["host"])
    assert addressed(agent) == {own}
    assert addressed(colleague) == set()
    assert set(readers_of(own)) == {agent}
    assert list(readers_of(for_hosts)) == []


def test_somebody_of_two_roles_reads_once(
    coach: Employee, municipality: ClientOrganisation
) -> None:
    both = EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=["agent", "senior"]
    )
    made = write(coach, roles=["agent", "senior"])
    assert list(readers_of(made)) == [both]
    assert list(Instruction.objects.visible_to(both)) == [made]


def test_who_is_switched_off_need_not_read(coach: Employee, agent: Employee) -> None:
    agent.is_active = False
    agent.save()
    assert list(readers_of(write(coach))) == [coach]


# --- reading ----------------------------------------------------------------


def test_reading_twice_keeps_the_first_moment(
    coach: Employee, agent: Employee, now: datetime
) -> None:
    made = write(coach, at=now)
    assert list(Instruction.objects.unread_by(agent)) == [made]
    read_instruction(made, by=agent, at=now)
    read_instruction(made, by=agent, at=now + timedelta(hours=1))
    assert InstructionRead.objects.get().read_at == now
    assert list(Instruction.objects.unread_by(agent)) == []
    assert Event.objects.filter(kind="instruction.read").count() == 1


def test_a_new_edition_asks_to_read_again(coach: Employee, agent: Employee, now: datetime) -> None:
    made = write(coach, at=now)
    read_instruction(made, by=agent, at=now)
    small = change_instruction(made, {}, Audience(), revision=1, by=coach, at=now)
    assert list(Instruction.objects.unread_by(agent)) == []
    large = change_instruction(small, {}, Audience(), revision=2, asks_again=True, by=coach, at=now)
    assert list(Instruction.objects.unread_by(agent)) == [large]
    assert dict(receipts_of(large)) == {coach: None, agent: None}
    read_instruction(large, by=agent, at=now + timedelta(hours=2))
    assert receipts_of(large) == [(coach, None), (agent, now + timedelta(hours=2))]


# --- pages ------------------------------------------------------------------


def test_an_agent_reads_what_is_for_her_now(
    agent: Employee, coach: Employee, sign_in: SignIn
) -> None:
    browser, now = sign_in(agent), timezone.now()
    own = write(coach, title="Voor nu")
    later = write(coach, title="Morgen", valid_from=now + timedelta(days=1))
    over = write(
        coach, title="Toen", at=now - timedelta(days=9), valid_until=now - timedelta(days=1)
    )
    others = write(coach, title="Voor anderen", roles=["planner"])
    assert list(browser.get(LIST).context["page"].rows) == [own]
    assert list(browser.get(LIST + "?show=all").context["page"].rows) == [own]
    statuses = {page: browser.get(page_of(page)).status_code for page in (own, later, over, others)}
    assert statuses == {own: 200, later: 404, over: 404, others: 404}
    assert browser.post(page_of(others, "gelezen/")).status_code == 404
    assert not InstructionRead.objects.exists()


def test_a_writer_sees_all(coach: Employee, sign_in: SignIn) -> None:
    later = write(coach, valid_from=timezone.now() + timedelta(days=1), roles=["planner"])
    browser = sign_in(coach)
    assert list(browser.get(LIST).context["page"].rows) == []
    assert list(browser.get(LIST + "?show=all").context["page"].rows) == [later]
    assert browser.get(page_of(later)).status_code == 200


def test_saying_that_one_read_it(agent: Employee, coach: Employee, sign_in: SignIn) -> None:
    made = write(coach, must_read=True)
    browser = sign_in(agent)
    assert 'aria-keyshortcuts="Alt+G"' in browser.get(page_of(made)).content.decode()
    assert browser.get(page_of(made, "gelezen/"))["Location"] == page_of(made)
    assert browser.post(page_of(made, "gelezen/"))["Location"] == LIST
    read = InstructionRead.objects.get()
    assert (read.employee, read.edition) == (agent, 1)
    page = browser.get(page_of(made))
    assert page.context["read_at"] == read.read_at
    assert "Alt+G" not in page.content.decode()


def test_reading_goes_back_only_to_pages_of_ours(
    agent: Employee, coach: Employee, sign_in: SignIn
) -> None:
    made, browser = write(coach), sign_in(agent)
    for wanted, gone in (("/kennis/", "/kennis/"), ("https://elders.example/", "/")):
        assert browser.post(page_of(made, "gelezen/"), {"next": wanted})["Location"] == gone


def test_receipts_are_for_the_author_and_the_coach(
    agent: Employee, editor: Employee, coach: Employee, sign_in: SignIn
) -> None:
    by_editor, by_coach = write(editor), write(coach)
    read_instruction(by_editor, by=agent, at=timezone.now())
    assert sign_in(agent).get(page_of(by_editor)).context["receipts"] is None
    assert sign_in(editor).get(page_of(by_coach)).context["receipts"] is None
    for person in (editor, coach):
        page = sign_in(person).get(page_of(by_editor))
        assert [who for who, read_at in page.context["receipts"] if read_at] == [agent]
        assert page.context["not_read"] == 2


def test_writing_on_the_page(
    coach: Employee, agent: Employee, municipality: ClientOrganisation, sign_in: SignIn
) -> None:
    data = {
        "kind": "announcement", "title": "Vrijdag eerder dicht", "text": "Om vier uur.\n\n- echt",
        "valid_from": "2026-03-02T09:00", "valid_until": "", "must_read": "on",
        "clients": [municipality.pk], "roles": ["agent"], "revision": "0",
    }  # fmt: skip
    browser = sign_in(coach)
    answer = browser.post(LIST + "nieuw/", data)
    made = Instruction.objects.get()
    assert answer["Location"] == page_of(made)
    assert (made.kind, made.title, made.must_read) == ("announcement", "Vrijdag eerder dicht", True)
    assert made.text == "<p>Om vier uur.</p>\n<ul><li>echt</li></ul>"
    assert (list(made.clients.all()), made.role_codes) == ([municipality], {"agent"})
    browser.post(page_of(made, "bewerken/"), {**data, "roles": [], "revision": "1"})
    made.refresh_from_db()
    assert (made.revision, made.edition, made.role_codes) == (2, 1, set())
    again = {**data, "revision": "2", "asks_again": "on"}
    answer = browser.post(page_of(made, "bewerken/"), again, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == page_of(made)
    made.refresh_from_db()
    assert made.edition == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " \t "}, "title"),
        ({"text": "<p> </p>"}, "text"),
        ({"valid_from": ""}, "valid_from"),
        ({"valid_until": "2026-03-01T09:00"}, "__all__"),
        ({"roles": ["emperor"]}, "roles"),
        ({"clients": ["0"]}, "clients"),
    ],
)
def test_what_is_wrong_comes_back_as_typed(
    coach: Employee, sign_in: SignIn, wrong: dict[str, Any], field: str
) -> None:
    data = {
        "kind": "news", "title": "Titel", "text": "Tekst die blijft staan",
        "valid_from": "2026-03-02T09:00", "revision": "0", **wrong,
    }  # fmt: skip
    page = sign_in(coach).post(LIST + "nieuw/", data)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {field})
    assert data["text"] in page.content.decode() or field == "text"
    assert not Instruction.objects.exists()


def test_two_writers_lose_nothing(coach: Employee, editor: Employee, sign_in: SignIn) -> None:
    made = write(coach)
    change_instruction(made, {"text": "<p>Van hen.</p>"}, Audience(), revision=1, by=editor,
                       at=timezone.now())  # fmt: skip
    data = {"kind": "news", "title": "T", "text": "Van mij", "valid_from": "2026-03-02T09:00",
            "revision": "1"}  # fmt: skip
    browser = sign_in(coach)
    page = browser.post(page_of(made, "bewerken/"), data)
    assert (page.status_code, page.context["theirs"].text) == (422, "<p>Van hen.</p>")
    assert "Van mij" in page.content.decode()
    assert page.context["form"]["revision"].value() == "2"
    browser.post(page_of(made, "bewerken/"), {**data, "revision": "2"})
    made.refresh_from_db()
    assert made.text == "<p>Van mij</p>"


def test_what_another_chose_for_clients_one_does_not_serve_stays(
    coach: Employee, editor: Employee, municipality: ClientOrganisation, sign_in: SignIn
) -> None:
    other = ClientFactory(tenant=municipality.tenant)
    made = write(editor, clients=[other])
    form = sign_in(coach).get(page_of(made, "bewerken/")).context["form"]
    assert set(form.fields["clients"].queryset) == {municipality, other}


def test_wrong_role_and_nobody(agent: Employee, coach: Employee, sign_in: SignIn) -> None:
    made, browser = write(coach), sign_in(agent)
    for address in (LIST + "nieuw/", page_of(made, "bewerken/")):
        assert (browser.get(address).status_code, browser.post(address).status_code) == (403, 403)
    assert Client().get(LIST)["Location"].startswith("/aanmelden/")


def test_a_stranger_finds_nothing(stranger: Employee, coach: Employee, sign_in: SignIn) -> None:
    made, browser = write(coach), sign_in(stranger)
    assert list(browser.get(LIST + "?show=all").context["page"].rows) == []
    for part in ("", "bewerken/"):
        assert browser.get(page_of(made, part)).status_code == 404
    assert browser.post(page_of(made, "gelezen/")).status_code == 404


def test_the_list_takes_as_many_queries_with_three(
    coach: Employee, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = sign_in(coach)
    write(coach)
    browser.get(LIST)
    with django_assert_num_queries(8):
        browser.get(LIST)
    write(coach), write(coach)
    with django_assert_num_queries(8):
        assert len(browser.get(LIST).context["page"].rows) == 3
