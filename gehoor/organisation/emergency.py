"""Whom to ring when it gets serious: the numbers on the emergency card, besides 112 and 113.

A model of `organisation`; models.py reads this file, so that Django knows it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import ClientSetting


class EmergencyNumber(ClientSetting):
    """A number of the municipality itself: security, the crisis team, the building's host."""

    class On(models.TextChoices):
        ALL = "all", _("alle kaarten")
        THREAT = "threat", _("dreiging en agressie")
        SUICIDE = "suicide", _("gedachten aan zelfdoding")
        BOMB = "bomb", _("bommelding")

    name = models.CharField(_("wie"), max_length=100)
    number = models.CharField(_("nummer"), max_length=40)
    shown_on = models.CharField(_("staat op"), max_length=10, choices=On, default=On.ALL)

    class Meta:
        ordering = ["client", "shown_on", "name"]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
