from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from gehoor.contacts.models import Contact
from gehoor.organisation.models import Tenant

DAYS = 365
ZONE = ZoneInfo("Europe/Amsterdam")  # of all organisations of the demonstration


def _no_lines() -> list[Any]:
    return []


class Speech(models.Model):
    """What a made-up citizen says: pairs of seconds after the answer, and a line."""

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="speech"
    )
    lines = models.JSONField(default=_no_lines)

    def __str__(self) -> str:
        return str(self.contact_id)


class Pause(models.Model):
    """While it is there, no made-up citizens call."""

    tenant = models.OneToOneField(
        Tenant, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.tenant_id)


class Year(models.Model):
    """How far the year of a demonstration is built: the worker goes back day by day.

    `built_from` and all later days are whole, with their figures; of the day before, so many
    contacts are written.
    """

    tenant = models.OneToOneField(
        Tenant, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seed = models.BigIntegerField()
    contacts = models.PositiveIntegerField()  # about so many in four weeks
    ends_at = models.DateTimeField()
    first_party = models.BigIntegerField()
    built_from = models.DateField()
    written = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.tenant_id} from {self.built_from}"

    @property
    def last_day(self) -> date:
        return self.ends_at.astimezone(ZONE).date()

    @property
    def first_day(self) -> date:
        return self.last_day - timedelta(days=DAYS)

    @property
    def is_whole(self) -> bool:
        return self.built_from <= self.first_day

    @property
    def percent(self) -> int:
        """How much of it is there; 100 only when all is."""
        return (self.last_day - self.built_from).days * 100 // DAYS
