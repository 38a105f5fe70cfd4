from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import (
    ClientOrganisation,
    Department,
    Employee,
    Product,
    Team,
    TenantQuerySet,
    TenantRow,
    Theme,
)
from gehoor.organisation.roles import Right, Role


class Standing(models.TextChoices):
    """What an article is worth now: its state and its dates together."""

    DRAFT = "draft", _("Concept")
    SCHEDULED = "scheduled", _("Nog niet geldig")
    CURRENT = "current", _("Gepubliceerd")
    EXPIRED = "expired", _("Verlopen")
    ARCHIVED = "archived", _("Gearchiveerd")


class ArticleQuerySet(TenantQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """Shared articles and those of the clients one serves; drafts only for editors."""
        shared = Q(client=None) | Q(client__in=employee.client_ids)
        visible = super().visible_to(employee).filter(shared)
        if employee.may(Right.EDIT_KNOWLEDGE):
            return visible
        return visible.exclude(state=Article.State.DRAFT)

    def for_client(self, client: ClientOrganisation) -> Self:
        """What may be told on behalf of this client: what is shared, and its own."""
        return self.filter(Q(client=None) | Q(client=client))

    def current(self, at: datetime) -> Self:
        """What may be told to citizens now."""
        begun = Q(valid_from=None) | Q(valid_from__lte=at)
        not_ended = Q(valid_until=None) | Q(valid_until__gt=at)
        return self.filter(begun, not_ended, state=Article.State.PUBLISHED)

    def with_standing(self, at: datetime) -> Self:
        return self.annotate(
            standing=Case(
                When(state=Article.State.DRAFT, then=Value(Standing.DRAFT)),
                When(state=Article.State.ARCHIVED, then=Value(Standing.ARCHIVED)),
                When(valid_from__gt=at, then=Value(Standing.SCHEDULED)),
                When(valid_until__lte=at, then=Value(Standing.EXPIRED)),
                default=Value(Standing.CURRENT),
                output_field=models.CharField(),
            )
        )


class ArticleText(models.Model):
    """The words of an article; a version keeps the same ones."""

    title = models.CharField(_("titel"), max_length=500)
    answer = models.TextField(_("antwoord"), blank=True)
    internal = models.TextField(_("alleen voor medewerkers"), blank=True)
    keywords = models.CharField(_("trefwoorden"), max_length=1000, blank=True)

    class Meta:
        abstract = True


TEXT_FIELDS = ("title", "answer", "internal", "keywords")


class Article(ArticleText, TenantRow):
    """What the organisation knows about one question citizens ask."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Concept")
        PUBLISHED = "published", _("Gepubliceerd")
        ARCHIVED = "archived", _("Gearchiveerd")

    client = models.ForeignKey(
        ClientOrganisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("alleen voor"),
        help_text=_("Leeg: voor alle organisaties."),
    )
    reference = models.CharField(_("kenmerk"), max_length=200, null=True, blank=True)
    answer_text = models.TextField(editable=False, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("vakafdeling")
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("thema")
    )
    products = models.ManyToManyField(Product, blank=True, verbose_name=_("producten"))
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.DRAFT)
    valid_from = models.DateTimeField(_("geldig vanaf"), null=True, blank=True)
    valid_until = models.DateTimeField(_("geldig tot"), null=True, blank=True)
    source_url = models.URLField(_("bron"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(Employee, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = ArticleQuerySet.as_manager()

    class Meta:
        ordering = [Lower("title"), "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "reference"], name="article_reference_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_from__lt=models.F("valid_until")),
                name="article_begins_before_it_ends",
                violation_error_message=_("De einddatum ligt voor de begindatum."),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-updated_at", "-id"], name="article_newest"),
            models.Index("tenant", Lower("title"), "id", name="article_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(ArticleText):
    """An article as it was, with who wrote it and when."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Employee, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}.{self.number}"


class LocalAdditionQuerySet(TenantQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        return super().visible_to(employee).filter(client__in=employee.client_ids)


class LocalAddition(TenantRow):
    """What is different at one client organisation about a shared article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="additions")
    client = models.ForeignKey(
        ClientOrganisation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("organisatie"),
    )
    answer = models.TextField(_("aanvulling"))
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(Employee, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = LocalAdditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "client"], name="one_addition_a_client"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.client_id}"

    @property
    def stamp(self) -> str:
        """Which text this is: another one bears another."""
        return self.updated_at.astimezone(UTC).isoformat()


class InstructionQuerySet(TenantQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """Writers see all of their centre; others what is addressed to them."""
        own = super().visible_to(employee)
        return own if employee.may(Right.INSTRUCT) else own.addressed_to(employee)

    def addressed_to(self, employee: Employee) -> Self:
        """Of clients, roles and teams each: nobody named is everybody."""
        return self.filter(
            _nobody_or(Instruction.clients.through, clientorganisation__in=employee.client_ids),
            _nobody_or(Instruction.teams.through, team__members=employee.pk),
            _nobody_or(InstructionRole, role__in=employee.role_codes),
        )

    def current(self, at: datetime) -> Self:
        not_ended = Q(valid_until=None) | Q(valid_until__gt=at)
        return self.filter(not_ended, valid_from__lte=at)

    def unread_by(self, employee: Employee) -> Self:
        """In the edition of now: who is asked to read again has not read it."""
        read = InstructionRead.objects.filter(
            instruction=OuterRef("pk"), employee=employee, edition=OuterRef("edition")
        )
        return self.filter(~Exists(read))


def _nobody_or(link: Any, **named: Any) -> Q:
    links = link.objects.filter(instruction=OuterRef("pk"))
    return Q(~Exists(links)) | Q(Exists(links.filter(**named)))


class Instruction(TenantRow):
    """What colleagues must know or do: a work instruction, an announcement, news."""

    class Kind(models.TextChoices):
        INSTRUCTION = "instruction", _("Werkinstructie")
        ANNOUNCEMENT = "announcement", _("Mededeling")
        NEWS = "news", _("Nieuws")

    kind = models.CharField(_("soort"), max_length=12, choices=Kind, default=Kind.INSTRUCTION)
    title = models.CharField(_("titel"), max_length=300)
    text = models.TextField(_("tekst"))
    clients = models.ManyToManyField(
        ClientOrganisation, blank=True, verbose_name=_("voor organisaties")
    )
    teams = models.ManyToManyField(Team, blank=True, verbose_name=_("voor teams"))
    must_read = models.BooleanField(_("iedereen moet dit lezen"), default=False)
    valid_from = models.DateTimeField(_("geldig vanaf"))
    valid_until = models.DateTimeField(_("geldig tot"), null=True, blank=True)
    author = models.ForeignKey(
        Employee, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("van")
    )
    # A higher edition asks everybody to read it again; the revision notices who wrote between.
    edition = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)

    objects: ClassVar = InstructionQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from__lt=models.F("valid_until")),
                name="instruction_begins_before_it_ends",
                violation_error_message=_("De einddatum ligt voor de begindatum."),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-valid_from", "-id"], name="instruction_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def role_codes(self) -> set[str]:
        return {named.role for named in self.roles.all()}


class InstructionRole(models.Model):
    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("rol"), max_length=30, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "role"], name="instruction_role_once"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class InstructionRead(models.Model):
    """That an employee read an instruction, in which edition and when."""

    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="reads")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instruction", "employee"], name="read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.employee_id}"
