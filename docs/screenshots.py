"""Takes the pictures of README.md: `.venv/bin/python -m docs.screenshots [NAME ...]`.

Drives a demonstration of its own in chromium, in a folder that goes afterwards; the seed is
fixed, so that pictures of two releases differ where the pages do.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

FOLDER = tempfile.TemporaryDirectory(prefix="gehoor-")
os.environ["GEHOOR_DATA"] = FOLDER.name
os.environ["DATABASE_URL"] = ""
os.environ["DJANGO_SETTINGS_MODULE"] = "gehoor.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps an event loop in this thread
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.utils import timezone  # noqa: E402
from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

from docs.png import reduced  # noqa: E402
from gehoor.contacts.actions import offer_contact  # noqa: E402
from gehoor.contacts.models import Contact  # noqa: E402
from gehoor.demonstration.organisation import HOME  # noqa: E402
from gehoor.knowledge.models import Article  # noqa: E402
from gehoor.organisation.models import Entrance  # noqa: E402
from gehoor.parties.models import DigitalAddress, Party  # noqa: E402
from tests.browsing import launch  # noqa: E402
from tests.serving import Site  # noqa: E402

IMAGES = Path(__file__).parent / "images"
LARGEST_KB = 200
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
WORDS = "mijn paspoort is verlopen, kan ik met spoed een nieuwe krijgen?"
ARTICLE = "Paspoort aanvragen of verlengen"


def visit(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        sys.exit(f"{address} does not open: no picture of a fault")


def sign_in(page: Page, role: str) -> None:
    visit(page, "/aanmelden/")
    page.locator(".role", has=page.get_by_text(role, exact=True)).click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)


def well_known_caller() -> Party:
    """A person with a warning, an open promise if possible, who asked a few things before."""
    people = Party.objects.filter(
        client__slug=HOME, kind="person", is_protected=False, digital_addresses__kind="phone"
    )
    is_current = Q(flags__ends_on=None) | Q(flags__ends_on__gte=timezone.localdate())
    is_open = Q(questions__follow_ups__state="open")
    known = people.annotate(
        warned=Count("flags", filter=is_current, distinct=True),
        promised=Count("questions__follow_ups", filter=is_open, distinct=True),
        asked=Count("questions", distinct=True),
    ).filter(asked__gte=2)
    found: Party = known.order_by("-warned", "-promised", "asked", "pk")[0]
    return found


def ring(caller: Party | None, *, waiting_s: int) -> None:
    entrance = Entrance.objects.filter(channel="phone", client__slug=HOME).order_by("pk")[0]
    number = DigitalAddress.objects.filter(party=caller, kind="phone").first() if caller else None
    offer_contact(
        entrance.client, "phone",
        caller_address=number.address_key if number else "", entrance=entrance,
        at=timezone.now() - timedelta(seconds=waiting_s),
    )  # fmt: skip


def show_sign_in(page: Page) -> None:
    visit(page, "/aanmelden/")


def show_ringing(page: Page) -> None:
    sign_in(page, "Medewerker KCC")
    visit(page, "/werkplek/")
    ring(well_known_caller(), waiting_s=12)
    expect(page.locator("[data-ring]").first).to_be_visible()


def show_question(page: Page) -> None:
    """Called, known by the number, the words typed, the article open beside them."""
    show_ringing(page)
    page.keyboard.press("Alt+a")
    expect(page.locator("[data-words]").first).to_be_focused()
    page.keyboard.press("Alt+k")
    page.keyboard.press("Enter")
    expect(page.locator(".picture")).to_be_visible()
    page.locator("[data-words]").first.click()
    page.keyboard.type(WORDS, delay=10)
    expect(page.locator(".hit mark").first).to_be_visible()
    ring(None, waiting_s=4)
    page.wait_for_timeout(500)  # as a person reads before choosing
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#article article")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[data-chosen]").first).to_be_visible()
    page.wait_for_timeout(2500)  # the draft is kept every two seconds


def show_question_narrow(page: Page) -> None:
    show_question(page)
    page.locator(".questions").evaluate("part => part.scrollIntoView()")


def show_figures(page: Page) -> None:
    sign_in(page, "Manager")
    visit(page, "/cijfers/?period=month")


def show_contacts(page: Page) -> None:
    sign_in(page, "Manager")
    visit(page, "/contacten/?period=month")


def article_address() -> str:
    return f"/kennis/{Article.objects.get(title=ARTICLE).uuid}/"


def show_article(page: Page) -> None:
    sign_in(page, "Medewerker KCC")
    visit(page, article_address())


def show_editor(page: Page) -> None:
    sign_in(page, "Redacteur")
    visit(page, f"{article_address()}bewerken/")


def show_customer(page: Page) -> None:
    sign_in(page, "Medewerker KCC")
    visit(page, f"/klanten/{well_known_caller().uuid}/")


def show_heard(page: Page) -> None:
    """While others answer too: a made-up citizen calls, and what she says is read."""
    sign_in(page, "Medewerker KCC")
    visit(page, "/werkplek/")
    page.locator("[data-ring]").first.wait_for(timeout=90_000)
    page.keyboard.press("Alt+a")
    expect(page.locator(".heard")).to_be_visible()
    page.wait_for_timeout(12_000)  # she needs a few lines to say it


def show_my_day(page: Page) -> None:
    sign_in(page, "Medewerker KCC")
    visit(page, "/mijn-dag/")


def show_emergency(page: Page) -> None:
    sign_in(page, "Medewerker KCC")
    visit(page, "/werkplek/")
    page.keyboard.press("Alt+b")
    expect(page.locator("#emergency")).to_be_visible()


def show_colleagues(page: Page) -> None:
    sign_in(page, "Coach")
    visit(page, "/nu-bezig/")


Scene = tuple[Callable[[Page], None], dict[str, Any]]
SCENES: dict[str, Scene] = {
    "sign-in": (show_sign_in, {}),
    "desk-ringing": (show_ringing, {}),
    "desk-question": (show_question, {}),
    "desk-question-dark": (show_question, {"color_scheme": "dark"}),
    "desk-question-narrow": (show_question_narrow, {"viewport": NARROW}),
    "figures": (show_figures, {}),
    "contacts": (show_contacts, {}),
    "article": (show_article, {}),
    "editor": (show_editor, {}),
    "customer": (show_customer, {}),
    "my-day": (show_my_day, {}),
    "emergency": (show_emergency, {}),
}
# With made-up citizens who call now and colleagues who answer them.
LIVING: dict[str, Scene] = {
    "desk-heard": (show_heard, {}),
    "colleagues": (show_colleagues, {}),
}


def take(browser: Browser, site: Site, name: str) -> None:
    show, options = (SCENES | LIVING)[name]
    settings = {"viewport": WIDE, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam", **options}
    context = browser.new_context(base_url=site.url, **settings)
    page = context.new_page()
    show(page)
    path = IMAGES / f"{name}.png"
    path.write_bytes(reduced(browser, page.screenshot(animations="disabled", caret="hide")))
    context.close()
    if name in SCENES:
        Contact.objects.filter(closed_at=None).delete()
    size = path.stat().st_size / 1000
    print(f"{path.name}: {size:.0f} kB", flush=True)
    if size > LARGEST_KB:
        sys.exit(f"{path.name} is larger than {LARGEST_KB} kB")


@contextmanager
def living(site: Site) -> Iterator[None]:
    """A minute of it has passed when the first picture is taken."""
    command = [sys.executable, "-m", "gehoor", "simulate", "--url", site.url, "--agents", "20"]
    simulation = subprocess.Popen([*command, "--seed", "7", "--hour", "10"])
    try:
        time.sleep(60)
        yield
    finally:
        simulation.terminate()
        simulation.wait()


def main(names: list[str]) -> None:
    IMAGES.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("seed_demonstration", contacts=4_000, year=True)
    site = Site()
    try:
        site.start("web", "worker")
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for name in [name for name in SCENES if name in (names or SCENES)]:
                take(browser, site, name)
            with living(site):
                for name in [name for name in LIVING if name in (names or LIVING)]:
                    take(browser, site, name)
    finally:
        site.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
