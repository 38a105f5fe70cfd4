from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory
from gehoor.parties.models import DigitalAddress, Party, Representation


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    client = factory.SubFactory(ClientFactory)
    tenant = factory.SelfAttribute("client.tenant")
    first_name = "Sanne"
    last_name = factory.Sequence(lambda n: f"Jansen {n}")


class PhoneFactory(DjangoModelFactory):
    class Meta:
        model = DigitalAddress

    party = factory.SubFactory(PartyFactory)
    client = factory.SelfAttribute("party.client")
    tenant = factory.SelfAttribute("party.tenant")
    kind = DigitalAddress.Kind.PHONE
    address = factory.Sequence(lambda n: f"+3161{n:07d}")
    address_key = factory.SelfAttribute("address")


class RepresentationFactory(DjangoModelFactory):
    """An authorised person who may speak about everything, in the year of the fixtures' `now`."""

    class Meta:
        model = Representation

    represented = factory.SubFactory(PartyFactory)
    client = factory.SelfAttribute("represented.client")
    tenant = factory.SelfAttribute("represented.tenant")
    representative = factory.SubFactory(PartyFactory, client=factory.SelfAttribute("..client"))
    kind = Representation.Kind.AUTHORISED
    proof = Representation.Proof.LETTER
    checked_by = factory.SubFactory(EmployeeFactory, tenant=factory.SelfAttribute("..tenant"))
    checked_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    starts_on = date(2026, 1, 5)
    ends_on = date(2026, 12, 31)
