from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gehoor.contacts.models import Contact, Question
from gehoor.contacts.tests.factories import ContactFactory, OutcomeFactory
from gehoor.followups.models import FollowUp


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    contact = factory.SubFactory(ContactFactory, state=Contact.State.CLOSED)
    client = factory.SelfAttribute("contact.client")
    tenant = factory.SelfAttribute("contact.tenant")
    outcome = factory.SubFactory(OutcomeFactory, tenant=factory.SelfAttribute("..tenant"))
    position = factory.Sequence(lambda n: n + 1)
    text = "Wanneer wordt mijn container geleegd?"
    asked_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    closed_at = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    question = factory.SubFactory(QuestionFactory)
    client = factory.SelfAttribute("question.client")
    tenant = factory.SelfAttribute("question.tenant")
    kind = FollowUp.Kind.CALLBACK
    instruction = "Bel terug over de container"
    due_at = datetime(2026, 3, 3, 16, tzinfo=UTC)
    assigned_at = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
