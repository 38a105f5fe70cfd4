"""The settings page of what must be sure of a caller."""

from typing import Any

import pytest
from django.test import Client

from conftest import SignIn
from gehoor.contacts.models import Level, VerificationRule
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation
from gehoor.organisation.tests.factories import EmployeeFactory, ProductFactory

PATH = "/beheer/controle/"


@pytest.fixture
def browser(municipality: ClientOrganisation, sign_in: SignIn) -> Client:
    return sign_in(EmployeeFactory(tenant=municipality.tenant, roles=["administrator"]))


@pytest.fixture
def rule(municipality: ClientOrganisation) -> dict[str, Any]:
    checks = ["birth_date", "address", "case"]
    return {"client": municipality.pk, "level": "1", "checks": checks, "passes_with": "2"}


def test_a_rule_for_a_product_beside_the_usual_one(
    browser: Client, municipality: ClientOrganisation, rule: dict[str, Any]
):
    product = ProductFactory(tenant=municipality.tenant, name="bijstandsuitkering")
    assert browser.post(f"{PATH}nieuw/", rule).status_code == 302
    assert browser.post(f"{PATH}nieuw/", rule | {"product": product.pk, "level": "3"}).status_code
    rows = VerificationRule.objects.order_by("pk").values_list(
        "client", "product", "level", "checks", "passes_with"
    )
    checks = ["birth_date", "address", "case"]
    assert list(rows) == [
        (municipality.pk, None, Level.QUESTIONS, checks, 2),
        (municipality.pk, product.pk, Level.DOCUMENT, checks, 2),
    ]
    shown = browser.get(PATH).content.decode()
    assert "Alle andere producten" in shown
    assert "bijstandsuitkering" in shown
    assert "Geboortedatum, Postcode en huisnummer, Zaaknummer" in shown


@pytest.mark.parametrize("has_product", [True, False])
def test_each_product_has_one_rule(
    browser: Client, municipality: ClientOrganisation, rule: dict[str, Any], has_product: bool
):
    if has_product:
        rule |= {"product": ProductFactory(tenant=municipality.tenant).pk}
    browser.post(f"{PATH}nieuw/", rule)
    second = browser.post(f"{PATH}nieuw/", rule)
    assert second.context["form"].non_field_errors()
    assert VerificationRule.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"passes_with": "4"}, "passes_with"),
        ({"passes_with": "0"}, "passes_with"),
        ({"passes_with": ""}, "passes_with"),
        ({"checks": []}, "checks"),
        ({"checks": ["favourite_colour"]}, "checks"),
        ({"level": "9"}, "level"),
    ],
)
def test_a_rule_that_nobody_can_pass_is_refused(
    browser: Client, rule: dict[str, Any], wrong: dict[str, Any], field: str
):
    page = browser.post(f"{PATH}nieuw/", rule | wrong)
    assert list(page.context["form"].errors) == [field]
    assert not VerificationRule.objects.exists()


def test_a_product_that_needs_nothing_asks_nothing(browser: Client, rule: dict[str, Any]):
    assert browser.post(f"{PATH}nieuw/", rule | {"level": "0", "checks": []}).status_code == 302
    assert VerificationRule.objects.get().checks == []


def test_a_rule_is_changed_and_taken_away(browser: Client, rule: dict[str, Any]):
    browser.post(f"{PATH}nieuw/", rule)
    made = VerificationRule.objects.get()
    browser.post(f"{PATH}{made.uuid}/", rule | {"passes_with": "3"})
    made.refresh_from_db()
    assert made.passes_with == 3
    browser.post(f"{PATH}{made.uuid}/weg/")
    assert not VerificationRule.objects.exists()
    kinds = Event.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [f"verificationrule.{done}" for done in ("created", "changed", "removed")]
