import re
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoor.knowledge.forms import products_by_key
from gehoor.lib.html import clean_text
from gehoor.organisation.models import ClientOrganisation, Employee, Product, Theme
from gehoor.organisation.roles import Right
from gehoor.parties.actions import wrong_number
from gehoor.parties.flagging import check_flag_end
from gehoor.parties.models import (
    COMMON_LANGUAGES,
    DigitalAddress,
    Party,
    PartyIdentifier,
    PostalAddress,
    Representation,
)
from gehoor.parties.numbers import NotValid, address_key, identifier_key
from gehoor.parties.representing import Terms

PURPOSE_HELP = _("Bijvoorbeeld: adres nakijken voor aanvraag paspoort. Dit komt in het logboek.")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartyFilterForm(forms.Form):
    """Filters are codes; the words one looks for travel in the body, never in the address."""

    text = forms.CharField(
        label=_("Zoeken"),
        required=False,
        max_length=254,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "aria-keyshortcuts": "/"}
        ),
    )
    kind = forms.ChoiceField(
        label=_("Soort"), required=False, choices=[("", _("Alle")), *Party.Kind.choices]
    )
    client = forms.ModelChoiceField(
        label=_("Organisatie"),
        required=False,
        queryset=ClientOrganisation.objects.none(),
        to_field_name="uuid",
        empty_label=_("Alle"),
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = employee.clients.all()
        if len(served) < 2:
            del self.fields["client"]
        else:
            _choices(self, "client").queryset = served


def _choices(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


class PartyForm(forms.ModelForm):
    """A person or organisation: names, language and what colleagues must know."""

    class Meta:
        model = Party
        fields = (
            "client", "kind", "initials", "first_name", "prefix", "last_name",
            "organisation_name", "language", "is_protected", "internal_note", "is_active",
        )  # fmt: skip
        widgets = {"internal_note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Taal"), choices=self._languages(), initial="nld"
        )
        served = employee.clients.filter(is_active=True)
        if self.instance.pk:
            del self.fields["client"]
        else:
            del self.fields["is_active"]
            _choices(self, "client").queryset = served
            self.initial.setdefault("client", served.first())

    def _languages(self) -> list[tuple[str, Any]]:
        language = self.instance.language
        is_common = any(code == language for code, _name in COMMON_LANGUAGES)
        return [*COMMON_LANGUAGES, *([] if is_common else [(language, language)])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Party.Kind.ORGANISATION:
            needed, is_named = "organisation_name", data.get("organisation_name")
        else:
            needed, is_named = "last_name", data.get("last_name") or data.get("first_name")
        if not is_named and needed not in self.errors:
            self.add_error(needed, _("Vul een naam in."))
        return data

    @property
    def changed_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewPartyForm(PartyForm):
    """A new party, with the addresses given at once."""

    phone = forms.CharField(
        label=_("Telefoonnummer"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(
        label=_("E-mailadres"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        return _checked("phone", self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return _checked("email", self.cleaned_data["email"])

    @property
    def party_fields(self) -> dict[str, Any]:
        own = set(self.fields) - {"client"}
        names = (name for name in self._meta.fields or () if name in own)
        return {name: self.cleaned_data[name] for name in names}

    @property
    def addresses(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in ("phone", "email")}


def _checked(kind: str, address: str) -> str:
    """What was typed, once it is sure that it can be an address."""
    try:
        if address:
            address_key(kind, address)
    except NotValid as wrong:
        raise wrong_number(wrong) from wrong
    return address


class AddressForm(forms.Form):
    """One more telephone number or e-mail address; which of the two shows from its form."""

    address = forms.CharField(
        label=_("Telefoonnummer of e-mailadres"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def kind(self) -> str:
        kinds = DigitalAddress.Kind
        return kinds.EMAIL if "@" in self.cleaned_data["address"] else kinds.PHONE

    def clean_address(self) -> str:
        return _checked(self.kind, self.cleaned_data["address"])


_POSTCODE = re.compile(r"(?i)([1-9]\d{3})\s*([a-z]{2})")


class PostalAddressForm(forms.ModelForm):
    class Meta:
        model = PostalAddress
        fields = ("purpose", "street", "house_number", "suffix", "postcode", "city")

    def clean_postcode(self) -> str:
        postcode = str(self.cleaned_data["postcode"])
        dutch = _POSTCODE.fullmatch(postcode)
        if postcode and not dutch:
            raise forms.ValidationError(_("Een postcode is 4 cijfers en 2 letters, zoals 1234 AB."))
        return f"{dutch[1]} {dutch[2].upper()}" if dutch else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("street") or data.get("postcode")):
            self.add_error("street", _("Vul een straat of een postcode in."))
        return data


class IdentifierForm(forms.Form):
    """A number of a register; a BSN only by who may see one, and for a purpose."""

    kind = forms.ChoiceField(label=_("Soort nummer"), choices=PartyIdentifier.Kind)
    value = forms.CharField(
        label=_("Nummer"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    purpose = forms.CharField(
        label=_("Waarvoor (alleen bij een BSN)"),
        required=False,
        max_length=300,
        help_text=PURPOSE_HELP,
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        # The page has another field of the name purpose.
        kwargs.setdefault("auto_id", "number_%s")
        super().__init__(*args, **kwargs)
        if not employee.may(Right.SEE_BSN):
            kind = cast(forms.ChoiceField, self.fields["kind"])
            kind.choices = [c for c in PartyIdentifier.Kind.choices if c[0] != "bsn"]
            del self.fields["purpose"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "kind" in data and "value" in data:
            self._check_number(data["kind"], data["value"])
        if data.get("kind") == PartyIdentifier.Kind.BSN and len(data.get("purpose", "")) < 3:
            self.add_error("purpose", _("Vul in waarvoor u het nummer vastlegt."))
        return data

    def _check_number(self, kind: str, value: str) -> None:
        try:
            identifier_key(kind, value)
        except NotValid as wrong:
            self.add_error("value", wrong_number(wrong))


class FlagEndForm(forms.Form):
    """Until when a warning holds: there is none without an end."""

    ends_on = forms.DateField(
        label=_("Geldig tot en met"), widget=DAY, help_text=_("Hooguit twee jaar vooruit.")
    )

    def clean_ends_on(self) -> date:
        return check_flag_end(self.cleaned_data["ends_on"], today=timezone.localdate())


class FlagForm(FlagEndForm):
    text = forms.CharField(
        label=_("Waarschuwing"),
        max_length=300,
        help_text=_("Wat een collega moet weten vóór het gesprek. De klant mag dit lezen."),
    )
    field_order = ("text", "ends_on")

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class OtherPartyForm(forms.Form):
    """Who the other is. The words are names, so they travel in the body."""

    text = forms.CharField(
        label=_("Zoek de andere klant"),
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("Op achternaam, KvK-nummer of BSN, of op een nummer of adres."),
    )


class RepresentationForm(forms.Form):
    """Which of two speaks for the other, how far, until when, and what was seen."""

    SPEAKS, IS_SPOKEN_FOR = "speaks", "spoken_for"

    direction = forms.ChoiceField(label=_("Wie spreekt voor wie?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Soort"), choices=[("", _("Kies …")), *Representation.Kind.choices]
    )
    proof = forms.ChoiceField(
        label=_("Bewijs"), choices=[("", _("Kies …")), *Representation.Proof.choices]
    )
    proof_note = forms.CharField(
        label=_("Wat hebt u gezien?"),
        required=False,
        max_length=200,
        help_text=_("Bijvoorbeeld het kenmerk van de uitspraak. Bewaar hier geen kopie."),
    )
    starts_on = forms.DateField(label=_("Geldig vanaf"), widget=DAY)
    ends_on = forms.DateField(
        label=_("Geldig tot en met"),
        widget=DAY,
        help_text=_("Bij een ouder: de dag voor de 18e verjaardag. Bij anderen hooguit 5 jaar."),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Alleen over deze thema's"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kiest u geen thema en geen product, dan gaat het over alles."),
    )
    products = forms.ModelMultipleChoiceField(
        label=_("Alleen over deze producten"), queryset=Product.objects.none(), required=False
    )

    def __init__(
        self, *args: Any, party: Party, other: Party, employee: Employee, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pair = {self.SPEAKS: (party, other), self.IS_SPOKEN_FOR: (other, party)}
        sentence = _("%(one)s spreekt voor %(two)s")
        cast(forms.ChoiceField, self.fields["direction"]).choices = [
            (way, sentence % {"one": one, "two": two}) for way, (one, two) in self.pair.items()
        ]
        self.offered_products = Product.objects.visible_to(employee)
        _choices(self, "products").queryset = self.offered_products
        themes = Theme.objects.visible_to(employee).filter(is_active=True)
        _choices(self, "themes").queryset = themes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_unsaid = not data.get("proof_note", "").strip()
        if data.get("proof") == Representation.Proof.OTHER and is_unsaid:
            self.add_error("proof_note", _("Schrijf op wat u hebt gezien."))
        return data

    @property
    def chosen_products(self) -> list[Product]:
        """Those that are ticked, also on a form with mistakes."""
        keys = self["products"].value() or []
        return list(products_by_key(self.offered_products, keys))

    @property
    def parties(self) -> tuple[Party, Party]:
        """Who speaks, and for whom."""
        return self.pair[self.cleaned_data["direction"]]

    @property
    def terms(self) -> Terms:
        return Terms(
            **{name: value for name, value in self.cleaned_data.items() if name != "direction"}
        )


class PurposeForm(forms.Form):
    """For what protected data is looked at."""

    purpose = forms.CharField(
        label=_("Waarvoor hebt u dit nodig?"), max_length=300, min_length=3, help_text=PURPOSE_HELP
    )
