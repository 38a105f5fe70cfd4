from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from gehoor.events.models import Event
from gehoor.organisation.tests.factories import ClientFactory, ProductFactory, ThemeFactory
from gehoor.parties.models import Party, Representation
from gehoor.parties.representing import (
    RepresentationExists,
    Terms,
    end_representation,
    register_representation,
    representation_between,
    representations_for,
    representations_of,
    representatives_of,
)
from gehoor.parties.tests.factories import PartyFactory, RepresentationFactory

TODAY = date(2026, 3, 2)


@pytest.fixture
def daughter(municipality):
    return PartyFactory(client=municipality, first_name="Els")


@pytest.fixture
def father(municipality):
    return PartyFactory(client=municipality, first_name="Jan", is_protected=True)


def terms(**other: Any) -> Terms:
    usual = {"kind": "authorised", "proof": "letter", "starts_on": TODAY}
    return Terms(**{**usual, "ends_on": date(2027, 3, 2), **other})


def test_who_was_authorised_speaks_for_the_other_and_not_the_other_way(
    daughter, father, agent, now
):
    made = register_representation(daughter, father, terms(), by=agent, at=now)
    assert list(representations_for(daughter, on=TODAY)) == [made]
    assert list(representatives_of(father, on=TODAY)) == [made]
    assert not representations_for(father, on=TODAY)
    assert representation_between(daughter, father, on=TODAY) == made
    assert representation_between(father, daughter, on=TODAY) is None
    assert (made.checked_by, made.checked_at) == (agent, now)
    event = Event.objects.get()
    assert (event.kind, event.subject_id) == ("party.represented", father.pk)
    assert event.data == {"representation": made.pk}


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(-1, False), (0, True), (365, True), (366, False)],
)
def test_representation_holds_from_its_first_day_through_its_last(
    daughter, father, agent, now, day: int, is_valid: bool
):
    made = register_representation(daughter, father, terms(), by=agent, at=now)
    on = TODAY + timedelta(days=day)
    assert made.is_valid_on(on) is is_valid
    assert representations_for(daughter, on=on).exists() is is_valid


def test_what_was_ended_holds_no_more_and_stays_to_be_read(daughter, father, agent, now):
    made = register_representation(daughter, father, terms(), by=agent, at=now)
    ended = end_representation(made, by=agent, at=now)
    assert (ended.ended_at, ended.ended_by) == (now, agent)
    assert not ended.is_valid_on(TODAY)
    assert representation_between(daughter, father, on=TODAY) is None
    assert representations_of(daughter) == ([made], [])
    assert representations_of(father) == ([], [made])


def test_ending_twice_is_told_once(daughter, father, agent, colleague, now):
    made = register_representation(daughter, father, terms(), by=agent, at=now)
    for by in (agent, colleague):
        end_representation(made, by=by, at=now)
    made.refresh_from_db()
    assert made.ended_by == agent
    assert Event.objects.filter(kind="party.representation_ended").count() == 1


def test_scope_says_what_may_be_discussed(daughter, father, agent, now):
    waste = ThemeFactory(tenant=father.tenant)
    permit, pass_ = ProductFactory.create_batch(2, tenant=father.tenant)
    scope = {"themes": [waste], "products": [permit]}
    made = register_representation(daughter, father, terms(**scope), by=agent, at=now)
    assert made.covers(waste)
    assert made.covers(None, permit)
    assert not made.covers(None)
    assert not made.covers(ThemeFactory(tenant=father.tenant), pass_)
    assert made.scope == [waste, permit]


def test_without_scope_all_may_be_discussed(daughter, father, agent, now):
    made = register_representation(daughter, father, terms(), by=agent, at=now)
    assert made.covers(None)
    assert made.covers(ThemeFactory(tenant=father.tenant))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": date(2031, 3, 3)}, "ends_on"),
        ({"kind": "parent", "ends_on": date(2044, 3, 3)}, "ends_on"),
        ({"starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)}, "ends_on"),
        ({"starts_on": date(2027, 3, 3), "ends_on": date(2028, 4, 1)}, "starts_on"),
    ],
)
def test_periods_that_cannot_be(daughter, father, agent, now, wrong: dict[str, Any], code: str):
    with pytest.raises(ValidationError) as refused:
        register_representation(daughter, father, terms(**wrong), by=agent, at=now)
    assert refused.value.code == code
    assert not Representation.objects.exists()


@pytest.mark.parametrize(
    "right",
    [{"ends_on": TODAY}, {"ends_on": date(2031, 3, 2)},
     {"kind": "parent", "ends_on": date(2044, 3, 2)}],
)  # fmt: skip
def test_periods_at_their_edges(daughter, father, agent, now, right: dict[str, Any]):
    assert register_representation(daughter, father, terms(**right), by=agent, at=now).pk


def test_nobody_represents_herself_or_somebody_elsewhere(daughter, agent, now):
    elsewhere = PartyFactory(client=ClientFactory(tenant=daughter.tenant))
    for other in (daughter, elsewhere):
        with pytest.raises(ValidationError):
            register_representation(daughter, other, terms(), by=agent, at=now)


def test_kind_fits_both(daughter, father, agent, now):
    shop = PartyFactory(client=father.client, kind=Party.Kind.ORGANISATION)
    register_representation(shop, father, terms(kind="administrator"), by=agent, at=now)
    register_representation(daughter, shop, terms(), by=agent, at=now)
    for representative, represented, kind in (
        (shop, daughter, "parent"), (father, shop, "mentor"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            register_representation(representative, represented, terms(kind=kind), by=agent, at=now)
        assert refused.value.code == "kind"


def test_two_are_related_once_at_a_time(daughter, father, agent, now):
    register_representation(daughter, father, terms(), by=agent, at=now)
    with pytest.raises(RepresentationExists):
        register_representation(daughter, father, terms(kind="mentor"), by=agent, at=now)
    register_representation(father, daughter, terms(), by=agent, at=now)


def test_what_ran_out_makes_way(daughter, father, agent, now):
    old = RepresentationFactory(
        representative=daughter, represented=father, ends_on=TODAY - timedelta(days=1)
    )
    new = register_representation(daughter, father, terms(), by=agent, at=now)
    old.refresh_from_db()
    assert (old.ended_at, old.ended_by) == (now, agent)
    assert list(representations_for(daughter, on=TODAY)) == [new]
