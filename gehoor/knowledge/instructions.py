"""Work instructions, announcements and news for colleagues: every change, and who read them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from gehoor.events.actions import record
from gehoor.knowledge.models import Instruction, InstructionRead, InstructionRole
from gehoor.lib.html import clean_html, clean_text
from gehoor.organisation.models import ClientOrganisation, Employee, Team, Tenant


class InstructionChangedMeanwhile(Exception):
    """Somebody else saved a newer revision; `instruction` is that one."""

    def __init__(self, instruction: Instruction) -> None:
        super().__init__(instruction.pk)
        self.instruction = instruction


@dataclass(frozen=True)
class Audience:
    """For whom; nobody named of a kind is everybody."""

    clients: Iterable[ClientOrganisation] = ()
    roles: Collection[str] = ()
    teams: Iterable[Team] = ()


@transaction.atomic
def write_instruction(
    tenant: Tenant,
    fields: Mapping[str, Any],
    audience: Audience = Audience(),
    *,
    by: Employee,
    at: datetime,
) -> Instruction:
    """A new instruction; `text` may be any HTML and is kept sanitised."""
    instruction = Instruction(tenant=tenant, author=by, valid_from=at)
    return _save(instruction, fields, audience, "instruction.written", by, at)


@transaction.atomic
def change_instruction(
    instruction: Instruction,
    fields: Mapping[str, Any],
    audience: Audience,
    *,
    revision: int,
    asks_again: bool = False,
    by: Employee,
    at: datetime,
) -> Instruction:
    """A change made on the given revision; `asks_again`: who read it, must read it again."""
    locked = Instruction.objects.select_for_update(of=("self",)).get(pk=instruction.pk)
    if locked.revision != revision:
        raise InstructionChangedMeanwhile(locked)
    locked.edition += asks_again
    return _save(locked, fields, audience, "instruction.changed", by, at)


def _save(
    instruction: Instruction,
    fields: Mapping[str, Any],
    audience: Audience,
    kind: str,
    by: Employee,
    at: datetime,
) -> Instruction:
    for name, value in fields.items():
        setattr(instruction, name, value)
    instruction.title = " ".join(clean_text(instruction.title).split())
    instruction.text = clean_html(instruction.text)
    instruction.revision += 1
    instruction.save()
    instruction.clients.set(audience.clients)
    instruction.teams.set(audience.teams)
    instruction.roles.all().delete()
    InstructionRole.objects.bulk_create(
        InstructionRole(instruction=instruction, role=role) for role in sorted(set(audience.roles))
    )
    record(kind, instruction, at=at, by=by, edition=instruction.edition)
    return instruction


@transaction.atomic
def read_instruction(instruction: Instruction, *, by: Employee, at: datetime) -> None:
    """She says that she read it. Saying so twice keeps the first moment."""
    edition = instruction.edition
    read, is_new = InstructionRead.objects.select_for_update().get_or_create(
        instruction=instruction, employee=by, defaults={"edition": edition, "read_at": at}
    )
    if not is_new and read.edition == edition:
        return
    read.edition, read.read_at = edition, at
    read.save()
    record("instruction.read", instruction, at=at, by=by, edition=edition)


def readers_of(instruction: Instruction) -> QuerySet[Employee]:
    """Everybody it is addressed to, by name."""
    people = Employee.objects.filter(tenant=instruction.tenant_id, is_active=True)
    if clients := list(instruction.clients.all()):
        people = people.filter(clients__in=clients)
    if teams := list(instruction.teams.all()):
        people = people.filter(teams__in=teams)
    if roles := instruction.role_codes:
        people = people.filter(roles__role__in=roles)
    # By key, as a person of two roles would come twice.
    return Employee.objects.filter(pk__in=people.values("pk")).order_by(Lower("name"), "pk")


def receipts_of(instruction: Instruction) -> list[tuple[Employee, datetime | None]]:
    """Each addressee with when she read the edition of now; who did not yet comes first."""
    read_at = dict(
        instruction.reads.filter(edition=instruction.edition).values_list("employee", "read_at")
    )
    receipts = [(person, read_at.get(person.pk)) for person in readers_of(instruction)]
    return sorted(receipts, key=lambda receipt: receipt[1] is not None)
