"""What a manager chooses to see."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.forms import NONE, SubjectForm
from gehoor.insight.choice import ARTICLE, PRODUCT, THEME, Choice
from gehoor.measures.models import NONE as NO_ROW
from gehoor.organisation.models import Department, Employee
from gehoor.organisation.roles import Right

CHOSEN = ("client", "channel", "theme", "department")
SUBJECTS = {ARTICLE: _("Artikel"), PRODUCT: _("Product"), THEME: _("Thema")}


class FigureForm(SubjectForm):
    subject = forms.ChoiceField(
        label=_("Vragen per"), required=False, choices=[("", ""), *SUBJECTS.items()],
        widget=forms.HiddenInput,
    )  # fmt: skip

    def __init__(self, codes: Mapping[str, str], *, employee: Employee, today: date) -> None:
        super().__init__(codes, employee=employee, today=today, default="today")
        if not employee.may(Right.SEE_FIGURES):
            del self.fields["department"]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        hidden = {"subject", *(() if len(self.clients) > 1 else ("client",))}
        return [field for field in self if field.name not in hidden]

    @cached_property
    def departments(self) -> dict[str, Department]:
        """Who sees one department's figures can choose no other."""
        if self.employee.may(Right.SEE_FIGURES):
            return super().departments
        own = self.employee.department
        return {str(own.uuid): own} if own else {}

    @property
    def subject_chosen(self) -> str:
        return self.cleaned_data["subject"] or ARTICLE

    @property
    def subjects(self) -> list[dict[str, object]]:
        return [
            {"label": label, "url": self.query(subject=code),
             "is_current": code == self.subject_chosen}
            for code, label in SUBJECTS.items()
        ]  # fmt: skip

    @property
    def without_names(self) -> str:
        return self.query(**dict.fromkeys(CHOSEN, ""))

    @property
    def names(self) -> list[str]:
        """What was chosen besides days, for people to read."""
        return [self._name_of(self[name]) for name in CHOSEN if self.cleaned_data.get(name)]

    def _name_of(self, field: forms.BoundField) -> str:
        choices: Any = field.field
        return str(dict(choices.choices)[self.cleaned_data[field.name]])

    @cached_property
    def choice(self) -> Choice:
        """Of a valid form."""
        theme = self.cleaned_data["theme"]
        department = self.cleaned_data.get("department", "")
        return Choice(
            employee=self.employee,
            period=self.period,
            client=self.client_chosen,
            channel=self.cleaned_data["channel"],
            theme_id=NO_ROW if theme == NONE else self.themes[theme].pk if theme else None,
            department_id=self._department_id(department),
        )

    def _department_id(self, code: str) -> int | None:
        if not self.employee.may(Right.SEE_FIGURES):
            return self.employee.department_id or -1
        if code == NONE:
            return NO_ROW
        return self.departments[code].pk if code else None

    @property
    def codes(self) -> dict[str, str]:
        """The same choice as the list of contacts understands it."""
        codes = {"since": self.period.first.isoformat(), "until": self.period.last.isoformat()}
        if not self.employee.may(Right.SEE_FIGURES):
            codes["department"] = next(iter(self.departments), "")
        chosen = {name: self.cleaned_data.get(name, "") for name in CHOSEN}
        return codes | {name: code for name, code in chosen.items() if code}
