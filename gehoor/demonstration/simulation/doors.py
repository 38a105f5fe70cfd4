"""Who may be played, and the secrets of the entrances, which are kept in the data folder only."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from gehoor.channels.phone.actions import entrance_with, give_secret
from gehoor.demonstration.desks import AT_DESK
from gehoor.organisation.models import Channel, Employee, Entrance, Tenant
from gehoor.organisation.roles import Role
from gehoor.organisation.signin import demonstration_people


@dataclass(frozen=True)
class Number:
    """A telephone number of a client (its slug), and what opens it."""

    client: str
    number: str
    secret: str


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at a desk. `clients` are keys by slug."""

    uuid: str
    name: str
    clients: dict[str, int]
    is_host: bool


@dataclass(frozen=True)
class Doors:
    numbers: list[Number]
    forms: dict[str, str]  # the address of the form, by client
    colleagues: list[Colleague]
    clients: dict[str, str]  # slugs, by the name on the screen


def prepare(tenant: Tenant) -> Doors:
    """All that the simulation must know beforehand. Visitors' people are nobody's to play."""
    own = Entrance.objects.filter(tenant=tenant, is_active=True).select_related("client__tenant")
    entrances = list(own.order_by("pk"))
    secrets = _secrets([one for one in entrances if one.channel == Channel.PHONE])
    return Doors(
        numbers=[
            Number(one.client.slug, one.address, secrets[str(one.uuid)])
            for one in entrances
            if str(one.uuid) in secrets
        ],
        forms={
            one.client.slug: reverse("channels:ask", args=[one.client.uuid])
            for one in entrances
            if one.channel == Channel.WEBFORM
        },
        colleagues=_colleagues(tenant),
        clients={one.client.name: one.client.slug for one in entrances},
    )


def _secrets(entrances: list[Entrance]) -> dict[str, str]:
    """Kept from run to run; made where the file has none that still opens its entrance."""
    path: Path = settings.DATA_FOLDER / "telephony.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    secrets = {str(one.uuid): kept.get(str(one.uuid), "") for one in entrances}
    for one in entrances:
        if entrance_with(secrets[str(one.uuid)]) != one:
            secrets[str(one.uuid)] = give_secret(one, by=None, at=timezone.now())
    _write(path, {**kept, **secrets})
    return secrets


def _write(path: Path, content: Any) -> None:
    """Whole or not at all, for its owner only."""
    own = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
    own.replace(path)


def _colleagues(tenant: Tenant) -> list[Colleague]:
    """Who serves most clients comes first: she sees who waits for any of them."""
    visitors = {door.employee.pk for door in demonstration_people(tenant)}
    people = Employee.objects.filter(tenant=tenant, is_active=True, roles__role__in=AT_DESK)
    ready = people.exclude(pk__in=visitors).distinct().prefetch_related("roles", "clients")
    found = [
        Colleague(
            str(person.uuid), person.name,
            {client.slug: client.pk for client in person.clients.all() if client.is_active},
            is_host=Role.HOST in person.role_codes,
        )
        for person in ready.order_by("pk")
    ]  # fmt: skip
    return sorted(found, key=lambda person: (person.is_host, -len(person.clients)))
