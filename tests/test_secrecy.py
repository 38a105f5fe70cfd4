"""Who wants secrecy: no page that an agent can reach tells a number or address of hers."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import SignIn
from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import Answered, accept_contact, attach_party, offer_contact
from gehoor.contacts.models import Contact, Outcome, ParticipantAddress
from gehoor.followups.actions import Promise, finish_contact
from gehoor.followups.models import FollowUp
from gehoor.organisation.context import rooms_of
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.parties.actions import add_address, add_identifier, set_postal_address
from gehoor.parties.flagging import add_flag
from gehoor.parties.models import Party
from gehoor.parties.representing import Terms, register_representation
from gehoor.parties.tests.factories import PartyFactory

NUMBER, EMAIL = "+31687654321", "schuil@plaats.example"
HOME = {"street": "Schuilhofje", "house_number": 987, "postcode": "9876 XZ", "city": "Schuilen"}
SECRETS = re.compile(r"87654321|87\D?65\D?43\D?21|schuil|9876 ?xz", re.IGNORECASE)
LINK = re.compile(r'(?:href|action|hx-get|hx-post|data-url|data-draft-url)="(/[^"#]*)')
NOT_PAGES = ("/static/", "/live", "/afmelden")
SEARCHES = ["Verborgen", "verborgen frank", NUMBER, "06 87654321", EMAIL, "9876XZ", "9876 XZ 987"]
AT_HAND_SEARCH = re.compile(r"/werkplek/[0-9a-f-]{36}/klant/zoeken/")


@pytest.fixture
def father(municipality: ClientOrganisation, agent: Employee) -> Party:
    """A protected man of whom all is known that can be."""
    now = timezone.now()
    party = PartyFactory(
        client=municipality, first_name="Frank", last_name="Verborgen", is_protected=True
    )
    add_address(party, "phone", NUMBER, by=agent, at=now)
    add_address(party, "email", EMAIL, by=agent, at=now)
    set_postal_address(party, "visit", HOME, by=agent, at=now)
    add_identifier(party, "bsn", "123456782", purpose="paspoort", by=agent, at=now)
    add_flag(party, "Spreek rustig", ends_on=now.date() + timedelta(days=9), by=agent, at=now)
    return party


@pytest.fixture
def daughter(father: Party, agent: Employee) -> Party:
    """She may speak for him, and once stood in twice."""
    party = PartyFactory(client=father.client, first_name="Els", last_name="Verborgen")
    today = timezone.localdate()
    terms = Terms("authorised", "letter", today, date(today.year + 1, 1, 1))
    register_representation(party, father, terms, by=agent, at=timezone.now())
    return party


def call(client: ClientOrganisation, agent: Employee, party: Party | None) -> Contact:
    """A call from his number, taken; and who called, if she was known."""
    now = timezone.now()
    offered = offer_contact(client, "phone", caller_address=NUMBER, at=now)
    taken = accept_contact(offered, by=agent, at=now)
    return attach_party(taken, party, by=agent, at=now) if party else taken


@pytest.fixture
def his_life(father: Party, daughter: Party, agent: Employee, outcomes: dict[str, Outcome]) -> None:
    """Calls by him, by her about him, and by somebody unknown about him; all with promises."""
    for caller in (father, daughter, None):
        contact = call(father.client, agent, caller)
        asked = Answered("Waar blijft mijn paspoort?", outcomes["looked_up"], party=father)
        promise = Promise(due_at=timezone.now() + timedelta(days=2))
        [question] = finish_contact(contact, [(asked, promise)], by=agent, at=timezone.now())
        given = add_address(father, "email", EMAIL, by=agent, at=timezone.now())
        if caller is father:
            ParticipantAddress.objects.create(
                participant=question.participants.get(), address=given
            )


def pages(browser: Client, *starts: str) -> Iterator[tuple[str, str]]:
    """Every page that one can reach by following what stands on a page."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        response = browser.get(address)
        content = response.content.decode() if response.status_code == 200 else ""
        yield address, content
        found = [*LINK.findall(content), response.get("Location", "")]
        for other in (link.replace("&amp;", "&") for link in found):
            if other.startswith("/") and other not in seen and not other.startswith(NOT_PAGES):
                seen.add(other)
                waiting.append(other)


def test_no_page_that_an_agent_can_reach_tells_it(
    his_life: None, father: Party, daughter: Party, agent: Employee, sign_in: SignIn
):
    offer_contact(father.client, "phone", caller_address=NUMBER, at=timezone.now())
    for at_desk in (None, father, daughter):
        call(father.client, agent, at_desk)
    browser = sign_in(agent)
    starts = [url for url, _label in rooms_of(agent)]
    starts += [reverse("parties:detail", args=[party.uuid]) for party in (father, daughter)]
    starts += [reverse("contacts:detail", args=[c.uuid]) for c in Contact.objects.all()]
    starts += [reverse("followups:detail", args=[f.uuid]) for f in FollowUp.objects.all()]
    starts.append(reverse("parties:merge", args=[father.uuid, daughter.uuid]))
    starts.append(reverse("parties:represent", args=[daughter.uuid, father.uuid]))
    read = dict(pages(browser, *starts))
    for address, content in read.items():
        told = SECRETS.search(content)
        assert told is None, f"{address} tells {content[told.start() - 80 : told.end() + 20]!r}"
    assert len([content for content in read.values() if content]) > 40
    assert sum("Frank Verborgen" in content for content in read.values()) > 15
    assert not ProcessingLog.objects.filter(action="address_shown").exists()


@pytest.mark.parametrize("text", SEARCHES)
def test_no_search_finds_her_by_what_is_secret(
    father: Party, daughter: Party, agent: Employee, sign_in: SignIn, text: str
):
    browser, by_name = sign_in(agent), text.lower().startswith("verborgen")
    at_desk = call(father.client, agent, None)
    addresses = [
        reverse("parties:list"),
        reverse("parties:choose-merge", args=[daughter.uuid]),
        reverse("parties:choose-representation", args=[daughter.uuid]),
        reverse("desk:customer-search", args=[at_desk.uuid]),
    ]
    for address in addresses:
        content = browser.post(address, {"text": text, "q": text}).content.decode()
        content = content.replace(f'value="{text}"', "")
        assert SECRETS.search(content) is None, address
        assert ("Frank Verborgen" in content) is by_name, address


def test_the_number_she_calls_from_offers_her_without_telling_it(
    father: Party, agent: Employee, sign_in: SignIn
):
    """She gives it herself by calling; but the page shows it beside nobody's name."""
    offer_contact(father.client, "phone", caller_address=NUMBER, at=timezone.now())
    content = sign_in(agent).get(reverse("desk:home")).content.decode()
    assert "Frank Verborgen" in content
    assert "nummer afgeschermd" in content
    assert SECRETS.search(content) is None


def test_it_is_told_once_for_a_reason_that_is_kept(
    his_life: None, father: Party, agent: Employee, sign_in: SignIn
):
    browser = sign_in(agent)
    reach = [reverse("followups:reach", args=[f.uuid]) for f in FollowUp.objects.all()]
    for address in (reverse("parties:show-addresses", args=[father.uuid]), *reach):
        ProcessingLog.objects.all().delete()
        assert SECRETS.search(browser.post(address, {"purpose": ""}).content.decode()) is None
        assert not ProcessingLog.objects.exists()
        assert SECRETS.search(browser.post(address, {"purpose": "Terugbellen"}).content.decode())
        look = ProcessingLog.objects.get()
        assert (look.action, look.subject_uuid) == ("address_shown", father.uuid)
        assert (look.employee, look.purpose) == (agent, "Terugbellen")


def test_lifting_secrecy_is_kept_in_the_log_too(father: Party, agent: Employee, sign_in: SignIn):
    data = {"kind": "person", "last_name": "Verborgen", "language": "nld", "is_active": "on"}
    sign_in(agent).post(reverse("parties:edit", args=[father.uuid]), data)
    father.refresh_from_db()
    assert not father.is_protected
    look = ProcessingLog.objects.get(action="secrecy_lifted")
    assert (look.employee, look.subject_uuid) == (agent, father.uuid)
