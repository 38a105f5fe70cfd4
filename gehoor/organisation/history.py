"""What happened to a row, from the journal, and who had a part in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gehoor.events.models import Event
from gehoor.organisation.models import Employee, TenantRow


@dataclass(frozen=True)
class Moment:
    at: datetime
    label: Any
    by: Employee | None
    whom: Employee | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def moments_of(
    row: TenantRow,
    label_of: Callable[[Event], Any],
    *,
    whom: Mapping[str, str] | None = None,
    newest: int | None = None,
) -> list[Moment]:
    """In two queries: the events in their order; with `newest` so many, the newest first.

    `whom` says by kind of event under which name its data holds a second employee.
    """
    of_row = Event.objects.filter(
        tenant_id=row.tenant_id, subject_type=row._meta.label_lower, subject_id=row.pk
    )
    events = list(of_row.order_by("-id")[:newest] if newest else of_row.order_by("id"))
    names = whom or {}
    pairs = [(event.by_id or 0, event.data.get(names.get(event.kind, ""), 0)) for event in events]
    people = Employee.objects.filter(tenant=row.tenant_id).in_bulk(
        {pk for pair in pairs for pk in pair if pk}
    )
    return [
        Moment(event.at, label_of(event), people.get(by), people.get(second), event.data)
        for event, (by, second) in zip(events, pairs, strict=True)
    ]
