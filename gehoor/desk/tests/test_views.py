from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import Answered, accept_contact, close_contact, offer_contact
from gehoor.contacts.models import Contact, Draft, Outcome, Question
from gehoor.desk.tests.conftest import FillIn
from gehoor.followups.models import FollowUp
from gehoor.organisation.models import Channel, ClientOrganisation, Employee, OpeningHours
from gehoor.organisation.tests.factories import DepartmentFactory, EmployeeFactory, ProductFactory
from gehoor.parties.tests.factories import PartyFactory

Outcomes = dict[str, Outcome]
SignIn = Callable[[Employee], Client]


WRITES = (
    "aannemen/", "klok/", "vertrouwelijk/", "concept/", "afronden/", "klant/zoeken/",
    "klant/kiezen/", "klant/loslaten/", "klant/nieuw/",
)  # fmt: skip


def address(contact: Contact, part: str = "") -> str:
    return f"/werkplek/{contact.uuid}/{part}"


@pytest.fixture
def opening_hours(municipality: ClientOrganisation) -> None:
    for weekday in range(5):
        OpeningHours.objects.create(
            tenant=municipality.tenant, client=municipality, weekday=weekday,
            opens="09:00", closes="17:00",
        )  # fmt: skip


# --- coming in ------------------------------------------------------------


def test_home_shows_who_waits(browser: Client, call: Contact) -> None:
    page = browser.get("/werkplek/")
    assert page.status_code == 200
    assert [ring.contact for ring in page.context["waiting"]] == [call]
    assert page.context["contact"] is None


def test_home_opens_the_contact_at_hand(browser: Client, open_call: Contact) -> None:
    page = browser.get("/werkplek/")
    assert (page.context["contact"], page.context["mine"]) == (open_call, [open_call])


def test_who_is_not_signed_in_is_sent_to_the_door(client: Client, call: Contact) -> None:
    for path in ("/werkplek/", address(call), "/werkplek/wachtrij/"):
        response = client.get(path)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/aanmelden/")


def test_a_planner_has_no_desk(
    municipality: ClientOrganisation, call: Contact, sign_in: SignIn
) -> None:
    planner = sign_in(
        EmployeeFactory.create(
            tenant=municipality.tenant, clients=[municipality], roles=["planner"]
        )
    )
    gets = ["/werkplek/", address(call), "/werkplek/wachtrij/", address(call, "klant/")]
    posts = ["/werkplek/nieuw/", "/werkplek/zoeken/", *(address(call, part) for part in WRITES)]
    assert {planner.get(path).status_code for path in gets} == {403}
    assert {planner.post(path).status_code for path in posts} == {403}


@pytest.mark.parametrize("outsider", ["stranger", "other_clients_agent"])
def test_an_outsider_sees_and_changes_nothing(
    call: Contact, outsider: str, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = sign_in(request.getfixturevalue(outsider))
    assert browser.get("/werkplek/").context["waiting"] == []
    for part in ("", "klant/"):
        assert browser.get(address(call, part)).status_code == 404
    for part in (
        "aannemen/",
        "klok/",
        "vertrouwelijk/",
        "concept/",
        "afronden/",
        "klant/zoeken/",
        "klant/nieuw/",
    ):
        data = {"move": "end", "q": "jansen"}
        assert browser.post(address(call, part), data).status_code == 404
    call.refresh_from_db()
    assert call.state == Contact.State.OFFERED


def test_number_of_queries_does_not_grow_with_the_queue(
    browser: Client,
    open_call: Contact,
    agent: Employee,
    municipality: ClientOrganisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(40) as queries:
            browser.get(address(open_call))
        return len(queries)

    browser.get(address(open_call))
    once = count()
    for n in range(3):
        offer_contact(municipality, Channel.CHAT, at=timezone.now())
        extra = offer_contact(municipality, Channel.PHONE, at=timezone.now())
        accept_contact(extra, by=agent, at=timezone.now() + timedelta(seconds=n))
    assert count() == once


# --- taking and starting ---------------------------------------------------


def test_accepting_opens_the_contact(browser: Client, call: Contact, agent: Employee) -> None:
    response = browser.post(address(call, "aannemen/"))
    call.refresh_from_db()
    assert response["Location"] == address(call)
    assert (call.agent, call.state) == (agent, Contact.State.OPEN)


def test_second_agent_reads_who_has_it(browser: Client, call: Contact, colleague: Employee) -> None:
    accept_contact(call, by=colleague, at=timezone.now())
    page = browser.post(address(call, "aannemen/"), follow=True)
    assert f"{colleague.name} heeft dit contact al aangenomen." in page.content.decode()


def test_starting_a_contact_oneself(
    browser: Client, municipality: ClientOrganisation, outcomes: Outcomes
) -> None:
    browser.post("/werkplek/nieuw/", {"channel": "counter", "client": municipality.pk})
    contact = Contact.objects.get()
    assert (contact.channel, contact.client) == ("counter", municipality)


def test_a_contact_for_an_organisation_one_does_not_serve_is_refused(
    browser: Client, other_clients_agent: Employee, outcomes: Outcomes
) -> None:
    foreign = other_clients_agent.clients.get()
    browser.post("/werkplek/nieuw/", {"channel": "counter", "client": foreign.pk})
    assert not Contact.objects.exists()


# --- the clock --------------------------------------------------------------


def test_moves_of_the_clock(browser: Client, open_call: Contact) -> None:
    browser.post(address(open_call, "klok/"), {"move": "hold"})
    open_call.refresh_from_db()
    assert open_call.held_since
    browser.post(address(open_call, "klok/"), {"move": "end"})
    ended = Contact.objects.get()
    assert (ended.held_since, bool(ended.ended_at)) == (None, True)


def test_an_unknown_move_is_refused(browser: Client, open_call: Contact) -> None:
    assert browser.post(address(open_call, "klok/"), {"move": "delete"}).status_code == 404


def test_confidential_can_be_said_and_taken_back(
    browser: Client, open_call: Contact, colleague: Employee, sign_in: SignIn
) -> None:
    other = sign_in(colleague)
    path = address(open_call, "vertrouwelijk/")
    statuses = [browser.post(path, {"value": "on"}).status_code]
    statuses += [other.post(path, {"value": "off"}).status_code]
    assert Contact.objects.get().is_confidential
    statuses += [browser.post(path, {"value": "off"}).status_code]
    statuses += [other.post(path, {"value": "on"}).status_code]
    assert statuses == [200, 404, 200, 409]
    assert not Contact.objects.get().is_confidential


def test_the_greeting_names_the_agent(browser: Client, open_call: Contact, agent: Employee) -> None:
    open_call.client.greeting = "Goedendag, u spreekt met {agent}."
    open_call.client.save()
    assert f"u spreekt met {agent.name}." in browser.get(address(open_call)).content.decode()


# --- the draft ---------------------------------------------------------------


def test_draft_is_back_on_another_computer(
    browser: Client, open_call: Contact, agent: Employee, sign_in: SignIn, fill_in: FillIn
) -> None:
    words = "moet mn container terug 👍\nwant die is stuk"
    saved = browser.post(address(open_call, "concept/"), fill_in({"text": words}))
    assert saved.json()["revision"] == 1
    browser.post("/afmelden/", {"reason": "over"})
    page = sign_in(agent).get("/werkplek/")
    assert page.context["formset"].forms[0]["text"].value() == words
    assert words.split("\n")[0] in page.content.decode()


def test_draft_without_signing_in_is_refused_in_words(
    client: Client, open_call: Contact, fill_in: FillIn
) -> None:
    response = client.post(address(open_call, "concept/"), fill_in({"text": "x"}))
    assert (response.status_code, "afgemeld" in response.json()["message"]) == (401, True)


def test_draft_of_two_windows_conflicts(
    browser: Client, open_call: Contact, fill_in: FillIn
) -> None:
    path = address(open_call, "concept/")
    browser.post(path, fill_in({"text": "een"}) | {"writer": "a"})
    other = browser.post(path, fill_in({"text": "twee"}) | {"writer": "b"})
    assert (other.status_code, "ander venster" in other.json()["message"]) == (409, True)
    assert Draft.objects.get().questions == [{"text": "een"}]


def test_draft_of_a_finished_contact_is_refused(
    browser: Client, open_call: Contact, agent: Employee, outcomes: Outcomes, fill_in: FillIn
) -> None:
    close_contact(open_call, [Answered("v", outcomes["answered"])], by=agent, at=timezone.now())
    response = browser.post(address(open_call, "concept/"), fill_in({"text": "te laat"}))
    assert (response.status_code, response.json()["message"]) == (
        409, "Dit contact is al afgerond.",
    )  # fmt: skip


@pytest.mark.parametrize("total", ["", "abc", "-3", "99999999999"])
def test_draft_with_a_broken_form_is_no_error(
    browser: Client, open_call: Contact, total: str
) -> None:
    data = {"questions-TOTAL_FORMS": total, "revision": "9" * 30}
    assert browser.post(address(open_call, "concept/"), data).status_code in (200, 409)


# --- finishing ----------------------------------------------------------------


def test_finish_keeps_all_questions(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    product = ProductFactory.create(tenant=open_call.tenant, name="paspoort")
    form = fill_in(
        {"text": "wat kost een paspoort", "outcome": outcomes["answered"], "product": "Paspoort"},
        {"text": "en voor mijn kind?", "outcome": outcomes["referred"], "note": "rijk"},
    )
    response = browser.post(address(open_call, "afronden/"), form)
    assert response["Location"] == "/werkplek/"
    first, second = Question.objects.order_by("position")
    assert (first.text, first.product, first.is_first_line) == (
        "wat kost een paspoort", product, True,
    )  # fmt: skip
    assert (second.text, second.note, second.outcome) == (
        "en voor mijn kind?", "rijk", outcomes["referred"],
    )  # fmt: skip
    assert not Draft.objects.exists()


def test_sixty_questions_are_kept_whole(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    asked = [{"text": f"vraag {n}", "outcome": outcomes["answered"]} for n in range(60)]
    browser.post(address(open_call, "afronden/"), fill_in(*asked))
    assert Question.objects.count() == 60


def test_words_of_any_length_are_kept(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    words = "زبالة en afval 🗑 " * 6_000
    form = fill_in({"text": words, "outcome": outcomes["answered"]})
    browser.post(address(open_call, "afronden/"), form)
    assert Question.objects.get().text == words


def test_a_question_taken_away_is_not_kept(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    form = fill_in(
        {"text": "blijft", "outcome": outcomes["answered"]}, {"text": "gaat weg", "DELETE": "on"}
    )
    browser.post(address(open_call, "afronden/"), form)
    assert list(Question.objects.values_list("text", flat=True)) == ["blijft"]


def test_a_mistake_shows_all_that_was_typed(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    form = fill_in(
        {"text": "een lange vraag", "note": "een notitie"},
        {"text": "  ", "outcome": outcomes["answered"], "product": "bestaat niet"},
    )
    page = browser.post(address(open_call, "afronden/"), form)
    shown = page.content.decode()
    assert page.status_code == 422
    for text in (
        "een lange vraag", "een notitie", "bestaat niet", "Kies hoe de vraag is afgehandeld.",
        "Noteer de vraag in de woorden van de klant.", "Dit product kennen we niet.",
    ):  # fmt: skip
        assert text in shown
    assert not Question.objects.exists()


def test_without_any_question_nothing_is_finished(
    browser: Client, open_call: Contact, fill_in: FillIn
) -> None:
    page = browser.post(address(open_call, "afronden/"), fill_in())
    assert (page.status_code, "minstens één vraag" in page.content.decode()) == (422, True)


def test_a_broken_form_is_no_error(browser: Client, open_call: Contact) -> None:
    for data in ({}, {"questions-TOTAL_FORMS": "x"}, {"questions-TOTAL_FORMS": "999999999"}):
        assert browser.post(address(open_call, "afronden/"), data).status_code == 422


def test_passing_on_makes_a_task_for_the_department(
    browser: Client,
    open_call: Contact,
    agent: Employee,
    outcomes: Outcomes,
    fill_in: FillIn,
    opening_hours: None,
) -> None:
    department = DepartmentFactory.create(client=open_call.client)
    form = fill_in(
        {
            "text": "waarom is mijn aanslag zo hoog", "outcome": outcomes["passed_on"],
            "department": department, "instruction": "Bel mevrouw terug over de aanslag",
        }
    )  # fmt: skip
    browser.post(address(open_call, "afronden/"), form)
    task = FollowUp.objects.get()
    assert (task.kind, task.department, task.employee, task.owner, task.instruction) == (
        "task", department, None, agent, "Bel mevrouw terug over de aanslag",
    )  # fmt: skip
    assert task.due_at > timezone.now()
    assert Question.objects.get().is_first_line is False


def test_passing_on_needs_a_department(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    form = fill_in({"text": "vraag", "outcome": outcomes["passed_on"]})
    page = browser.post(address(open_call, "afronden/"), form)
    assert "Kies de vakafdeling die de vraag krijgt." in page.content.decode()
    assert (page.status_code, Question.objects.count()) == (422, 0)


def test_a_callback_is_the_agents_own(
    browser: Client,
    open_call: Contact,
    agent: Employee,
    outcomes: Outcomes,
    fill_in: FillIn,
    opening_hours: None,
) -> None:
    form = fill_in({"text": "zoekt u dat uit?", "outcome": outcomes["looked_up"]})
    browser.post(address(open_call, "afronden/"), form)
    callback = FollowUp.objects.get()
    assert (callback.kind, callback.employee, callback.department) == ("callback", agent, None)


def test_a_promise_on_a_day_off_is_refused(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn, opening_hours: None
) -> None:
    form = fill_in({"text": "vraag", "outcome": outcomes["looked_up"], "due_on": "2027-12-25"})
    page = browser.post(address(open_call, "afronden/"), form)
    assert "Op die dag is de organisatie gesloten." in page.content.decode()


def test_without_opening_hours_a_promise_asks_for_a_day(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    """The promise cannot be made, so the contact stays open with all that was typed."""
    form = fill_in({"text": "zoekt u dat uit?", "outcome": outcomes["looked_up"]})
    page = browser.post(address(open_call, "afronden/"), form)
    assert "Kies zelf een datum." in page.content.decode()
    assert (page.status_code, Question.objects.count()) == (422, 0)


def test_choices_of_another_tenant_are_refused(
    browser: Client, open_call: Contact, stranger: Employee, outcomes: Outcomes, fill_in: FillIn
) -> None:
    foreign = Outcome.objects.create(tenant=stranger.tenant, code="answered", name="x", counts="x")
    department = DepartmentFactory.create(client=stranger.clients.get())
    form = fill_in({"text": "vraag", "outcome": foreign, "department": department})
    page = browser.post(address(open_call, "afronden/"), form)
    errors = page.context["formset"].errors[0]
    assert (page.status_code, set(errors)) == (422, {"outcome", "department"})


def test_an_article_that_is_gone_is_left_out(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    form = fill_in({"text": "vraag", "outcome": outcomes["answered"], "article": uuid4()})
    browser.post(address(open_call, "afronden/"), form)
    assert Question.objects.get().article is None


def test_finishing_twice_doubles_nothing(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    form = fill_in({"text": "vraag", "outcome": outcomes["answered"]})
    browser.post(address(open_call, "afronden/"), form)
    again = browser.post(address(open_call, "afronden/"), form, follow=True)
    assert "Dit contact was al afgerond." in again.content.decode()
    assert Question.objects.count() == 1


def test_what_a_second_window_typed_is_shown_not_lost(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    answered = outcomes["answered"]
    browser.post(address(open_call, "afronden/"), fill_in({"text": "eerste", "outcome": answered}))
    page = browser.post(
        address(open_call, "afronden/"), fill_in({"text": "tweede", "outcome": answered})
    )
    assert page.status_code == 409
    assert [words["Woorden van de klant"] for words in page.context["lost"]] == ["tweede"]
    assert Question.objects.get().text == "eerste"


def test_a_second_window_with_mistakes_is_told_so_too(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    form = fill_in({"text": "eerste", "outcome": outcomes["answered"]})
    browser.post(address(open_call, "afronden/"), form)
    page = browser.post(address(open_call, "afronden/"), fill_in({"text": "zonder afloop"}))
    assert page.status_code == 409
    assert page.context["lost"] == [{"Woorden van de klant": "zonder afloop"}]


def test_a_note_of_the_second_window_is_not_lost(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    asked = {"text": "vraag", "outcome": outcomes["answered"]}
    browser.post(address(open_call, "afronden/"), fill_in(asked))
    page = browser.post(address(open_call, "afronden/"), fill_in(asked | {"note": "let op"}))
    assert "let op" in page.content.decode()
    assert page.status_code == 409


def test_a_stale_window_sees_both_texts_and_chooses(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    browser.post(
        address(open_call, "concept/"), fill_in({"text": "een lang verhaal"}) | {"writer": "a"}
    )
    form = fill_in({"text": "kort", "outcome": outcomes["answered"]}) | {"writer": "b"}
    page = browser.post(address(open_call, "afronden/"), form)
    shown = page.content.decode()
    assert (page.status_code, "een lang verhaal" in shown, "kort" in shown) == (409, True, True)
    assert not Question.objects.exists()
    again = form | {"revision": str(page.context["draft"].revision)}
    browser.post(address(open_call, "afronden/"), again)
    assert Question.objects.get().text == "kort"


def test_a_mistake_is_kept_as_draft(browser: Client, open_call: Contact, fill_in: FillIn) -> None:
    browser.post(address(open_call, "afronden/"), fill_in({"text": "zonder afloop"}))
    assert Draft.objects.get().questions == [{"text": "zonder afloop"}]


def test_a_question_may_be_about_somebody_else(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    father = PartyFactory.create(client=open_call.client)
    form = fill_in({"text": "vraag", "outcome": outcomes["answered"], "party": father.uuid})
    browser.post(address(open_call, "afronden/"), form)
    assert Question.objects.get().party == father


def test_finishing_a_colleagues_contact_changes_nothing(
    open_call: Contact, colleague: Employee, outcomes: Outcomes, sign_in: SignIn, fill_in: FillIn
) -> None:
    form = fill_in({"text": "vraag", "outcome": outcomes["answered"]})
    page = sign_in(colleague).post(address(open_call, "afronden/"), form)
    assert (page.status_code, Question.objects.count()) == (409, 0)


# --- words that came too late -------------------------------------------------


def test_words_that_came_too_late_are_shown_and_change_nothing(
    browser: Client, open_call: Contact, fill_in: FillIn, outcomes: Outcomes
) -> None:
    form = fill_in({"text": "zonder verbinding getypt", "outcome": outcomes["answered"]})
    page = browser.post(address(open_call, "niet-bewaard/"), form)
    assert page.status_code == 409
    assert "zonder verbinding getypt" in page.content.decode()
    assert (Draft.objects.get().questions, Question.objects.count()) == ([], 0)


def test_words_of_a_finished_contact_are_shown_unless_they_are_there(
    browser: Client, open_call: Contact, fill_in: FillIn, outcomes: Outcomes
) -> None:
    same = fill_in({"text": "zo bewaard", "outcome": outcomes["answered"]})
    assert browser.post(address(open_call, "afronden/"), same).status_code == 302
    late = address(open_call, "niet-bewaard/")
    assert browser.post(late, same)["Location"] == "/werkplek/"
    other = browser.post(late, fill_in({"text": "iets anders", "outcome": outcomes["answered"]}))
    assert other.status_code == 409
    assert "iets anders" in other.content.decode()


def test_late_words_are_for_who_sees_the_contact(
    client: Client, open_call: Contact, sign_in: SignIn, stranger: Employee,
    other_clients_agent: Employee, municipality: ClientOrganisation,
) -> None:  # fmt: skip
    late = address(open_call, "niet-bewaard/")
    planner = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])
    for employee, status in ((planner, 403), (stranger, 404), (other_clients_agent, 404)):
        assert sign_in(employee).post(late, {}).status_code == status
    assert "/aanmelden/" in client.post(late)["Location"]
