from typing import ClassVar

from django.db import connections, models
from django.db.models.expressions import RawSQL

# The transaction of events written for the past, with all that follows from them: no reader
# begins so early, so nothing reacts to them.
BEFORE_THE_JOURNAL = -1


class EventQuerySet(models.QuerySet["Event"]):
    def settled(self) -> "EventQuerySet":
        """The events behind which no other can still appear, in reading order.

        PostgreSQL hands out ids before it commits: a reader of "id > last" skips what an
        older transaction commits later. Below the oldest running transaction all is final.
        """
        ordered = self.order_by("transaction", "id")
        if connections[self.db].vendor == "postgresql":
            oldest = RawSQL("(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)", ())
            return ordered.filter(transaction__lt=oldest)
        return ordered

    def after(self, transaction: int, event_id: int) -> "EventQuerySet":
        same = models.Q(transaction=transaction, id__gt=event_id)
        return self.filter(models.Q(transaction__gt=transaction) | same)


class Event(models.Model):
    """One thing that happened. `data` holds ids and codes, never personal data."""

    tenant_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    transaction = models.BigIntegerField(default=0)

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="event_reading_order"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"


class Cursor(models.Model):
    """How far one reaction has read, and what became of its last attempt."""

    name = models.CharField(max_length=120, unique=True)
    transaction = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.transaction}:{self.event_id}"


class Heartbeat(models.Model):
    """When a running process last said that it lives; `/healthz` reads it."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
