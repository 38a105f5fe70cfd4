import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from gehoor.events.models import Event
from gehoor.organisation.actions import (
    change_row,
    create_employee,
    create_row,
    create_tenant,
    remove_row,
    set_roles,
    set_skills,
)
from gehoor.organisation.models import Department, Employee, Team, Theme
from gehoor.organisation.tests.factories import ClientFactory, DepartmentFactory, ThemeFactory


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_short_names_are_free_within_their_owner(municipality, now):
    other = ClientFactory(tenant=municipality.tenant)
    for client in (municipality, municipality, other):
        department = Department(tenant=client.tenant, client=client, name="Burgerzaken")
        create_row(department, by=None, at=now)
    slugs = Department.objects.order_by("pk").values_list("client", "slug")
    assert list(slugs) == [
        (municipality.pk, "burgerzaken"),
        (municipality.pk, "burgerzaken-2"),
        (other.pk, "burgerzaken"),
    ]


@pytest.mark.parametrize(("name", "slug"), [("Ruimte & Milieu", "ruimte-milieu"), ("汉字", "x")])
def test_short_name_of_any_name(municipality, now, name: str, slug: str):
    theme = Theme(tenant=municipality.tenant, name=name)
    create_row(theme, by=None, at=now)
    assert theme.slug == slug


def test_a_short_name_that_was_given_stays(municipality, now):
    theme = ThemeFactory.build(tenant=municipality.tenant, name="Afval", slug="refuse")
    create_row(theme, by=None, at=now)
    assert theme.slug == "refuse"


def test_change_writes_only_what_changed(municipality, agent, now):
    theme = ThemeFactory(tenant=municipality.tenant, name="Afval", slug="afval")
    theme.name, theme.slug = "Water", "water"
    change_row(theme, {"name"}, by=agent, at=now)
    theme.refresh_from_db()
    assert (theme.name, theme.slug) == ("Water", "afval")
    assert Event.objects.get().data == {"fields": ["name"]}


def test_links_are_kept(municipality, agent, colleague, now):
    team = Team(tenant=municipality.tenant, name="Balie")
    create_row(team, {"members": [agent, colleague]}, by=None, at=now)
    change_row(team, set(), {"members": [agent]}, by=agent, at=now)
    assert list(team.members.all()) == [agent]
    remove_row(team, by=agent, at=now)
    assert kinds() == ["team.created", "team.changed", "team.removed"]
    assert Employee.objects.filter(pk=agent.pk).exists()


def test_what_fails_leaves_no_event(municipality, now):
    department = DepartmentFactory(client=municipality)
    twin = Department(client=municipality, tenant=municipality.tenant, slug=department.slug)
    with pytest.raises(IntegrityError):
        create_row(twin, by=None, at=now)
    assert kinds() == []


def test_roles_are_replaced(agent, colleague, now):
    set_roles(agent, ["coach", "agent"], by=colleague, at=now)
    set_roles(agent, ["coach"], by=colleague, at=now)
    assert [role.role for role in agent.roles.all()] == ["coach"]


def test_nobody_takes_the_keys_from_herself(agent, now):
    with pytest.raises(ValidationError):
        set_roles(agent, ["agent"], by=agent, at=now)
    set_roles(agent, ["administrator"], by=agent, at=now)


def test_skills_are_replaced(municipality, agent, colleague, now):
    theme = ThemeFactory(tenant=municipality.tenant)
    set_skills(agent, {(theme.pk, "phone"): 1, (theme.pk, "chat"): 3}, by=colleague, at=now)
    set_skills(agent, {(theme.pk, "chat"): 2}, by=colleague, at=now)
    skills = agent.skills.values_list("theme", "channel", "level", "tenant")
    assert list(skills) == [(theme.pk, "chat", 2, municipality.tenant_id)]


def test_employee_is_ready_at_once(db, now):
    tenant = create_tenant("Centrum", at=now)
    client = ClientFactory(tenant=tenant)
    employee = create_employee(
        tenant, "a@example.org", roles=["agent"], clients=[client], password="geheim genoeg", at=now
    )
    known = Employee.objects.get(pk=employee.pk)
    assert (known.name, known.client_ids, known.role_codes) == ("a", [client.pk], {"agent"})
    assert known.check_password("geheim genoeg")
    assert "geheim" not in str(Event.objects.values_list())
