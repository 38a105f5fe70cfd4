from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gehoor.knowledge.actions import change_article, set_addition, write_article
from gehoor.knowledge.indexing import bring_up_to_date
from gehoor.knowledge.models import Article
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ThemeFactory,
)

LIST = reverse("knowledge:list")


@pytest.fixture
def editor(municipality):
    return EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["editor"]
    )


@pytest.fixture
def write(municipality):
    def write(title, **more):
        return ArticleFactory.create(tenant=municipality.tenant, title=title, **more)

    return write


def titles(response):
    return [article.title for article in response.context["articles"]]


def found(response):
    return [hit.article.title for hit in response.context["hits"]]


# The list


def test_an_agent_sees_what_is_shared_and_her_clients(agent, sign_in, write, municipality):
    write("Gedeeld")
    write("Eigen", client=municipality)
    write("Van de buren", client=ClientFactory.create(tenant=municipality.tenant))
    write("Concept", state=Article.State.DRAFT)
    response = sign_in(agent).get(LIST, {"sort": "title"})

    assert titles(response) == ["Eigen", "Gedeeld"]
    assert "Nieuw artikel" not in response.content.decode()


def test_an_editor_sees_drafts_too(editor, sign_in, write):
    write("Concept", state=Article.State.DRAFT)
    response = sign_in(editor).get(LIST)

    assert titles(response) == ["Concept"]
    assert reverse("knowledge:create") in response.content.decode()


def test_a_stranger_and_a_visitor_see_nothing(stranger, sign_in, write, client):
    write("Gedeeld")

    assert titles(sign_in(stranger).get(LIST)) == []
    assert client.get(LIST).status_code == 302


def test_the_newest_comes_first(agent, sign_in, write, now):
    for day, title in enumerate(["Oud", "Nieuw"]):
        write(title, updated_at=now + timedelta(days=day))

    assert titles(sign_in(agent).get(LIST)) == ["Nieuw", "Oud"]


def test_filters_narrow_the_list(agent, sign_in, write, municipality):
    theme = ThemeFactory.create(tenant=municipality.tenant)
    department = DepartmentFactory.create(client=municipality)
    past = timezone.now() - timedelta(days=1)
    write("Afval", theme=theme)
    write("Paspoort", department=department)
    write("Verlopen", valid_until=past)
    write("Straks", valid_from=timezone.now() + timedelta(days=1))
    write("Archief", state=Article.State.ARCHIVED)
    browser = sign_in(agent)

    def shown(**filters):
        return set(titles(browser.get(LIST, filters)))

    assert shown(theme=theme.pk) == {"Afval"}
    assert shown(department=department.pk) == {"Paspoort"}
    assert shown(standing="current") == {"Afval", "Paspoort"}
    assert shown(standing="expired") == {"Verlopen"}
    assert shown(standing="scheduled") == {"Straks"}
    assert shown(standing="archived") == {"Archief"}
    assert shown() == {"Afval", "Paspoort", "Verlopen", "Straks"}


def test_filters_that_make_no_sense_count_as_empty(agent, sign_in, write):
    write("Afval")
    nonsense = {"theme": "x", "department": "9" * 30, "standing": "draft", "page": "?", "sort": "?"}

    assert titles(sign_in(agent).get(LIST, nonsense)) == ["Afval"]


def test_one_of_several_clients_can_be_chosen(editor, sign_in, write, municipality):
    second = ClientFactory.create(tenant=municipality.tenant)
    editor.clients.add(second)
    write("Gedeeld")
    write("Eerste", client=municipality)
    write("Tweede", client=second)
    response = sign_in(editor).get(LIST, {"client": second.pk, "sort": "title"})

    assert titles(response) == ["Gedeeld", "Tweede"]


def test_the_list_has_pages_that_keep_the_filters(agent, sign_in, write):
    for number in range(51):
        write(f"Artikel {number:02}")
    browser = sign_in(agent)
    first = browser.get(LIST, {"sort": "title"})
    second = browser.get(LIST + first.context["next_url"])

    assert (len(titles(first)), titles(second)) == (50, ["Artikel 50"])
    assert first.context["total"] == 51
    assert "sort=title" in second.context["previous_url"]


@pytest.mark.parametrize("data", [None, {"text": "artikel"}], ids=["list", "search"])
def test_the_number_of_queries_is_constant(agent, sign_in, write, municipality, data):
    browser = sign_in(agent)
    counts = []
    for more in (1, 2):
        for number in range(more):
            theme = ThemeFactory.create(tenant=municipality.tenant)
            write(f"Artikel {number}", theme=theme, client=municipality)
        bring_up_to_date(municipality.tenant)
        with CaptureQueriesContext(connection) as queries:
            browser.post(LIST, data) if data else browser.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# Searching


def test_words_find_articles_and_are_marked(agent, sign_in, write):
    write("Paspoort kwijt")
    write("Afval")
    response = sign_in(agent).post(LIST, {"text": "pasport"})

    assert found(response) == ["Paspoort kwijt"]
    assert "<mark>Paspoort</mark> kwijt" in response.content.decode()


def test_only_the_results_are_sent_while_typing(agent, sign_in, write):
    write("Paspoort kwijt")
    response = sign_in(agent).post(LIST, {"text": "paspoort"}, headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert found(response) == ["Paspoort kwijt"]


def test_filters_hold_for_what_is_searched(agent, sign_in, write, municipality):
    theme = ThemeFactory.create(tenant=municipality.tenant)
    write("Paspoort", theme=theme)
    write("Paspoort kwijt")

    assert found(sign_in(agent).post(LIST, {"text": "paspoort", "theme": theme.pk})) == ["Paspoort"]


def test_searching_shows_each_only_what_is_theirs(editor, agent, stranger, sign_in, write):
    write("Paspoort", state=Article.State.DRAFT)

    assert found(sign_in(editor).post(LIST, {"text": "paspoort"})) == ["Paspoort"]
    assert found(sign_in(agent).post(LIST, {"text": "paspoort"})) == []
    assert found(sign_in(stranger).post(LIST, {"text": "paspoort"})) == []


def test_words_in_an_address_are_not_looked_at(agent, sign_in, write):
    write("Paspoort")
    write("Afval")

    assert len(titles(sign_in(agent).get(LIST, {"text": "paspoort"}))) == 2


@pytest.mark.parametrize("text", ["\x00", "😀", "\u202eabc", "<script>", "x" * 100_000, "%", "'"])
def test_any_text_may_be_typed(agent, sign_in, write, text):
    write("Paspoort")
    response = sign_in(agent).post(LIST, {"text": text})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main", 1)[1]


def test_a_missing_index_harms_no_page(agent, sign_in, write, search_folder):
    write("Paspoort")
    search_folder.parent.mkdir(parents=True, exist_ok=True)
    search_folder.write_text("not a folder")

    assert found(sign_in(agent).post(LIST, {"text": "paspoort"})) == ["Paspoort"]


# An article


def page_of(article):
    return reverse("knowledge:article", args=[article.uuid])


def test_the_page_shows_the_answer_and_all_about_it(agent, sign_in, municipality, editor, now):
    fields = {
        "title": "Paspoort aanvragen",
        "answer": "<p>Maak een <strong>afspraak</strong>.</p>",
        "internal": "<p>Vraag naar de leeftijd.</p>",
        "keywords": "reisdocument",
        "theme": ThemeFactory.create(tenant=municipality.tenant, name="Burgerzaken"),
        "state": Article.State.PUBLISHED,
        "valid_until": datetime(2099, 7, 1, 10, tzinfo=UTC),
    }
    article = write_article(municipality.tenant, fields, by=editor, at=now)
    set_addition(article, municipality, "<p>Of bij het wijkpunt.</p>", by=editor, at=now)
    text = sign_in(agent).get(page_of(article)).content.decode()

    assert "<p>Maak een <strong>afspraak</strong>.</p>" in text
    assert "Alleen voor medewerkers" in text
    assert "Bij Gemeente Waterrijk" in text
    assert "<p>Of bij het wijkpunt.</p>" in text
    assert "reisdocument" in text
    assert "Burgerzaken" in text
    assert editor.name in text
    assert "1 juli 2099 12:00" in text  # Amsterdam, two hours ahead
    assert "2 mrt 2026 10:00" in text
    assert "Bewerken" not in text


def test_additions_of_clients_one_does_not_serve_stay_away(
    other_clients_agent, sign_in, municipality, write, now
):
    article = write("Paspoort")
    set_addition(article, municipality, "Bij het wijkpunt", by=None, at=now)

    assert "wijkpunt" not in sign_in(other_clients_agent).get(page_of(article)).content.decode()


def test_an_article_is_for_whom_it_is_for(
    agent, editor, other_clients_agent, stranger, sign_in, client, municipality, write
):
    own = write("Eigen", client=municipality)
    draft = write("Concept", state=Article.State.DRAFT)

    def status(employee, article):
        return sign_in(employee).get(page_of(article)).status_code

    assert [status(person, own) for person in (agent, other_clients_agent, stranger)] == [
        200,
        404,
        404,
    ]
    assert [status(person, draft) for person in (editor, agent)] == [200, 404]
    assert client.get(page_of(own)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"valid_until": datetime(2020, 1, 1, tzinfo=UTC)}, "niet meer geldig"),
        ({"valid_from": datetime(2099, 1, 1, tzinfo=UTC)}, "nog niet geldig"),
        ({"state": Article.State.ARCHIVED}, "in het archief"),
    ],
)
def test_what_may_not_be_told_says_so(agent, sign_in, write, fields, warning):
    assert warning in sign_in(agent).get(page_of(write("Paspoort", **fields))).content.decode()


def test_the_page_takes_a_constant_number_of_queries(agent, sign_in, municipality, editor, now):
    article = write_article(
        municipality.tenant, {"title": "Een", "state": "published"}, by=editor, at=now
    )
    browser = sign_in(agent)
    counts = []
    for revision in range(1, 4):
        with CaptureQueriesContext(connection) as queries:
            browser.get(page_of(article))
        counts.append(len(queries))
        change_article(article, {"title": f"{revision}"}, revision=revision, by=agent, at=now)

    assert len(set(counts)) == 1


# Versions


def versions_of(article):
    return reverse("knowledge:versions", args=[article.uuid])


@pytest.fixture
def thrice_written(municipality, editor, now):
    fields = {"title": "Kosten", "answer": "<p>Het kost € 75.</p>", "state": "published"}
    article = write_article(municipality.tenant, fields, by=editor, at=now)
    article = change_article(
        article, {"answer": "<p>Het kost € 80.</p>"}, revision=1, by=editor, at=now
    )
    return change_article(article, {"theme": None}, revision=2, by=editor, at=now)


def test_two_versions_stand_side_by_side(editor, sign_in, thrice_written):
    text = sign_in(editor).get(versions_of(thrice_written), {"old": 1, "new": 2}).content.decode()

    assert "Het kost € <del>75</del>." in text
    assert "Het kost € <ins>80</ins>." in text


def test_without_a_choice_the_last_two_are_compared(editor, sign_in, thrice_written):
    response = sign_in(editor).get(versions_of(thrice_written))

    assert (response.context["old"].number, response.context["new"].number) == (2, 3)
    assert "dezelfde tekst" in response.content.decode()


@pytest.mark.parametrize("choice", ["0", "99", "x", "9" * 50, "²"])
def test_a_choice_that_is_none_shows_none(editor, sign_in, thrice_written, choice):
    response = sign_in(editor).get(versions_of(thrice_written), {"old": choice})

    assert response.status_code == 200


def test_only_the_formatting_differs(editor, sign_in, municipality, now):
    article = write_article(municipality.tenant, {"answer": "<p>Ja</p>"}, by=editor, at=now)
    change_article(article, {"answer": "<h3>Ja</h3>"}, revision=1, by=editor, at=now)

    assert "alleen de opmaak" in sign_in(editor).get(versions_of(article)).content.decode()


def test_one_version_has_nothing_to_compare(editor, sign_in, municipality, now):
    article = write_article(municipality.tenant, {"answer": "<p>Ja</p>"}, by=editor, at=now)

    assert "Er is één versie" in sign_in(editor).get(versions_of(article)).content.decode()


def test_versions_are_for_editors(agent, stranger, sign_in, client, thrice_written):
    address = versions_of(thrice_written)

    assert sign_in(agent).get(address).status_code == 403
    assert sign_in(stranger).get(address).status_code == 404
    assert client.get(address).status_code == 302
