import re
from collections.abc import Callable

import pytest
from django.test import Client

from gehoor.contacts.models import Contact
from gehoor.organisation.emergency import EmergencyNumber
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory

SignIn = Callable[[Employee], Client]


def card_on(browser: Client, path: str) -> str:
    found = re.search(r'<dialog class="emergency".*?</dialog>', browser.get(path).content.decode(),
                      re.DOTALL)  # fmt: skip
    return found.group() if found else ""


def number(client: ClientOrganisation, name: str, shown_on: str) -> EmergencyNumber:
    made: EmergencyNumber = EmergencyNumber.objects.create(
        tenant=client.tenant, client=client, name=name, number="4444", shown_on=shown_on
    )
    return made


@pytest.mark.parametrize("path", ["/mijn-dag/", "/werkplek/", "/contacten/", "/kennis/"])
def test_the_whole_card_stands_in_each_page(browser: Client, path: str) -> None:
    card = card_on(browser, path)
    assert all(text in card for text in ("112", "0800-0113", "Bommelding", "Letterlijke woorden"))


def test_and_beside_a_contact(browser: Client, open_call: Contact) -> None:
    assert "Dreiging of agressie" in card_on(browser, f"/werkplek/{open_call.uuid}/")


def test_own_numbers_stand_where_they_belong(
    browser: Client, municipality: ClientOrganisation
) -> None:
    number(municipality, "Overal", "all")
    number(municipality, "Bij een bom", "bomb")
    number(ClientFactory(tenant=municipality.tenant), "Van een ander", "all")
    card = card_on(browser, "/mijn-dag/")
    counts = [card.count(name) for name in ("Overal", "Bij een bom", "Van een ander")]
    assert counts == [3, 1, 0]
    assert card.index("Bommelding") < card.index("Bij een bom")


def test_who_answers_no_questions_has_no_card(planner: Employee, sign_in: SignIn) -> None:
    assert card_on(sign_in(planner), "/kennis/") == ""


def test_no_two_things_at_the_desk_have_one_key(browser: Client, open_call: Contact) -> None:
    content = browser.get(f"/werkplek/{open_call.uuid}/").content.decode()
    outside = re.sub(r"<(dialog|template)\b.*?</\1>", "", content, flags=re.DOTALL)
    keys = re.findall(r'aria-keyshortcuts="(Alt\+[A-Z0-9])"', outside)
    assert sorted(keys) == sorted(set(keys))
