"""Merging and parting: what moves, what stays, what is refused, and that nothing is lost."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.contacts.models import Contact, Participant, Question
from gehoor.contacts.tests.factories import ClosedContactFactory, ContactFactory
from gehoor.events.models import Event
from gehoor.followups.tests.factories import FollowUpFactory, QuestionFactory
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory, ThemeFactory
from gehoor.parties.actions import add_address, add_identifier, set_postal_address
from gehoor.parties.merging import (
    ONCE,
    NotOneParty,
    _columns,
    merge_parties,
    plan_merge,
    unmerge_parties,
    why_two,
)
from gehoor.parties.models import (
    DigitalAddress,
    Party,
    PartyFlag,
    PartyIdentifier,
    PartyMerge,
    PostalAddress,
    Representation,
)
from gehoor.parties.queries import find_parties, known_under, resembling, standing_party
from gehoor.parties.representing import representations_for
from gehoor.parties.tests.factories import PartyFactory, PhoneFactory, RepresentationFactory

BSN, OTHER_BSN = "123456782", "111222333"
JOURNALS = {"events.event", "access.processinglog", "parties.partymerge"}


@pytest.fixture
def kept(municipality):
    return PartyFactory(client=municipality, first_name="Jan", last_name="Bos")


@pytest.fixture
def merged(municipality):
    return PartyFactory(client=municipality, first_name="Johan", last_name="Bos")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the database, but what tells of changes themselves."""
    models: list[type[Model]] = [
        model for model in apps.get_models() if model._meta.label_lower not in JOURNALS
    ]
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in models
    }


def test_all_that_hangs_on_one_hangs_on_the_other(kept, merged, agent, now):
    contact = ClosedContactFactory(client=merged.client, party=merged, question__party=merged)
    question = contact.questions.get()
    part = Participant.objects.create(
        tenant=kept.tenant, client=kept.client, question=question, party=merged
    )
    promise = FollowUpFactory(question=question)
    phone = add_address(merged, "phone", "06 12345678", by=agent, at=now)
    number = add_identifier(merged, "bsn", BSN, purpose="paspoort", by=agent, at=now)
    child = RepresentationFactory(representative=merged, represented__client=merged.client)
    merge = merge_parties(kept, merged, by=agent, at=now)
    for row in (contact, question, part, phone, number):
        row.refresh_from_db()
        assert row.party == kept
    child.refresh_from_db()
    promise.refresh_from_db()
    assert (child.representative, promise.question.party) == (kept, kept)
    assert (merge.by, merge.at, merge.moved["contacts.contact.party"]) == (agent, now, [contact.pk])
    event = Event.objects.get(kind="party.merged")
    assert (event.subject_id, event.data) == (kept.pk, {"merge": merge.pk, "merged": merged.pk})


def test_merged_record_is_found_and_offered_no_more(kept, merged, agent, now):
    add_address(merged, "phone", "06 12345678", by=agent, at=now)
    merge_parties(kept, merged, by=agent, at=now)
    assert list(find_parties("bos", agent, purpose="zoeken", at=now)) == [kept]
    assert known_under(["+31612345678"], agent) == {(kept.client_id, "+31612345678"): [kept.pk]}
    assert not Party.objects.visible_to(agent).filter(pk=merged.pk).exists()
    assert standing_party(merged.uuid, agent) == kept


def test_what_both_have_stays_with_its_record(kept, merged, agent, now):
    for party in (kept, merged):
        add_address(party, "phone", "06 12345678", by=agent, at=now)
        add_identifier(party, "other", "A1", by=agent, at=now)
        set_postal_address(party, "visit", {"street": party.first_name}, by=agent, at=now)
    set_postal_address(merged, "correspondence", {"street": "Postbus"}, by=agent, at=now)
    plan = plan_merge(kept, merged)
    assert {label: len(pks) for label, pks in plan.stays.items() if pks} == {
        "parties.digitaladdress.party": 1, "parties.partyidentifier.party": 1,
        "parties.postaladdress.party": 1,
    }  # fmt: skip
    merge_parties(kept, merged, by=agent, at=now)
    streets = kept.postal_addresses.order_by("purpose").values_list("street", flat=True)
    assert list(streets) == ["Postbus", "Jan"]
    assert merged.postal_addresses.get().street == "Johan"


def test_one_default_a_kind_and_both_again_after_parting(kept, merged, agent, now):
    for party in (kept, merged):
        PhoneFactory(party=party, is_default=True)
    merge = merge_parties(kept, merged, by=agent, at=now)
    assert kept.digital_addresses.filter(is_default=True).count() == 1
    unmerge_parties(merge, by=agent, at=now)
    assert merged.digital_addresses.get().is_default


def test_what_only_the_other_said_is_taken_over_and_given_back(kept, merged, agent, now):
    Party.objects.filter(pk=merged.pk).update(
        initials="J.", is_protected=True, internal_note="Hoort slecht", language="eng"
    )
    before = Party.objects.values().get(pk=kept.pk)
    merge = merge_parties(kept, merged, by=agent, at=now)
    kept.refresh_from_db()
    assert (kept.initials, kept.is_protected, kept.internal_note) == ("J.", True, "Hoort slecht")
    assert (kept.first_name, kept.language) == ("Jan", "nld")
    unmerge_parties(merge, by=agent, at=now)
    assert Party.objects.values().get(pk=kept.pk) == before


def test_what_was_changed_after_taking_over_is_not_given_back(kept, merged, agent, now):
    Party.objects.filter(pk=merged.pk).update(internal_note="Hoort slecht")
    merge = merge_parties(kept, merged, by=agent, at=now)
    Party.objects.filter(pk=kept.pk).update(internal_note="Hoort goed")
    unmerge_parties(merge, by=agent, at=now)
    kept.refresh_from_db()
    assert kept.internal_note == "Hoort goed"


def test_secrecy_stays_while_another_merged_record_asks_for_it(kept, merged, agent, now):
    third = PartyFactory(client=kept.client, is_protected=True)
    Party.objects.filter(pk=merged.pk).update(is_protected=True)
    first = merge_parties(kept, merged, by=agent, at=now)
    second = merge_parties(kept, third, by=agent, at=now)
    for merge, is_protected in ((first, True), (second, False)):
        unmerge_parties(merge, by=agent, at=now)
        kept.refresh_from_db()
        assert kept.is_protected is is_protected


def test_what_came_since_stays_with_the_kept_record(kept, merged, agent, now):
    old = ContactFactory(client=kept.client, party=merged)
    gone = PhoneFactory(party=merged)
    moved_on = ContactFactory(client=kept.client, party=merged)
    merge = merge_parties(kept, merged, by=agent, at=now)
    new = ContactFactory(client=kept.client, party=kept)
    gone.delete()
    third = PartyFactory(client=kept.client)
    Contact.objects.filter(pk=moved_on.pk).update(party=third)
    undone = unmerge_parties(merge, by=agent, at=now)
    assert list(merged.contacts.all()) == [old]
    assert list(kept.contacts.all()) == [new]
    assert list(third.contacts.all()) == [moved_on]
    assert not merged.digital_addresses.exists()
    assert (undone.undone_by, undone.undone_at) == (agent, now)
    assert standing_party(merged.uuid, agent) == merged


def test_undoing_twice_is_told_once(kept, merged, agent, now):
    merge = merge_parties(kept, merged, by=agent, at=now)
    for _time in range(2):
        unmerge_parties(merge, by=agent, at=now)
    assert Event.objects.filter(kind="party.unmerged").count() == 1


def test_chain_is_undone_from_its_end(kept, merged, agent, now):
    third = PartyFactory(client=kept.client, last_name="Later")
    contact = ContactFactory(client=kept.client, party=merged)
    first = merge_parties(kept, merged, by=agent, at=now)
    second = merge_parties(third, kept, by=agent, at=now)
    assert standing_party(merged.uuid, agent) == third
    with pytest.raises(ValidationError, match="Later"):
        unmerge_parties(first, by=agent, at=now)
    contact.refresh_from_db()
    assert contact.party == third
    for merge, owner in ((second, kept), (first, merged)):
        unmerge_parties(merge, by=agent, at=now)
        contact.refresh_from_db()
        assert contact.party == owner


def test_two_merges_into_one_may_be_undone_in_any_order(kept, merged, agent, now):
    third = PartyFactory(client=kept.client)
    contacts = {p: ContactFactory(client=kept.client, party=p) for p in (merged, third)}
    merges = [merge_parties(kept, other, by=agent, at=now) for other in (merged, third)]
    for merge in merges:
        unmerge_parties(merge, by=agent, at=now)
    for party, contact in contacts.items():
        assert list(party.contacts.all()) == [contact]


def test_merging_again_after_parting(kept, merged, agent, now):
    for _time in range(2):
        merge = merge_parties(kept, merged, by=agent, at=now)
        unmerge_parties(merge, by=agent, at=now)
    merge_parties(merged, kept, by=agent, at=now)
    assert PartyMerge.objects.filter(undone_at=None).get().kept == merged


@pytest.mark.parametrize(
    ("kind", "numbers", "is_two"),
    [("bsn", (BSN, OTHER_BSN), True), ("kvk", ("12345678", "87654321"), True),
     ("rsin", (BSN, OTHER_BSN), True), ("other", ("A1", "A2"), False),
     ("branch", ("000012345678", "000087654321"), False)],
)  # fmt: skip
def test_two_numbers_of_a_register_are_two_people(
    kept, merged, agent, now, kind: str, numbers: tuple[str, str], is_two: bool
):
    for party, number in zip((kept, merged), numbers, strict=True):
        add_identifier(party, kind, number, purpose="inschrijving", by=agent, at=now)
    assert bool(why_two(kept, merged)) is is_two


def test_people_who_are_two_are_refused_with_the_reason(kept, merged, agent, now):
    elsewhere = PartyFactory(client=ClientFactory(tenant=kept.tenant))
    shop = PartyFactory(client=kept.client, kind="organisation")
    spokesmen = [
        PartyFactory(client=kept.client, kind="contact_person",
                     works_for=PartyFactory(client=kept.client, kind="organisation"))
        for _n in range(2)
    ]  # fmt: skip
    child = PartyFactory(client=kept.client)
    RepresentationFactory(representative=kept, represented=child)
    gone = PartyFactory(client=kept.client)
    merge_parties(merged, gone, by=agent, at=now)
    pairs: list[tuple[Party, Party, str]] = [
        (kept, kept, "hetzelfde"), (kept, elsewhere, "verschillende organisaties"),
        (kept, shop, "ander soort"), (spokesmen[0], spokesmen[1], "Ze werken bij"),
        (kept, child, "vertegenwoordigt de ander"), (child, kept, "vertegenwoordigt de ander"),
        (kept, gone, "al samengevoegd"),
    ]  # fmt: skip
    for one, two, reason in pairs:
        with pytest.raises(NotOneParty, match=reason):
            merge_parties(one, two, by=agent, at=now)
    assert PartyMerge.objects.count() == 1


def test_the_same_representation_twice_must_first_be_one(kept, merged, agent, now):
    child = PartyFactory(client=kept.client)
    for parent in (kept, merged):
        row = RepresentationFactory(representative=parent, represented=child)
    with pytest.raises(NotOneParty, match="dezelfde vertegenwoordiging"):
        merge_parties(kept, merged, by=agent, at=now)
    Representation.objects.filter(pk=row.pk).update(ended_at=now, ended_by=agent)
    merge_parties(kept, merged, by=agent, at=now)
    assert representations_for(kept, on=date(2026, 3, 2)).count() == 1


def test_what_once_held_between_the_two_stays_as_it_was(kept, merged, agent, now):
    row = RepresentationFactory(
        representative=kept, represented=merged, ended_at=now, ended_by=agent
    )
    merge = merge_parties(kept, merged, by=agent, at=now)
    row.refresh_from_db()
    assert (row.representative, row.represented) == (kept, merged)
    unmerge_parties(merge, by=agent, at=now)


def test_whoever_works_for_a_record_works_for_the_other(agent, now, municipality):
    shops = PartyFactory.create_batch(2, client=municipality, kind="organisation")
    spokesman = PartyFactory(client=municipality, kind="contact_person", works_for=shops[1])
    merge_parties(shops[0], shops[1], by=agent, at=now)
    spokesman.refresh_from_db()
    assert spokesman.works_for == shops[0]


def test_records_that_resemble_are_offered_but_not_by_a_secret_number(kept, merged, agent, now):
    namesake = PartyFactory(client=kept.client, first_name="Jan", last_name="Bos")
    PartyFactory(client=kept.client)
    phone = {"address": "+31612345678", "address_key": "+31612345678"}
    for party in (kept, merged):
        PhoneFactory(party=party, **phone)
    assert set(resembling(kept, agent)) == {namesake, merged}
    Party.objects.filter(pk=merged.pk).update(is_protected=True)
    assert set(resembling(kept, agent)) == {namesake}
    merged.refresh_from_db()
    assert set(resembling(merged, agent)) == set()


def test_every_column_that_points_at_a_party_moves_and_none_may_clash():
    """A new model needs nothing; unless a party may have one row only, which ONCE must say."""
    labels = {label for label, _column in _columns()}
    assert labels >= {
        "contacts.contact.party", "contacts.question.party", "contacts.participant.party",
        "parties.partyflag.party", "parties.party.works_for",
        "parties.representation.representative", "parties.representation.represented",
    }  # fmt: skip
    for label, column in _columns():
        model = column.model
        unique = [c for c in model._meta.constraints if column.name in getattr(c, "fields", ())]
        if unique and model not in (*ONCE, Representation):
            pytest.fail(f"{label} may clash on merging: {unique}")


KINDS = st.sampled_from([
    "contact", "question", "phone", "same_phone", "default", "visit", "correspondence", "flag",
    "number", "same_number", "bsn", "speaks_for", "spoken_for", "ended", "note", "protected",
])  # fmt: skip


def give(party: Party, kind: str, other: Party, by: Employee) -> None:
    """One more thing that hangs on a party, where it may."""
    own: dict[str, Any] = {"tenant": party.tenant, "client": party.client, "party": party}
    number = {"kind": "other", "value": "A1", "value_key": "A1"}
    if kind == "contact":
        ContactFactory(client=party.client, party=party)
    elif kind == "question":
        asked = QuestionFactory(contact=ContactFactory(client=party.client), party=party)
        FollowUpFactory(question=asked)
        Participant.objects.create(**own, question=asked)
    elif kind == "phone":
        PhoneFactory(party=party)
    elif kind == "same_phone":
        PhoneFactory(party=party, address="+31612345678", address_key="+31612345678")
    elif kind == "default":
        PhoneFactory(party=party, is_default=True)
    elif kind in ("visit", "correspondence"):
        PostalAddress.objects.get_or_create(**own, purpose=kind)
    elif kind == "flag":
        PartyFlag.objects.create(**own, text="x", owner=by, ends_on=date(2026, 9, 1))
    elif kind == "number":
        PartyIdentifier.objects.create(**own, **number | {"value_key": f"{party.pk}"})
    elif kind == "same_number":
        PartyIdentifier.objects.create(**own, **number)
    elif kind == "bsn":
        if not PartyIdentifier.objects.filter(kind="bsn").exists():
            PartyIdentifier.objects.create(**own, kind="bsn", value_key="x", encrypted_value="x")
    elif kind == "speaks_for":
        made = RepresentationFactory(representative=party, represented__client=party.client)
        made.themes.add(ThemeFactory(tenant=party.tenant))
    elif kind == "spoken_for":
        RepresentationFactory(represented=party, checked_by=by)
    elif kind == "ended":
        RepresentationFactory(
            representative=party, represented=other, ended_by=by, ended_at="2026-02-01T09:00Z"
        )
    else:
        name, value = {"note": ("internal_note", "x"), "protected": ("is_protected", True)}[kind]
        Party.objects.filter(pk=party.pk).update(**{name: value})


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(KINDS, max_size=6), st.lists(KINDS, max_size=6))
def test_merging_and_parting_changes_no_row(
    municipality: ClientOrganisation, agent: Employee, now, first: list[str], second: list[str]
):
    one, two = PartyFactory.create_batch(2, client=municipality)
    DigitalAddress.objects.all().delete()
    PartyIdentifier.objects.all().delete()
    for party, other, kinds in ((one, two, first), (two, one, second)):
        for kind in kinds:
            give(party, kind, other, agent)
    before = everything()
    merge = merge_parties(one, two, by=agent, at=now)
    assert Contact.objects.filter(party=two).count() == 0
    assert Question.objects.filter(party=two).count() == 0
    unmerge_parties(merge, by=agent, at=now)
    assert everything() == before
