"""An editor at work in a real browser: finding, writing, meeting a colleague, signed out."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from gehoor.knowledge.actions import change_article, write_article
from gehoor.knowledge.models import Article
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory, ProductFactory
from tests.browsing import axe_violations, enter
from tests.serving import Site

LIST = reverse("knowledge:list")
CREATE = reverse("knowledge:create")


@pytest.fixture
def editor(site: Site, municipality: ClientOrganisation) -> Employee:
    """Signed-in editor, on a site that runs; `site` first, as it empties the database."""
    made: Employee = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["editor"]
    )
    site.start("web")
    return made


@pytest.fixture
def article(municipality: ClientOrganisation, editor: Employee, now: datetime) -> Article:
    fields = {
        "title": "Wat kost grofvuil?",
        "answer": "<p>€ 75 per keer.</p>",
        "state": "published",
    }
    return write_article(municipality.tenant, fields, by=editor, at=now)


def test_articles_come_while_one_types(
    page: Page, site: Site, editor: Employee, article: Article
) -> None:
    enter(page.context, site.url, editor)
    page.goto(site.url + LIST)
    assert axe_violations(page) == []
    page.keyboard.press("/")
    page.keyboard.type("grofvuul", delay=20)
    hit = page.locator("a.hit")
    expect(hit.locator("mark")).to_have_text("grofvuil")
    assert axe_violations(page) == []
    assert "grofvuul" not in page.url

    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat kost grofvuil?")
    assert axe_violations(page) == []


def test_an_editor_writes_an_article(
    page: Page, site: Site, editor: Employee, municipality: ClientOrganisation
) -> None:
    for name in ("paspoort", "paspoort kind"):
        ProductFactory.create(tenant=municipality.tenant, name=name)
    enter(page.context, site.url, editor)
    page.goto(site.url + CREATE)
    page.get_by_label("Titel").fill("Paspoort aanvragen")
    page.get_by_label("Antwoord").fill("Neem mee:\n\n- uw oude paspoort\n- een pasfoto")
    expect(page.locator("#preview li")).to_have_text(["uw oude paspoort", "een pasfoto"])
    page.get_by_label("Product zoeken").fill("kind")
    page.keyboard.press("Enter")
    page.get_by_label("paspoort kind").check()
    page.get_by_label("Product zoeken").fill("paspoort")
    page.get_by_label("paspoort", exact=True).check()
    page.get_by_label("Stand").select_option("published")
    assert axe_violations(page) == []
    page.get_by_label("Titel").focus()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paspoort aanvragen")
    made = Article.objects.get()
    assert "<li>een pasfoto</li>" in made.answer
    assert [product.name for product in made.products.all()] == ["paspoort", "paspoort kind"]


def test_an_error_keeps_what_was_typed_and_has_the_focus(
    page: Page, site: Site, editor: Employee
) -> None:
    enter(page.context, site.url, editor)
    page.goto(site.url + CREATE)
    page.get_by_label("Antwoord").fill("Zonder titel")
    page.get_by_role("button", name="Bewaren").click()

    expect(page.get_by_text("Nog niet opgeslagen")).to_be_visible()
    expect(page.locator("[data-focus-first]")).to_be_focused()
    expect(page.get_by_label("Antwoord")).to_have_value("Zonder titel")
    assert axe_violations(page) == []


def test_two_editors_overwrite_nothing(
    page: Page, site: Site, editor: Employee, colleague: Employee, article: Article, now: datetime
) -> None:
    enter(page.context, site.url, editor)
    page.goto(site.url + reverse("knowledge:edit", args=[article.uuid]))
    change_article(article, {"answer": "<p>€ 80 per keer.</p>"}, revision=1, by=colleague, at=now)
    page.get_by_label("Antwoord").fill("€ 90 per keer.")
    page.get_by_role("button", name="Bewaren").click()

    expect(page.get_by_text(f"{colleague.name} heeft dit artikel")).to_be_visible()
    expect(page.locator("del")).to_have_text("80")
    expect(page.locator("ins")).to_have_text("90")
    expect(page.get_by_label("Antwoord")).to_have_value("€ 90 per keer.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_url(re.compile(f"{article.uuid}/$"))
    article.refresh_from_db()
    assert (article.revision, article.answer) == (3, "<p>€ 90 per keer.</p>")


def test_who_was_signed_out_saves_after_signing_in_again(
    page: Page, site: Site, editor: Employee, article: Article
) -> None:
    enter(page.context, site.url, editor)
    page.goto(site.url + reverse("knowledge:edit", args=[article.uuid]))
    page.get_by_label("Antwoord").fill("€ 90 per keer.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Bewaren").click()

    expect(page.get_by_text("U bent afgemeld")).to_be_visible()
    expect(page.get_by_label("Antwoord")).to_have_value("€ 90 per keer.")
    enter(page.context, site.url, editor)
    page.get_by_role("button", name="Bewaren").click()
    page.wait_for_url(re.compile(f"{article.uuid}/$"))
    article.refresh_from_db()
    assert article.answer == "<p>€ 90 per keer.</p>"


def test_leaving_with_unsaved_words_asks_first(page: Page, site: Site, editor: Employee) -> None:
    enter(page.context, site.url, editor)
    page.goto(site.url + CREATE)
    page.get_by_label("Titel").press_sequentially("Half af")
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append("asked")
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    page.get_by_role("link", name="Stoppen").click(no_wait_after=True)
    page.wait_for_timeout(300)

    assert asked == ["asked"]
    expect(page.get_by_label("Titel")).to_have_value("Half af")
