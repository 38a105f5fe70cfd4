"""A morning at the desk: ten real questions from ring to finish, then the manager's page."""

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.followups.models import FollowUp
from gehoor.knowledge.models import Article
from gehoor.lib.numbers import duration
from gehoor.measures.models import ContactTally
from gehoor.organisation.models import ClientOrganisation, Department, Employee, OpeningHours
from gehoor.organisation.tests.factories import (
    DepartmentFactory,
    EmployeeFactory,
    EntranceFactory,
    ThemeFactory,
)
from tests.serving import Site

DATA = Path(__file__).resolve().parents[2] / "shared/data"
NUMBER_OF_QUESTIONS = 10
MOST_KEYSTROKES = 12
PASSWORD = "een lang wachtwoord voor de proef"

pytestmark = pytest.mark.skipif(
    not (DATA / "search_questions.csv").exists(), reason="no ../shared/data beside the checkout"
)


@dataclass
class Handled:
    """One call as the test itself saw it."""

    text: str
    article: str
    moments: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    keystrokes: int = 0
    was_found: bool = False

    @contextmanager
    def moment(self, name: str) -> Iterator[None]:
        """Note between which two moments of our own clock it happened."""
        before = datetime.now(UTC)
        yield
        self.moments[name] = (before, datetime.now(UTC))


@pytest.fixture
def centre(municipality: ClientOrganisation, outcomes: dict[str, Outcome]) -> Department:
    """A municipality with a telephone number, opening hours and the 180 real answers."""
    EntranceFactory.create(client=municipality, address="+31850001234")
    for weekday in range(7):
        OpeningHours.objects.create(
            tenant=municipality.tenant, client=municipality, weekday=weekday,
            opens="08:00", closes="17:00",
        )  # fmt: skip
    for name in ("rijksoverheid_vacs_bzk.csv", "rijksoverheid_vacs_omgevingswet.csv"):
        call_command("import_articles", str(DATA / name), verbosity=0)
    ThemeFactory.create(tenant=municipality.tenant, name="Burgerzaken")
    department: Department = DepartmentFactory.create(client=municipality, name="Burgerzaken")
    return department


@pytest.fixture
def questions() -> list[Handled]:
    """The first ten of the file, as they come: what is found and what is not."""
    with (DATA / "search_questions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "test"]
    return [Handled(row["text"], row["article_id"]) for row in rows[:NUMBER_OF_QUESTIONS]]


def with_password(employee: Employee) -> Employee:
    employee.set_password(PASSWORD)
    employee.save()
    return employee


def sign_in(page: Page, site: Site, employee: Employee) -> None:
    page.goto(site.url)
    page.get_by_label("E-mail").fill(employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/aanmelden/" not in url)


class AgentAtWork:
    """Hands on the keyboard; every key besides the citizen's words is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.call: Handled

    def press(self, key: str) -> None:
        self.call.keystrokes += 1
        self.page.keyboard.press(key)

    def handle(self, call: Handled) -> None:
        self.call = call
        with call.moment("offered_at"):
            call_command("ring", verbosity=0)
        expect(self.page.locator("[data-ring]")).to_be_visible()
        with call.moment("answered_at"):
            self.press("Alt+a")
            expect(self.page.locator("[data-words]").first).to_be_focused()
        self.page.keyboard.type(call.text, delay=8)
        self.answer()
        time.sleep(0.6)
        with call.moment("ended_at"):
            self.press("Alt+e")
            expect(self.page.get_by_text("Nawerk").first).to_be_visible()
        time.sleep(0.4)
        with call.moment("closed_at"):
            self.press("Control+Enter")
            expect(self.page.get_by_text("Het contact is afgerond en bewaard.")).to_be_visible()

    def answer(self) -> None:
        """Open the right article when it is in the list, else pass the question on."""
        self.press("ArrowDown")
        expect(self.page.locator("a.hit:focus")).to_be_visible()
        links = self.page.locator("a.hit").evaluate_all("hits => hits.map(hit => hit.href)")
        right = Article.objects.get(reference=self.call.article)
        place = next((n for n, link in enumerate(links) if str(right.uuid) in link), None)
        self.call.was_found = place is not None
        if place is None:
            self.pass_on()
        else:
            self.open_and_use(place)

    def open_and_use(self, place: int) -> None:
        for _ in range(place):
            self.press("ArrowDown")
        self.press("Enter")
        expect(self.page.locator("#article article")).to_be_focused()
        self.press("a")
        expect(self.page.locator("[data-chosen]").first).to_be_visible()

    def pass_on(self) -> None:
        self.press("Alt+u")
        self.press("6")
        self.page.get_by_label("Vakafdeling", exact=True).select_option(label="Burgerzaken")


def test_ten_questions_from_ring_to_report(
    site: Site,
    browser: Browser,
    page: Page,
    centre: Department,
    agent: Employee,
    questions: list[Handled],
) -> None:
    client = centre.client
    manager = EmployeeFactory.create(tenant=client.tenant, clients=[client], roles=["manager"])
    site.start("web", "worker")
    sign_in(page, site, with_password(agent))
    at_work = AgentAtWork(page)
    for call in questions:
        at_work.handle(call)
    check_what_was_kept(questions, centre)
    wait_for_figures()
    page.context.clear_cookies()
    sign_in(page, site, with_password(manager))
    check_the_managers_page(page, questions)


def check_what_was_kept(calls: list[Handled], department: Department) -> None:
    contacts = list(Contact.objects.order_by("offered_at"))
    assert [contact.questions.get().text for contact in contacts] == [call.text for call in calls]
    for contact, call in zip(contacts, calls, strict=True):
        check_times(contact, call)
        check_outcome(contact.questions.get(), call)
    assert FollowUp.objects.filter(department=department).count() == sum(
        not call.was_found for call in calls
    )


def check_times(contact: Contact, call: Handled) -> None:
    """Every moment lies where the test itself saw it, and the parts make up the whole."""
    for name, (before, after) in call.moments.items():
        assert before <= getattr(contact, name) <= after
    assert contact.closed_at is not None
    spans = (contact.wait_ms, contact.talk_ms, contact.hold_ms, contact.wrap_up_ms)
    whole = (contact.closed_at - contact.offered_at) / timedelta(milliseconds=1)
    assert sum(span or 0 for span in spans) == pytest.approx(whole, abs=3)
    assert (contact.talk_ms or 0) > 600
    assert (contact.wrap_up_ms or 0) > 400


def check_outcome(question: Question, call: Handled) -> None:
    used = question.article.reference if question.article else None
    if call.was_found:
        assert (question.outcome.code, used) == ("answered", call.article)
        assert call.keystrokes <= MOST_KEYSTROKES
    else:
        assert (question.outcome.code, used) == ("passed_on", None)


def wait_for_figures() -> None:
    deadline = time.monotonic() + 10
    while sum(ContactTally.objects.values_list("answered", flat=True)) < NUMBER_OF_QUESTIONS:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def check_the_managers_page(page: Page, calls: list[Handled]) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/cijfers/")
    contacts = Contact.objects.all()
    average = sum(contact.handle_ms or 0 for contact in contacts) / NUMBER_OF_QUESTIONS
    found = sum(call.was_found for call in calls)
    tiles = page.locator(".tile")
    for label, value in (
        ("Beantwoord", str(NUMBER_OF_QUESTIONS)),
        ("Zelf afgehandeld", f"{found * 100 // NUMBER_OF_QUESTIONS}%"),
        ("Gemiddelde afhandeltijd", duration(average)),
    ):
        tile = tiles.filter(has=page.locator(".tile__label", has_text=label)).first
        expect(tile.locator(".tile__value")).to_have_text(value)
    tiles.filter(has_text="Beantwoord").first.locator("a").click()
    check_the_list(page, calls)


def check_the_list(page: Page, calls: list[Handled]) -> None:
    rows = page.locator("table.data-table tbody tr")
    expect(rows).to_have_count(NUMBER_OF_QUESTIONS)
    for call in calls:
        row = rows.filter(has_text=call.text)
        contact = Contact.objects.get(questions__text=call.text)
        outcome = "Beantwoord" if call.was_found else "Doorgezet naar vakafdeling"
        expect(row).to_have_count(1)
        expect(row).to_contain_text(outcome)
        expect(row).to_contain_text(duration(contact.handle_ms))
