from datetime import UTC, date, datetime, time

import pytest

from gehoor.organisation.models import ClientOrganisation, Closure, OpeningHours
from gehoor.organisation.openinghours import Hours
from gehoor.organisation.queries import entrance_at, is_open, week_of
from gehoor.organisation.tests.factories import ClientFactory, DepartmentFactory, EntranceFactory


@pytest.fixture
def open_client(municipality: ClientOrganisation) -> ClientOrganisation:
    OpeningHours.objects.create(
        tenant=municipality.tenant, client=municipality, weekday=0, opens=time(9), closes=time(17)
    )
    return municipality


def test_week_of_a_client(open_client, now):
    assert week_of(open_client).hours == (Hours(0, time(9), time(17)),)
    assert is_open(open_client, at=now)
    assert not is_open(open_client, at=datetime(2026, 3, 3, 9, tzinfo=UTC))


def test_department_has_the_hours_of_its_client_until_it_has_its_own(open_client):
    department = DepartmentFactory(client=open_client)
    assert week_of(open_client, department) == week_of(open_client)
    OpeningHours.objects.create(
        tenant=open_client.tenant, client=open_client, department=department,
        weekday=3, opens=time(10), closes=time(12),
    )  # fmt: skip
    assert week_of(open_client, department).hours == (Hours(3, time(10), time(12)),)
    assert week_of(open_client).hours == (Hours(0, time(9), time(17)),)


def test_department_is_closed_with_its_client_and_by_itself(open_client):
    department = DepartmentFactory(client=open_client)
    place = {"tenant": open_client.tenant, "client": open_client, "reason": "x"}
    Closure.objects.create(**place, day=date(2026, 3, 2))
    Closure.objects.create(**place, day=date(2026, 3, 9), department=department)
    Closure.objects.create(
        **place, day=date(2026, 3, 16), department=DepartmentFactory(client=open_client)
    )
    assert week_of(open_client, department).closed_days == {date(2026, 3, 2), date(2026, 3, 9)}
    assert week_of(open_client).closed_days == {date(2026, 3, 2)}


def test_hours_of_others_do_not_count(open_client):
    assert week_of(ClientFactory(tenant=open_client.tenant)).hours == ()


def test_hours_are_read_in_the_zone_of_the_client(open_client, now):
    open_client.timezone = "America/Kralendijk"
    open_client.save()
    assert not is_open(open_client, at=now)
    assert is_open(open_client, at=datetime(2026, 3, 2, 13, tzinfo=UTC))


def test_entrance_says_for_whom_the_question_is(municipality):
    entrance = EntranceFactory(client=municipality, channel="email", address="info@a.example")
    tenant = municipality.tenant
    assert entrance_at(tenant, "email", "INFO@a.example") == entrance
    assert entrance_at(tenant, "chat", "info@a.example") is None
    assert entrance_at(ClientFactory().tenant, "email", "info@a.example") is None


def test_entrance_out_of_use_leads_nowhere(municipality):
    entrance = EntranceFactory(client=municipality, is_active=False)
    assert entrance_at(municipality.tenant, "phone", entrance.address) is None
    entrance = EntranceFactory(client=ClientFactory(tenant=municipality.tenant, is_active=False))
    assert entrance_at(municipality.tenant, "phone", entrance.address) is None
