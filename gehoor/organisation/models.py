from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gehoor.lib.identifiers import new_uuid
from gehoor.organisation.channels import Channel
from gehoor.organisation.roles import Right, Role, rights_of


class Tenant(models.Model):
    """Who runs this contact centre and owns its data."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    name = models.CharField(_("naam"), max_length=200)
    slug = models.SlugField(unique=True)
    is_demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class TenantQuerySet(models.QuerySet[Any]):
    """The only way in which views read: what this employee may see."""

    def visible_to(self, employee: "Employee") -> Self:
        return self.filter(tenant=employee.tenant_id)


class ClientQuerySet(TenantQuerySet):
    def visible_to(self, employee: "Employee") -> Self:
        return super().visible_to(employee).filter(client__in=employee.client_ids)


class TenantRow(models.Model):
    """A row that belongs to a tenant and has an address outside."""

    # No index of its own: SQLite would take it where an index of the model begins with it.
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)

    objects: ClassVar = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class ClientOrganisationQuerySet(TenantQuerySet):
    def visible_to(self, employee: "Employee") -> Self:
        served = super().visible_to(employee)
        return (
            served if employee.may(Right.ADMINISTER) else served.filter(pk__in=employee.client_ids)
        )


class ClientOrganisation(TenantRow):
    """An organisation that is answered for: a municipality, a partner, an internal desk."""

    name = models.CharField(_("naam"), max_length=200)
    slug = models.SlugField(_("korte naam"))
    greeting = models.CharField(_("begroeting"), max_length=300, blank=True)
    timezone = models.CharField(_("tijdzone"), max_length=50, default="Europe/Amsterdam")
    is_active = models.BooleanField(_("actief"), default=True)

    objects: ClassVar = ClientOrganisationQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="client_slug_once")]

    def __str__(self) -> str:
        return self.name


class ClientRow(TenantRow):
    """A row that belongs to one client organisation of the tenant."""

    client = models.ForeignKey(
        ClientOrganisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisatie"),
        db_index=False,
    )

    objects: ClassVar = ClientQuerySet.as_manager()

    class Meta:
        abstract = True


class ClientSettingQuerySet(TenantQuerySet):
    """Settings of a client: for who serves it, and for the administrator."""

    def visible_to(self, employee: "Employee") -> Self:
        own = super().visible_to(employee)
        return own if employee.may(Right.ADMINISTER) else own.filter(client__in=employee.client_ids)


class ClientSetting(ClientRow):
    objects: ClassVar = ClientSettingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class Entrance(ClientSetting):
    """A number, mailbox or site that citizens use; it says for whom the question is."""

    channel = models.CharField(_("kanaal"), max_length=20, choices=Channel)
    address = models.CharField(_("nummer of adres"), max_length=254)
    is_active = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        ordering = ["channel", "address"]
        constraints = [
            models.UniqueConstraint(
                "tenant",
                "channel",
                Lower("address"),
                name="entrance_once",
                violation_error_message=_("Dit nummer of adres is al een ingang."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.address}"


class ServiceLevel(ClientSetting):
    """The promise of a channel: this share is answered within this time."""

    channel = models.CharField(_("kanaal"), max_length=20, choices=Channel)
    answer_within_s = models.PositiveIntegerField(_("beantwoord binnen (seconden)"))
    target_percent = models.PositiveSmallIntegerField(_("streven (%)"), default=80)

    class Meta:
        ordering = ["channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "channel"],
                name="service_level_once",
                violation_error_message=_("Voor dit kanaal is al een afspraak."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.target_percent}% < {self.answer_within_s} s"


class Department(ClientSetting):
    """A department that knows what the contact centre does not."""

    name = models.CharField(_("naam"), max_length=200)
    slug = models.SlugField(_("korte naam"))
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    description = models.TextField(_("wat doet deze afdeling"), blank=True)
    takes_concerns = models.BooleanField(_("krijgt zorgen over mensen"), default=False)
    is_active = models.BooleanField(_("actief"), default=True)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(fields=["client", "slug"], name="department_slug_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(TenantRow):
    """A field of questions in which agents grow: refuse, taxes, care, ..."""

    name = models.CharField(_("naam"), max_length=200)
    slug = models.SlugField(_("korte naam"))
    is_active = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint(fields=["tenant", "slug"], name="theme_slug_once")]

    def __str__(self) -> str:
        return self.name


class Product(TenantRow):
    """A product of the Uniforme Productenlijst, or one of the tenant's own."""

    name = models.CharField(_("naam"), max_length=300)
    uri = models.CharField(_("adres in de UPL"), max_length=500)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("thema")
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("vakafdeling")
    )
    is_active = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "uri"],
                name="product_uri_once",
                violation_error_message=_("Dit product staat al in de lijst."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployeeManager(BaseUserManager["Employee"]):
    def get_by_natural_key(self, username: str | None) -> "Employee":
        return self.get(email__iexact=username)


class Employee(AbstractBaseUser):
    """A person who works with Gehoor, for one tenant and one or several of its clients.

    To colleagues of the same centre a directory: everybody may read it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("naam"), max_length=200)
    function = models.CharField(_("functie"), max_length=100, blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("vakafdeling")
    )
    clients = models.ManyToManyField(ClientOrganisation, verbose_name=_("werkt voor"), blank=True)
    is_active = models.BooleanField(_("actief"), default=True)
    has_single_keys = models.BooleanField(_("toetsen zonder Alt of Ctrl"), default=True)
    scheme = models.CharField(_("kleuren"), max_length=5, blank=True)
    language = models.CharField(
        _("taal"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    USERNAME_FIELD = "email"
    objects: ClassVar = EmployeeManager.from_queryset(TenantQuerySet)()

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="employee_email_once",
                violation_error_message=_("Er is al een medewerker met dit e-mailadres."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def role_codes(self) -> set[str]:
        return {assignment.role for assignment in self.roles.all()}

    @cached_property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.role_codes)

    @cached_property
    def client_ids(self) -> list[int]:
        return [client.pk for client in self.clients.all()]

    def may(self, right: Right | str) -> bool:
        return self.is_active and right in self.rights


class RoleAssignment(models.Model):
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("rol"), max_length=30, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "role"], name="role_once")]

    def __str__(self) -> str:
        return self.get_role_display()


class Team(TenantRow):
    """Colleagues who work together, in the centre or in a department."""

    name = models.CharField(_("naam"), max_length=200)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("vakafdeling")
    )
    members = models.ManyToManyField(
        Employee, related_name="teams", blank=True, verbose_name=_("leden")
    )

    class Meta:
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name


class Skill(TenantRow):
    """What an employee can answer: a theme on a channel, and how well."""

    class Level(models.IntegerChoices):
        JUNIOR = 1, _("junior")
        MEDIOR = 2, _("medior")
        SENIOR = 3, _("senior")

    employee = models.ForeignKey(
        Employee,
        on_delete=models.CASCADE,
        related_name="skills",
        verbose_name=_("medewerker"),
    )
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, verbose_name=_("thema"))
    channel = models.CharField(_("kanaal"), max_length=20, choices=Channel)
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level, default=Level.JUNIOR)

    class Meta:
        ordering = ["employee", "theme", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "theme", "channel"], name="skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.channel} {self.level}"


class OpeningHours(ClientSetting):
    """On this weekday open from and until; several rows a day make a lunch break."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("maandag")
        TUESDAY = 1, _("dinsdag")
        WEDNESDAY = 2, _("woensdag")
        THURSDAY = 3, _("donderdag")
        FRIDAY = 4, _("vrijdag")
        SATURDAY = 5, _("zaterdag")
        SUNDAY = 6, _("zondag")

    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("vakafdeling")
    )
    weekday = models.PositiveSmallIntegerField(_("dag"), choices=Weekday)
    opens = models.TimeField(_("open van"))
    closes = models.TimeField(_("tot"))

    class Meta:
        ordering = ["client", "department", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")),
                name="opens_before_it_closes",
                violation_error_message=_("De sluitingstijd ligt voor de openingstijd."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(ClientSetting):
    """A day on which a client or department is closed besides the Dutch holidays."""

    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("vakafdeling")
    )
    day = models.DateField(_("dag"))
    reason = models.CharField(_("reden"), max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"


class SignInAttempt(models.Model):
    """A password that was tried; `key` stands for address and account, and names neither."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="sign_in_attempts")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"


import gehoor.organisation.emergency  # noqa: E402, F401  a model in a file of its own
