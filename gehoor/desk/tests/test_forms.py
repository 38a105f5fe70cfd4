from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as given
from django.test import Client

from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.desk.forms import FIELDS, MOST_QUESTIONS
from gehoor.desk.tests.conftest import FillIn
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory
from gehoor.parties.merging import merge_parties
from gehoor.parties.tests.factories import PartyFactory

Outcomes = dict[str, Outcome]


def finish(browser: Client, contact: Contact, form: dict[str, str]) -> int:
    return browser.post(f"/werkplek/{contact.uuid}/afronden/", form).status_code


# --- how many questions -----------------------------------------------------


def test_a_request_holds_all_the_questions_that_a_contact_may_have() -> None:
    management_and_token = 10
    a_question = len(FIELDS) + 1  # and whether it was taken away
    most = MOST_QUESTIONS * a_question + management_and_token
    assert most <= given.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_twelve_hundred_questions_are_kept_whole(
    browser: Client, open_call: Contact, outcomes: Outcomes, fill_in: FillIn
) -> None:
    empty = dict.fromkeys((*FIELDS, "DELETE"), "")
    asked = [empty | {"text": f"vraag {n}", "outcome": outcomes["answered"]} for n in range(1_200)]
    assert finish(browser, open_call, fill_in(*asked)) == 302
    assert Question.objects.count() == 1_200


def test_a_request_that_cannot_be_read_is_answered_in_plain_dutch(
    browser: Client, open_call: Contact, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    page = browser.post(f"/werkplek/{open_call.uuid}/afronden/", {"a": "1", "b": "2"})
    assert page.status_code == 400
    assert "Dit verzoek klopt niet" in page.content.decode()


# --- which article answered it ------------------------------------------------


@pytest.fixture
def elsewhere(agent: Employee, municipality: ClientOrganisation) -> ClientOrganisation:
    """Another organisation that the agent serves."""
    client: ClientOrganisation = ClientFactory.create(tenant=municipality.tenant)
    agent.clients.add(client)
    return client


def test_an_article_of_another_client_did_not_answer_it(
    browser: Client,
    open_call: Contact,
    outcomes: Outcomes,
    fill_in: FillIn,
    elsewhere: ClientOrganisation,
) -> None:
    foreign = ArticleFactory.create(tenant=elsewhere.tenant, client=elsewhere)
    asked = {"text": "v", "outcome": outcomes["answered"], "article": foreign.uuid}
    finish(browser, open_call, fill_in(asked))
    assert Question.objects.get().article is None


@pytest.mark.parametrize(
    ("hours", "fields", "counts"),
    [
        (0, {"state": "archived"}, True),
        (2, {"state": "archived"}, False),
        (0, {"state": "draft"}, False),
        (0, {"valid_until": True}, True),
        (2, {"valid_until": True}, False),
        (-2, {"valid_from": True}, False),
    ],
)
def test_an_article_out_of_use_counts_only_when_it_went_during_the_contact(
    browser: Client,
    agent: Employee,
    open_call: Contact,
    outcomes: Outcomes,
    fill_in: FillIn,
    hours: int,
    fields: dict[str, Any],
    counts: bool,
) -> None:
    agent.roles.create(role="editor")
    changed = open_call.offered_at + timedelta(seconds=5) - timedelta(hours=hours)
    given = {name: changed if value is True else value for name, value in fields.items()}
    article = ArticleFactory.create(tenant=open_call.tenant, updated_at=changed, **given)
    asked = {"text": "v", "outcome": outcomes["answered"], "article": article.uuid}
    finish(browser, open_call, fill_in(asked))
    assert Question.objects.get().article == (article if counts else None)


# --- whom it is about -----------------------------------------------------------


def test_a_person_whose_record_was_merged_meanwhile_is_still_meant(
    browser: Client,
    open_call: Contact,
    outcomes: Outcomes,
    fill_in: FillIn,
    agent: Employee,
    now: datetime,
) -> None:
    kept, merged = PartyFactory.create_batch(2, client=open_call.client)
    merge_parties(kept, merged, by=agent, at=now)
    asked = {"text": "v", "outcome": outcomes["answered"], "party": str(merged.uuid)}
    assert finish(browser, open_call, fill_in(asked)) == 302
    assert Question.objects.get().party == kept


def test_a_candidate_whose_record_was_merged_meanwhile_is_chosen_all_the_same(
    browser: Client, open_call: Contact, agent: Employee, now: datetime
) -> None:
    kept, merged = PartyFactory.create_batch(2, client=open_call.client)
    merge_parties(kept, merged, by=agent, at=now)
    browser.post(f"/werkplek/{open_call.uuid}/klant/kiezen/", {"party": str(merged.uuid)})
    open_call.refresh_from_db()
    assert open_call.party == kept
