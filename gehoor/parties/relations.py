"""Two parties: who may speak for whom, and two records of one. Models of parties/models.py."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import ClientQuerySet, ClientRow, Employee, Product, Theme


class RepresentationQuerySet(ClientQuerySet):
    def valid_on(self, day: date) -> Self:
        """What somebody may rely on that day: begun, not past its end, and not ended before."""
        return self.filter(ended_at=None, starts_on__lte=day, ends_on__gte=day)


class Representation(ClientRow):
    """Somebody may speak for somebody else, about all or some things, until a day."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Ouder of voogd")
        ADMINISTRATOR = "administrator", _("Bewindvoerder")
        MENTOR = "mentor", _("Mentor")
        GUARDIAN = "guardian", _("Curator")
        AUTHORISED = "authorised", _("Gemachtigde")

    class Proof(models.TextChoices):
        LETTER = "letter", _("Getekende machtiging")
        COURT = "court", _("Uitspraak van de rechter")
        REGISTER = "register", _("Register (BRP, gezag, curatele)")
        DIGID = "digid", _("DigiD Machtigen")
        COUNTER = "counter", _("Samen aan de balie")
        OTHER = "other", _("Iets anders")

    representative = models.ForeignKey(
        "parties.Party", on_delete=models.CASCADE, related_name="speaks_for"
    )
    represented = models.ForeignKey(
        "parties.Party", on_delete=models.CASCADE, related_name="spoken_for_by"
    )
    kind = models.CharField(_("soort"), max_length=20, choices=Kind)
    # Neither themes nor products: everything.
    themes = models.ManyToManyField(Theme, blank=True, verbose_name=_("thema's"))
    products = models.ManyToManyField(Product, blank=True, verbose_name=_("producten"))
    proof = models.CharField(_("bewijs"), max_length=20, choices=Proof)
    proof_note = models.CharField(_("wat u hebt gezien"), max_length=200, blank=True)
    checked_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    starts_on = models.DateField(_("geldig vanaf"))
    ends_on = models.DateField(_("geldig tot en met"))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = RepresentationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["representative", "represented"],
                condition=Q(ended_at=None),
                name="representation_once",
            ),
            models.CheckConstraint(
                condition=~Q(representative=F("represented")), name="nobody_represents_herself"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="representation_begins_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative_id} {self.kind} {self.represented_id}"

    @property
    def scope(self) -> list[Theme | Product]:
        """About what; empty: about everything."""
        return [*self.themes.all(), *self.products.all()]

    def is_valid_on(self, day: date) -> bool:
        return self.ended_at is None and self.starts_on <= day <= self.ends_on

    def covers(self, theme: Theme | None, product: Product | None = None) -> bool:
        """Whether a question about this may be discussed with the representative."""
        scope = self.scope
        return not scope or theme in scope or product in scope


class PartyMerge(ClientRow):
    """Two records of one party made one, with all that is needed to part them again."""

    kept = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey("parties.Party", on_delete=models.CASCADE, related_name="merged_by")
    by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Primary keys of the rows that moved, by "app.model.field"; defaults that gave way;
    # fields of the kept record that were empty and were filled.
    moved = models.JSONField(default=dict)
    undefaulted = models.JSONField(default=list)
    filled = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
