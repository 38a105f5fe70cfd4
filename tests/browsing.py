"""A real browser for the journeys: Debian's chromium, driven by playwright."""

import os
import re
from pathlib import Path
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from gehoor.organisation.models import Employee
from tests.chromium import find_chromium

AXE = Path(__file__).parent.parent / "gehoor/static/vendor/axe/axe.min.js"
REPLACED = re.compile("htmx:(afterRequest|sendAbort),")  # by a newer search, or a newer page

# A closed network refuses what chromium asks for of its own accord, loudly and slowly.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def launch(playwright: Playwright) -> Browser:
    is_root = hasattr(os, "getuid") and os.getuid() == 0  # chromium's sandbox refuses root
    return playwright.chromium.launch(
        executable_path=find_chromium(), args=QUIET, chromium_sandbox=not is_root
    )


def enter(context: BrowserContext, url: str, employee: Employee) -> None:
    """With the session of somebody who signed in."""
    signed_in = Client()
    signed_in.force_login(employee)
    session = signed_in.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def listen(page: Page) -> list[str]:
    """What goes wrong in the page from now on: scripts that fail, what the CSP refuses."""
    heard: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error" and not REPLACED.match(said.text):
            heard.append(said.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def axe_violations(
    page: Page, *, within: str = "html", rules: list[str] | None = None
) -> list[str]:
    """What axe finds wrong, one line each. Evaluated, not added as a script: the CSP stays on."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found: list[dict[str, Any]] = page.evaluate(
        "async ([within, options]) => (await axe.run(within, options)).violations",
        [within, options],
    )
    return [describe_violation(violation) for violation in found]


def describe_violation(violation: dict[str, Any]) -> str:
    places = "; ".join(", ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"{violation['id']}: {violation['help']} ({places})"
