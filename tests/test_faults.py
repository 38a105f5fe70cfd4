"""The power falls away: nothing acknowledged is lost, nothing is done by halves or twice."""

import contextlib
import http.client
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from gehoor.contacts.actions import accept_contact, offer_contact
from gehoor.contacts.models import Contact, Draft, Outcome, Question
from gehoor.measures.models import ContactTally, QuestionTally
from gehoor.organisation.models import ClientOrganisation, Employee
from tests.serving import Site
from tests.windows import Window

CONTACTS = 60
QUESTIONS = 3


@pytest.fixture
def contacts(
    municipality: ClientOrganisation, agent: Employee, outcomes: dict[str, Outcome]
) -> list[Contact]:
    at = datetime.now(UTC) - timedelta(minutes=5)
    offered = [offer_contact(municipality, "phone", at=at) for _ in range(CONTACTS)]
    return [accept_contact(contact, by=agent, at=at) for contact in offered]


def finished_form(contact: Contact, outcome: Outcome) -> dict[str, str]:
    form = {"questions-TOTAL_FORMS": str(QUESTIONS), "questions-INITIAL_FORMS": "0"}
    for n in range(QUESTIONS):
        form[f"questions-{n}-text"] = f"vraag {n} van {contact.pk}"
        form[f"questions-{n}-outcome"] = str(outcome.pk)
    return form


def finish_all(
    window: Window, contacts: list[Contact], outcome: Outcome, acknowledged: list[Contact]
) -> None:
    """Finish one after the other until the server is gone; note which ones it acknowledged."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        for contact in contacts:
            form = finished_form(contact, outcome)
            answer = window.post(f"/werkplek/{contact.uuid}/afronden/", form)
            assert answer.status == 302
            acknowledged.append(contact)


def cut_power(site: Site, acknowledged: list[Contact]) -> None:
    """In the midst of the work, wherever it stands then."""
    while len(acknowledged) < CONTACTS // 4:
        time.sleep(0.001)
    site.kill("web")


def test_power_cut_while_contacts_are_finished(
    site: Site, contacts: list[Contact], agent: Employee, outcomes: dict[str, Outcome]
) -> None:
    site.start("web")
    acknowledged: list[Contact] = []
    threading.Thread(target=cut_power, args=(site, acknowledged)).start()
    finish_all(Window(site, agent), contacts, outcomes["answered"], acknowledged)
    assert CONTACTS // 4 <= len(acknowledged) < CONTACTS
    for contact in contacts:
        contact.refresh_from_db()
        kept = contact.questions.count()
        assert (contact.state, kept) in [("closed", QUESTIONS), ("open", 0)]
        assert contact.state == "closed" or contact not in acknowledged
        assert Draft.objects.filter(contact=contact).exists() == (contact.state == "open")
    site.start("web")
    left = [contact for contact in contacts if contact.state == "open"]
    finish_all(Window(site, agent), left, outcomes["answered"], acknowledged)
    assert Question.objects.count() == CONTACTS * QUESTIONS


def test_power_cuts_while_figures_are_added_up(
    site: Site, contacts: list[Contact], agent: Employee, outcomes: dict[str, Outcome]
) -> None:
    site.start("web", "worker")
    window = Window(site, agent)
    finishing = threading.Thread(
        target=finish_all, args=(window, contacts, outcomes["answered"], [])
    )
    finishing.start()
    for _ in range(4):
        time.sleep(0.4)
        site.kill("worker")
        site.launch("worker")
    finishing.join()
    deadline = time.monotonic() + 20
    while counted() != (CONTACTS, CONTACTS * QUESTIONS) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert counted() == (CONTACTS, CONTACTS * QUESTIONS)
    before = figures()
    call_command("recount")
    assert figures() == before


def counted() -> tuple[int, int]:
    contacts = sum(ContactTally.objects.values_list("answered", flat=True))
    return contacts, sum(QuestionTally.objects.days().values_list("questions", flat=True))


def figures() -> list[object]:
    leave_out = ("id",)
    rows = [*ContactTally.objects.order_by("day").values(), *QuestionTally.objects.values()]
    return [{name: row[name] for name in row if name not in leave_out} for row in rows]
