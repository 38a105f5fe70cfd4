from datetime import UTC, datetime

import pytest
from django.urls import reverse

from gehoor.knowledge.actions import change_article, write_article
from gehoor.knowledge.models import Article, ArticleVersion, LocalAddition
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)

CREATE = reverse("knowledge:create")
PREVIEW = reverse("knowledge:preview")
PRODUCTS = reverse("knowledge:products")
FILLED = {
    "revision": "0",
    "title": "Paspoort aanvragen",
    "answer": "Maak een afspraak.",
    "internal": "",
    "keywords": "reisdocument",
    "state": "published",
}


@pytest.fixture
def editor(municipality):
    return EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["editor"]
    )


@pytest.fixture
def article(municipality, editor, now):
    fields = {"title": "Kosten", "answer": "<p>Het kost € 75.</p>", "state": "published"}
    return write_article(municipality.tenant, fields, by=editor, at=now)


def edit(article):
    return reverse("knowledge:edit", args=[article.uuid])


# Writing


def test_an_editor_writes_an_article(editor, sign_in, municipality):
    theme = ThemeFactory.create(tenant=municipality.tenant)
    product = ProductFactory.create(tenant=municipality.tenant)
    more = {
        "theme": theme.pk,
        "department": DepartmentFactory.create(client=municipality).pk,
        "client": municipality.pk,
        "products": [product.pk],
        "valid_from": "2026-07-01T09:00",
    }
    response = sign_in(editor).post(CREATE, FILLED | more)

    article = Article.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("knowledge:article", args=[article.uuid])
    assert (article.title, article.answer) == ("Paspoort aanvragen", "<p>Maak een afspraak.</p>")
    assert (article.tenant, article.client, article.theme) == (editor.tenant, municipality, theme)
    assert list(article.products.all()) == [product]
    assert article.valid_from == datetime(2026, 7, 1, 7, tzinfo=UTC)  # nine in Amsterdam
    assert (article.revision, article.updated_by) == (1, editor)


def test_the_form_is_sent_by_htmx_so_that_signing_out_loses_nothing(editor, sign_in):
    response = sign_in(editor).post(CREATE, FILLED, headers={"HX-Request": "true"})

    article = Article.objects.get()
    assert response["HX-Redirect"] == reverse("knowledge:article", args=[article.uuid])


def test_a_script_never_reaches_an_article(editor, sign_in):
    bad = "<p onclick='x()'>Ja</p><script>alert(1)</script><a href='javascript:x'>hier</a>"
    sign_in(editor).post(CREATE, FILLED | {"answer": bad, "internal": bad})

    article = Article.objects.get()
    for text in (article.answer, article.internal):
        assert not any(word in text for word in ("onclick", "script", "alert"))
        assert "<p>Ja</p>" in text


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"title": ""}, "Dit veld is verplicht"),
        ({"title": " \u00a0 "}, "Dit veld is verplicht"),
        ({"title": "x" * 501}, "500"),
        ({"answer": ""}, "Schrijf eerst een antwoord"),
        ({"answer": "<script>alert(1)</script>"}, "Schrijf eerst een antwoord"),
        ({"answer": "x" * 200_001}, "200000"),
        ({"valid_from": "morgen"}, "geldige"),
        (
            {"valid_from": "2026-07-02T09:00", "valid_until": "2026-07-01T09:00"},
            "De einddatum ligt voor de begindatum",
        ),
        ({"source_url": "javascript:alert(1)"}, "URL"),
        ({"state": "gone"}, "gone"),
        ({"theme": "999999"}, "geldige keuze"),
        ({"products": ["999999"]}, "999999"),
        ({"revision": "x"}, ""),
    ],
)
def test_what_is_not_right_is_told_and_nothing_typed_is_lost(editor, sign_in, fields, error):
    typed = FILLED | {"keywords": "mijn woorden"} | fields
    response = sign_in(editor).post(CREATE, typed)

    text = response.content.decode()
    assert response.status_code == 422
    assert error in text
    assert 'value="mijn woorden"' in text
    assert not Article.objects.exists()


def test_a_draft_needs_no_answer(editor, sign_in):
    assert (
        sign_in(editor).post(CREATE, FILLED | {"answer": "", "state": "draft"}).status_code == 302
    )


def test_writing_is_for_editors(agent, sign_in, client, article):
    for address in (CREATE, edit(article), PREVIEW):
        assert sign_in(agent).post(address, FILLED).status_code == 403
        assert client.post(address, FILLED).status_code == 302
    assert Article.objects.get().revision == 1


def test_products_are_looked_for_by_editors_and_at_the_desk(agent, sign_in, client):
    planner = EmployeeFactory(tenant=agent.tenant, roles=["planner"])
    for employee, status in ((agent, 200), (planner, 403)):
        assert sign_in(employee).post(PRODUCTS).status_code == status
    assert client.post(PRODUCTS).status_code == 302


# Changing


def test_an_editor_changes_an_article(editor, sign_in, article):
    browser = sign_in(editor)
    form = browser.get(edit(article)).context["form"]
    assert form["answer"].value() == "<p>Het kost € 75.</p>"
    browser.post(edit(article), FILLED | {"revision": "1"})

    article.refresh_from_db()
    assert (article.title, article.revision) == ("Paspoort aanvragen", 2)
    assert [version.number for version in article.versions.all()] == [2, 1]


def test_saving_without_a_change_makes_no_version(editor, sign_in, article):
    same = {"revision": "1", "title": "Kosten", "answer": article.answer, "state": "published"}
    assert sign_in(editor).post(edit(article), same).status_code == 302

    assert ArticleVersion.objects.count() == 1


def test_who_comes_second_overwrites_nothing_and_loses_nothing(
    editor, sign_in, article, colleague, now
):
    change_article(article, {"answer": "<p>Het kost € 80.</p>"}, revision=1, by=colleague, at=now)
    typed = FILLED | {"revision": "1", "answer": "<p>Het kost € 90.</p>", "title": "Kosten"}
    browser = sign_in(editor)
    response = browser.post(edit(article), typed)

    text = response.content.decode()
    assert response.status_code == 422
    assert f"{colleague.name} heeft dit artikel om 10:00 uur gewijzigd" in text
    assert "<del>80</del>" in text
    assert "<ins>90</ins>" in text
    assert "&lt;p&gt;Het kost € 90.&lt;/p&gt;</textarea>" in text
    article.refresh_from_db()
    assert article.answer == "<p>Het kost € 80.</p>"

    again = response.context["form"]["revision"].value()
    assert browser.post(edit(article), typed | {"revision": again}).status_code == 302
    article.refresh_from_db()
    assert (article.answer, article.revision) == ("<p>Het kost € 90.</p>", 3)


def test_a_department_that_is_not_offered_any_more_stays(
    editor, sign_in, municipality, article, now
):
    closed = DepartmentFactory.create(client=municipality, is_active=False)
    change_article(article, {"department": closed}, revision=1, by=editor, at=now)
    fields = {"revision": "2", "department": closed.pk}
    assert sign_in(editor).post(edit(article), FILLED | fields).status_code == 302

    article.refresh_from_db()
    assert article.department == closed


def test_nobody_edits_what_she_may_not_see(editor, sign_in, stranger, municipality, article):
    other = ClientFactory.create(tenant=municipality.tenant)
    neighbours = ArticleFactory.create(tenant=municipality.tenant, client=other)

    assert sign_in(editor).get(edit(neighbours)).status_code == 404
    assert sign_in(stranger).post(edit(article), FILLED | {"revision": "1"}).status_code == 404


def test_nothing_of_another_tenant_or_client_can_be_chosen(editor, sign_in, municipality):
    for name, row in [
        ("theme", ThemeFactory.create()),
        ("department", DepartmentFactory.create()),
        ("client", ClientFactory.create(tenant=municipality.tenant)),
        ("products", ProductFactory.create()),
    ]:
        response = sign_in(editor).post(CREATE, FILLED | {name: row.pk})
        assert name in response.context["form"].errors
    assert not Article.objects.exists()


# Preview and products


def test_the_preview_shows_what_will_be_kept(editor, sign_in):
    typed = {"answer": "Een\n\n- twee\n- drie", "internal": "<script>x</script>Let op<h1>Kop</h1>"}
    text = sign_in(editor).post(PREVIEW, typed).content.decode()

    assert "<p>Een</p>\n<ul><li>twee</li><li>drie</li></ul>" in text
    assert "Let op<h3>Kop</h3>" in text
    assert "script" not in text


def test_products_are_found_by_words_and_the_ticked_ones_stay(editor, sign_in, municipality):
    names = ["aanleunwoning", "paspoort", "paspoort kind", "rijbewijs"]
    products = {
        name: ProductFactory.create(tenant=municipality.tenant, name=name) for name in names
    }
    ProductFactory.create(name="paspoort van een ander")
    ProductFactory.create(tenant=municipality.tenant, name="paspoort oud", is_active=False)
    chosen = [products["paspoort"].pk, "x", "²"]
    response = sign_in(editor).post(PRODUCTS, {"product_text": "paspoort", "products": chosen})

    assert response.context["chosen"] == [products["paspoort"]]
    assert response.context["found"] == [products["paspoort kind"]]
    assert response.content.decode().count(" checked") == 1


# What a client adds


def addition(article, client):
    return reverse("knowledge:addition", args=[article.uuid, client.uuid])


def test_an_editor_adds_what_is_different_at_a_client(editor, sign_in, municipality, article):
    browser = sign_in(editor)
    assert browser.get(addition(article, municipality)).status_code == 200
    browser.post(addition(article, municipality), {"answer": "Ook bij het <b>wijkpunt</b>."})

    added = LocalAddition.objects.get()
    assert (added.client, added.updated_by) == (municipality, editor)
    assert added.answer == "Ook bij het wijkpunt."
    assert "wijkpunt" in browser.get(addition(article, municipality)).content.decode()
    browser.post(addition(article, municipality), {"answer": " ", "seen": added.stamp})
    assert not LocalAddition.objects.exists()


def test_two_editors_of_an_addition_see_both_texts(editor, sign_in, municipality, article):
    browser, path = sign_in(editor), addition(article, municipality)
    seen = browser.get(path).context["form"]["seen"].value() or ""
    browser.post(path, {"answer": "Van de <b>eerste</b>", "seen": seen})
    page = browser.post(path, {"answer": "Van de tweede", "seen": seen})
    shown = page.content.decode()
    assert page.status_code == 422
    assert f"{editor.name} heeft deze aanvulling om" in shown
    assert "eerste" in LocalAddition.objects.get().answer
    assert "<del>eerste</del>" in shown
    assert "Van de tweede</textarea>" in shown
    again = page.context["form"]["seen"].value()
    browser.post(path, {"answer": "Van de tweede", "seen": again})
    assert "Van de tweede" in LocalAddition.objects.get().answer


def test_an_addition_taken_away_meanwhile_is_not_lost(editor, sign_in, municipality, article):
    browser, path = sign_in(editor), addition(article, municipality)
    browser.post(path, {"answer": "Oud"})
    seen = LocalAddition.objects.get().stamp
    browser.post(path, {"answer": "", "seen": seen})
    page = browser.post(path, {"answer": "Nieuw", "seen": seen})
    assert (page.status_code, "weggehaald" in page.content.decode()) == (422, True)
    assert "Nieuw</textarea>" in page.content.decode()
    browser.post(path, {"answer": "Nieuw", "seen": page.context["form"]["seen"].value()})
    assert "Nieuw" in LocalAddition.objects.get().answer


def test_an_addition_that_is_too_long_is_not_lost(editor, sign_in, municipality, article):
    response = sign_in(editor).post(addition(article, municipality), {"answer": "x" * 200_001})

    assert response.status_code == 422
    assert "x" * 200_001 in response.content.decode()


def test_additions_are_for_clients_one_serves_and_articles_that_are_shared(
    editor, agent, sign_in, stranger, municipality, article, client
):
    own = ArticleFactory.create(tenant=municipality.tenant, client=municipality)
    other = ClientFactory.create(tenant=municipality.tenant)

    assert sign_in(editor).get(addition(own, municipality)).status_code == 404
    assert sign_in(editor).get(addition(article, other)).status_code == 404
    assert sign_in(stranger).get(addition(article, municipality)).status_code == 404
    assert sign_in(agent).get(addition(article, municipality)).status_code == 403
    assert client.get(addition(article, municipality)).status_code == 302
