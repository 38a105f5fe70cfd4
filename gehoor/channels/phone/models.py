from django.db import models

from gehoor.contacts.models import Contact
from gehoor.organisation.models import Entrance


class EntranceSecret(models.Model):
    """What an exchange shows to be let in at an entrance; only its digest is known here."""

    entrance = models.OneToOneField(
        Entrance, on_delete=models.CASCADE, primary_key=True, related_name="secret"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entrance_id} {self.made_at:%Y-%m-%d}"


class Call(models.Model):
    """A call as the exchange knows it, so that the same news twice changes nothing."""

    entrance = models.ForeignKey(Entrance, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="call")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entrance", "key"], name="call_once")]

    def __str__(self) -> str:
        return str(self.contact_id)
