"""Writing the journal."""

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from gehoor.events.models import Event, Heartbeat


def record(
    kind: str, subject: models.Model, *, at: datetime, by: models.Model | None = None, **data: Any
) -> Event:
    """Add to the journal, inside the transaction of the change itself.

    `subject` is a row with a tenant; `data` holds ids and codes only.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind} was recorded outside a transaction")
    event = event_row(kind, subject, at=at, by=by, **data)
    event.save()
    return event


def event_row(
    kind: str, subject: models.Model, *, at: datetime, by: models.Model | None = None, **data: Any
) -> Event:
    """An event, not saved; for who writes many at once."""
    return Event(
        tenant_id=getattr(subject, "tenant_id", None) or subject.pk,
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        at=at,
        by_id=by.pk if by else None,
        data=data,
        transaction=_transaction_number(),
    )


def _transaction_number() -> Any:
    if connection.vendor == "postgresql":
        return RawSQL("(pg_current_xact_id()::text::bigint)", ())
    return 0


def beat(name: str, *, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
