from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Contact, Question
from gehoor.organisation.models import ClientQuerySet, ClientRow, Department, Employee
from gehoor.organisation.roles import Right
from gehoor.parties.models import Party


class FollowUpQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """The contact centre sees all it owns; a department's people see their department's.

        A confidential one is for its owner, who has the right, and who got the task.
        """
        own = super().visible_to(employee)
        got = Q(department=employee.department_id or -1) | Q(employee=employee.pk)
        if not employee.may(Right.SEE_CONTACTS):
            return own.filter(got)
        if employee.may(Right.SEE_CONFIDENTIAL):
            return own
        open_to_all = Q(question__contact__is_confidential=False)
        return own.filter(open_to_all | Q(owner=employee.pk) | got)

    def open(self) -> Self:
        return self.filter(state=FollowUp.State.OPEN).order_by("due_at", "id")

    def done(self) -> Self:
        return self.filter(state=FollowUp.State.DONE)

    def waiting_for(self, employee: Employee) -> Self:
        """What she herself has to do."""
        return self.filter(employee=employee)

    def waiting_for_department_of(self, employee: Employee) -> Self:
        return self.filter(department=employee.department_id or -1)

    def passed_on_by(self, employee: Employee) -> Self:
        """What she promised and somebody else must do; it stays hers until it is done."""
        return self.filter(Q(owner=employee.pk) & (Q(employee=None) | ~Q(employee=employee.pk)))


class FollowUp(ClientRow):
    """A promise about a question: who does what, before when, and who owns it at the KCC."""

    class Kind(models.TextChoices):
        CALLBACK = "callback", _("Terugbelverzoek")
        TASK = "task", _("Taak")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Afgehandeld")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("soort"), max_length=10, choices=Kind)
    instruction = models.TextField(_("wat moet er gebeuren"))
    note = models.TextField(_("toelichting"), blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("vakafdeling"),
    )  # fmt: skip
    employee = models.ForeignKey(
        Employee, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("medewerker"),
    )  # fmt: skip
    owner = models.ForeignKey(
        Employee, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("eigenaar")
    )
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.OPEN)
    due_at = models.DateTimeField(_("toegezegd voor"))
    assigned_at = models.DateTimeField(_("toegewezen op"))
    done_at = models.DateTimeField(_("afgehandeld op"), null=True, blank=True)
    done_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.TextField(_("resultaat"), blank=True)

    objects: ClassVar = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_at=None) | Q(state="done", done_at__isnull=False),
                name="done_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "due_at", "id"], name="follow_up_due"),
            models.Index(fields=["department", "state", "due_at"], name="follow_up_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uuid}"

    @property
    def is_open_callback(self) -> bool:
        return self.kind == self.Kind.CALLBACK and self.state == self.State.OPEN


class ConcernQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """Who wrote it and the social team it went to; no other, whatever her role."""
        team = Q(department=employee.department_id or -1)
        return super().visible_to(employee).filter(team | Q(writer=employee.pk))

    def for_team_of(self, employee: Employee) -> Self:
        return self.filter(department=employee.department_id or -1)

    def open(self) -> Self:
        return self.exclude(state=Concern.State.CLOSED)


class Concern(ClientRow):
    """A worry about a person, for the social team alone: the question behind the question."""

    class State(models.TextChoices):
        NEW = "new", _("Nieuw")
        TAKEN_UP = "taken_up", _("Opgepakt")
        CLOSED = "closed", _("Afgesloten")

    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="concerns"
    )
    party = models.ForeignKey(Party, null=True, on_delete=models.SET_NULL, related_name="concerns")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("waar maakt u zich zorgen over?"))
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.NEW)
    written_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.TextField(_("wat is er gedaan"), blank=True)

    objects: ClassVar = ConcernQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="closed_concern_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "-written_at", "-id"], name="concern_of_team"),
            models.Index(fields=["writer", "-written_at", "-id"], name="concern_of_writer"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.uuid}"

    def is_for_team_of(self, employee: Employee) -> bool:
        return self.department_id == employee.department_id
