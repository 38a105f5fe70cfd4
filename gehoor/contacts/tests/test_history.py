import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gehoor.contacts import actions, handovers
from gehoor.contacts.actions import (
    Answered,
    accept_contact,
    attach_party,
    close_contact,
    offer_contact,
)
from gehoor.contacts.corrections import CORRECTED, correct_question
from gehoor.contacts.history import CHOICES, LABELS, history_of, label_of, with_changes
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory, ThemeFactory
from gehoor.parties.tests.factories import PartyFactory

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_every_event_that_actions_write_has_words() -> None:
    modules = (actions, handovers)
    source = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
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


def test_corrections_are_told_with_what_was_and_became(municipality, agent, outcomes) -> None:
    contact = offer_contact(municipality, "phone", at=START)
    accept_contact(contact, by=agent, at=START)
    asked = Answered("mijn pas", outcomes["answered"])
    question = close_contact(contact, [asked], by=agent, at=START)[0]
    theme = ThemeFactory(tenant=municipality.tenant, name="Afval")
    for n, text in enumerate(("mijn pas", "mijn milieupas")):
        again = Answered(text, outcomes["transferred"], theme=theme)
        correct_question(question, again, revision=n, by=agent, at=START)
    *_before, first, second = with_changes(history_of(contact))
    told = [(str(one.label), one.was, one.now) for one in first[1]]
    assert (str(first[0].label), told) == (
        "Vraag anders ingedeeld",
        [("Thema", "–", "Afval"), ("Afloop", "Beantwoord", "Doorverbonden")],
    )
    assert (str(second[0].label), second[1]) == ("Woorden van een vraag verbeterd", [])


def test_every_correction_has_words() -> None:
    assert set(CORRECTED) <= set(LABELS)
