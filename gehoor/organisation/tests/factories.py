from typing import Any

import factory
from factory.django import DjangoModelFactory

from gehoor.organisation.models import (
    Channel,
    ClientOrganisation,
    Department,
    Employee,
    Entrance,
    Product,
    Tenant,
    Theme,
)


class TenantFactory(DjangoModelFactory):
    class Meta:
        model = Tenant

    name = factory.Sequence(lambda n: f"Centrum {n}")
    slug = factory.Sequence(lambda n: f"centrum-{n}")


class ClientFactory(DjangoModelFactory):
    class Meta:
        model = ClientOrganisation

    tenant = factory.SubFactory(TenantFactory)
    name = factory.Sequence(lambda n: f"Gemeente {n}")
    slug = factory.Sequence(lambda n: f"gemeente-{n}")


class EntranceFactory(DjangoModelFactory):
    class Meta:
        model = Entrance

    client = factory.SubFactory(ClientFactory)
    tenant = factory.SelfAttribute("client.tenant")
    channel = Channel.PHONE
    address = factory.Sequence(lambda n: f"+3185{n:07d}")


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    client = factory.SubFactory(ClientFactory)
    tenant = factory.SelfAttribute("client.tenant")
    name = factory.Sequence(lambda n: f"Afdeling {n}")
    slug = factory.Sequence(lambda n: f"afdeling-{n}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    tenant = factory.SubFactory(TenantFactory)
    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    tenant = factory.SubFactory(TenantFactory)
    name = factory.Sequence(lambda n: f"product {n}")
    uri = factory.Sequence(lambda n: f"http://example.org/terms/{n}")


class EmployeeFactory(DjangoModelFactory):
    """An agent, unless `roles` says otherwise; `clients` are those she serves."""

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    tenant = factory.SubFactory(TenantFactory)
    email = factory.Sequence(lambda n: f"medewerker{n}@example.org")
    name = factory.Sequence(lambda n: f"Medewerker {n}")

    @factory.post_generation
    def roles(self: Any, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for role in extracted if extracted is not None else ["agent"]:
            self.roles.create(role=role)

    @factory.post_generation
    def clients(
        self: Any, create: bool, extracted: list[ClientOrganisation] | None, **kwargs: Any
    ) -> None:
        self.clients.set(extracted or [])
