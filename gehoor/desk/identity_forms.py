"""What an agent says of who speaks: what was answered, and through whom one speaks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Check
from gehoor.contacts.verifying import RIGHT, WRONG
from gehoor.parties.interpreters import EXPLANATIONS, Interpreter
from gehoor.parties.models import COMMON_LANGUAGES

MARKS = [(RIGHT, _("goed")), (WRONG, _("fout")), ("", _("niet gevraagd"))]


class AnswersForm(forms.Form):
    """A field for each check: the answer, when we can compare it, else what she made of it."""

    prefix = "check"

    def __init__(self, *args: Any, checks: Mapping[Check, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, is_known in checks.items():
            self.fields[code.value] = _answer(code) if is_known else _mark(code)


def _answer(code: Check) -> forms.Field:
    typed = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=code.label, required=False, max_length=100, widget=typed)


def _mark(code: Check) -> forms.Field:
    radios = forms.RadioSelect
    return forms.ChoiceField(label=code.label, required=False, choices=MARKS, widget=radios)


class InterpreterForm(forms.Form):
    interpreter = forms.ChoiceField(
        choices=[("", _("Zonder tolk")), *Interpreter.choices], required=False
    )
    language = forms.ChoiceField(
        label=_("Taal van de tolk"), choices=[("", "–"), *COMMON_LANGUAGES], required=False
    )

    @property
    def kinds(self) -> list[tuple[str, Any, Any]]:
        """Code, name and what the agent does, for the page."""
        names = self.fields["interpreter"].choices  # type: ignore[attr-defined]
        return [(code, name, EXPLANATIONS.get(code, "")) for code, name in names]
