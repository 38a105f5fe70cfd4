from datetime import timedelta

import pytest

from gehoor.knowledge import indexing
from gehoor.knowledge.indexing import bring_up_to_date
from gehoor.knowledge.models import Article
from gehoor.knowledge.queries import SPARE, find_articles
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.models import Employee
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory


@pytest.fixture
def articles(municipality):
    """One of each kind, all about passports."""
    tenant = municipality.tenant
    kinds = {
        "shared": {},
        "own": {"client": municipality},
        "neighbours": {"client": ClientFactory.create(tenant=tenant)},
        "draft": {"state": Article.State.DRAFT},
        "archived": {"state": Article.State.ARCHIVED},
    }
    return {
        name: ArticleFactory.create(tenant=tenant, title=f"Paspoort {name}", **more)
        for name, more in kinds.items()
    }


@pytest.fixture
def find(now):
    def find(employee, text="paspoort", *, at=now, limit=10, **more):
        found = find_articles(text, employee, at=at, limit=limit, **more)
        return {hit.article.title.removeprefix("Paspoort ") for hit in found}

    return find


def test_an_agent_finds_what_she_may_tell(articles, agent, find):
    assert find(agent) == {"shared", "own"}


def test_a_contact_finds_shared_and_own_articles(articles, agent, find):
    client = articles["neighbours"].client
    agent.clients.add(client)
    served = Employee.objects.get(pk=agent.pk)

    assert find(served) == {"shared", "own", "neighbours"}
    assert find(served, client=client) == {"shared", "neighbours"}


def test_others_find_only_their_own(articles, other_clients_agent, stranger, find):
    assert find(other_clients_agent) == {"shared"}
    assert find(stranger) == set()


def test_an_editor_tells_no_drafts_to_citizens(articles, municipality, find):
    editor = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["editor"]
    )

    assert find(editor) == {"shared", "own"}


def test_an_article_is_found_while_it_is_valid(municipality, agent, now, find):
    hour = timedelta(hours=1)
    ArticleFactory.create(
        tenant=municipality.tenant,
        title="Paspoort vandaag",
        valid_from=now,
        valid_until=now + hour,
    )

    assert find(agent, at=now - hour) == set()
    assert find(agent, at=now) == {"vandaag"}
    assert find(agent, at=now + hour) == set()


def test_the_title_and_the_passage_are_marked(municipality, agent, now):
    ArticleFactory.create(
        tenant=municipality.tenant,
        title="Paspoort kwijt",
        answer_text="Meld dat uw paspoort weg is",
    )
    (found,) = find_articles("paspoort", agent, at=now)

    assert found.title_parts == [("Paspoort", True), (" kwijt", False)]
    assert ("paspoort", True) in found.parts
    assert found.score > 0


@pytest.mark.parametrize("text", ["", " ", "?", "\x00", "\u202e\u0645", "😀", "x" * 100_000])
def test_any_words_may_be_typed(articles, agent, find, text):
    assert find(agent, text) == set()


def test_the_number_of_queries_is_constant(articles, municipality, agent, now):
    agent = Employee.objects.select_related("tenant").prefetch_related("roles", "clients").get()
    bring_up_to_date(municipality.tenant)
    find_articles("paspoort", agent, at=now)
    _count_queries(1, agent, now)
    for number in range(5):
        ArticleFactory.create(tenant=municipality.tenant, title=f"Paspoort {number}")
    bring_up_to_date(municipality.tenant)
    _count_queries(1, agent, now)


def _count_queries(number, employee, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        find_articles("paspoort", employee, at=at, limit=5)
    assert len(queries) == number


def test_what_may_not_be_seen_never_crowds_out_what_may(municipality, agent, find):
    limit = 2
    for _number in range(limit * SPARE + 1):
        ArticleFactory.create(
            tenant=municipality.tenant, title="Paspoort", state=Article.State.DRAFT
        )
    ArticleFactory.create(
        tenant=municipality.tenant, title="Paspoort en nog veel meer woorden in deze titel"
    )

    assert find(agent, limit=limit) == {"en nog veel meer woorden in deze titel"}


def test_a_deleted_article_is_found_no_more(articles, municipality, agent, find):
    bring_up_to_date(municipality.tenant)
    articles["shared"].delete()

    assert find(agent) == {"own"}


def test_titles_are_searched_as_long_as_there_is_no_index(articles, agent, find, monkeypatch):
    monkeypatch.setattr(indexing, "SMALL", 0)

    assert find(agent) == {"shared", "own"}
    assert find(agent, "ik wil own paspoort", limit=1) == {"own"}
    assert find(agent, "ik wil") == set()
