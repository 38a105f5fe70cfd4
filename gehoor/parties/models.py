from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import ClientQuerySet, ClientRow, Employee
from gehoor.parties.interpreters import Interpreter
from gehoor.parties.numbers import phone_for_people
from gehoor.parties.relations import PartyMerge as PartyMerge
from gehoor.parties.relations import Representation as Representation
from gehoor.parties.secrecy import reveal

COMMON_LANGUAGES = [
    ("nld", _("Nederlands")),
    ("eng", _("Engels")),
    ("deu", _("Duits")),
    ("fra", _("Frans")),
    ("pol", _("Pools")),
    ("tur", _("Turks")),
    ("ara", _("Arabisch")),
    ("ukr", _("Oekraïens")),
    ("spa", _("Spaans")),
    ("dse", _("Nederlandse Gebarentaal")),
]


MOST_FOUND = 10_000


class PersonName(models.Model):
    """The name somebody wants to be called by."""

    initials = models.CharField(_("voorletters"), max_length=20, blank=True)
    first_name = models.CharField(_("voornaam"), max_length=200, blank=True)
    prefix = models.CharField(_("voorvoegsel"), max_length=20, blank=True)
    last_name = models.CharField(_("achternaam"), max_length=200, blank=True)
    organisation_name = models.CharField(_("naam organisatie"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def full_name(self) -> str:
        parts = (self.first_name or self.initials, self.prefix, self.last_name)
        return " ".join(part for part in parts if part)

    @property
    def display_name(self) -> str:
        """A person's name, else the organisation's."""
        return self.full_name or self.organisation_name or str(_("Naam onbekend"))


class PartyQuerySet(ClientQuerySet):
    def recorded_for(self, employee: Employee) -> Self:
        """With the records that were merged into another."""
        return super().visible_to(employee)

    def visible_to(self, employee: Employee) -> Self:
        """Not what was merged into another: that is read through the other."""
        return self.recorded_for(employee).filter(merged_into=None)

    def with_address(self, key: str) -> Self:
        """Who gave this telephone number or e-mail address (in its key form), if not secret."""
        known = DigitalAddress.objects.filter(address_key=key, party__isnull=False)
        return self._of(known).filter(is_protected=False)

    def identified(self, kinds: Sequence[str], key: str) -> Self:
        """Whom a register knows by this number (in its key form)."""
        return self._of(PartyIdentifier.objects.filter(kind__in=kinds, value_key=key))

    def living_at(self, postcode: str, house_number: str | None = None) -> Self:
        """At an address that need not be kept secret."""
        known = PostalAddress.objects.filter(postcode=postcode)
        if house_number:
            known = known.filter(house_number=house_number)
        return self._of(known).filter(is_protected=False)

    def _of(self, parts: models.QuerySet[Any]) -> Self:
        """Those who have one of these. Read at once: SQLite would walk all names otherwise."""
        return self.filter(pk__in=list(parts.values_list("party", flat=True)[:MOST_FOUND]))

    def named(self, start: str) -> Self:
        """Whose name begins so; reads an index on both databases."""
        key = name_key(start)
        if connections[self.db].vendor == "postgresql":
            return self.filter(name_key__startswith=key)
        return self.filter(name_key__gte=key, name_key__lt=key + chr(0x10FFFF))


def name_key(*parts: str) -> str:
    """Names as they are looked up: one case, single spaces."""
    return " ".join(" ".join(parts).casefold().split())


class Party(PersonName, ClientRow):
    """A person or organisation as one client organisation knows it."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Persoon")
        ORGANISATION = "organisation", _("Organisatie")
        CONTACT_PERSON = "contact_person", _("Contactpersoon")

    kind = models.CharField(_("soort"), max_length=20, choices=Kind, default=Kind.PERSON)
    works_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    # The record that stands for this one too, as long as the two are merged (PartyMerge).
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.CASCADE, related_name="merged"
    )
    language = models.CharField(_("taal"), max_length=3, default="nld")
    interpreter = models.CharField(
        _("belt met tolk"), max_length=20, choices=Interpreter, blank=True
    )
    is_protected = models.BooleanField(_("geheimhouding"), default=False)
    is_active = models.BooleanField(_("actief"), default=True)
    internal_note = models.TextField(_("interne notitie"), blank=True)
    name_key = models.CharField(max_length=460, editable=False)

    objects: ClassVar = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "id"]
        indexes = [
            models.Index(fields=["client", "name_key", "id"], name="party_by_name"),
            models.Index(fields=["client", "kind", "name_key", "id"], name="party_by_kind"),
            models.Index(
                fields=["name_key"], name="party_name_start", opclasses=["varchar_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(
            self.last_name or self.organisation_name, self.first_name or self.initials
        )
        super().save(*args, **kwargs)

    @property
    def language_name(self) -> str:
        return str(dict(COMMON_LANGUAGES).get(self.language, self.language))


class PostalAddress(ClientRow):
    """Where a party lives or wants its post; fields as the standard has them."""

    class Purpose(models.TextChoices):
        VISIT = "visit", _("Bezoekadres")
        CORRESPONDENCE = "correspondence", _("Postadres")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="postal_addresses")
    purpose = models.CharField(_("soort"), max_length=20, choices=Purpose, default=Purpose.VISIT)
    bag_id = models.CharField(_("BAG-nummer"), max_length=16, blank=True)
    street = models.CharField(_("straat"), max_length=255, blank=True)
    house_number = models.PositiveIntegerField(_("huisnummer"), null=True, blank=True)
    suffix = models.CharField(_("toevoeging"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("plaats"), max_length=255, blank=True)
    line1 = models.CharField(_("adresregel 1"), max_length=80, blank=True)
    line2 = models.CharField(_("adresregel 2"), max_length=80, blank=True)
    line3 = models.CharField(_("adresregel 3"), max_length=80, blank=True)
    country = models.CharField(_("land"), max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "purpose"], name="one_address_a_purpose"),
        ]
        indexes = [models.Index(fields=["postcode", "house_number"], name="by_postcode")]

    def __str__(self) -> str:
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        door = f"{self.street} {self.house_number or ''}{self.suffix}".strip()
        town = f"{self.postcode} {self.city}".strip()
        lines = (door, town, self.line1, self.line2, self.line3, self.country)
        return [line for line in lines if line]


class DigitalAddress(ClientRow):
    """An e-mail address, telephone number or other address, given by a party or participant."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telefoon")
        OTHER = "other", _("Overig")

    party = models.ForeignKey(
        Party, null=True, on_delete=models.CASCADE, related_name="digital_addresses"
    )
    kind = models.CharField(_("soort"), max_length=10, choices=Kind)
    address = models.CharField(_("adres"), max_length=254)
    address_key = models.CharField(max_length=254, editable=False)
    is_default = models.BooleanField(_("voorkeur"), default=False)
    description = models.CharField(_("omschrijving"), max_length=200, blank=True)
    reference = models.CharField(max_length=50, blank=True)
    verified_on = models.DateField(_("gecontroleerd op"), null=True, blank=True)

    class Meta:
        ordering = ["-is_default", "id"]
        indexes = [models.Index(fields=["address_key", "client"], name="address_found")]

    def __str__(self) -> str:
        return phone_for_people(self.address) if self.kind == self.Kind.PHONE else self.address


class PartyIdentifier(ClientRow):
    """A number under which a register knows the party. A BSN lies here encrypted."""

    class Kind(models.TextChoices):
        BSN = "bsn", _("BSN")
        KVK = "kvk", _("KvK-nummer")
        RSIN = "rsin", _("RSIN")
        BRANCH = "branch", _("Vestigingsnummer")
        OTHER = "other", _("Ander kenmerk")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("soort"), max_length=10, choices=Kind)
    label = models.CharField(_("omschrijving"), max_length=200, blank=True)
    value = models.CharField(_("nummer"), max_length=200, blank=True)
    encrypted_value = models.TextField(blank=True)
    value_key = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind", "value_key"],
                condition=Q(kind__in=["bsn", "kvk", "rsin"]),
                name="identifier_once_a_client",
            ),
            models.UniqueConstraint(
                fields=["client", "value_key", "parent"],
                condition=Q(kind="branch", parent__isnull=False),
                name="branch_once_under_its_company",
            ),
            models.UniqueConstraint(
                fields=["client", "value_key"],
                condition=Q(kind="branch", parent=None),
                name="branch_once_without_company",
            ),
            models.CheckConstraint(
                condition=Q(kind="bsn", value="") | (~Q(kind="bsn") & Q(encrypted_value="")),
                name="only_a_bsn_is_encrypted",
            ),
        ]
        indexes = [models.Index(fields=["value_key", "client"], name="identifier_found")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked}"

    @property
    def masked(self) -> str:
        """What everybody may see: of a BSN nothing but that it is known."""
        return "•••••••••" if self.kind == self.Kind.BSN else self.value

    def reveal(self) -> str:
        """The number itself; who asks must write the processing log (see actions.show_bsn)."""
        return reveal(self.encrypted_value) if self.kind == self.Kind.BSN else self.value


class FlagQuerySet(ClientQuerySet):
    def current(self, today: date) -> Self:
        return self.filter(ended_at=None, ends_on__gte=today)


class PartyFlag(ClientRow):
    """What a colleague must know before speaking to this party, until a day."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="flags")
    text = models.CharField(_("waarschuwing"), max_length=300)
    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField(_("geldig tot en met"))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["owner", "ends_on"], condition=Q(ended_at=None), name="flag_of_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def is_current(self, today: date) -> bool:
        return self.ended_at is None and self.ends_on >= today
