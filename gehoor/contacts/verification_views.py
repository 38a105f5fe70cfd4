"""What must be sure of a caller, product by product, in the way of the other settings."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Check, Level, VerificationRule, usual_checks
from gehoor.organisation import settings_views
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.sections import CLIENT, ELSEWHERE, Section
from gehoor.organisation.settings_forms import SettingForm

LEVELS = [(Level.NONE.value, _("geen controle")), *Level.choices[1:]]


class VerificationRuleForm(SettingForm):
    level = forms.TypedChoiceField(
        label=_("Wat is nodig"),
        choices=LEVELS,
        coerce=int,
        help_text=_("Tot dan geeft de medewerker alleen algemene informatie."),
    )
    checks = forms.MultipleChoiceField(
        label=_("Controlevragen"),
        choices=Check.choices,
        required=False,
        initial=usual_checks,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De medewerker kiest hieruit."),
    )

    class Meta:
        model = VerificationRule
        fields = ("client", "product", "level", "checks", "passes_with")
        help_texts = {
            "product": _("Leeg: geldt voor alle producten zonder eigen regel."),
            "passes_with": _("Zoveel antwoorden moeten goed zijn."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        checks, needed = data.get("checks", []), data.get("passes_with")
        if data.get("level") == Level.QUESTIONS and not checks:
            self.add_error("checks", _("Kies minstens één controlevraag."))
        elif checks and needed is not None and not 1 <= needed <= len(checks):
            self.add_error("passes_with", _("Kies een getal van 1 tot het aantal vragen."))
        return data


_PAGE, _TITLE, _LEAD = next(row for row in ELSEWHERE if row[0] == "verification:list")
RULES = Section(
    slug="controle",
    title=_TITLE,
    one=_("Regel voor controle"),
    lead=_LEAD,
    model=VerificationRule,
    form=VerificationRuleForm,
    columns=(
        (_("Product"), str),
        (_("Wat is nodig"), lambda row: dict(LEVELS)[row.level]),
        (_("Controlevragen"), lambda row: row.check_names or "–"),
        (_("Goed nodig"), lambda row: row.passes_with),
        CLIENT,
    ),
    order=F("id"),
    search=("product__name",),
    filters=("level", "client"),
    related=("client", "product"),
    is_removable=True,
)


def list_rules(request: EmployeeRequest) -> HttpResponseBase:
    return settings_views.list_rows(request, RULES)


def create(request: EmployeeRequest) -> HttpResponseBase:
    return settings_views.create(request, RULES)


def change(request: EmployeeRequest, uuid: UUID) -> HttpResponseBase:
    return settings_views.change(request, RULES, uuid=uuid)


def remove(request: EmployeeRequest, uuid: UUID) -> HttpResponseBase:
    return settings_views.remove(request, RULES, uuid=uuid)
