"""The organisation of the benchmark world: who works there, what they know, who asks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from benchmarks import texts
from gehoor.contacts.actions import create_outcomes
from gehoor.contacts.models import Outcome
from gehoor.knowledge.models import Article
from gehoor.organisation.models import (
    Channel,
    ClientOrganisation,
    Department,
    Employee,
    Entrance,
    OpeningHours,
    Tenant,
    Theme,
)
from gehoor.parties.models import DigitalAddress, Party, name_key

SEED = 20_261_122
PARTIES = 50_000
CLIENTS = (("Gemeente Waterrijk", "waterrijk"), ("Gemeente Polderveen", "polderveen"),
           ("Sociaal Werk", "sociaal-werk"))  # fmt: skip
CLIENT_WEIGHTS = (80, 15, 5)
PASSWORD = "!"  # nobody signs in: benchmarks use force_login


@dataclass(frozen=True)
class Organisation:
    random: Random
    tenant: Tenant
    clients: list[ClientOrganisation]
    departments: dict[int, list[Department]]
    themes: list[Theme]
    outcomes: dict[str, Outcome]
    agents: list[Employee]
    articles: dict[int, list[Article]]
    parties: dict[int, list[Party]]


def make_organisation(articles: int) -> Organisation:
    """Agents are agent0@world.example to agent44@world.example; there is manager@ and editor@."""
    random = Random(SEED)
    tenant = Tenant.objects.create(name="Centrum Wereld", slug="wereld")
    clients = [
        ClientOrganisation.objects.create(tenant=tenant, name=name, slug=slug)
        for name, slug in CLIENTS
    ]
    themes = [
        Theme.objects.create(tenant=tenant, name=field.name, slug=field.slug)
        for field in texts.FIELDS
    ]
    _make_doors(clients)
    return Organisation(
        random=random,
        tenant=tenant,
        clients=clients,
        departments={client.pk: _make_departments(client) for client in clients},
        themes=themes,
        outcomes={outcome.code: outcome for outcome in create_outcomes(tenant)},
        agents=_make_employees(tenant, clients),
        articles=_make_articles(random, tenant, themes, articles),
        parties={
            client.pk: _make_parties(random, client, PARTIES * weight // 100)
            for client, weight in zip(clients, CLIENT_WEIGHTS, strict=True)
        },
    )


def _make_doors(clients: list[ClientOrganisation]) -> None:
    for number, client in enumerate(clients):
        Entrance.objects.create(
            tenant=client.tenant,
            client=client,
            channel=Channel.PHONE,
            address=f"+3185000010{number}",
        )
        for weekday in range(5):
            OpeningHours.objects.create(
                tenant=client.tenant, client=client, weekday=weekday, opens="08:00", closes="17:30"
            )


def _make_departments(client: ClientOrganisation) -> list[Department]:
    """Twenty departments; the smaller clients have a few."""
    return [
        Department.objects.create(
            tenant=client.tenant, client=client, name=f"Afdeling {n}", slug=f"afdeling-{n}"
        )
        for n in range(12 if client.slug == "waterrijk" else 4)
    ]


def _make_employees(tenant: Tenant, clients: list[ClientOrganisation]) -> list[Employee]:
    agents = [
        _make_employee(tenant, f"agent{n}", "senior" if n % 5 == 0 else "agent", clients)
        for n in range(45)
    ]
    for role in ("manager", "coach", "editor", "improvement_manager", "planner"):
        _make_employee(tenant, role, role, clients)
    return agents


def _make_employee(
    tenant: Tenant, name: str, role: str, clients: list[ClientOrganisation]
) -> Employee:
    employee = Employee.objects.create(
        tenant=tenant, name=f"Medewerker {name}", email=f"{name}@world.example", password=PASSWORD
    )
    employee.roles.create(role=role)
    employee.clients.set(clients)
    return employee


def _make_articles(
    random: Random, tenant: Tenant, themes: list[Theme], number: int
) -> dict[int, list[Article]]:
    rows = []
    for n in range(number):
        theme, field = themes[n % len(themes)], texts.FIELDS[n % len(themes)]
        title, answer, keywords = texts.article(random, field, n)
        rows.append(
            Article(
                tenant=tenant,
                reference=f"artikel-{n}",
                title=title,
                answer=f"<p>{answer}</p>",
                answer_text=answer,
                keywords=keywords,
                theme=theme,
                state=Article.State.PUBLISHED,
                revision=1,
                updated_at=datetime(2025, 11, 1, tzinfo=UTC),
            )
        )
    Article.objects.bulk_create(rows)
    return {theme.pk: [row for row in rows if row.theme_id == theme.pk] for theme in themes}


def _make_parties(random: Random, client: ClientOrganisation, number: int) -> list[Party]:
    """Each with one telephone number, +31610000000 and up."""
    rows = []
    for _ in range(number):
        first, last = random.choice(texts.FIRST_NAMES), texts.surname(random)
        rows.append(
            Party(
                tenant=client.tenant,
                client=client,
                first_name=first,
                last_name=last,
                name_key=name_key(last, first),
            )
        )
    Party.objects.bulk_create(rows)
    DigitalAddress.objects.bulk_create(
        DigitalAddress(
            tenant=client.tenant,
            client=client,
            party=party,
            kind=DigitalAddress.Kind.PHONE,
            address=f"+316{10_000_000 + party.pk}",
            address_key=f"+316{10_000_000 + party.pk}",
            is_default=True,
        )
        for party in rows
    )
    return rows
