from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gehoor.contacts.tests.factories import QuestionFactory
from gehoor.followups.models import Concern, FollowUp
from gehoor.organisation.tests.factories import ClientFactory, DepartmentFactory, EmployeeFactory


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


class ConcernFactory(DjangoModelFactory):
    """A worry that a social team of the client has not looked at yet."""

    class Meta:
        model = Concern

    client = factory.SubFactory(ClientFactory)
    tenant = factory.SelfAttribute("client.tenant")
    department = factory.SubFactory(
        DepartmentFactory, client=factory.SelfAttribute("..client"), takes_concerns=True
    )
    writer = factory.SubFactory(EmployeeFactory, tenant=factory.SelfAttribute("..tenant"))
    text = "Meneer klonk verward en zei dat hij niets meer at."
    written_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
