from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoor.channels.webform.actions import Typed
from gehoor.lib.html import clean_text
from gehoor.lib.identifiers import new_uuid
from gehoor.lib.telephone import NotValid, phone_key

LONGEST = 10_000


class QuestionForm(forms.Form):
    """A citizen's question. `website` is for machines: people do not see it."""

    text = forms.CharField(
        label=_("Uw vraag"),
        help_text=_("Vertel het in uw eigen woorden. Zet hier niet uw burgerservicenummer in."),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Vul uw vraag in."),
            "max_length": _("Uw vraag is te lang. Maak de tekst korter, of bel ons."),
        },
    )
    name = forms.CharField(
        label=_("Uw naam"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=254,
        required=False,
        help_text=_("Hier sturen wij het antwoord naartoe."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Kijk het nog eens na.")},
    )
    phone = forms.CharField(
        label=_("Uw telefoonnummer"),
        max_length=40,
        required=False,
        help_text=_("Dan kunnen wij u bellen als iets niet duidelijk is."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    website = forms.CharField(required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        words = clean_text(self.cleaned_data["text"])
        if not words.strip():
            raise forms.ValidationError(_("Vul uw vraag in."))
        return words

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        number = self.cleaned_data["phone"]
        try:
            return phone_key(number) if number else ""
        except NotValid as wrong:
            raise forms.ValidationError(
                _("Dit telefoonnummer klopt niet. Kijk het nog eens na.")
            ) from wrong

    def shown_fields(self) -> list[Any]:
        return [self[name] for name in ("text", "name", "email", "phone")]

    def is_from_a_machine(self) -> bool:
        return bool(self.cleaned_data["website"])

    def typed(self) -> Typed:
        names = ("text", "name", "email", "phone")
        own = {name: self.cleaned_data[name] for name in names}
        return Typed(key=self.cleaned_data["key"] or new_uuid(), **own)
