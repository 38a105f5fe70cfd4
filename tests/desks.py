"""An agent at her desk in a real browser, and what happens around her."""

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, expect

from gehoor.contacts.actions import accept_contact, offer_contact
from gehoor.contacts.models import Contact, Draft
from gehoor.organisation.models import Channel, ClientOrganisation, Employee
from gehoor.parties.actions import create_party
from gehoor.parties.models import Party
from tests.browsing import enter, listen
from tests.serving import Site

# A request that is refused or does not arrive is no error of a script.
NOT_ARRIVED = re.compile(r"net::ERR|status of 4\d\d|^htmx:(sendError|responseError)")


class Desk:
    """An agent at her desk in one window; scripts that fail there fail the test."""

    def __init__(self, site: Site, context: BrowserContext, agent: Employee) -> None:
        context.set_default_timeout(10_000)
        self.site, self.context, self.agent = site, context, agent
        self.page = context.new_page()
        self.heard = listen(self.page)
        self.keystrokes = 0
        self.sign_in()

    def sign_in(self) -> None:
        enter(self.context, self.site.url, self.agent)
        self.open()

    def open(self, address: str = reverse("desk:home")) -> None:
        self.page.goto(self.site.url + address)

    @property
    def words(self) -> Locator:
        return self.page.locator("[data-words]:visible")

    @property
    def clock(self) -> Locator:
        return self.page.locator(".clock__value")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keystrokes += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=5)

    def paste(self, text: str) -> None:
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")

    def expect_kept(self) -> None:
        """The draft on the server holds what stands on the screen."""
        for _attempt in range(50):
            kept = Draft.objects.filter(contact__agent=self.agent).latest("saved_at").questions
            if self.words.input_value() in [question.get("text", "") for question in kept]:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"not kept after five seconds: {str(kept)[:200]}")

    def expect_finished(self) -> None:
        expect(self.page.get_by_text("Het contact is afgerond en bewaard.")).to_be_visible()

    def script_errors(self) -> list[str]:
        return [line for line in self.heard if not NOT_ARRIVED.search(line)]


def ring(town: ClientOrganisation, *, caller: str = "", minutes_ago: int = 0) -> Contact:
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return offer_contact(town, Channel.PHONE, caller_address=caller, at=at)


def at_hand(town: ClientOrganisation, agent: Employee, **about: Any) -> Contact:
    """A call that this agent has taken."""
    contact = ring(town, **about)
    return accept_contact(contact, by=agent, at=contact.offered_at)


def citizen(town: ClientOrganisation, agent: Employee, last_name: str, phone: str = "") -> Party:
    fields = {"kind": "person", "first_name": "Zeynep", "last_name": last_name}
    addresses = {"phone": phone, "email": ""}
    return create_party(town, fields, addresses=addresses, by=agent, at=timezone.now())
