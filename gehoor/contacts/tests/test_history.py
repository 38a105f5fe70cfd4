import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gehoor.contacts import actions, handovers
from gehoor.contacts.actions import accept_contact, attach_party, offer_contact
from gehoor.contacts.history import CHOICES, LABELS, history_of, label_of
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory
from gehoor.parties.tests.factories import PartyFactory

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_every_event_that_actions_write_has_words() -> None:
    modules = (actions, handovers)
    source = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in modules)
    written = set(re.findall(r'record\(\s*"(contact\.\w+)"', source))
    written |= {f"contact.{move}" for move in re.findall(r'_move_clock\(contact, "(\w+)"', source)}
    assert len(written) > 8
    assert written <= {*LABELS, *CHOICES}


def test_history_tells_what_who_and_when_in_order(municipality, agent) -> None:
    contact = offer_contact(municipality, "phone", at=START)
    accept_contact(contact, by=agent, at=START + timedelta(seconds=9))
    attach_party(contact, PartyFactory(client=municipality), by=agent, at=START)
    attach_party(contact, None, by=agent, at=START)
    offer_contact(municipality, "phone", at=START)
    moments = history_of(contact)
    assert [(str(moment.label), moment.by) for moment in moments] == [
        ("Kwam binnen", None), ("Aangenomen", agent), ("Klant gekoppeld", agent),
        ("Klant losgekoppeld", agent),
    ]  # fmt: skip
    assert moments[1].at == START + timedelta(seconds=9)


def test_history_names_both_of_a_handover(municipality, agent, colleague) -> None:
    contact = accept_contact(offer_contact(municipality, "phone", at=START), by=agent, at=START)
    handovers.hand_over(contact, colleague, by=agent, at=START)
    agent.is_active = False
    agent.save()
    handovers.hand_over(contact, agent_of(municipality), by=colleague, at=START)
    told = [(str(one.label), one.whom, one.by) for one in history_of(contact)[2:]]
    taker = Employee.objects.get(name="De derde")
    assert told == [("Overgedragen aan", colleague, agent), ("Overgedragen aan", taker, colleague)]


def agent_of(municipality: ClientOrganisation) -> Employee:
    return EmployeeFactory(tenant=municipality.tenant, clients=[municipality], name="De derde")


def test_history_takes_two_queries(municipality, agent, django_assert_num_queries) -> None:
    contact = offer_contact(municipality, "phone", at=START)
    accept_contact(contact, by=agent, at=START)
    with django_assert_num_queries(2):
        history_of(contact)


@pytest.mark.parametrize(
    ("kind", "data", "label"),
    [
        ("contact.confidential_set", {"value": True}, "Vertrouwelijk gemaakt"),
        ("contact.confidential_set", {"value": False}, "Niet meer vertrouwelijk"),
        ("contact.moved_by_magic", {}, "Gewijzigd"),
    ],
)
def test_label_depends_on_what_was_set(kind, data, label) -> None:
    assert str(label_of(Event(kind=kind, data=data))) == label
