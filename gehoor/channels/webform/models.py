from django.db import models

from gehoor.contacts.models import Contact


class Submission(models.Model):
    """A form as the citizen sent it; the agent works on a draft of it."""

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="submission"
    )
    # Of the page on which it was typed: sent twice it is one.
    key = models.UUIDField(unique=True)
    text = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # Stands for the address it came from, and does not name it.
    sender = models.CharField(max_length=64)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender", "sent_at"], name="submissions_of_sender")]

    def __str__(self) -> str:
        return str(self.contact_id)
