import pytest

from gehoor.organisation.context import ROOMS
from gehoor.organisation.models import (
    ClientOrganisation,
    Department,
    Employee,
    Product,
    Theme,
)
from gehoor.organisation.roles import RIGHTS, Right, Role, rights_of
from gehoor.organisation.tests.factories import (
    ClientFactory,
    DepartmentFactory,
    EmployeeFactory,
    ProductFactory,
    ThemeFactory,
)


def test_every_role_has_its_rights():
    assert set(RIGHTS) == set(Role)


def test_every_right_opens_a_room_or_is_given():
    given = set().union(*RIGHTS.values())
    assert set(Right) == given | {Right.READ_KNOWLEDGE}
    assert set().union(*(rights for _name, _label, rights in ROOMS)) <= set(Right)


def test_roles_add_up():
    both = rights_of({Role.PLANNER, Role.PRIVACY_OFFICER})
    assert both == rights_of({Role.PLANNER}) | rights_of({Role.PRIVACY_OFFICER})


def test_unknown_role_gives_nothing_but_reading():
    assert rights_of({"emperor"}) == rights_of(set()) == {Right.READ_KNOWLEDGE}


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.SEE_BSN, {Role.AGENT, Role.SENIOR, Role.HOST, Role.COACH}),
        (Right.SEE_CONFIDENTIAL, {Role.COACH, Role.MANAGER}),
        (Right.CORRECT_CONTACTS, {Role.SENIOR, Role.COACH}),
        (Right.FIX_MONTHS, {Role.IMPROVEMENT_MANAGER, Role.MANAGER}),
        (Right.EXPORT, {Role.IMPROVEMENT_MANAGER, Role.MANAGER}),
        (Right.ADMINISTER, {Role.ADMINISTRATOR}),
        (Right.SEE_PROCESSING_LOG, {Role.PRIVACY_OFFICER}),
        (Right.EDIT_KNOWLEDGE, {Role.EDITOR}),
        (Right.INSTRUCT, {Role.EDITOR, Role.COACH}),
        (Right.TAKE_OVER, {Role.SENIOR, Role.COACH}),
        (Right.COACH, {Role.COACH}),
    ],
)
def test_who_has_the_grave_rights(right: Right, roles: set[str]):
    assert {role for role in Role if right in RIGHTS[role]} == roles


def test_who_is_switched_off_may_nothing(agent: Employee):
    assert agent.may(Right.ANSWER)
    agent.is_active = False
    assert not agent.may(Right.ANSWER)


def test_settings_of_other_clients_are_for_administrators(municipality: ClientOrganisation, agent):
    other = DepartmentFactory(client=ClientFactory(tenant=municipality.tenant))
    own = DepartmentFactory(client=municipality)
    administrator = EmployeeFactory(tenant=municipality.tenant, roles=["administrator"])
    assert list(Department.objects.visible_to(agent)) == [own]
    assert set(Department.objects.visible_to(administrator)) == {own, other}
    assert set(ClientOrganisation.objects.visible_to(agent)) == {municipality}
    assert set(ClientOrganisation.objects.visible_to(administrator)) == {municipality, other.client}


def test_stranger_sees_nothing_of_the_organisation(municipality, agent, stranger):
    DepartmentFactory(client=municipality)
    ThemeFactory(tenant=municipality.tenant)
    ProductFactory(tenant=municipality.tenant)
    for model in (Department, Theme, Product):
        assert not model.objects.visible_to(stranger).exists()
    assert set(Employee.objects.visible_to(stranger)) == {stranger}
    assert municipality not in ClientOrganisation.objects.visible_to(stranger)
