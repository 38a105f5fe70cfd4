import factory
from factory.django import DjangoModelFactory

from gehoor.organisation.tests.factories import ClientFactory
from gehoor.parties.models import DigitalAddress, Party


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
