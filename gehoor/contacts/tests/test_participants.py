"""By what a caller may ask for somebody else."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from gehoor.contacts.actions import Answered, accept_contact, attach_party, close_contact
from gehoor.contacts.models import Contact, Outcome, Participant, Question
from gehoor.contacts.participants import out_of_time
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.organisation.models import Employee
from gehoor.organisation.tests.factories import ProductFactory, ThemeFactory
from gehoor.parties.models import Party, Representation
from gehoor.parties.tests.factories import PartyFactory, RepresentationFactory

Outcomes = dict[str, Outcome]
Close = Callable[..., Question]


@pytest.fixture
def daughter(municipality) -> Party:
    return PartyFactory(client=municipality, first_name="Mila")


@pytest.fixture
def father(municipality) -> Party:
    return PartyFactory(client=municipality, first_name="Henk")


@pytest.fixture
def representation(daughter: Party, father: Party) -> Representation:
    return RepresentationFactory(representative=daughter, represented=father)


@pytest.fixture
def call(municipality, agent: Employee, now: datetime, outcomes: Outcomes) -> Contact:
    offered = ContactFactory(client=municipality, offered_at=now)
    return accept_contact(offered, by=agent, at=now)


@pytest.fixture
def close(call: Contact, agent: Employee, outcomes: Outcomes, now: datetime) -> Close:
    def with_question(caller: Party | None, **about: object) -> Question:
        attach_party(call, caller, by=agent, at=now)
        answered = Answered("mag dat?", outcomes["answered"], **about)  # type: ignore[arg-type]
        return close_contact(call, [answered], by=agent, at=now)[0]

    return with_question


def people(question: Question) -> list[tuple[Party | None, str, bool]]:
    rows = Participant.objects.filter(question=question).order_by("pk").select_related("party")
    return [(row.party, row.role, row.is_initiator) for row in rows]


def test_a_daughter_speaks_for_her_father_by_a_representation(
    close: Close, daughter: Party, father: Party, representation: Representation
):
    question = close(daughter, party=father, representation=representation)
    assert (question.party, question.ground, question.representation) == (
        father, "representation", representation,
    )  # fmt: skip
    assert people(question) == [(father, "customer", False), (daughter, "representative", True)]


def test_who_says_so_is_unproven(close: Close, daughter: Party, father: Party):
    question = close(daughter, party=father)
    assert (question.ground, question.representation) == ("unproven", None)
    assert people(question) == [(father, "customer", False), (daughter, "representative", True)]


def test_who_speaks_for_herself_needs_no_ground(close: Close, daughter: Party):
    question = close(daughter, party=daughter)
    assert question.ground == "own"
    assert people(question) == [(daughter, "customer", True)]


def test_an_unknown_caller_about_somebody_is_not_that_somebody(close: Close, father: Party):
    question = close(None, party=father)
    assert question.ground == "unproven"
    assert people(question) == [(father, "customer", False), (None, "representative", True)]


def test_nobody_uses_anothers_representation(
    close: Close, daughter: Party, father: Party, representation: Representation
):
    stranger = PartyFactory(client=daughter.client)
    for caller, concerned in ((stranger, father), (daughter, stranger), (None, father)):
        with pytest.raises(ValidationError, match="van iemand anders"):
            close(caller, party=concerned, representation=representation)
    with pytest.raises(ValidationError, match="van iemand anders"):
        close(daughter, representation=representation)
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "ended", "why"),
    [
        (-1, 0, False, ""),
        (0, 1, False, ""),
        (-9, -1, False, "gold tot en met 1 maart 2026"),
        (1, 9, False, "geldt pas vanaf 3 maart 2026"),
        (-9, 9, True, "is beëindigd"),
    ],
)
def test_out_of_time(
    representation: Representation, now: datetime, starts: int, ends: int, ended: bool, why: str
):
    today = date(2026, 3, 2)
    representation.starts_on = today + timedelta(days=starts)
    representation.ends_on = today + timedelta(days=ends)
    representation.ended_at = now if ended else None
    found = out_of_time(representation, on=today)
    assert (why in found) if why else (found == "")


def test_what_has_run_out_cannot_be_used_and_says_why(
    close: Close, daughter: Party, father: Party, representation: Representation
):
    representation.ends_on = date(2026, 3, 1)
    representation.save()
    with pytest.raises(ValidationError, match="gold tot en met 1 maart 2026"):
        close(daughter, party=father, representation=representation)


def test_what_does_not_cover_the_subject_cannot_be_used_and_says_why(
    close: Close, daughter: Party, father: Party, representation: Representation
):
    tenant = father.tenant
    taxes, care = (ThemeFactory(tenant=tenant, name=name) for name in ("Belastingen", "Zorg"))
    representation.themes.add(taxes)
    refused = [{"theme": care}, {}, {"product": ProductFactory(tenant=tenant, theme=care)}]
    for subject in refused:
        with pytest.raises(ValidationError, match="geldt alleen voor: Belastingen"):
            close(daughter, party=father, representation=representation, **subject)
    about_taxes = ProductFactory(tenant=tenant, theme=taxes)
    question = close(daughter, party=father, representation=representation, product=about_taxes)
    assert question.ground == "representation"
