"""The settings: what there is, how each is listed, found and edited."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Expression, F, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoor.lib.telephone import phone_for_people
from gehoor.organisation import settings_forms as forms
from gehoor.organisation.emergency import EmergencyNumber
from gehoor.organisation.models import (
    ClientOrganisation,
    Closure,
    Department,
    Employee,
    Entrance,
    OpeningHours,
    Product,
    ServiceLevel,
    Team,
    Theme,
)

Words = str | Promise
Column = tuple[Words, Callable[[Any], Any]]


@dataclass(frozen=True)
class Section:
    """One kind of setting. The first column names the row; `search` are the fields looked in."""

    slug: str
    title: Words
    one: Words
    lead: Words
    model: Any
    form: type[forms.SettingForm]
    columns: tuple[Column, ...]
    order: Expression | F = Lower("name")  # noqa: RUF009
    search: tuple[str, ...] = ("name",)
    filters: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    is_removable: bool = False

    @property
    def address(self) -> str:
        return f"{reverse('organisation:settings')}{self.slug}/"

    def rows(self, employee: Employee) -> QuerySet[Any]:
        visible: QuerySet[Any] = self.model.objects.visible_to(employee)
        return visible.select_related(*self.related).prefetch_related(*self.prefetch)


def _names(rows: Iterable[Any]) -> str:
    return ", ".join(str(row) for row in rows) or "–"


def _is_active(row: Any) -> Words:
    return _("ja") if row.is_active else _("nee")


ACTIVE: Column = (_("In gebruik"), _is_active)
CLIENT: Column = (_("Organisatie"), lambda row: row.client)
DEPARTMENT: Column = (_("Vakafdeling"), lambda row: row.department or "–")

_ALL = [
    Section(
        slug="organisaties",
        title=_("Organisaties"),
        one=_("Organisatie"),
        lead=_("Voor wie dit centrum vragen beantwoordt."),
        model=ClientOrganisation,
        form=forms.ClientForm,
        columns=((_("Naam"), str), (_("Begroeting"), lambda row: row.greeting or "–"), ACTIVE),
        filters=("is_active",),
    ),
    Section(
        slug="ingangen",
        title=_("Ingangen"),
        one=_("Ingang"),
        lead=_("Nummers, mailboxen en sites. Ze bepalen voor welke organisatie een vraag is."),
        model=Entrance,
        form=forms.EntranceForm,
        columns=(
            (_("Nummer of adres"), lambda row: phone_for_people(row.address)),
            (_("Kanaal"), lambda row: row.get_channel_display()),
            CLIENT,
            ACTIVE,
        ),
        order=Lower("address"),
        search=("address",),
        filters=("channel", "client", "is_active"),
        related=("client",),
    ),
    Section(
        slug="afspraken",
        title=_("Bereikbaarheid"),
        one=_("Afspraak over bereikbaarheid"),
        lead=_("Hoe snel we op elk kanaal willen antwoorden."),
        model=ServiceLevel,
        form=forms.ServiceLevelForm,
        columns=(
            (_("Kanaal"), lambda row: row.get_channel_display()),
            (_("Binnen (seconden)"), lambda row: row.answer_within_s),
            (_("Streven"), lambda row: f"{row.target_percent}%"),
            CLIENT,
        ),
        order=F("channel"),
        search=("client__name",),
        filters=("channel", "client"),
        related=("client",),
        is_removable=True,
    ),
    Section(
        slug="vakafdelingen",
        title=_("Vakafdelingen"),
        one=_("Vakafdeling"),
        lead=_("Wie vragen krijgt die het KCC niet zelf kan beantwoorden."),
        model=Department,
        form=forms.DepartmentForm,
        columns=(
            (_("Naam"), str),
            CLIENT,
            (_("Telefoon"), lambda row: phone_for_people(row.phone) or "–"),
            (_("E-mail"), lambda row: row.email or "–"),
            ACTIVE,
        ),
        search=("name", "description", "email"),
        filters=("client", "is_active"),
        related=("client",),
    ),
    Section(
        slug="teams",
        title=_("Teams"),
        one=_("Team"),
        lead=_("Collega's die samenwerken, in het KCC of in een vakafdeling."),
        model=Team,
        form=forms.TeamForm,
        columns=(
            (_("Naam"), str),
            DEPARTMENT,
            (_("Leden"), lambda row: _names(row.members.all())),
        ),
        filters=("department",),
        related=("department",),
        prefetch=("members",),
        is_removable=True,
    ),
    Section(
        slug="medewerkers",
        title=_("Medewerkers"),
        one=_("Medewerker"),
        lead=_("Wie zich mag aanmelden, met welke rollen, en wie wat kan beantwoorden."),
        model=Employee,
        form=forms.EmployeeForm,
        columns=(
            (_("Naam"), str),
            (_("E-mail"), lambda row: row.email),
            (_("Rollen"), lambda row: _names(row.roles.all())),
            (_("Werkt voor"), lambda row: _names(row.clients.all())),
            DEPARTMENT,
            ACTIVE,
        ),
        search=("name", "email", "function"),
        filters=("roles__role", "clients", "department", "is_active"),
        related=("department",),
        prefetch=("roles", "clients"),
    ),
    Section(
        slug="themas",
        title=_("Thema's"),
        one=_("Thema"),
        lead=_("Onderwerpen waarop vragen en vaardigheden worden ingedeeld."),
        model=Theme,
        form=forms.ThemeForm,
        columns=((_("Naam"), str), ACTIVE),
        filters=("is_active",),
    ),
    Section(
        slug="producten",
        title=_("Producten"),
        one=_("Product"),
        lead=_("De Uniforme Productenlijst en eigen producten."),
        model=Product,
        form=forms.ProductForm,
        columns=(
            (_("Naam"), str),
            (_("Thema"), lambda row: row.theme or "–"),
            DEPARTMENT,
            ACTIVE,
        ),
        search=("name", "uri"),
        filters=("theme", "department", "is_active"),
        related=("theme", "department"),
    ),
    Section(
        slug="openingstijden",
        title=_("Openingstijden"),
        one=_("Openingstijd"),
        lead=_("Wanneer organisaties en vakafdelingen open zijn. Feestdagen gaan vanzelf."),
        model=OpeningHours,
        form=forms.OpeningHoursForm,
        columns=(
            (_("Dag"), lambda row: row.get_weekday_display()),
            (_("Open"), lambda row: f"{row.opens:%H:%M} – {row.closes:%H:%M}"),
            CLIENT,
            DEPARTMENT,
        ),
        order=F("weekday"),
        search=("client__name", "department__name"),
        filters=("client", "department", "weekday"),
        related=("client", "department"),
        is_removable=True,
    ),
    Section(
        slug="sluitingen",
        title=_("Sluitingsdagen"),
        one=_("Sluitingsdag"),
        lead=_("Dagen waarop u dicht bent, naast de feestdagen."),
        model=Closure,
        form=forms.ClosureForm,
        columns=(
            (_("Dag"), lambda row: date_format(row.day, "j F Y")),
            (_("Reden"), lambda row: row.reason),
            CLIENT,
            DEPARTMENT,
        ),
        order=F("day"),
        search=("reason",),
        filters=("client", "department"),
        related=("client", "department"),
        is_removable=True,
    ),
    Section(
        slug="noodnummers",
        title=_("Noodnummers"),
        one=_("Noodnummer"),
        lead=_("Eigen nummers op de noodkaart, naast 112 en 113."),
        model=EmergencyNumber,
        form=forms.EmergencyNumberForm,
        columns=(
            (_("Wie"), lambda row: row.name),
            (_("Nummer"), lambda row: row.number),
            (_("Staat op"), lambda row: row.get_shown_on_display()),
            CLIENT,
        ),
        search=("name", "number"),
        filters=("shown_on", "client"),
        related=("client",),
        is_removable=True,
    ),
]

SECTIONS: dict[str, Section] = {section.slug: section for section in _ALL}

# Settings whose pages live in a higher room: name of the page, title, lead.
ELSEWHERE: list[tuple[str, Words, Words]] = [
    ("outcomes:list", _("Uitkomsten"), _("Hoe een vraag kan eindigen, en hoe dat telt.")),
    (
        "verification:list",
        _("Controle van de klant"),
        _("Hoe zeker we van een klant moeten zijn, en wat we daarvoor vragen."),
    ),
]
