from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from gehoor.contacts.actions import (
    Answered,
    accept_contact,
    attach_party,
    close_contact,
    offer_contact,
)
from gehoor.contacts.corrections import (
    ContactCorrectedElsewhere,
    NotYoursToCorrect,
    correct_question,
    may_correct,
    merge_questions,
    split_question,
)
from gehoor.contacts.models import Contact, FormerWords, Outcome, Participant, Question
from gehoor.contacts.months import MonthIsFixed, fix_month
from gehoor.contacts.textsearch import has_words
from gehoor.events.models import Event
from gehoor.followups.tests.factories import FollowUpFactory
from gehoor.organisation.models import Employee
from gehoor.organisation.tests.factories import (
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)
from gehoor.parties.models import DigitalAddress
from gehoor.parties.tests.factories import PartyFactory

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SOON = START + timedelta(hours=1)
Outcomes = dict[str, Outcome]


@pytest.fixture
def coach(municipality) -> Employee:
    employee: Any = EmployeeFactory(
        tenant=municipality.tenant, clients=[municipality], roles=["coach"]
    )
    return employee


@pytest.fixture
def contact(municipality, agent, outcomes) -> Contact:
    """Three questions, in 100.001 seconds of handling."""
    offered = offer_contact(municipality, "phone", at=START)
    accept_contact(offered, by=agent, at=START)
    asked = [
        Answered("waar is mijn afvalpas", outcomes["answered"], note="boos"),
        Answered("en mijn paspoort", outcomes["transferred"], case_reference="Z-1"),
        Answered("wanneer komt u", outcomes["listened"]),
    ]
    close_contact(offered, asked, by=agent, at=START + timedelta(milliseconds=100_001))
    closed: Contact = Contact.objects.get()
    return closed


def questions(contact: Contact) -> list[Question]:
    return list(contact.questions.order_by("position"))


def as_it_is(question: Question, **changes: Any) -> Answered:
    same = {
        name: getattr(question, name)
        for name in (
            *("text", "outcome", "theme", "product", "article"),
            *("department", "case_reference", "note"),
        )
    }
    return Answered(**same | changes)


def correct(question: Question, by: Employee, *, revision: int = 0, at=SOON, **changes: Any):
    asked = as_it_is(question, **changes)
    return correct_question(question, asked, revision=revision, by=by, at=at)


def split(question: Question, by: Employee, *texts: str, revision: int = 0) -> list[Question]:
    parts = [as_it_is(question, text=text) for text in texts]
    return split_question(question, parts, revision=revision, by=by, at=SOON)


def merge(one: Question, other: Question, by: Employee, *, codes_of=None, revision: int = 0):
    return merge_questions(one, other, codes_of=codes_of or one, revision=revision, by=by, at=SOON)


def told(kind: str) -> dict[str, Any]:
    data: dict[str, Any] = Event.objects.get(kind=kind).data
    return data


# Reclassifying and rewording


def test_question_gets_other_codes_and_all_of_it_follows(contact, agent, outcomes) -> None:
    theme = ThemeFactory(tenant=agent.tenant, name="Afval")
    first = questions(contact)[0]
    row = correct(first, agent, theme=theme, outcome=outcomes["passed_on"])
    row.refresh_from_db()
    assert (row.theme, row.outcome, row.is_first_line) == (theme, outcomes["passed_on"], False)
    assert (row.subject, row.text, row.note) == ("Afval", "waar is mijn afvalpas", "boos")
    assert told("question.reclassified") == {
        "question": row.pk, "is_reworded": False,
        "changes": {
            "theme": [None, theme.pk],
            "outcome": [outcomes["answered"].pk, outcomes["passed_on"].pk],
        },
    }  # fmt: skip
    assert Event.objects.get(kind="question.reclassified").subject_id == contact.pk
    assert not FormerWords.objects.exists()


def test_outcome_that_stays_counts_as_it_did(contact, agent, outcomes) -> None:
    first = questions(contact)[0]
    Outcome.objects.filter(code="answered").update(counts="not_first_line")
    product = ProductFactory(tenant=agent.tenant)
    changed = correct(questions(contact)[0], agent, product=product)
    assert changed.is_first_line is True
    assert split(first, agent, "een", "twee", revision=1)[1].is_first_line is True


def test_a_slip_is_mended_and_the_former_words_stay(contact, agent) -> None:
    first = questions(contact)[0]
    row = correct(first, agent, text="waar is mijn afvalpas?\r\n")
    former = FormerWords.objects.get()
    assert row.text == "waar is mijn afvalpas?\n"
    assert (former.question, former.text) == (row, "waar is mijn afvalpas")
    assert (former.reference, former.replaced_by, former.replaced_at) == (
        row.reference, agent, SOON,
    )  # fmt: skip
    assert told("question.reworded") == {"question": row.pk, "changes": {}, "is_reworded": True}


def test_nothing_changed_is_no_correction(contact, agent) -> None:
    correct(questions(contact)[0], agent)
    contact.refresh_from_db()
    assert contact.corrections == 0
    assert not Event.objects.filter(kind__startswith="question.").exists()


def test_words_may_not_go_away(contact, agent) -> None:
    with pytest.raises(ValidationError, match="woorden van de klant"):
        correct(questions(contact)[0], agent, text=" \n")


def test_search_finds_the_words_as_they_are_now(contact, agent) -> None:
    correct(questions(contact)[0], agent, text="waar is mijn milieupas")
    assert Question.objects.filter(has_words(["milieupas"])).exists()
    assert not Question.objects.filter(has_words(["afvalpas"])).exists()


# Splitting


def test_split_question_makes_more_of_one(contact, agent, outcomes) -> None:
    _first, second, third = questions(contact)
    FollowUpFactory(question=second)
    parts = [
        as_it_is(second, text="mijn paspoort"),
        as_it_is(second, text="en mijn rijbewijs", outcome=outcomes["answered"], case_reference=""),
        as_it_is(second, text="en mijn id-kaart"),
    ]
    before = second.handle_ms
    rows = split_question(second, parts, revision=0, by=agent, at=SOON)
    now = questions(contact)
    assert [row.position for row in now] == [1, 2, 3, 4, 5]
    assert now[1:4] == rows
    assert (now[1], now[4]) == (second, third)
    assert [row.text for row in rows] == [part.text for part in parts]
    assert [row.is_first_line for row in rows] == [False, True, False]
    assert [row.case_reference for row in rows] == ["Z-1", "", "Z-1"]
    assert sum(row.handle_ms for row in rows) == before
    assert sum(row.handle_ms for row in now) == contact.handle_ms
    assert len({row.reference for row in now}) == 5
    assert {(row.asked_at, row.closed_at) for row in now} == {(START, contact.closed_at)}
    assert second.follow_ups.count() == 1
    assert FormerWords.objects.get().text == "en mijn paspoort"
    assert told("question.split") == {"question": second.pk, "into": [row.pk for row in rows]}


def test_parts_are_asked_by_the_same_people(contact, agent, outcomes) -> None:
    caller, father = (PartyFactory(client=contact.client) for _n in range(2))
    Contact.objects.update(party=caller)
    first = questions(contact)[0]
    Participant.objects.all().delete()
    for party, role, is_first in ((father, "customer", False), (caller, "representative", True)):
        Participant.objects.create(
            tenant=contact.tenant, client=contact.client, question=first, party=party,
            role=role, is_initiator=is_first, last_name=party.last_name,
        )  # fmt: skip
    Question.objects.filter(pk=first.pk).update(party=father)
    rows = split(first, agent, "een", "twee")
    assert rows[1].party == father
    of_each = [
        list(
            row.participants.order_by("pk").values_list(
                "party", "role", "is_initiator", "last_name"
            )
        )
        for row in rows
    ]
    assert of_each[0] == of_each[1]
    assert len(of_each[0]) == 2


def test_part_is_the_question_but_for_what_is_its_own(contact, agent) -> None:
    fields = {"language": "pol", "ground": "unproven", "verification_level": 1}
    first = questions(contact)[0]
    Question.objects.filter(pk=first.pk).update(**fields)
    part = Question.objects.get(pk=split(first, agent, "een", "twee")[1].pk)
    assert {name: getattr(part, name) for name in fields} == fields


@pytest.mark.parametrize("texts", [(), ("een",), ("een", " ")])
def test_a_part_needs_company_and_words(contact, agent, texts) -> None:
    with pytest.raises(ValidationError):
        split(questions(contact)[0], agent, *texts)
    assert len(questions(contact)) == 3


# Merging


def test_merged_questions_are_one_with_all_of_both(contact, agent, coach, outcomes) -> None:
    first, second, third = questions(contact)
    theme = ThemeFactory(tenant=agent.tenant)
    Question.objects.filter(pk=first.pk).update(case_reference="Z-0")
    Question.objects.filter(pk=second.pk).update(theme=theme, note="vriendelijk")
    promise = FollowUpFactory(question=second)
    whole = first.handle_ms + second.handle_ms
    kept = merge(second, first, agent, codes_of=second)
    kept.refresh_from_db()
    assert questions(contact) == [first, third]
    assert [row.position for row in questions(contact)] == [1, 2]
    assert (kept.pk, kept.reference, kept.handle_ms) == (first.pk, first.reference, whole)
    assert kept.text == "waar is mijn afvalpas\nen mijn paspoort"
    assert kept.note == "boos\nvriendelijk\nZ-1"
    assert kept.case_reference == "Z-0"
    assert (kept.outcome, kept.is_first_line, kept.theme) == (
        outcomes["transferred"], False, theme,
    )  # fmt: skip
    promise.refresh_from_db()
    assert promise.question == kept
    former = FormerWords.objects.values_list("question", "reference", "text")
    assert list(former) == [
        (kept.pk, first.reference, "waar is mijn afvalpas"),
        (kept.pk, second.reference, "en mijn paspoort"),
    ]
    assert told("question.merged") == {
        "question": first.pk, "merged": [first.pk, second.pk], "codes_of": second.pk,
    }  # fmt: skip


def test_former_words_of_who_goes_move_along(contact, agent) -> None:
    first, second, _third = questions(contact)
    correct(second, agent, text="en mijn pas")
    merge(first, second, agent, revision=1)
    assert set(first.former_words.values_list("text", flat=True)) == {
        "en mijn paspoort", "waar is mijn afvalpas", "en mijn pas",
    }  # fmt: skip


def test_each_person_takes_part_once_and_keeps_the_address(contact, agent) -> None:
    first, second, _third = questions(contact)
    caller, father = (PartyFactory(client=contact.client) for _n in range(2))
    Participant.objects.all().delete()
    for question, party, is_first in (
        (first, caller, False), (second, caller, True), (second, father, False),
    ):  # fmt: skip
        person = Participant.objects.create(
            tenant=contact.tenant, client=contact.client, question=question, party=party,
            is_initiator=is_first,
        )  # fmt: skip
        given = DigitalAddress.objects.create(
            tenant=contact.tenant, client=contact.client, kind="phone",
            address=f"+3161234567{person.pk % 10}",
        )  # fmt: skip
        person.address_links.create(address=given)
    kept = merge(first, second, agent)
    people = {row.party: row for row in kept.participants.all()}
    assert set(people) == {caller, father}
    assert kept.participants.count() == 2
    assert people[caller].is_initiator
    assert [people[one].address_links.count() for one in (caller, father)] == [2, 1]


def test_only_two_of_one_contact_are_merged(contact, agent, municipality, outcomes) -> None:
    first, second, third = questions(contact)
    other = offer_contact(municipality, "phone", at=START)
    accept_contact(other, by=agent, at=START)
    close_contact(other, [Answered("los", outcomes["answered"])], by=agent, at=SOON)
    for pair, codes_of in (
        ((first, first), first), ((first, questions(other)[0]), first), ((first, second), third),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match="hetzelfde contact"):
            merge(*pair, agent, codes_of=codes_of)
    assert Question.objects.count() == 4


def test_questions_about_two_people_stay_apart(contact, agent) -> None:
    first, second, _third = questions(contact)
    for question in (first, second):
        party = PartyFactory(client=contact.client)
        Question.objects.filter(pk=question.pk).update(party=party)
    with pytest.raises(ValidationError, match="twee personen"):
        merge(first, second, agent)
    Question.objects.filter(pk=first.pk).update(party=None)
    Question.objects.filter(pk=second.pk).update(ground="unproven")
    kept = merge(first, second, agent)
    assert (kept.party, kept.ground) == (party, "unproven")


def test_splitting_and_merging_again_gives_the_time_back(contact, agent) -> None:
    first = questions(contact)[0]
    rows = split(first, agent, "waar is mijn", "afvalpas")
    merge(rows[0], rows[1], agent, revision=1)
    again = questions(contact)
    assert [row.handle_ms for row in again] == [33_334, 33_334, 33_333]
    assert again[0].text == "waar is mijn\nafvalpas"


# Who, when, and two at once


def test_agent_corrects_until_her_day_ends(contact, agent, colleague, coach) -> None:
    late = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)  # 23:59 in Amsterdam
    tomorrow = late + timedelta(minutes=2)
    assert may_correct(contact, agent, at=late)
    assert not may_correct(contact, agent, at=tomorrow)
    assert not may_correct(contact, colleague, at=late)
    assert may_correct(contact, coach, at=tomorrow + timedelta(days=300))
    with pytest.raises(NotYoursToCorrect):
        correct(questions(contact)[0], agent, text="te laat", at=tomorrow)


def test_open_contact_is_not_corrected(municipality, agent, coach) -> None:
    offered = offer_contact(municipality, "phone", at=START)
    accept_contact(offered, by=agent, at=START)
    offered.refresh_from_db()
    assert not may_correct(offered, coach, at=SOON)


def test_who_corrects_second_hears_it(contact, agent, coach) -> None:
    first, second, _third = questions(contact)
    correct(first, agent, text="eerst")
    with pytest.raises(ContactCorrectedElsewhere) as refused:
        split(second, coach, "een", "twee")
    assert refused.value.contact.corrections == 1
    assert len(questions(contact)) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time on SQLite")
def test_of_two_correctors_at_once_one_wins(contact, agent, coach) -> None:
    first = questions(contact)[0]
    ready, outcomes_of = Barrier(2), []

    def mend(by: Employee) -> None:
        try:
            ready.wait()
            correct(first, by, text=f"woorden van {by.pk}")
            outcomes_of.append("kept")
        except ContactCorrectedElsewhere:
            outcomes_of.append("told")
        finally:
            connection.close()

    threads = [Thread(target=mend, args=[by]) for by in (agent, coach)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes_of) == ["kept", "told"]
    assert FormerWords.objects.count() == 1


def test_nothing_in_a_fixed_month_is_corrected(contact, agent, coach) -> None:
    manager = EmployeeFactory(tenant=agent.tenant, name="Ria Baas")
    fix_month(contact.client, START.date(), by=manager, at=datetime(2026, 4, 3, 8, tzinfo=UTC))
    rows = questions(contact)
    told_ = r"maart 2026 zijn vastgesteld door Ria Baas, op 3 april 2026\."
    with pytest.raises(MonthIsFixed, match=told_):
        correct(rows[0], coach, text="anders")
    with pytest.raises(MonthIsFixed):
        split(rows[0], coach, "een", "twee")
    with pytest.raises(MonthIsFixed):
        merge(rows[0], rows[1], coach)


def test_events_hold_no_words(contact, agent) -> None:
    rows = questions(contact)
    correct(rows[0], agent, text="mijn geheim")
    split(rows[1], agent, "geheim een", "geheim twee", revision=1)
    merge(rows[0], rows[2], agent, revision=2)
    assert "geheim" not in str(list(Event.objects.values()))


def test_a_party_attached_during_the_call_stays(municipality, agent, outcomes) -> None:
    party = PartyFactory(client=municipality)
    offered = offer_contact(municipality, "phone", at=START)
    accept_contact(offered, by=agent, at=START)
    attach_party(offered, party, by=agent, at=START)
    rows = close_contact(
        offered, [Answered("een en twee", outcomes["answered"])], by=agent, at=SOON
    )
    parts = split(rows[0], agent, "een", "twee")
    assert {part.party for part in parts} == {party}
    assert Participant.objects.filter(party=party).count() == 2


def test_department_is_a_code_too(contact, agent) -> None:
    department = DepartmentFactory(client=contact.client)
    row = correct(questions(contact)[0], agent, department=department)
    assert row.department == department
    assert told("question.reclassified")["changes"] == {"department": [None, department.pk]}
