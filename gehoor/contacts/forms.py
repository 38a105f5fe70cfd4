"""What somebody chooses to see: days, codes, and words that never stand in an address."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Contact, Outcome
from gehoor.contacts.queries import ENDED, SORTS, Search
from gehoor.contacts.textsearch import searched_words
from gehoor.knowledge.models import Article
from gehoor.lib.periods import DAY, Period, last_days, this_month, this_week, this_year
from gehoor.organisation.models import (
    Channel,
    ClientOrganisation,
    Department,
    Employee,
    Product,
    TenantRow,
    Theme,
)

R = TypeVar("R", bound=TenantRow)

PRESETS: dict[str, tuple[Any, Callable[[date], Period]]] = {
    "today": (_("Vandaag"), lambda today: Period(today, today)),
    "yesterday": (_("Gisteren"), lambda today: Period(today - DAY, today - DAY)),
    "seven-days": (_("Laatste 7 dagen"), lambda today: last_days(today, 7)),
    "week": (_("Deze week"), this_week),
    "month": (_("Deze maand"), this_month),
    "year": (_("Dit jaar"), this_year),
}
NONE = "none"
MORE = ("client", "first_line", "department", "state", "direction", "sort", "mine", "afterwards")
STATES: dict[str, Sequence[str]] = {
    **{state: [state] for state in Contact.State.values},
    "ended": ENDED,
}


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[
            MinValueValidator(date(1900, 1, 1), _("Kies een dag na 1900.")),
            MaxValueValidator(date(2199, 12, 31), _("Kies een dag voor 2200.")),
        ],
    )


def _choice_field(label: Any, choices: Sequence[tuple[str, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("Alle")), *choices])


class PeriodForm(forms.Form):
    """Days, of one of the clients an employee serves.

    Own dates, or the code of a preset as `period`; without either the default preset.
    """

    since = _day_field(_("Van"))
    until = _day_field(_("Tot en met"))
    client = _choice_field(_("Organisatie"))

    def __init__(
        self, codes: Mapping[str, str], *, employee: Employee, today: date, default: str
    ) -> None:
        self.employee = employee
        self.preset = "" if codes.get("since") or codes.get("until") else default
        if self.preset and codes.get("period") in PRESETS:
            self.preset = codes["period"]
        data = {name: codes.get(name, "") for name in self.base_fields}
        if self.preset:
            days = PRESETS[self.preset][1](today)
            data |= {"since": days.first.isoformat(), "until": days.last.isoformat()}
        super().__init__(data)
        self._offer("client", {slug: client.name for slug, client in self.clients.items()})

    def _offer(self, name: str, choices: Mapping[str, Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("Alle")), *choices.items()]

    @cached_property
    def clients(self) -> dict[str, ClientOrganisation]:
        return {client.slug: client for client in self.employee.clients.all()}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Deze dag ligt voor de eerste dag."))
        return data

    @property
    def period(self) -> Period:
        """Of a valid form. One date alone is that one day."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return Period(since or until, until or since)

    @property
    def client_chosen(self) -> ClientOrganisation | None:
        return self.clients.get(self.cleaned_data["client"])

    def query(self, **changes: str) -> str:
        """These choices as they stand in an address, some of them changed; never words."""
        codes = {name: self.data[name] for name in self.base_fields if name != "words"}
        if self.preset:
            codes |= {"since": "", "until": "", "period": self.preset}
        return "?" + urlencode({name: code for name, code in (codes | changes).items() if code})

    def presets(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "url": self.query(period=code, since="", until=""),
                "is_current": code == self.preset,
            }
            for code, (label, _days) in PRESETS.items()
        ]


class SubjectForm(PeriodForm):
    """Also the channel, and what questions were about."""

    channel = _choice_field(_("Kanaal"), Channel.choices)
    theme = _choice_field(_("Thema"))
    department = _choice_field(_("Vakafdeling"))

    def __init__(
        self, codes: Mapping[str, str], *, employee: Employee, today: date, default: str
    ) -> None:
        super().__init__(codes, employee=employee, today=today, default=default)
        themes = {slug: theme.name for slug, theme in self.themes.items()}
        departments = {code: self.label(row) for code, row in self.departments.items()}
        self._offer("theme", themes | {NONE: _("Zonder thema")})
        self._offer("department", departments | {NONE: _("Zonder vakafdeling")})

    def label(self, department: Department) -> str:
        if len(self.clients) < 2:
            return department.name
        names = {client.pk: client.name for client in self.clients.values()}
        return f"{department.name} ({names[department.client_id]})"

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return {theme.slug: theme for theme in Theme.objects.visible_to(self.employee)}

    @cached_property
    def departments(self) -> dict[str, Department]:
        served = Department.objects.filter(client__in=self.employee.client_ids)
        return {str(row.uuid): row for row in served.visible_to(self.employee)}


class ContactSearchForm(SubjectForm):
    words = forms.CharField(
        label=_("Woorden van de klant"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    outcome = _choice_field(_("Uitkomst"))
    first_line = _choice_field(_("Zelf afgehandeld"), [("yes", _("Ja")), ("no", _("Nee"))])
    state = _choice_field(
        _("Stand"), [*Contact.State.choices, ("ended", _("Afgerond of opgehangen"))]
    )
    direction = _choice_field(_("Richting"), Contact.Direction.choices)
    article = forms.UUIDField(label=_("Artikel"), required=False, widget=forms.HiddenInput)
    product = forms.UUIDField(label=_("Product"), required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(label=_("Alleen mijn contacten"), required=False)
    afterwards = forms.BooleanField(label=_("Alleen achteraf ingevoerd"), required=False)
    sort = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[
            ("", _("Nieuwste eerst")),
            ("oldest", _("Oudste eerst")),
            ("longest", _("Langste afhandeltijd eerst")),
        ],
    )

    def __init__(self, codes: Mapping[str, str], *, employee: Employee, today: date) -> None:
        super().__init__(codes, employee=employee, today=today, default="seven-days")
        self._offer("outcome", {code: row.name for code, row in self.outcomes.items()})

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return {outcome.code: outcome for outcome in Outcome.objects.visible_to(self.employee)}

    def clean_article(self) -> Article | None:
        return self._row(Article, "article")

    def clean_product(self) -> Product | None:
        return self._row(Product, "product")

    def _row(self, model: type[R], name: str) -> R | None:
        """The row of which the code stands in the address; there are too many to choose from."""
        uuid: UUID | None = self.cleaned_data[name]
        if uuid is None:
            return None
        found: Any = model.objects.visible_to(self.employee).filter(uuid=uuid).first()
        if found is None:
            raise forms.ValidationError(_("Dit onderwerp bestaat niet meer."))
        chosen: R = found
        return chosen

    @property
    def chips(self) -> list[dict[str, Any]]:
        """What was chosen elsewhere: it can be taken away here, and not be set."""
        return [
            {
                "field": self[name],
                "row": self.cleaned_data.get(name) if self.is_valid() else None,
                "without": self.query(**{name: ""}),
            }
            for name in ("article", "product")
            if self.data[name]
        ]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("since", "until", "channel", "theme", "outcome")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE if name != "client" or len(self.clients) > 1]

    @property
    def has_more(self) -> bool:
        return any(self.data[name] for name in MORE)

    @property
    def chosen_sort(self) -> str:
        return self.cleaned_data["sort"] or next(iter(SORTS))

    @property
    def has_no_words(self) -> bool:
        """Something was typed, but nothing in it can be looked for."""
        return bool(self.cleaned_data["words"]) and not self.search.words

    @cached_property
    def search(self) -> Search:
        """Of a valid form."""
        chosen = self.cleaned_data
        return Search(
            period=self.period,
            client=self.client_chosen,
            channel=chosen["channel"],
            states=STATES.get(chosen["state"], ()),
            direction=chosen["direction"],
            is_mine=chosen["mine"],
            is_afterwards=chosen["afterwards"],
            theme=self.themes.get(chosen["theme"]),
            is_without_theme=chosen["theme"] == NONE,
            department=self.departments.get(chosen["department"]),
            is_without_department=chosen["department"] == NONE,
            article=chosen["article"],
            product=chosen["product"],
            outcome=self.outcomes.get(chosen["outcome"]),
            is_first_line={"yes": True, "no": False}.get(chosen["first_line"]),
            words=searched_words(chosen["words"]),
        )
