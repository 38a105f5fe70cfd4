from datetime import datetime

import pytest

from gehoor.events.actions import beat, record
from gehoor.events.models import Event, Heartbeat
from gehoor.organisation.models import ClientOrganisation, Employee


def test_record_keeps_who_what_and_when(
    municipality: ClientOrganisation, agent: Employee, now: datetime
) -> None:
    record("client.changed", municipality, at=now, by=agent, fields=["name"])
    event = Event.objects.get()
    assert (event.kind, event.tenant_id, event.subject_type, event.subject_id) == (
        "client.changed", municipality.tenant_id, "organisation.clientorganisation",
        municipality.pk,
    )  # fmt: skip
    assert (event.by_id, event.at, event.data) == (agent.pk, now, {"fields": ["name"]})


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(
    municipality: ClientOrganisation, now: datetime
) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("client.changed", municipality, at=now)


@pytest.mark.django_db
def test_beat_moves_one_heartbeat(now: datetime) -> None:
    beat("worker", at=now)
    beat("worker", at=now.replace(hour=11))
    assert Heartbeat.objects.get().at.hour == 11
