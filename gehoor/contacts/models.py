from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.identity import Level
from gehoor.contacts.identity import Verification as Verification
from gehoor.contacts.identity import VerificationRule as VerificationRule
from gehoor.contacts.outcomes import Counts, FollowUpKind
from gehoor.contacts.timing import Clock
from gehoor.knowledge.models import Article
from gehoor.lib.identifiers import new_reference
from gehoor.organisation.models import (
    Channel,
    ClientQuerySet,
    ClientRow,
    Department,
    Employee,
    Entrance,
    Product,
    TenantRow,
    Theme,
)
from gehoor.organisation.roles import Right
from gehoor.parties.interpreters import EXPLANATIONS, Interpreter
from gehoor.parties.models import (
    COMMON_LANGUAGES,
    DigitalAddress,
    Party,
    PersonName,
    Representation,
)

LIVE_CHANNELS = {Channel.PHONE, Channel.COUNTER}


class Outcome(TenantRow):
    """A row of the table that says how a question can end and how that counts."""

    code = models.SlugField(_("code"))
    name = models.CharField(_("naam"), max_length=100)
    counts = models.CharField(_("telt als"), max_length=20, choices=Counts)
    follow_up = models.CharField(
        _("wat volgt"), max_length=20, choices=FollowUpKind, default=FollowUpKind.NONE
    )
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    is_active = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="outcome_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_first_line(self) -> bool | None:
        """None for an outcome that belongs to neither side of the first-line rate."""
        if self.counts == Counts.NOT_COUNTED:
            return None
        return self.counts == Counts.FIRST_LINE


def _may_read(employee: Employee, own: Q, questions: str = "") -> Q:
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
        may_read = _may_read(employee, Q(agent=employee.pk), "questions__")
        seen = super().visible_to(employee).filter(may_read)
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
    )
    party = models.ForeignKey(
        Party,
        null=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
        verbose_name=_("klant"),
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


class QuestionQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """Her own by their contacts apart: joined, each question would be asked for its contact."""
        hers = Contact.objects.filter(agent=employee.pk, is_confidential=True).order_by()
        may_read = _may_read(employee, Q(contact__in=hers.values("pk")))
        return super().visible_to(employee).filter(may_read)


class Question(ClientRow):
    """One question in the citizen's own words, and what became of it."""

    class Ground(models.TextChoices):
        """By what the caller asks it, when it is about somebody."""

        OWN = "own", _("voor zichzelf")
        REPRESENTATION = "representation", _("als vertegenwoordiger")
        UNPROVEN = "unproven", _("zegt te spreken namens")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    text = models.TextField(_("woorden van de klant"), blank=True)
    subject = models.TextField(_("onderwerp"), blank=True)
    theme = models.ForeignKey(
        Theme, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("thema")
    )
    product = models.ForeignKey(
        Product, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("product")
    )
    article = models.ForeignKey(
        Article, null=True, on_delete=models.SET_NULL, related_name="questions"
    )
    department = models.ForeignKey(
        Department, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    party = models.ForeignKey(Party, null=True, on_delete=models.SET_NULL, related_name="questions")
    ground = models.CharField(max_length=20, choices=Ground, default=Ground.OWN)
    representation = models.ForeignKey(
        Representation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # How sure we were of the caller when the contact was closed.
    verification_level = models.PositiveSmallIntegerField(choices=Level, default=Level.NONE)
    case_reference = models.CharField(_("zaaknummer"), max_length=200, blank=True)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    # As the outcome counted on the day it was chosen: later changes of the table rewrite no past.
    is_first_line = models.BooleanField(null=True)
    note = models.TextField(_("notitie"), blank=True)
    language = models.CharField(max_length=3, default="nld")
    handle_ms = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    # As its contact has them: lists of questions are filtered without reading contacts.
    channel = models.CharField(max_length=20, choices=Channel)
    direction = models.CharField(max_length=3, choices=Contact.Direction)
    is_confidential = models.BooleanField()

    objects: ClassVar = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["contact", "position"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "position"], name="question_position_once"),
        ]
        indexes = [
            models.Index(fields=["article", "-asked_at"], name="question_of_article"),
            models.Index(fields=["product", "-asked_at"], name="question_of_product"),
            models.Index(fields=["party", "-asked_at"], name="question_of_party"),
            models.Index(fields=["department", "-asked_at"], name="question_of_department"),
            # Holds all that lists are filtered by, as the index of contacts does.
            models.Index(
                fields=[
                    *("tenant", "-asked_at", "-contact", "client", "channel", "direction"),
                    *("theme", "department", "outcome", "is_first_line", "is_confidential"),
                ],
                name="question_list",
            ),
            models.Index(
                fields=["contact", "theme", "department", "outcome", "is_first_line"],
                name="question_of_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class FormerWords(models.Model):
    """A question's words as they were before a correction, and the reference they stood under."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="former_words")
    reference = models.CharField(max_length=10)
    text = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.reference} {self.replaced_at:%Y-%m-%d}"


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


class Participant(PersonName, ClientRow):
    """A person's part in a question: who asked, or who asked on behalf of whom."""

    class Role(models.TextChoices):
        CUSTOMER = "customer", _("Klant")
        REPRESENTATIVE = "representative", _("Vertegenwoordiger")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="participants")
    party = models.ForeignKey(
        Party, null=True, on_delete=models.SET_NULL, related_name="participations"
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.CUSTOMER)
    is_initiator = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name


class ParticipantAddress(models.Model):
    """Where to reach a participant about this question."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="address_links"
    )
    address = models.OneToOneField(
        DigitalAddress, on_delete=models.CASCADE, related_name="provided_by"
    )

    def __str__(self) -> str:
        return str(self.address_id)


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


import gehoor.contacts.shifts  # noqa: E402, F401  models in a file of their own
