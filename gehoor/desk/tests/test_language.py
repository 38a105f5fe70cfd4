from collections.abc import Callable

import pytest
from django.test import Client

from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.desk.tests.conftest import FillIn
from gehoor.events.models import Event
from gehoor.organisation.models import Employee
from gehoor.parties.tests.factories import PartyFactory

SignIn = Callable[[Employee], Client]


def choose(browser: Client, contact: Contact, code: str) -> int:
    return browser.post(f"/werkplek/{contact.uuid}/taal/", {"language": code}).status_code


def test_chosen_language_is_kept_with_contact_and_questions(
    browser: Client, open_call: Contact, outcomes: dict[str, Outcome], fill_in: FillIn
) -> None:
    assert choose(browser, open_call, "pol") == 204
    assert Event.objects.filter(kind="contact.language_set").get().data["language"] == "pol"
    form = fill_in({"text": "v", "outcome": outcomes["answered"]})
    browser.post(f"/werkplek/{open_call.uuid}/afronden/", form)
    assert Question.objects.get().language == "pol"
    page = browser.get(f"/contacten/{open_call.uuid}/").content.decode()
    assert "<dd>Pools</dd>" in page
    assert "Taal gekozen" in page


@pytest.mark.parametrize("code", ["", "xxx", "nl", "POL", "pol\x00", "x" * 1_000])
def test_unknown_language_is_refused(browser: Client, open_call: Contact, code: str) -> None:
    assert choose(browser, open_call, code) == 409
    open_call.refresh_from_db()
    assert open_call.language == "nld"


def test_language_of_a_contact_is_for_its_agent(
    open_call: Contact, colleague: Employee, stranger: Employee, sign_in: SignIn, client: Client
) -> None:
    assert choose(sign_in(colleague), open_call, "pol") == 409
    assert choose(sign_in(stranger), open_call, "pol") == 404
    assert choose(client, open_call, "pol") == 302
    colleague.roles.all().delete()
    colleague.roles.create(role="planner")
    assert choose(sign_in(colleague), open_call, "pol") == 403


def test_choosing_a_customer_brings_her_language(browser: Client, open_call: Contact) -> None:
    party = PartyFactory.create(client=open_call.client, language="ita")
    part = browser.post(
        f"/werkplek/{open_call.uuid}/klant/kiezen/", {"party": party.uuid},
        headers={"HX-Request": "true"},
    ).content.decode()  # fmt: skip
    assert 'id="contact-language" hx-swap-oob="true"' in part
    assert '<option value="ita" selected>' in part
