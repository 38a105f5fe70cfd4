"""Every change to the organisation."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gehoor.events.actions import record
from gehoor.organisation.models import ClientOrganisation, Employee, RoleAssignment, Skill, Tenant
from gehoor.organisation.roles import Role

SkillLevels = Mapping[tuple[int, str], int]


@transaction.atomic
def note_sign_in(employee: Employee, *, at: datetime) -> None:
    record("employee.signed_in", employee, at=at, by=employee)


@transaction.atomic
def note_sign_out(employee: Employee, *, open: int = 0, reason: str = "", at: datetime) -> None:
    """`open`: how many contacts she left behind, and by what code of a reason."""
    left = {"open": open, "reason": reason} if open else {}
    record("employee.signed_out", employee, at=at, by=employee, **left)


@transaction.atomic
def set_preferences(
    employee: Employee, *, has_single_keys: bool, scheme: str, language: str, at: datetime
) -> Employee:
    """How she likes her own screen."""
    employee.has_single_keys = has_single_keys
    employee.scheme, employee.language = scheme, language or employee.language
    employee.save(update_fields=["has_single_keys", "scheme", "language"])
    record("employee.preferences_set", employee, at=at, by=employee)
    return employee


@transaction.atomic
def set_password(
    employee: Employee, password: str, *, by: Employee | None, at: datetime
) -> Employee:
    """A new password ends all sessions of this employee."""
    employee.set_password(password)
    employee.save(update_fields=["password"])
    record("employee.password_set", employee, at=at, by=by)
    return employee


@transaction.atomic
def create_tenant(name: str, *, at: datetime) -> Tenant:
    """Who runs a contact centre; everything else hangs on it."""
    start = slugify(name)[:40] or "x"
    slugs = set(Tenant.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    tenant = Tenant.objects.create(name=name, slug=_free(start, slugs))
    record("tenant.created", tenant, at=at)
    return tenant


@transaction.atomic
def adopt_tenant(name: str, *, at: datetime) -> Tenant | None:
    """The tenant that an import made before anybody could sign in; from now on it has a name."""
    unmanned = Tenant.objects.exclude(pk__in=Employee.objects.values("tenant"))
    empty = unmanned.exclude(pk__in=ClientOrganisation.objects.values("tenant"))
    tenant = empty.order_by("pk").first()
    if tenant is not None:
        tenant.name = name
        tenant.save(update_fields=["name"])
        record("tenant.created", tenant, at=at)
    return tenant


@transaction.atomic
def create_employee(
    tenant: Tenant,
    email: str,
    name: str = "",
    *,
    roles: Collection[str],
    clients: Iterable[ClientOrganisation],
    password: str,
    by: Employee | None = None,
    at: datetime,
) -> Employee:
    """Somebody who can sign in at once."""
    employee = Employee(tenant=tenant, email=email, name=name or email.partition("@")[0])
    create_row(employee, {"clients": clients}, by=by, at=at)
    set_roles(employee, roles, by=by, at=at)
    return set_password(employee, password, by=by, at=at)


@transaction.atomic
def create_row(
    row: models.Model,
    links: Mapping[str, Iterable[models.Model]] | None = None,
    *,
    by: Employee | None,
    at: datetime,
) -> models.Model:
    """A new row of the settings; `links` holds what it has many of. A short name is made."""
    if hasattr(row, "slug") and not row.slug:
        row.slug = free_slug(row)
    row.save()
    for name, others in (links or {}).items():
        getattr(row, name).set(others)
    record(f"{row._meta.model_name}.created", row, at=at, by=by)
    return row


def free_slug(row: Any, field: str = "slug") -> str:
    """The name as a short name that no other row of the same owner has."""
    owner = "client" if hasattr(row, "client_id") else "tenant"
    taken = type(row)._base_manager.filter(**{owner: getattr(row, owner)})
    start = slugify(row.name)[:40] or "x"
    alike = taken.filter(**{f"{field}__startswith": start})
    return _free(start, set(alike.values_list(field, flat=True)))


def _free(start: str, taken: set[str]) -> str:
    candidates = (f"{start}-{n}" if n > 1 else start for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


@transaction.atomic
def change_row(
    row: models.Model,
    fields: Collection[str],
    links: Mapping[str, Iterable[models.Model]] | None = None,
    *,
    by: Employee,
    at: datetime,
) -> models.Model:
    """Keep the changed `fields` of a row; the journal learns which, not what."""
    row.save(update_fields=list(fields))
    for name, others in (links or {}).items():
        getattr(row, name).set(others)
    changed = sorted([*fields, *(links or {})])
    record(f"{row._meta.model_name}.changed", row, at=at, by=by, fields=changed)
    return row


@transaction.atomic
def remove_row(row: models.Model, *, by: Employee, at: datetime) -> None:
    """For rows that nothing else refers to; all others are switched off instead."""
    record(f"{row._meta.model_name}.removed", row, at=at, by=by)
    row.delete()


@transaction.atomic
def set_roles(
    employee: Employee, roles: Collection[str], *, by: Employee | None, at: datetime
) -> None:
    """What she may do from now on. Nobody takes the keys from herself."""
    if by == employee and Role.ADMINISTRATOR not in roles:
        raise ValidationError(_("U kunt uw eigen rol van beheerder niet weghalen."))
    employee.roles.exclude(role__in=roles).delete()
    known = set(employee.roles.values_list("role", flat=True))
    RoleAssignment.objects.bulk_create(
        RoleAssignment(employee=employee, role=role) for role in roles if role not in known
    )
    record("employee.roles_set", employee, at=at, by=by, roles=sorted(roles))


@transaction.atomic
def set_skills(employee: Employee, levels: SkillLevels, *, by: Employee, at: datetime) -> None:
    """What she can answer: a level for each (theme, channel) she knows; others she does not."""
    employee.skills.all().delete()
    Skill.objects.bulk_create(
        Skill(
            tenant_id=employee.tenant_id,
            employee=employee,
            theme_id=theme,
            channel=channel,
            level=level,
        )
        for (theme, channel), level in levels.items()
    )
    record("employee.skills_set", employee, at=at, by=by, skills=len(levels))
