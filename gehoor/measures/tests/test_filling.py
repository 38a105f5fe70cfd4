from datetime import date, datetime, timedelta

import pytest

from gehoor.contacts.actions import (
    Answered,
    abandon_contact,
    accept_contact,
    close_contact,
    offer_contact,
)
from gehoor.contacts.models import Outcome
from gehoor.events.consumers import advance, pass_by_all
from gehoor.measures.filling import fill_day, fill_month
from gehoor.measures.models import ContactTally, QuestionTally, SubjectTally
from gehoor.measures.tallies import CLOSING, recount, tally_contacts
from gehoor.organisation.models import ClientOrganisation, Employee, ServiceLevel
from gehoor.organisation.tests.factories import ThemeFactory

Outcomes = dict[str, Outcome]
MODELS = (ContactTally, QuestionTally, SubjectTally)


@pytest.fixture
def day(
    municipality: ClientOrganisation, agent: Employee, outcomes: Outcomes, now: datetime
) -> date:
    """Three contacts that are over, of which nothing was counted; one has no theme."""
    ServiceLevel.objects.create(
        tenant=municipality.tenant, client=municipality, channel="phone", answer_within_s=20
    )
    theme = ThemeFactory(tenant=municipality.tenant)
    asked = [
        [Answered("a", outcomes["answered"], theme)],
        [Answered("b", outcomes["passed_on"])] * 2,
    ]
    for minute, questions in enumerate(asked):
        at = now + timedelta(minutes=minute)
        contact = offer_contact(municipality, "phone", at=at)
        accept_contact(contact, by=agent, at=at + timedelta(seconds=15 * (minute + 1)))
        close_contact(contact, questions, by=agent, at=at + timedelta(minutes=3))
    abandon_contact(offer_contact(municipality, "chat", at=now), at=now + timedelta(seconds=9))
    return now.date()


def test_a_filled_day_is_what_a_recount_would_make(
    municipality: ClientOrganisation, day: date
) -> None:
    pass_by_all(tally_contacts)
    fill_day([municipality], day)
    fill_month([municipality], day)
    assert {model: model.objects.exists() for model in MODELS} == dict.fromkeys(MODELS, True)
    assert ContactTally.objects.get(channel="phone").in_time == 1
    assert list(recount(municipality.tenant)) == []


def test_a_day_that_was_counted_before_is_counted_anew(
    municipality: ClientOrganisation, day: date
) -> None:
    pass_by_all(tally_contacts)
    for _time in range(2):
        fill_day([municipality], day)
        fill_month([municipality], day)
    assert list(recount(municipality.tenant)) == []


def test_what_the_reaction_must_still_read_is_left_to_it(
    municipality: ClientOrganisation, day: date, now: datetime
) -> None:
    fill_day([municipality], day)
    assert not ContactTally.objects.exists()
    advance(tally_contacts, CLOSING, at=now)
    assert list(recount(municipality.tenant)) == []


def test_a_day_without_contacts_has_no_figures(municipality: ClientOrganisation) -> None:
    fill_day([municipality], date(2026, 3, 1))
    fill_month([municipality], date(2026, 3, 1))
    assert not any(model.objects.exists() for model in MODELS)
