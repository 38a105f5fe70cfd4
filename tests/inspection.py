"""What axe does not see: small targets, pages too wide, borders that went away."""

from pathlib import Path

from playwright.sync_api import Page

CHECKS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def inspect(page: Page, *checks: str) -> list[str]:
    """What these checks of inspection.js find in the page as it stands, one line each."""
    found: list[str] = []
    for check in checks:
        found += page.evaluate(f"{CHECKS}.{check}()")
    return found
