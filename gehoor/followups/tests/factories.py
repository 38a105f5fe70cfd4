from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gehoor.contacts.tests.factories import QuestionFactory
from gehoor.followups.models import FollowUp


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
