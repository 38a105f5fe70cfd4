"""The seeded weeks hold what the desk's own actions would have written."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import Sum

from gehoor.contacts.actions import (
    Answered,
    abandon_contact,
    accept_contact,
    attach_party,
    close_contact,
    end_conversation,
    hold_contact,
    offer_contact,
    resume_contact,
)
from gehoor.contacts.history import history_of
from gehoor.contacts.models import LIVE_CHANNELS, Contact, Draft, Participant, Question
from gehoor.contacts.timing import divide
from gehoor.demonstration.tests.conftest import WEDNESDAY
from gehoor.events.consumers import advance
from gehoor.followups.actions import usual_due
from gehoor.followups.models import FollowUp
from gehoor.measures.models import ContactTally, QuestionTally
from gehoor.measures.tallies import recount, tally_contacts
from gehoor.organisation.models import ClientOrganisation, Tenant
from gehoor.organisation.queries import week_of
from gehoor.organisation.roles import Right

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
CLOSED, ABANDONED = Contact.State.CLOSED, Contact.State.ABANDONED
IDENTITY = {"id", "uuid", "reference", "contact", "question"}


def closed() -> models.QuerySet[Contact]:
    people = Contact.objects.select_related("agent", "party", "client", "entrance")
    ready: models.QuerySet[Contact] = people.prefetch_related("questions").order_by("pk")
    return ready.filter(state=CLOSED)


def values(row: models.Model) -> dict[str, Any]:
    """All that a row says, besides which row it is."""
    fields = (field for field in row._meta.concrete_fields if field.name not in IDENTITY)
    return {field.name: getattr(row, field.attname) for field in fields}


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def as_asked(question: Question) -> Answered:
    names = ("text", "outcome", "theme", "product", "article", "department", "party", "note")
    return Answered(**{name: getattr(question, name) for name in names})


def play_again(contact: Any) -> Contact:
    """The same conversation through the desk's own actions, at the same moments."""
    agent = contact.agent
    assert agent is not None
    again = offer_contact(
        contact.client,
        contact.channel,
        caller_address=contact.caller_address,
        entrance=contact.entrance,
        at=contact.offered_at,
    )
    accept_contact(again, by=agent, at=contact.answered_at)
    attach_party(again, contact.party, by=agent, at=contact.answered_at)
    if contact.hold_ms:
        hold_contact(again, by=agent, at=contact.answered_at)
        held = timedelta(milliseconds=contact.hold_ms)
        resume_contact(again, by=agent, at=contact.answered_at + held)
    end_conversation(again, by=agent, at=contact.ended_at)
    asked = [as_asked(question) for question in contact.questions.all()]
    close_contact(again, asked, by=agent, at=contact.closed_at)
    again.refresh_from_db()
    return again


def contacts_to_play_again() -> list[Contact]:
    """Ordinary ones, held ones, those for another, with several questions, written ones."""
    ordinary = closed().exclude(channel="counter").filter(is_confidential=False)
    kinds = (
        ordinary.filter(hold_ms__gt=0, party=None),
        ordinary.filter(questions__position=3),
        ordinary.filter(channel="email", party__isnull=False),
        ordinary.filter(questions__participants__role="representative"),
    )
    return [contact for kind in kinds for contact in kind[:3]]


def test_a_seeded_contact_is_what_the_desk_would_have_written():
    chosen = contacts_to_play_again()
    assert len(chosen) == 12
    for contact in chosen:
        with nothing_kept():
            again = play_again(contact)
            assert values(again) == values(contact)
            pairs = zip(again.questions.all(), contact.questions.all(), strict=True)
            for made, seeded in pairs:
                assert values(made) == values(seeded)
                people = [question.participants.order_by("id") for question in (made, seeded)]
                assert list(map(values, people[0])) == list(map(values, people[1]))


def test_a_seeded_hang_up_is_what_the_desk_would_have_written():
    contact = Contact.objects.filter(state=ABANDONED).select_related("client", "entrance")[0]
    assert contact.closed_at
    with nothing_kept():
        again = offer_contact(
            contact.client,
            contact.channel,
            caller_address=contact.caller_address,
            entrance=contact.entrance,
            at=contact.offered_at,
        )
        assert values(abandon_contact(again, at=contact.closed_at)) == values(contact)


def test_about_as_many_contacts_come_as_were_asked_for():
    assert 330 <= Contact.objects.count() <= 470
    assert set(Contact.objects.values_list("state", flat=True)) == {CLOSED, ABANDONED}
    assert not Draft.objects.exists()


def test_times_of_a_contact_add_up_and_are_divided_over_its_questions():
    for contact in closed():
        parts = [contact.talk_ms, contact.hold_ms, contact.wrap_up_ms]
        assert all(part is not None and part >= 0 for part in [contact.wait_ms, *parts])
        assert contact.handle_ms == sum(part or 0 for part in parts)
        questions = sorted(contact.questions.all(), key=lambda question: question.position)
        assert [q.position for q in questions] == list(range(1, len(questions) + 1))
        assert [q.handle_ms for q in questions] == divide(contact.handle_ms, len(questions))


def test_first_line_is_as_the_outcome_says():
    for question in Question.objects.select_related("outcome"):
        assert question.is_first_line == question.outcome.is_first_line


def test_every_question_has_its_people_and_one_who_asked():
    assert not Question.objects.filter(participants=None).exists()
    asked = Counter(
        Participant.objects.filter(is_initiator=True).values_list("question", flat=True)
    )
    assert set(asked.values()) == {1}
    assert len(asked) == Question.objects.count()


def test_people_articles_and_departments_belong_to_the_client_that_was_called():
    for question in Question.objects.select_related("contact", "party", "article", "department"):
        client = question.client_id
        assert question.contact.client_id == client
        assert question.party is None or question.party.client_id == client
        assert question.article is None or question.article.client_id in (None, client)
        assert question.department is None or question.department.client_id == client


def test_contacts_come_over_every_channel_and_client_mostly_by_telephone():
    channels = Counter(Contact.objects.values_list("channel", flat=True))
    assert set(channels) == {"phone", "email", "chat", "counter", "whatsapp", "webform"}
    assert 0.45 < channels["phone"] / channels.total() < 0.65
    assert set(Contact.objects.values_list("client__slug", flat=True)) == {
        "waterrijk",
        "polderveen",
        "sociaal-werk",
    }


def test_about_half_of_the_callers_are_known():
    known = Contact.objects.exclude(party=None).count()
    assert 0.4 < known / Contact.objects.count() < 0.6


def test_citizens_are_answered_in_opening_hours_in_the_past_four_weeks():
    weeks = {client.pk: week_of(client) for client in ClientOrganisation.objects.all()}
    for contact in Contact.objects.all():
        assert WEDNESDAY - timedelta(days=29) < contact.offered_at < WEDNESDAY
        assert contact.closed_at
        assert contact.closed_at <= WEDNESDAY
        moment = contact.offered_at
        if contact.channel in LIVE_CHANNELS:
            minute_before = moment - timedelta(minutes=30)  # the last one may wait for a desk
            week = weeks[contact.client_id]
            assert week.is_open(moment) or week.is_open(minute_before)


def test_nobody_answers_two_contacts_at_once():
    spans: dict[Any, list[Any]] = defaultdict(list)
    for contact in closed():
        spans[contact.agent_id].append((contact.answered_at, contact.closed_at))
    for own in spans.values():
        own.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(own))


def test_who_answers_serves_the_client_and_may_answer():
    for contact in closed().prefetch_related("agent__roles", "agent__clients"):
        assert contact.agent
        assert contact.client_id in contact.agent.client_ids
        assert contact.agent.may(Right.ANSWER)


def test_promises_are_open_done_due_today_and_overdue():
    follow_ups = FollowUp.objects.all()
    opened = follow_ups.filter(state=FollowUp.State.OPEN)
    assert opened.filter(due_at__lt=WEDNESDAY).exists()
    assert opened.filter(due_at__date=WEDNESDAY.date(), due_at__gte=WEDNESDAY).exists()
    done = follow_ups.filter(state=FollowUp.State.DONE)
    assert done.count() > opened.count()
    assert not done.filter(result="").exists()
    assert not done.filter(done_at__gt=WEDNESDAY).exists()


def test_each_question_that_asks_for_it_has_one_promise_kept_by_the_right_people():
    promised = Question.objects.exclude(outcome__follow_up="none")
    follow_ups = FollowUp.objects.select_related("question__client", "question__department")
    assert promised.count() == follow_ups.count() > 20
    for follow_up in follow_ups.select_related("done_by", "question__outcome"):
        question = follow_up.question
        assert follow_up.kind == question.outcome.follow_up
        kind = FollowUp.Kind(follow_up.kind)
        assert follow_up.due_at == usual_due(question, kind, question.closed_at)
        if follow_up.done_by and kind == FollowUp.Kind.TASK:
            assert follow_up.done_by.department_id == follow_up.department_id


def test_the_figures_are_those_of_the_rows(town: Tenant):
    tallied = ContactTally.objects.aggregate(closed=Sum("closed"), abandoned=Sum("abandoned"))
    states = Counter(Contact.objects.values_list("state", flat=True))
    assert tallied == {"closed": states[CLOSED], "abandoned": states[ABANDONED]}
    counted = QuestionTally.objects.days().aggregate(n=Sum("questions"))["n"]
    assert counted == Question.objects.count()
    assert list(recount(town)) == []


def test_each_contact_has_its_history(town: Tenant) -> None:
    moments = {
        contact.state: [str(moment.label) for moment in history_of(contact)]
        for contact in Contact.objects.filter(channel="phone").select_related("agent")
    }
    assert moments["closed"] == ["Kwam binnen", "Aangenomen", "Gesprek beëindigd", "Afgerond"]
    assert moments["abandoned"] == ["Kwam binnen", "Klant hing op"]


def test_the_worker_does_not_count_them_again(town: Tenant) -> None:
    assert advance(tally_contacts, ["contact.closed"], at=WEDNESDAY) == 0
