"""The people who work in the demonstration. Nobody has a password: one chooses a role."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from gehoor.demonstration.organisation import Organisation
from gehoor.demonstration.texts import Content, Row
from gehoor.organisation.models import Employee, RoleAssignment, Skill, Team


def hire_employees(content: Content, organisation: Organisation) -> list[Employee]:
    rows = content.staff["employee"]
    employees = Employee.objects.bulk_create(_employee(organisation, row) for row in rows)
    hired = list(zip(employees, rows, strict=True))
    RoleAssignment.objects.bulk_create(
        RoleAssignment(employee=employee, role=role)
        for employee, row in hired
        for role in row["roles"]
    )
    _serve_clients(organisation, hired)
    Skill.objects.bulk_create(
        skill for employee, row in hired for skill in _skills(organisation, employee, row)
    )
    _form_teams(content.staff["team"], organisation, hired)
    return employees


def _employee(organisation: Organisation, row: Row) -> Employee:
    department = row.get("department")
    return Employee(
        tenant=organisation.tenant,
        **{name: row[name] for name in ("name", "email", "function", "phone")},
        department=organisation.departments[department] if department else None,
        password=make_password(None),
    )


def _serve_clients(organisation: Organisation, hired: list[tuple[Employee, Row]]) -> None:
    through = Employee.clients.through
    through.objects.bulk_create(
        through(employee=employee, clientorganisation=organisation.clients[slug])
        for employee, row in hired
        for slug in row["clients"]
    )


def _skills(organisation: Organisation, employee: Employee, row: Row) -> Iterator[Skill]:
    for block in row.get("skills", []):
        for slug in block["themes"]:
            for channel in block["channels"]:
                yield Skill(
                    tenant=organisation.tenant, employee=employee,
                    theme=organisation.themes[slug], channel=channel, level=block["level"],
                )  # fmt: skip


def _form_teams(
    rows: list[Row], organisation: Organisation, hired: list[tuple[Employee, Row]]
) -> None:
    for row in rows:
        team = Team.objects.create(tenant=organisation.tenant, name=row["name"])
        team.members.set(employee for employee, own in hired if own.get("team") == row["slug"])
