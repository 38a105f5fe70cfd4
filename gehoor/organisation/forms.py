from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import Employee


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mailadres"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PreferencesForm(forms.Form):
    has_single_keys = forms.BooleanField(required=False)
    scheme = forms.ChoiceField(required=False, choices=[("", ""), ("light", ""), ("dark", "")])
    language = forms.ChoiceField(required=False, choices=settings.LANGUAGES)


class PasswordForm(forms.Form):
    """A new password of one's own."""

    current = forms.CharField(
        label=_("Uw wachtwoord van nu"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Nieuw wachtwoord"),
        help_text=_("Minstens 12 tekens. Een paar woorden achter elkaar is goed te onthouden."),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Nieuw wachtwoord, nog een keer"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        if not self.employee.check_password(current):
            raise forms.ValidationError(_("Dit is niet uw wachtwoord."))
        return current

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.employee)
        return new

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("De twee nieuwe wachtwoorden zijn niet gelijk."))
        return again
