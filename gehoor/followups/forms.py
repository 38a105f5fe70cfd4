from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.followups.models import FollowUp
from gehoor.organisation.models import Employee
from gehoor.organisation.roles import Right


class Whose(models.TextChoices):
    MINE = "mine", _("Voor mij")
    DEPARTMENT = "department", _("Mijn vakafdeling")
    PASSED_ON = "passed_on", _("Door mij doorgezet")
    ALL = "all", _("Alle")


def lists_of(employee: Employee) -> list[Whose]:
    """The lists that are there for this employee; the first opens by itself."""
    if employee.may(Right.SEE_CONTACTS):
        department = [Whose.DEPARTMENT] if employee.department_id else []
        return [Whose.MINE, *department, Whose.PASSED_ON, Whose.ALL]
    return [Whose.DEPARTMENT, Whose.MINE]


class FollowUpFilterForm(forms.Form):
    state = forms.ChoiceField(label=_("Stand"), required=False, choices=FollowUp.State)
    kind = forms.ChoiceField(
        label=_("Soort"), required=False, choices=[("", _("Alle")), *FollowUp.Kind.choices]
    )

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


class ResultForm(forms.Form):
    result = forms.CharField(
        label=_("Wat kreeg de klant te horen?"),
        help_text=_("Kort, zodat een collega begrijpt wat er is afgesproken."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
