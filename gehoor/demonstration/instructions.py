"""What colleagues must know these days, and who of them read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gehoor.demonstration.organisation import Organisation
from gehoor.demonstration.texts import Content, Row
from gehoor.knowledge.instructions import Audience, readers_of, write_instruction
from gehoor.knowledge.models import Instruction, InstructionRead
from gehoor.organisation.models import Employee, Team

READ_AFTER = timedelta(hours=24)
ONE_IN_NOT_YET = 6  # of those who had a day to read it


def write_instructions(
    content: Content, organisation: Organisation, employees: Sequence[Employee], *, at: datetime
) -> None:
    teams = {team.name: team for team in Team.objects.filter(tenant=organisation.tenant)}
    for row in content.instructions:
        author = next(person for person in employees if row["by"] in person.role_codes)
        written_at = at - timedelta(hours=row["hours_ago"])
        audience = Audience(
            clients=[organisation.clients[slug] for slug in row.get("clients", [])],
            roles=row.get("roles", []),
            teams=[teams[name] for name in row.get("teams", [])],
        )
        fields = _fields(row, written_at)
        made = write_instruction(organisation.tenant, fields, audience, by=author, at=written_at)
        if written_at + READ_AFTER < at:
            _read(made, at=written_at + READ_AFTER)


def _fields(row: Row, written_at: datetime) -> Row:
    days = row.get("valid_days")
    return {
        "kind": row["kind"],
        "title": row["title"],
        "text": row["text"],
        "must_read": row.get("must_read", False),
        "valid_from": written_at,
        "valid_until": written_at + timedelta(days=days) if days else None,
    }


def _read(instruction: Instruction, *, at: datetime) -> None:
    InstructionRead.objects.bulk_create(
        InstructionRead(
            instruction=instruction, employee=person, edition=instruction.edition, read_at=at
        )
        for place, person in enumerate(readers_of(instruction))
        if place % ONE_IN_NOT_YET
    )
