"""One form a setting. Each offers and accepts only what the administrator's tenant has."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from gehoor.lib.telephone import NotValid, phone_key
from gehoor.organisation.actions import change_row, create_row, set_roles
from gehoor.organisation.emergency import EmergencyNumber
from gehoor.organisation.models import (
    Channel,
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
from gehoor.organisation.roles import Role

ZONES = [
    ("Europe/Amsterdam", _("Nederland")),
    ("America/Kralendijk", _("Bonaire, Saba en Sint Eustatius")),
    ("America/Aruba", _("Aruba")),
    ("America/Curacao", _("Curaçao")),
    ("America/Lower_Princes", _("Sint Maarten")),
]
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SettingForm(forms.ModelForm):
    """A row of the settings. Whose it is, is chosen once and then fixed."""

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.tenant = employee.tenant
        elif "client" in self.fields:
            del self.fields["client"]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._limit(name, field, employee)

    def _limit(self, name: str, field: Any, employee: Employee) -> None:
        """Rows of the own tenant that are in use, and what was chosen before."""
        rows = field.queryset.model.objects.visible_to(employee)
        if any(f.name == "is_active" for f in rows.model._meta.fields):
            chosen = self.initial.get(name) or []
            kept = chosen if isinstance(chosen, list) else [chosen]
            rows = rows.filter(Q(is_active=True) | Q(pk__in=[getattr(o, "pk", o) for o in kept]))
        field.queryset = rows
        if not isinstance(field, forms.ModelMultipleChoiceField):
            field.empty_label = _("Kies …") if field.required else "–"

    def _get_validation_exclusions(self) -> set[str]:
        """What is unique in a tenant or client is checked here, with words, not by the database."""
        fixed = {"tenant", "client"}
        return cast(set[str], super()._get_validation_exclusions()) - fixed  # type: ignore[misc]

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def rows(self) -> list[Model]:
        """What is written: one row, unless a form makes several at once."""
        return [self.instance]

    @transaction.atomic
    def write(self, *, by: Employee, at: datetime) -> None:
        """Create or change the row, through the actions."""
        if self.instance.pk is None:
            for row in self.rows():
                create_row(row, self._links(), by=by, at=at)
            return
        links = {name: rows for name, rows in self._links().items() if name in self.changed_data}
        fields = {field.name for field in self.instance._meta.fields} & set(self.changed_data)
        if links or fields:
            change_row(self.instance, fields, links, by=by, at=at)

    def _links(self) -> dict[str, Any]:
        names = [field.name for field in self.instance._meta.many_to_many]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _phone(number: str) -> str:
    try:
        return phone_key(number) if number else ""
    except NotValid as wrong:
        raise forms.ValidationError(_("Dit telefoonnummer klopt niet.")) from wrong


class ClientForm(SettingForm):
    timezone = forms.ChoiceField(label=_("Tijdzone"), choices=ZONES)

    class Meta:
        model = ClientOrganisation
        fields = ("name", "greeting", "timezone", "is_active")
        help_texts = {
            "greeting": _("Wat de medewerker zegt. Schrijf {agent} waar de eigen naam komt.")
        }


class EntranceForm(SettingForm):
    class Meta:
        model = Entrance
        fields = ("client", "channel", "address", "is_active")
        help_texts = {"address": _("Het nummer, het e-mailadres of de site die klanten gebruiken.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        channel, address = data.get("channel"), data.get("address", "")
        if channel == Channel.EMAIL:
            data["address"] = address.lower()
        elif channel in (Channel.PHONE, Channel.WHATSAPP) and address:
            try:
                data["address"] = _phone(address)
            except forms.ValidationError as wrong:
                self.add_error("address", wrong)
        return data


class ServiceLevelForm(SettingForm):
    answer_within_s = forms.IntegerField(
        label=_("Beantwoord binnen (seconden)"), min_value=1, max_value=30 * 24 * 3600
    )
    target_percent = forms.IntegerField(
        label=_("Bij hoeveel procent"), min_value=1, max_value=100, initial=80
    )

    class Meta:
        model = ServiceLevel
        fields = ("client", "channel", "answer_within_s", "target_percent")


class DepartmentForm(SettingForm):
    class Meta:
        model = Department
        fields = (
            "client", "name", "phone", "email", "description", "takes_concerns", "is_active"
        )  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "takes_concerns": _("Alleen voor een sociaal team: dat leest wat collega's melden.")
        }


class TeamForm(SettingForm):
    class Meta:
        model = Team
        fields = ("name", "department", "members")
        widgets = {"members": forms.CheckboxSelectMultiple}


class ThemeForm(SettingForm):
    class Meta:
        model = Theme
        fields = ("name", "is_active")


class ProductForm(SettingForm):
    uri = forms.CharField(
        label=_("Adres in de UPL"),
        max_length=500,
        required=False,
        help_text=_("Laat leeg voor een eigen product dat niet in de landelijke lijst staat."),
    )

    class Meta:
        model = Product
        fields = ("name", "uri", "theme", "department", "is_active")

    def clean_uri(self) -> str:
        return self.cleaned_data["uri"] or f"urn:uuid:{self.instance.uuid}"


class PlaceForm(SettingForm):
    """A setting of a client, or of one of its departments alone."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        client = data.get("client") or getattr(self.instance, "client", None)
        department = data.get("department")
        if department and client and department.client_id != client.pk:
            self.add_error("department", _("Deze vakafdeling hoort bij een andere organisatie."))
        return data


class OpeningHoursForm(PlaceForm):
    """Weekly hours; several days with the same hours are written at once."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Dagen"),
        choices=OpeningHours.Weekday,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = OpeningHours
        fields = ("client", "department", "opens", "closes")
        widgets = {"opens": TIME, "closes": TIME}
        help_texts = {"department": _("Leeg: de uren van de hele organisatie.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["weekdays"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and self._overlapping(data).exists():
            self.add_error("opens", _("Op deze dag en tijd zijn al openingstijden ingevuld."))
        return data

    def _overlapping(self, data: dict[str, Any]) -> Any:
        days = data.get("weekdays") or [self.instance.weekday]
        same_place = OpeningHours.objects.filter(
            client=data.get("client") or self.instance.client_id, department=data.get("department")
        )
        same_time = same_place.filter(opens__lt=data["closes"], closes__gt=data["opens"])
        return same_time.filter(weekday__in=days).exclude(pk=self.instance.pk)

    def rows(self) -> list[Model]:
        names = ("tenant", "client", "department", "opens", "closes")
        fields = {name: getattr(self.instance, name) for name in names}
        return [OpeningHours(weekday=day, **fields) for day in self.cleaned_data["weekdays"]]


class ClosureForm(PlaceForm):
    class Meta:
        model = Closure
        fields = ("client", "department", "day", "reason")
        widgets = {"day": DAY}


class EmergencyNumberForm(SettingForm):
    number = forms.RegexField(
        r"^\+?[0-9][0-9 -]*$",
        label=_("Nummer"),
        max_length=40,
        help_text=_("Zoals de collega het intoetst. Een kort nummer binnen het gebouw mag ook."),
        error_messages={"invalid": _("Gebruik alleen cijfers, spaties, streepjes en een plus.")},
    )

    class Meta:
        model = EmergencyNumber
        fields = ("client", "name", "number", "shown_on")


class EmployeeForm(SettingForm):
    """Who works here, for whom, and with which roles."""

    roles = forms.MultipleChoiceField(
        label=_("Rollen"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Employee
        fields = (
            "name", "email", "function", "phone", "department", "clients", "roles", "is_active"
        )  # fmt: skip
        widgets = {"clients": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, employee=employee, **kwargs)
        self.editor = employee
        if self.instance.pk:
            self.initial["roles"] = sorted(self.instance.role_codes)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance == self.editor:
            if not data.get("is_active"):
                self.add_error("is_active", _("U kunt uzelf niet uitzetten."))
            if Role.ADMINISTRATOR not in data.get("roles", []):
                self.add_error("roles", _("U kunt uw eigen rol van beheerder niet weghalen."))
        return data

    @transaction.atomic
    def write(self, *, by: Employee, at: datetime) -> None:
        super().write(by=by, at=at)
        if "roles" in self.changed_data:
            set_roles(self.instance, self.cleaned_data["roles"], by=by, at=at)
