"""Who speaks, and what may I say: calls for somebody else, at the desk, with the keyboard."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gehoor.access.models import ProcessingLog
from gehoor.contacts.models import (
    Check,
    Contact,
    Level,
    Outcome,
    Participant,
    Question,
    Verification,
    VerificationRule,
)
from gehoor.organisation.models import ClientOrganisation, Employee, Product
from gehoor.organisation.tests.factories import ProductFactory, ThemeFactory
from gehoor.parties.actions import add_identifier, set_postal_address
from gehoor.parties.models import Party, Representation
from gehoor.parties.representing import Terms, register_representation
from gehoor.parties.tests.factories import PartyFactory
from tests.browsing import axe_violations
from tests.desks import Desk, citizen, ring
from tests.serving import Site

NUMBER = "+31612345678"
HIS_HOME = {"street": "Schuilhof", "house_number": 7, "postcode": "9876 XZ", "city": "Verweg"}
SECRETS = ("Schuilhof", "9876 XZ", "Verweg")
HER_HOME = {"street": "Havenweg", "house_number": 12, "postcode": "1234 AB", "city": "Waterrijk"}


@pytest.fixture
def town(
    site: Site, municipality: ClientOrganisation, agent: Employee, outcomes: dict[str, Outcome]
) -> ClientOrganisation:
    """Where the desk is; `site` first, as it empties the database."""
    site.start("web")
    return municipality


@pytest.fixture
def daughter(town: ClientOrganisation, agent: Employee) -> Party:
    person = citizen(town, agent, "Verborgen", phone=NUMBER)
    set_postal_address(person, "visit", HER_HOME, by=agent, at=timezone.now())
    add_identifier(person, "bsn", "111222333", purpose="journey", by=agent, at=timezone.now())
    return person


@pytest.fixture
def father(town: ClientOrganisation, agent: Employee) -> Party:
    person = PartyFactory.create(
        client=town, first_name="Frank", last_name="Verborgen", is_protected=True
    )
    set_postal_address(person, "visit", HIS_HOME, by=agent, at=timezone.now())
    return person


@pytest.fixture
def benefits(town: ClientOrganisation) -> Product:
    """A product about which one tells nothing before one is sure of the caller."""
    theme = ThemeFactory.create(tenant=town.tenant, name="Werk en inkomen")
    product = ProductFactory.create(tenant=town.tenant, name="bijstandsuitkering", theme=theme)
    VerificationRule.objects.create(
        tenant=town.tenant, client=town, product=product, level=Level.QUESTIONS,
        checks=[Check.BIRTH_DATE, Check.ADDRESS, Check.BSN], passes_with=2,
    )  # fmt: skip
    return product


@pytest.fixture
def representation(daughter: Party, father: Party, agent: Employee) -> Representation:
    today = timezone.localdate()
    terms = Terms("authorised", "letter", today, today + timedelta(days=200))
    return register_representation(daughter, father, terms, by=agent, at=timezone.now())


@pytest.fixture
def desk(town: ClientOrganisation, page: Page, site: Site, agent: Employee) -> Iterator[Desk]:
    opened = Desk(site, page.context, agent)
    yield opened
    assert opened.script_errors() == []


def answer(desk: Desk, caller: Party) -> None:
    """Take the call of somebody who is known by her number."""
    desk.open()
    desk.press("Alt+a")
    expect(desk.page.get_by_text("Dit nummer is bekend.")).to_be_visible()
    desk.press("Alt+k", "Enter")
    expect(desk.page.locator(".customer__name")).to_have_text(str(caller))
    expect(desk.words).to_be_focused()


def choose_product(desk: Desk, product: Product) -> None:
    field = desk.page.locator("[data-fills=product] input:visible")
    field.fill(product.name)
    field.press("Tab")


def finish(desk: Desk) -> None:
    desk.press("Alt+u", "1", "Control+Enter")
    desk.expect_finished()


def expect_no_secret(page: Page) -> None:
    shown = page.content()
    assert [secret for secret in SECRETS if secret in shown] == []


def test_an_authorised_daughter_calls_about_her_father_who_is_protected(
    desk: Desk,
    town: ClientOrganisation,
    daughter: Party,
    father: Party,
    benefits: Product,
    representation: Representation,
) -> None:
    page, panel = desk.page, desk.page.locator("#verification")
    ring(town, caller=NUMBER)
    answer(desk, daughter)
    expect(panel).to_contain_text("Niet gecontroleerd")
    desk.type("hoe staat het met de uitkering van mijn vader?")
    choose_product(desk, benefits)
    expect(panel).to_contain_text("Eerst controleren: controlevragen.")
    expect(page.locator("[data-fills=department] select:visible")).to_be_focused()

    desk.press("Alt+c")
    expect(page.locator("#verification :focus")).to_be_visible()
    page.get_by_label("goed").check()
    page.get_by_label("Laatste drie cijfers van het BSN").fill("999")
    desk.press("Enter")
    expect(panel).to_contain_text("Controle mislukt: geef alleen algemene informatie.")
    page.get_by_label("Postcode en huisnummer").fill("1234ab 12")
    desk.press("Enter")
    expect(panel).to_contain_text("Gecontroleerd: controlevragen")
    expect(panel).to_contain_text("1 × mislukt")
    expect(desk.words).to_be_focused()

    desk.press("Alt+g")
    expect(page.locator("#concerned")).to_contain_text("Gemachtigde, voor alles")
    desk.press("Alt+2")
    ground = page.locator("[data-ground]:visible")
    expect(ground).to_contain_text("Frank Verborgen")
    expect(ground).to_contain_text("Geheimhouding")
    expect(desk.words).to_be_focused()
    expect_no_secret(page)
    assert axe_violations(page) == []

    with page.context.expect_page() as opened:
        ground.get_by_role("link", name="Frank Verborgen").click()
    look_at_his_address(opened.value)
    expect_no_secret(page)

    finish(desk)
    expect_kept(daughter, father, representation)


def look_at_his_address(page: Page) -> None:
    """It is shown to who says why, and that is written down."""
    expect_no_secret(page)
    page.get_by_role("link", name="Adressen tonen").click()
    expect_no_secret(page)
    page.locator("main form input[type=text], main form textarea").first.fill("post over bezwaar")
    page.get_by_role("button", name="Tonen").click()
    expect(page.get_by_text("Schuilhof")).to_be_visible()
    page.close()


def expect_kept(daughter: Party, father: Party, representation: Representation) -> None:
    question = Question.objects.get()
    assert (question.party, question.ground, question.representation) == (
        father, "representation", representation,
    )  # fmt: skip
    assert question.verification_level == Level.QUESTIONS
    people = Participant.objects.order_by("pk").values_list("party", "role", "is_initiator")
    assert list(people) == [
        (father.pk, "customer", False),
        (daughter.pk, "representative", True),
    ]
    tries = Verification.objects.values_list("party", "is_passed", "right", "wrong")
    assert list(tries) == [
        (daughter.pk, False, ["birth_date"], ["bsn"]),
        (daughter.pk, True, ["birth_date", "address"], ["bsn"]),
    ]
    look = ProcessingLog.objects.get(action="address_shown")
    assert (look.subject_uuid, look.purpose) == (father.uuid, "post over bezwaar")


def test_one_call_becomes_two_questions_for_two_people(
    desk: Desk, town: ClientOrganisation, daughter: Party, agent: Employee
) -> None:
    neighbour = PartyFactory.create(client=town, first_name="Koen", last_name="Buurman")
    contact = ring(town, caller=NUMBER)
    answer(desk, daughter)
    page = desk.page
    desk.type("wanneer wordt mijn container geleegd?")
    desk.press("Alt+u", "1")
    desk.press("Alt+v")
    desk.type("en mijn buurman wil een laadpaal")
    desk.press("Alt+g")
    desk.type("buurman")
    page.get_by_role("button", name="Koen Buurman").click()
    ground = page.locator("[data-ground]:visible")
    expect(ground).to_contain_text("Niet bewezen")
    expect(ground).to_contain_text("Vertel niets over deze persoon")
    expect(ground.get_by_role("link")).to_have_count(0)
    page.get_by_role("tab", name="Vraag 1").click()
    expect(page.locator("[data-ground]:visible")).to_have_count(0)
    desk.expect_kept()
    page.reload()
    page.get_by_role("tab", name="Vraag 2").click()
    expect(page.locator("[data-ground]:visible")).to_contain_text("Koen Buurman")
    finish(desk)

    rows = Question.objects.filter(contact=contact).order_by("position")
    assert list(rows.values_list("party", "ground")) == [
        (daughter.pk, "own"), (neighbour.pk, "unproven"),
    ]  # fmt: skip
    people = Participant.objects.order_by("pk").values_list("question__position", "party", "role")
    assert list(people) == [
        (1, daughter.pk, "customer"),
        (2, neighbour.pk, "customer"),
        (2, daughter.pk, "representative"),
    ]


def test_a_representation_that_has_run_out_says_why(
    desk: Desk, town: ClientOrganisation, daughter: Party, representation: Representation
) -> None:
    Representation.objects.update(ended_at=timezone.now())
    ring(town, caller=NUMBER)
    answer(desk, daughter)
    desk.press("Alt+g")
    people = desk.page.locator("#concerned-choices")
    expect(people).to_contain_text("Deze vertegenwoordiging is beëindigd.")
    people.get_by_role("button", name="Kies zonder bewijs").click()
    expect(desk.page.locator("[data-ground]:visible")).to_contain_text("Niet bewezen")


def test_an_interpreter_is_chosen_with_the_keyboard(
    desk: Desk, town: ClientOrganisation, daughter: Party
) -> None:
    ring(town, caller=NUMBER)
    answer(desk, daughter)
    desk.press("Alt+t", "ArrowDown", "Enter")
    expect(desk.page.locator("#interpreter")).to_contain_text("Tolkentelefoon")
    expect(desk.page.locator("#interpreter-dialog")).not_to_be_visible()
    assert Contact.objects.get().interpreter == "telephone"
