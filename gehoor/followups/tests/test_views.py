import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conftest import SignIn
from gehoor.access.models import ProcessingLog
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.events.models import Event
from gehoor.followups.actions import complete_follow_up
from gehoor.followups.models import FollowUp
from gehoor.followups.tests.factories import FollowUpFactory, QuestionFactory
from gehoor.organisation.models import ClientOrganisation, Department, Employee
from gehoor.organisation.tests.factories import DepartmentFactory, EmployeeFactory
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory


@pytest.fixture
def department(municipality: ClientOrganisation):
    return DepartmentFactory(client=municipality, name="Burgerzaken")


@pytest.fixture
def specialist(municipality: ClientOrganisation, department: Department):
    return EmployeeFactory(
        tenant=municipality.tenant,
        clients=[municipality],
        department=department,
        roles=["department_employee"],
    )


@pytest.fixture
def callback(municipality: ClientOrganisation, agent: Employee):
    contact = ContactFactory(client=municipality, caller_address="+31612345678")
    question = QuestionFactory(contact=contact)
    return FollowUpFactory(question=question, employee=agent, owner=agent)


@pytest.fixture
def task(municipality: ClientOrganisation, agent: Employee, department: Department):
    question = QuestionFactory(contact=ContactFactory(client=municipality))
    kind = FollowUp.Kind.TASK
    return FollowUpFactory(question=question, kind=kind, owner=agent, department=department)


def rows(browser: Client, **query: str):
    return browser.get("/terugbellen/", query).context["page"].rows


def test_lists_of_an_agent(callback, task, agent, colleague, sign_in: SignIn):
    browser = sign_in(agent)
    assert rows(browser) == [callback]
    assert rows(browser, whose="passed_on") == [task]
    assert rows(browser, whose="all") == [callback, task]
    assert rows(sign_in(colleague)) == []


def test_list_of_a_department_holds_its_own_only(callback, task, specialist, sign_in: SignIn):
    browser = sign_in(specialist)
    assert rows(browser) == [task]
    assert rows(browser, whose="all") == [task]
    assert rows(browser, whose="mine") == []


def test_list_begins_with_what_breaks_its_promise_first(callback, agent, sign_in: SignIn):
    sooner = FollowUpFactory(
        question=callback.question, employee=agent, due_at=callback.due_at - timedelta(days=1)
    )
    assert rows(sign_in(agent)) == [sooner, callback]


def test_list_says_in_words_what_is_late(callback, agent, sign_in: SignIn):
    assert "te laat" in sign_in(agent).get("/terugbellen/").content.decode()


def test_list_filters_on_state_and_kind(callback, task, agent, sign_in: SignIn, now):
    browser = sign_in(agent)
    complete_follow_up(callback, result="Woensdag.", by=agent, at=now)
    assert rows(browser, whose="all") == [task]
    assert rows(browser, whose="all", state="done") == [callback]
    assert rows(browser, whose="all", kind="callback") == []


@pytest.mark.parametrize("query", ["whose=x", "state=x", "kind=%00", "page=zz"])
def test_list_survives_odd_filters(agent, sign_in: SignIn, query: str):
    assert sign_in(agent).get(f"/terugbellen/?{query}").status_code == 200


def test_list_keeps_its_number_of_queries(
    callback, agent, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in(agent)
    for _number in (1, 3):
        with django_assert_num_queries(7):
            browser.get("/terugbellen/")
        for _more in range(2):
            question = QuestionFactory(contact=callback.question.contact)
            FollowUpFactory(question=question, employee=agent)


def test_nobody_outside_sees_anything(callback, other_clients_agent, stranger, sign_in: SignIn):
    for outsider in (other_clients_agent, stranger):
        browser = sign_in(outsider)
        assert rows(browser, whose="all") == []
        assert browser.get(f"/terugbellen/{callback.uuid}/").status_code == 404
        url = f"/terugbellen/{callback.uuid}/afronden/"
        assert browser.post(url, {"result": "gedaan"}).status_code == 404


def test_planner_has_no_follow_ups(municipality, callback, sign_in: SignIn):
    planner = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])
    browser = sign_in(planner)
    assert browser.get("/terugbellen/").status_code == 403
    assert browser.get(f"/terugbellen/{callback.uuid}/").status_code == 403


def test_page_tells_whom_to_call_about_what(callback, agent, sign_in: SignIn):
    party = PartyFactory(client=callback.client, first_name="Noor", last_name="de Wit")
    PhoneFactory(party=party, address="+31687654321", address_key="+31687654321")
    callback.question.party = party
    callback.question.save()
    page = sign_in(agent).get(f"/terugbellen/{callback.uuid}/")
    assert page.context["reach"] == ["06 12345678", "06 87654321"]
    content = page.content.decode()
    assert callback.question.text in content
    assert "Noor de Wit" in content


def test_page_of_a_department_links_to_no_customer(task, specialist, sign_in: SignIn):
    task.question.party = PartyFactory(client=task.client)
    task.question.save()
    content = sign_in(specialist).get(f"/terugbellen/{task.uuid}/").content.decode()
    assert task.question.party.display_name in content
    assert "/klanten/" not in content


def test_department_may_not_open_what_is_not_theirs(callback, specialist, sign_in: SignIn):
    assert sign_in(specialist).get(f"/terugbellen/{callback.uuid}/").status_code == 404


def test_taking_says_who_does_it(task, specialist, agent, sign_in: SignIn):
    sign_in(specialist).post(f"/terugbellen/{task.uuid}/oppakken/")
    task.refresh_from_db()
    assert task.employee == specialist
    second = sign_in(agent).post(f"/terugbellen/{task.uuid}/oppakken/", follow=True)
    assert "Een collega pakt dit al op." in second.content.decode()
    task.refresh_from_db()
    assert task.employee == specialist


def test_completing_keeps_the_result_out_of_the_journal(callback, agent, sign_in: SignIn):
    url = f"/terugbellen/{callback.uuid}/afronden/"
    response = sign_in(agent).post(url, {"result": "Woensdag wordt er geleegd."})
    callback.refresh_from_db()
    assert response["Location"] == "/terugbellen/"
    assert (callback.state, callback.done_by) == (FollowUp.State.DONE, agent)
    assert callback.result == "Woensdag wordt er geleegd."
    assert Event.objects.get(kind="follow_up.done").data == {}


@pytest.mark.parametrize("result", ["", "   ", "\x07\x08"])
def test_completing_needs_words(callback, agent, sign_in: SignIn, result: str):
    url = f"/terugbellen/{callback.uuid}/afronden/"
    page = sign_in(agent).post(url, {"result": result})
    callback.refresh_from_db()
    assert callback.state == FollowUp.State.OPEN
    assert page.context["form"].errors["result"]


def test_completing_second_shows_who_was_first_and_keeps_the_words(
    callback, agent, colleague, sign_in: SignIn, now
):
    complete_follow_up(callback, result="Woensdag.", by=colleague, at=now)
    url = f"/terugbellen/{callback.uuid}/afronden/"
    content = sign_in(agent).post(url, {"result": "Donderdag, dacht ik."}).content.decode()
    assert colleague.name in content
    assert "Woensdag." in content
    assert "Donderdag, dacht ik." in content
    callback.refresh_from_db()
    assert callback.result == "Woensdag."


def test_completing_is_no_link(callback, agent, sign_in: SignIn):
    page, browser = f"/terugbellen/{callback.uuid}/", sign_in(agent)
    assert browser.get(f"{page}afronden/")["Location"] == page
    assert browser.put(f"{page}afronden/").status_code == 405
    callback.refresh_from_db()
    assert callback.state == FollowUp.State.OPEN


def test_pages_ask_to_sign_in(callback):
    for url in ("/terugbellen/", f"/terugbellen/{callback.uuid}/"):
        assert Client().get(url).status_code == 302


def test_confidential_follow_ups_are_for_their_owner(callback, colleague, agent, sign_in: SignIn):
    callback.question.contact.is_confidential = True
    callback.question.contact.save()
    assert rows(sign_in(agent)) == [callback]
    assert rows(sign_in(colleague), whose="all") == []


def test_who_got_a_confidential_task_reads_the_question_but_not_the_contact(
    callback, task, colleague, specialist, sign_in: SignIn
):
    for follow_up, employee in ((callback, colleague), (task, specialist)):
        contact = follow_up.question.contact
        contact.is_confidential = True
        contact.save()
        FollowUp.objects.filter(pk=callback.pk).update(employee=colleague)
        browser = sign_in(employee)
        page = browser.get(f"/terugbellen/{follow_up.uuid}/")
        assert follow_up.question.text in page.content.decode()
        assert str(contact.uuid) not in page.content.decode()
        assert browser.get(f"/contacten/{contact.uuid}/").status_code in (403, 404)


@pytest.fixture
def secret_task(task):
    contact = task.question.contact
    contact.caller_address = "+31612345678"
    contact.save()
    task.question.party = PartyFactory(client=task.client, is_protected=True)
    task.question.save()
    PhoneFactory(party=task.question.party, address="+31687654321", address_key="+31687654321")
    return task


def test_secret_numbers_are_shown_for_a_purpose_only(secret_task, specialist, sign_in: SignIn):
    browser, address = sign_in(specialist), f"/terugbellen/{secret_task.uuid}/"
    pages = [browser.get(address), browser.get(f"{address}bereikbaar/")]
    pages.append(browser.post(f"{address}bereikbaar/", {"purpose": ""}))
    for page in pages:
        assert not re.search(r"06 (12345678|87654321)", page.content.decode())
    assert not ProcessingLog.objects.exists()
    shown = browser.post(f"{address}bereikbaar/", {"purpose": "Terugbellen over de container"})
    assert shown.context["reach"] == ["06 12345678", "06 87654321"]
    look = ProcessingLog.objects.get()
    assert (look.employee, look.subject_uuid) == (specialist, secret_task.question.party.uuid)
    assert look.action == ProcessingLog.Action.ADDRESS_SHOWN


def test_number_of_a_protected_caller_is_secret_too(callback, agent, sign_in: SignIn):
    contact = callback.question.contact
    contact.party = PartyFactory(client=callback.client, is_protected=True)
    contact.save()
    page = sign_in(agent).get(f"/terugbellen/{callback.uuid}/").content.decode()
    assert "06 12345678" not in page


def test_numbers_that_are_no_secret_need_no_purpose(callback, agent, stranger, sign_in: SignIn):
    address = f"/terugbellen/{callback.uuid}/"
    assert sign_in(agent).get(f"{address}bereikbaar/")["Location"] == address
    assert sign_in(stranger).get(f"{address}bereikbaar/").status_code == 404
