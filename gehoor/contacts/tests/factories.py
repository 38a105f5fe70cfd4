from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.contacts.outcomes import Counts
from gehoor.organisation.models import Channel
from gehoor.organisation.tests.factories import ClientFactory, TenantFactory


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome
        django_get_or_create = ("tenant", "code")

    tenant = factory.SubFactory(TenantFactory)
    code = "answered"
    name = "Beantwoord"
    counts = Counts.FIRST_LINE


class ContactFactory(DjangoModelFactory):
    """A telephone call that waits."""

    class Meta:
        model = Contact

    client = factory.SubFactory(ClientFactory)
    tenant = factory.SelfAttribute("client.tenant")
    channel = Channel.PHONE
    offered_at = datetime(2026, 3, 2, 9, tzinfo=UTC)


class ClosedContactFactory(ContactFactory):
    """A call of three minutes with one question; `question__text=...` and so on reach it."""

    class Meta:
        skip_postgeneration_save = True

    state = Contact.State.CLOSED
    wait_ms, talk_ms, wrap_up_ms, handle_ms = 10_000, 150_000, 30_000, 180_000
    question = factory.RelatedFactory(
        "gehoor.contacts.tests.factories.QuestionFactory", factory_related_name="contact"
    )


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    contact = factory.SubFactory(ContactFactory, state=Contact.State.CLOSED)
    client = factory.SelfAttribute("contact.client")
    tenant = factory.SelfAttribute("contact.tenant")
    outcome = factory.SubFactory(OutcomeFactory, tenant=factory.SelfAttribute("..tenant"))
    is_first_line = factory.SelfAttribute("outcome.is_first_line")
    position = factory.Sequence(lambda n: n + 1)
    text = "Wanneer wordt mijn container geleegd?"
    asked_at = factory.SelfAttribute("contact.offered_at")
    closed_at = factory.SelfAttribute("contact.offered_at")
    channel = factory.SelfAttribute("contact.channel")
    direction = factory.SelfAttribute("contact.direction")
    is_confidential = factory.SelfAttribute("contact.is_confidential")
    handle_ms = 180_000
