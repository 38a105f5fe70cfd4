"""Being sure of who speaks: comparing answers, keeping results, forgetting what was said."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import (
    Answered,
    ContactAlreadyClosed,
    ContactTakenByColleague,
    accept_contact,
    attach_party,
    close_contact,
)
from gehoor.contacts.history import history_of
from gehoor.contacts.models import Check, Contact, Level, Outcome, Verification, VerificationRule
from gehoor.contacts.tests.factories import ContactFactory, QuestionFactory
from gehoor.contacts.verifying import (
    TooFewAsked,
    checks_of,
    rule_for,
    verify_by_means,
    verify_by_questions,
)
from gehoor.events.models import Event
from gehoor.organisation.models import Channel, ClientOrganisation, Employee
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory, ProductFactory
from gehoor.parties.actions import add_identifier, set_postal_address
from gehoor.parties.models import Party
from gehoor.parties.tests.factories import PartyFactory

BSN = "111222333"
Verify = Callable[..., Verification]


@pytest.fixture
def caller(municipality: ClientOrganisation, agent: Employee, now: datetime) -> Party:
    """A protected person of whom we know an address and a BSN, and no date of birth."""
    person = PartyFactory(client=municipality, is_protected=True)
    home = {"street": "Havenweg", "house_number": 12, "suffix": "a", "postcode": "1234 AB"}
    set_postal_address(person, "visit", home, by=agent, at=now)
    add_identifier(person, "bsn", BSN, by=agent, at=now, purpose="test van de controle")
    return person


@pytest.fixture
def call(
    municipality, agent: Employee, caller: Party, now: datetime, outcomes: dict[str, Outcome]
) -> Contact:
    offered = accept_contact(ContactFactory(client=municipality, offered_at=now), by=agent, at=now)
    return attach_party(offered, caller, by=agent, at=now)


@pytest.fixture
def verify(call: Contact, agent: Employee, now: datetime) -> Verify:
    def by_questions(product: str = "", **answers: str) -> Verification:
        return verify_by_questions(call, answers, product=product, by=agent, at=now)

    return by_questions


def level_of(contact: Contact) -> int:
    contact.refresh_from_db()
    return contact.verification_level


# --- what must be asked -----------------------------------------------------


def test_without_rules_the_usual_checks_may_be_asked_and_nothing_must(municipality):
    rule = rule_for(municipality)
    assert (rule.level, rule.passes_with, rule.product) == (Level.NONE, 2, None)
    assert rule.checks == ["birth_date", "address", "bsn"]


def test_a_product_goes_before_what_is_usual(municipality):
    product = ProductFactory(tenant=municipality.tenant, name="Bijstand aanvragen")
    place = {"tenant": municipality.tenant, "client": municipality}
    own = VerificationRule.objects.create(**place, product=product, level=Level.DIGID)
    usual = VerificationRule.objects.create(**place, level=Level.QUESTIONS)
    assert rule_for(municipality, " bijstand aanvragen ") == own
    assert [rule_for(municipality, name) for name in ("", "paspoort")] == [usual, usual]


def test_rules_of_another_client_say_nothing(municipality):
    other = ClientFactory(tenant=municipality.tenant)
    VerificationRule.objects.create(tenant=other.tenant, client=other, level=Level.DIGID)
    assert rule_for(municipality).level == Level.NONE


def test_what_we_know_is_compared_and_the_rest_is_the_agents(caller: Party, agent: Employee):
    rule = VerificationRule(checks=[code.value for code in Check])
    assert checks_of(rule, caller, agent) == {
        Check.BIRTH_DATE: False, Check.ADDRESS: True, Check.BSN: True,
        Check.ACCOUNT: False, Check.CASE: False,
    }  # fmt: skip


def test_digits_of_a_bsn_are_for_who_may_see_one(caller: Party, municipality):
    editor = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["editor"])
    rule = VerificationRule(checks=["address", "bsn"])
    assert checks_of(rule, caller, editor) == {Check.ADDRESS: True}


# --- comparing --------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [
        ("1234 AB 12", True),
        ("1234ab, 12a", True),
        (" 1234ab 12 A ", True),
        ("1234 AB nr. 12-a", True),
        ("1234 AB 12 b", False),
        ("1234 AB 13", False),
        ("1235 AB 12", False),
        ("1234 AB", False),
        ("right", False),
        ("Havenweg 12", False),
    ],
)
def test_an_address_is_compared(verify: Verify, answer: str, is_right: bool):
    tried = verify(address=answer, birth_date="right")
    assert (tried.is_passed, "address" in tried.right) == (is_right, is_right)


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [("333", True), (BSN, True), ("33", False), ("332", False), ("x", False)],
)
def test_digits_of_a_bsn_are_compared_and_the_look_is_logged(
    verify: Verify, caller: Party, agent: Employee, answer: str, is_right: bool
):
    tried = verify(bsn=answer, birth_date="right")
    assert tried.is_passed is is_right
    look = ProcessingLog.objects.get(action="bsn_compared")
    assert (look.subject_uuid, look.employee) == (caller.uuid, agent)
    assert str(tried.contact.uuid) in look.purpose


def test_nothing_is_logged_when_no_bsn_was_compared(verify: Verify):
    verify(address="1234 AB 12", birth_date="right")
    assert not ProcessingLog.objects.filter(action="bsn_compared").exists()


def test_a_case_is_compared_with_what_was_asked_before(
    verify: Verify, caller: Party, municipality, outcomes: dict[str, Outcome]
):
    VerificationRule.objects.create(
        tenant=municipality.tenant, client=municipality, checks=["case"], passes_with=1
    )
    earlier = QuestionFactory(
        contact__client=municipality, outcome=outcomes["answered"], party=caller,
        case_reference="Z-2026/0012",
    )  # fmt: skip
    earlier.participants.create(tenant=caller.tenant, client=caller.client, party=caller)
    assert [verify(case=said).is_passed for said in ("z2026/0012", "Z-2026/0013")] == [True, False]


# --- keeping ----------------------------------------------------------------


def test_enough_right_answers_are_kept_as_codes(verify: Verify, call: Contact, agent, now):
    tried = verify(address="1234 AB 12", birth_date="right", bsn="999")
    assert (tried.right, tried.wrong) == (["birth_date", "address"], ["bsn"])
    assert (tried.is_passed, tried.level, tried.by, tried.at) == (True, Level.QUESTIONS, agent, now)
    assert level_of(call) == Level.QUESTIONS
    event = Event.objects.get(kind="contact.verified")
    assert event.data == {
        "party": call.party_id, "level": 1, "right": ["birth_date", "address"], "wrong": ["bsn"],
    }  # fmt: skip


def test_a_failure_is_kept_without_the_answers(verify: Verify, call: Contact):
    tried = verify(address="9999 ZZ 99", bsn="987")
    assert (tried.is_passed, tried.right, tried.wrong) == (False, [], ["address", "bsn"])
    assert level_of(call) == Level.NONE
    stored = str(list(Verification.objects.values())) + str(list(Event.objects.values()))
    for said in ("9999", "ZZ", "987", "1234", BSN):
        assert said not in stored.replace(str(tried.uuid), "").replace(str(call.uuid), "")
    assert [str(moment.label) for moment in history_of(call)][-1] == "Controle mislukt"


def test_too_little_asked_is_no_failure(verify: Verify):
    with pytest.raises(TooFewAsked, match="Stel nog 1 vraag"):
        verify(birth_date="right")
    with pytest.raises(TooFewAsked, match="Stel nog 2 vragen"):
        verify(address="  ", account="right")
    assert not Verification.objects.exists()


def test_who_fails_later_is_no_longer_sure(verify: Verify, call: Contact, agent, now):
    verify_by_means(call, Level.DIGID, by=agent, at=now)
    verify(birth_date="right", address="1234 AB 12")
    assert level_of(call) == Level.DIGID
    verify(birth_date="wrong")
    assert level_of(call) == Level.NONE


def test_somebody_else_must_be_asked_again(
    verify: Verify, call: Contact, caller: Party, agent, now
):
    verify(birth_date="right", address="1234 AB 12")
    attach_party(call, caller, by=agent, at=now)
    assert level_of(call) == Level.QUESTIONS
    attach_party(call, PartyFactory(client=caller.client), by=agent, at=now)
    assert level_of(call) == Level.NONE
    attach_party(call, caller, by=agent, at=now)
    assert level_of(call) == Level.NONE


def test_detaching_makes_it_void(verify: Verify, call: Contact, agent, now):
    verify(birth_date="right", address="1234 AB 12")
    attach_party(call, None, by=agent, at=now)
    assert level_of(call) == Level.NONE
    with pytest.raises(ValidationError, match="Kies eerst wie de klant is"):
        verify(birth_date="right")


def test_each_question_keeps_how_sure_we_were(verify: Verify, call: Contact, outcomes, agent, now):
    verify(birth_date="right", address="1234 AB 12")
    asked = [Answered("een", outcomes["answered"]), Answered("twee", outcomes["answered"])]
    rows = close_contact(call, asked, by=agent, at=now)
    assert [row.verification_level for row in rows] == [Level.QUESTIONS, Level.QUESTIONS]


@pytest.mark.parametrize(
    ("channel", "level", "is_possible"),
    [
        (Channel.COUNTER, Level.DOCUMENT, True),
        (Channel.PHONE, Level.DOCUMENT, False),
        (Channel.CHAT, Level.DIGID, True),
        (Channel.COUNTER, Level.DIGID, False),
        (Channel.CHAT, Level.QUESTIONS, False),
        (Channel.CHAT, Level.NONE, False),
    ],
)
def test_means_of_a_channel(call: Contact, agent, now, channel, level, is_possible):
    Contact.objects.update(channel=channel)
    if is_possible:
        assert verify_by_means(call, level, by=agent, at=now).is_passed
    else:
        with pytest.raises(ValidationError):
            verify_by_means(call, level, by=agent, at=now)
    assert level_of(call) == (level if is_possible else Level.NONE)


def test_a_colleague_verifies_nobody(call: Contact, colleague: Employee, now):
    with pytest.raises(ContactTakenByColleague):
        verify_by_questions(call, {"birth_date": "right"}, by=colleague, at=now)
    with pytest.raises(ContactTakenByColleague):
        verify_by_means(call, Level.DIGID, by=colleague, at=now)


def test_after_closing_nothing_is_verified(call: Contact, agent, now, outcomes):
    close_contact(call, [Answered("een", outcomes["answered"])], by=agent, at=now)
    with pytest.raises(ContactAlreadyClosed):
        verify_by_means(call, Level.DIGID, by=agent, at=now)


def test_tries_are_told_in_later_contacts_for_thirty_days(
    call: Contact, verify: Verify, caller: Party, now: datetime
):
    tried = verify(birth_date="wrong")
    later = ContactFactory(client=caller.client, party=caller)
    others = ContactFactory(client=caller.client, party=PartyFactory(client=caller.client))
    for days, told in ((0, [tried]), (30, [tried]), (31, [])):
        at = now + timedelta(days=days)
        assert list(Verification.objects.told_in(later, at=at)) == told
        assert list(Verification.objects.told_in(call, at=at)) == [tried]
        assert list(Verification.objects.told_in(others, at=at)) == []
