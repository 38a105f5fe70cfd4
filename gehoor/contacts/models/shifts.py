"""What colleagues do for each other while they work: hand a contact over, put up a hand."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models.contact import Contact
from gehoor.organisation.models import Employee, TenantQuerySet, TenantRow
from gehoor.organisation.roles import Right


class Handover(models.Model):
    """An open contact that went from one agent to another, with a word of context."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    is_taken = models.BooleanField(default=False)
    word = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contact", "-id"], name="handover_of_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.giver_id} → {self.taker_id}"


class HandQuerySet(TenantQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """One's own; those of all for who may help."""
        own = super().visible_to(employee)
        return own if employee.may(Right.TAKE_OVER) else own.filter(employee=employee.pk)

    def up(self) -> Self:
        """Emergencies first, then who waits longest."""
        return self.filter(ended_at=None).order_by("code", "raised_at", "id")


class Hand(TenantRow):
    """An agent asks for help, about a contact or without one; how long that took stays known."""

    class Code(models.TextChoices):
        HELP = "help", _("vraagt hulp")
        EMERGENCY = "emergency", _("spoed")

    class Result(models.TextChoices):
        HELPED = "helped", _("geholpen")
        LOWERED = "lowered", _("hand omlaag")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="hands")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="hands")
    code = models.CharField(max_length=10, choices=Code, default=Code.HELP)
    # In an emergency: what the caller says, word for word.
    words = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    helper = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=Result, blank=True)

    objects: ClassVar = HandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(ended_at=None), name="one_hand_up"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "raised_at"], condition=Q(ended_at=None), name="hand_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.code}"
