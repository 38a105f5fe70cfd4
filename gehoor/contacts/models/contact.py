"""A conversation: who speaks with whom, on which channel, and what its clock says."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models.identity import Level
from gehoor.contacts.timing import Clock
from gehoor.organisation.models import (
    Channel,
    ClientQuerySet,
    ClientRow,
    Employee,
    Entrance,
)
from gehoor.organisation.roles import Right
from gehoor.parties.interpreters import EXPLANATIONS, Interpreter
from gehoor.parties.models import (
    COMMON_LANGUAGES,
    Party,
)

LIVE_CHANNELS = {Channel.PHONE, Channel.COUNTER}


def may_read(employee: Employee, own: Q, questions: str = "") -> Q:
    """Confidential contacts: for the agent herself (whose are her `own`) and who has the right.

    A department's people see what was passed on to their department.
    """
    reach = Q()
    if not employee.may(Right.SEE_CONFIDENTIAL):
        reach = Q(is_confidential=False) | own
    if not employee.may(Right.SEE_CONTACTS):
        department = employee.department_id if employee.may(Right.HANDLE_FOLLOW_UPS) else None
        reach &= Q(**{f"{questions}department": department or -1})
    return reach


class ContactQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        allowed = may_read(employee, Q(agent=employee.pk), "questions__")
        seen = super().visible_to(employee).filter(allowed)
        return seen if employee.may(Right.SEE_CONTACTS) else seen.distinct()

    def at_work(self, state: str) -> Self:
        """Contacts that are not over. `closed_at` says so too, for the index of just these."""
        return self.filter(closed_at=None, state=state)

    def waiting(self) -> Self:
        return self.at_work(Contact.State.OFFERED).order_by("offered_at", "id")

    def at_hand_of(self, employee: Employee) -> Self:
        at_hand = self.at_work(Contact.State.OPEN).filter(agent=employee)
        return at_hand.order_by("answered_at", "id")


class Contact(ClientRow):
    """One conversation on one channel."""

    class Direction(models.TextChoices):
        IN = "in", _("Inkomend")
        OUT = "out", _("Uitgaand")

    class State(models.TextChoices):
        OFFERED = "offered", _("In de wacht")
        OPEN = "open", _("In behandeling")
        CLOSED = "closed", _("Afgerond")
        ABANDONED = "abandoned", _("Opgehangen")

    channel = models.CharField(_("kanaal"), max_length=20, choices=Channel)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    entrance = models.ForeignKey(Entrance, null=True, on_delete=models.SET_NULL, related_name="+")
    agent = models.ForeignKey(
        Employee,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("medewerker"),
        db_index=False,
    )
    party = models.ForeignKey(
        Party,
        null=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
        verbose_name=_("klant"),
        db_index=False,
    )
    caller_address = models.CharField(_("nummer of adres"), max_length=254, blank=True)
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.OFFERED)
    is_confidential = models.BooleanField(_("vertrouwelijk"), default=False)
    language = models.CharField(_("taal"), max_length=3, default="nld")
    # Written down when it was over already: its moments are estimates, its durations unknown.
    is_afterwards = models.BooleanField(_("achteraf ingevoerd"), default=False)
    # How often it was corrected since it was closed: who corrects says which one she saw.
    corrections = models.PositiveIntegerField(default=0)
    interpreter = models.CharField(_("tolk"), max_length=20, choices=Interpreter, blank=True)
    interpreter_language = models.CharField(max_length=3, blank=True)
    # Of the party that is attached now, as it was found last.
    verification_level = models.PositiveSmallIntegerField(choices=Level, default=Level.NONE)

    offered_at = models.DateTimeField(_("aangeboden"))
    answered_at = models.DateTimeField(null=True)
    held_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    hold_ms = models.BigIntegerField(default=0)
    pause_ms = models.BigIntegerField(default=0)
    wrap_up_pause_ms = models.BigIntegerField(default=0)
    # Known once the contact is closed, and then fixed.
    wait_ms = models.BigIntegerField(null=True)
    talk_ms = models.BigIntegerField(null=True)
    wrap_up_ms = models.BigIntegerField(null=True)
    handle_ms = models.BigIntegerField(null=True)

    objects: ClassVar = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            # Holds all that lists are filtered and sorted by: a year is read without its rows.
            models.Index(
                fields=[
                    *("tenant", "-offered_at", "-id"),
                    *("client", "channel", "state", "direction", "is_confidential"),
                    *("agent", "handle_ms", "is_afterwards"),
                ],
                name="contact_list",
            ),
            models.Index(fields=["agent", "-offered_at", "-id"], name="contact_newest_of_agent"),
            models.Index(fields=["party", "-offered_at", "-id"], name="contact_newest_of_party"),
            models.Index(
                fields=["tenant", "state", "offered_at"],
                condition=Q(closed_at=None),
                name="contact_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.uuid}"

    @property
    def clock(self) -> Clock:
        return Clock(
            **{name: getattr(self, name) for name in CLOCK_FIELDS},
            is_live=self.channel in LIVE_CHANNELS,
        )

    @clock.setter
    def clock(self, clock: Clock) -> None:
        for name in CLOCK_FIELDS:
            setattr(self, name, getattr(clock, name))

    @property
    def languages(self) -> dict[str, Any]:
        """To choose from: the common ones, and the one it has."""
        return {**dict(COMMON_LANGUAGES), self.language: self.language_name}

    @property
    def language_name(self) -> str:
        return str(dict(COMMON_LANGUAGES).get(self.language, self.language))

    @property
    def interpreter_explanation(self) -> Any:
        return EXPLANATIONS.get(self.interpreter, "")

    @property
    def interpreter_language_name(self) -> str:
        spoken = self.interpreter_language
        return str(dict(COMMON_LANGUAGES).get(spoken, spoken))


CLOCK_FIELDS = (
    "offered_at", "answered_at", "held_since", "ended_at", "closed_at", "moved_at",
    "hold_ms", "pause_ms", "wrap_up_pause_ms",
)  # fmt: skip


def _no_questions() -> list[dict[str, Any]]:
    return []


class Draft(models.Model):
    """What the agent has typed so far, as typed; whoever saved last has the highest revision.

    `writer` is the window that saved last: it may save again without having heard so.
    """

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    questions = models.JSONField(default=_no_questions)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contact_id}.{self.revision}"


class FixedMonth(ClientRow):
    """A month whose figures were reported; what would change them is refused."""

    first_day = models.DateField(_("maand"))
    fixed_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField()

    class Meta:
        ordering = ["client", "-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["client", "first_day"], name="month_fixed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m}"
