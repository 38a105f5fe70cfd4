"""What was asked in a conversation, by whom, and what became of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models.contact import Contact, may_read
from gehoor.contacts.models.identity import Level
from gehoor.contacts.outcomes import Counts, FollowUpKind
from gehoor.knowledge.models import Article
from gehoor.lib.identifiers import new_reference
from gehoor.organisation.models import (
    Channel,
    ClientQuerySet,
    ClientRow,
    Department,
    Employee,
    Product,
    TenantRow,
    Theme,
)
from gehoor.parties.models import (
    DigitalAddress,
    Party,
    PersonName,
    Representation,
)


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


class QuestionQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """Her own by their contacts apart: joined, each question would be asked for its contact."""
        hers = Contact.objects.filter(agent=employee.pk, is_confidential=True).order_by()
        allowed = may_read(employee, Q(contact__in=hers.values("pk")))
        return super().visible_to(employee).filter(allowed)


class Question(ClientRow):
    """One question in the citizen's own words, and what became of it."""

    class Ground(models.TextChoices):
        """By what the caller asks it, when it is about somebody."""

        OWN = "own", _("voor zichzelf")
        REPRESENTATION = "representation", _("als vertegenwoordiger")
        UNPROVEN = "unproven", _("zegt te spreken namens")

    # Without an index of their own: one below begins with each of these columns.
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="questions", db_index=False
    )
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    text = models.TextField(_("woorden van de klant"), blank=True)
    subject = models.TextField(_("onderwerp"), blank=True)
    theme = models.ForeignKey(
        Theme, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("thema")
    )
    product = models.ForeignKey(
        Product,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("product"),
        db_index=False,
    )
    article = models.ForeignKey(
        Article, null=True, on_delete=models.SET_NULL, related_name="questions", db_index=False
    )
    department = models.ForeignKey(
        Department, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    party = models.ForeignKey(
        Party, null=True, on_delete=models.SET_NULL, related_name="questions", db_index=False
    )
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
