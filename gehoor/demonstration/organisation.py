"""The tenant of the demonstration, whom it answers for, and what it can be asked about."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from gehoor.contacts.models import Level, VerificationRule
from gehoor.demonstration.texts import Content, Row
from gehoor.organisation.emergency import EmergencyNumber
from gehoor.organisation.models import (
    ClientOrganisation,
    Closure,
    Department,
    Entrance,
    OpeningHours,
    Product,
    ServiceLevel,
    Tenant,
    Theme,
)

HOME = "waterrijk"  # the client to which everything belongs that names no other


class DatabaseNotEmpty(Exception):
    """Somebody works here already; the demonstration stays out."""


@dataclass(frozen=True)
class Organisation:
    """All by the slug or name under which the content refers to them."""

    tenant: Tenant
    clients: dict[str, ClientOrganisation]
    departments: dict[str, Department]
    themes: dict[str, Theme]
    products: dict[str, Product] = field(default_factory=dict)


def build_organisation(content: Content) -> Organisation:
    rows = content.municipality
    tenant = _only_tenant(rows["tenant"])
    clients = _clients(tenant, rows["client"])
    departments = _departments(tenant, clients, rows["department"])
    themes = {row["slug"]: Theme(tenant=tenant, **row) for row in rows["theme"]}
    Theme.objects.bulk_create(themes.values())
    _write_settings(tenant, clients, departments, rows)
    built = Organisation(tenant, clients, departments, themes)
    built.products.update(_products(built, content.products))
    VerificationRule.objects.bulk_create(_rules(built, rows["verification"]))
    return built


def _only_tenant(row: Row) -> Tenant:
    """The first tenant of all; of two that seed at once the slower one is refused."""
    if Tenant.objects.exists():
        raise DatabaseNotEmpty
    try:
        with transaction.atomic():
            return Tenant.objects.create(**row, is_demonstration=True)
    except IntegrityError as seeded_meanwhile:
        raise DatabaseNotEmpty from seeded_meanwhile


def _clients(tenant: Tenant, rows: list[Row]) -> dict[str, ClientOrganisation]:
    fields = ("slug", "name", "timezone", "greeting")
    clients = [
        ClientOrganisation(tenant=tenant, **{name: row[name] for name in fields}) for row in rows
    ]
    return {client.slug: client for client in ClientOrganisation.objects.bulk_create(clients)}


def _departments(
    tenant: Tenant, clients: dict[str, ClientOrganisation], rows: list[Row]
) -> dict[str, Department]:
    fields = ("slug", "name", "phone", "email", "description")
    departments = [
        Department(
            tenant=tenant,
            client=clients[row["client"]],
            takes_concerns=row.get("takes_concerns", False),
            **{name: row[name] for name in fields},
        )
        for row in rows
    ]
    return {made.slug: made for made in Department.objects.bulk_create(departments)}


def _write_settings(
    tenant: Tenant,
    clients: dict[str, ClientOrganisation],
    departments: dict[str, Department],
    rows: Row,
) -> None:
    def place(row: Row) -> Row:
        """A row of the file with the client and department themselves in place of their slugs."""
        named = {**row, "tenant": tenant, "client": clients[row["client"]]}
        if "department" in row:
            named["department"] = departments[row["department"]]
        return named

    Entrance.objects.bulk_create(Entrance(**place(row)) for row in rows["entrance"])
    ServiceLevel.objects.bulk_create(ServiceLevel(**place(row)) for row in rows["service_level"])
    EmergencyNumber.objects.bulk_create(
        EmergencyNumber(**place(row)) for row in rows["emergency_number"]
    )
    Closure.objects.bulk_create(Closure(**place(row)) for row in rows["closure"])
    OpeningHours.objects.bulk_create(
        OpeningHours(**place(row)) for row in _each_weekday(rows["opening_hours"])
    )


def _each_weekday(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        shared = {name: value for name, value in row.items() if name != "weekdays"}
        yield from ({**shared, "weekday": weekday} for weekday in row["weekdays"])


def _products(organisation: Organisation, rows: list[Row]) -> dict[str, Product]:
    products = [
        Product(
            tenant=organisation.tenant, name=row["name"], uri=row["uri"],
            theme=organisation.themes[row["theme"]],
            department=organisation.departments[row["department"]],
        )
        for row in rows
    ]  # fmt: skip
    return {product.name: product for product in Product.objects.bulk_create(products)}


def _rules(organisation: Organisation, rows: list[Row]) -> Iterator[VerificationRule]:
    for row in rows:
        yield VerificationRule(
            tenant=organisation.tenant, client=organisation.clients[row["client"]],
            product=organisation.products[row["product"]] if "product" in row else None,
            level=Level[row["level"]], checks=row["checks"], passes_with=row["passes_with"],
        )  # fmt: skip
