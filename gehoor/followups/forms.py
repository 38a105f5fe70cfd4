from typing import Any, cast

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.followups.models import FollowUp
from gehoor.organisation.models import Department, Employee
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


class DoneForm(forms.Form):
    result = forms.CharField(
        label=_("Wat is er gedaan?"),
        help_text=_("Alleen uw team leest dit."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ConcernForm(forms.Form):
    """A worry, told while one speaks: to which team, and whether it is about who calls."""

    text = forms.CharField(
        label=_("Waar maakt u zich zorgen over?"),
        help_text=_("Wat zag of hoorde u? Over wie gaat het, en weet die persoon dat u dit meldt?"),
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )
    is_about_caller = forms.TypedChoiceField(
        label=_("Over wie?"),
        choices=[("yes", _("De klant die ik spreek")), ("no", _("Iemand anders"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        label=_("Welk team?"), queryset=Department.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, teams: models.QuerySet[Department], **kwargs: Any) -> None:
        # The desk has fields of the same names.
        kwargs.setdefault("auto_id", "worry_%s")
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = teams
        field.initial = teams[0] if teams else None
