from typing import Any

from django.db import models

from gehoor.contacts.models import Contact
from gehoor.organisation.models import Tenant


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
