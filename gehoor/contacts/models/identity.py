"""How sure we are of who speaks: what must be asked for which product, and what came of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import ClientQuerySet, ClientRow, ClientSetting, Employee, Product
from gehoor.parties.models import Party

if TYPE_CHECKING:
    from gehoor.contacts.models import Contact

REMEMBERED = timedelta(days=30)


class Level(models.IntegerChoices):
    """Each is surer than the one before."""

    NONE = 0, _("niet gecontroleerd")
    QUESTIONS = 1, _("controlevragen")
    DIGID = 2, _("DigiD")
    DOCUMENT = 3, _("document aan de balie")


class Check(models.TextChoices):
    """What a caller can be asked that others do not easily know."""

    BIRTH_DATE = "birth_date", _("Geboortedatum")
    ADDRESS = "address", _("Postcode en huisnummer")
    BSN = "bsn", _("Laatste drie cijfers van het BSN")
    ACCOUNT = "account", _("Laatste drie cijfers van het rekeningnummer")
    CASE = "case", _("Zaaknummer")


def names_of(codes: Iterable[str]) -> str:
    """These checks in words; one that is no longer asked by its code."""
    names = dict(Check.choices)
    return ", ".join(str(names.get(code, code)) for code in codes)


def usual_checks() -> list[str]:
    return [Check.BIRTH_DATE.value, Check.ADDRESS.value, Check.BSN.value]


class VerificationRule(ClientSetting):
    """How sure one must be before telling a caller about herself; without product: usually."""

    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.CASCADE, verbose_name=_("product")
    )
    level = models.PositiveSmallIntegerField(_("wat is nodig"), choices=Level, default=Level.NONE)
    checks = models.JSONField(_("controlevragen"), default=usual_checks, blank=True)
    passes_with = models.PositiveSmallIntegerField(_("hoeveel goede antwoorden"), default=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "product"],
                name="verification_once_a_product",
                violation_error_message=_("Voor dit product staat al wat nodig is."),
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(product=None),
                name="usual_verification_once",
                violation_error_message=_("Deze organisatie heeft al een gewone controle."),
            ),
        ]

    def __str__(self) -> str:
        return self.product.name if self.product else str(_("Alle andere producten"))

    @property
    def check_names(self) -> str:
        return names_of(self.checks)


class VerificationQuerySet(ClientQuerySet):
    def told_in(self, contact: "Contact", *, at: datetime) -> Self:
        """Tries of this party in this contact, and elsewhere not too long ago."""
        lately = Q(at__gte=at - REMEMBERED) | Q(contact=contact)
        return self.filter(lately, party=contact.party_id)


class Verification(ClientRow):
    """One try to be sure of who speaks: which checks went right, never what was answered."""

    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.CASCADE, related_name="verifications"
    )
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="verifications")
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    is_passed = models.BooleanField()
    right = models.JSONField(default=list)
    wrong = models.JSONField(default=list)
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["party", "-at"], name="verification_of_party")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.at:%H:%M}"

    @property
    def right_names(self) -> str:
        return names_of(self.right)

    @property
    def wrong_names(self) -> str:
        return names_of(self.wrong)
