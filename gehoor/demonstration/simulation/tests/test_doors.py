import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gehoor.channels.models import EntranceSecret
from gehoor.channels.phone.actions import entrance_with, give_secret
from gehoor.demonstration.simulation.doors import prepare
from gehoor.organisation.models import Channel, ClientOrganisation, Entrance
from gehoor.organisation.signin import demonstration_people
from gehoor.organisation.tests.factories import EmployeeFactory, EntranceFactory


@pytest.fixture
def entrance(municipality: ClientOrganisation) -> Entrance:
    municipality.tenant.is_demonstration = True
    municipality.tenant.save()
    return EntranceFactory(client=municipality)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_FOLDER = tmp_path
    return tmp_path


def test_a_secret_is_made_and_kept_for_its_owner_only(entrance: Entrance, folder: Path):
    [first] = prepare(entrance.tenant).numbers
    assert (entrance_with(first.secret), first.number) == (entrance, entrance.address)
    assert (folder / "telephony.json").stat().st_mode & 0o777 == 0o600
    assert prepare(entrance.tenant).numbers == [first]
    assert json.loads((folder / "telephony.json").read_text()) == {str(entrance.uuid): first.secret}


def test_a_lost_or_renewed_secret_is_made_anew(entrance: Entrance, folder: Path):
    [first] = prepare(entrance.tenant).numbers
    (folder / "telephony.json").unlink()
    [second] = prepare(entrance.tenant).numbers
    give_secret(entrance, by=None, at=timezone.now())
    [third] = prepare(entrance.tenant).numbers
    assert len({first.secret, second.secret, third.secret}) == 3
    assert entrance_with(third.secret) == entrance


def test_secrets_of_another_database_stay(entrance: Entrance, folder: Path):
    (folder / "telephony.json").write_text('{"elders": "geheim"}')
    prepare(entrance.tenant)
    assert json.loads((folder / "telephony.json").read_text())["elders"] == "geheim"


def test_only_what_is_in_use_is_played(entrance: Entrance, municipality: ClientOrganisation):
    EntranceFactory(client=municipality, is_active=False)
    EntranceFactory(client=municipality, channel=Channel.WEBFORM, address="https://x.example/")
    doors = prepare(entrance.tenant)
    assert len(doors.numbers) == EntranceSecret.objects.count() == 1
    assert doors.forms == {municipality.slug: f"/contact/{municipality.uuid}/"}
    assert doors.clients == {municipality.name: municipality.slug}


def test_people_of_visitors_are_not_played(entrance: Entrance, municipality: ClientOrganisation):
    everybody = [
        EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=[role])
        for role in ("agent", "agent", "agent", "host", "host", "manager", "department_employee")
    ]
    played = {colleague.uuid for colleague in prepare(entrance.tenant).colleagues}
    visitors = {str(door.employee.uuid) for door in demonstration_people(entrance.tenant)}
    assert not played & visitors
    assert len(played) == 3
    assert played <= {str(person.uuid) for person in everybody}
    [*others, last] = prepare(entrance.tenant).colleagues
    assert (last.is_host, [one.is_host for one in others]) == (True, [False, False])
