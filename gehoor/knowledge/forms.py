"""What people fill in about articles."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gehoor.knowledge.models import Article, ArticleQuerySet, Standing
from gehoor.knowledge.richtext import MOST, as_html
from gehoor.lib.html import clean_html, clean_text, plain_text
from gehoor.organisation.models import ClientOrganisation, Department, Employee, Product, Theme
from gehoor.organisation.roles import Right

MOMENT = "%Y-%m-%dT%H:%M"
MARKUP_HELP = _(
    "U mag gewoon typen: een lege regel maakt een alinea, regels die met een streepje beginnen "
    "worden een opsomming. HTML mag ook: <code>&lt;h3&gt; &lt;strong&gt; &lt;ul&gt;&lt;li&gt; "
    '&lt;a href="…"&gt; &lt;table&gt;</code>.'
)


OFFERED: dict[str, Any] = {"theme": Theme, "department": Department, "client": ClientOrganisation}


def _choices(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


class FilterForm(forms.Form):
    """Which articles, in which order; every field may be empty or nonsense."""

    NEWEST, TITLE = "", "title"

    theme = forms.ModelChoiceField(
        Theme.objects.none(), required=False, label=_("Thema"), empty_label=_("Alle")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        required=False,
        label=_("Vakafdeling"),
        empty_label=_("Alle"),
    )
    client = forms.ModelChoiceField(
        ClientOrganisation.objects.none(),
        required=False,
        label=_("Voor"),
        empty_label=_("Alle"),
    )
    standing = forms.ChoiceField(required=False, label=_("Stand"))
    sort = forms.ChoiceField(
        required=False,
        label=_("Volgorde"),
        choices=[
            (NEWEST, _("Laatst gewijzigd")),
            (TITLE, _("Titel")),
        ],
    )

    def __init__(self, data: Any, *, employee: Employee) -> None:
        super().__init__(data)
        for name, model in OFFERED.items():
            _choices(self, name).queryset = model.objects.visible_to(employee)
        if len(employee.client_ids) < 2:
            del self.fields["client"]
        may_edit = employee.may(Right.EDIT_KNOWLEDGE)
        standings = [item for item in Standing.choices if may_edit or item[0] != Standing.DRAFT]
        alive = ("", _("Alles behalve gearchiveerd"))
        cast(forms.ChoiceField, self.fields["standing"]).choices = [alive, *standings]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that can be read; the others count as empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def as_parameters(self) -> QueryDict:
        """The filters for an address: codes only."""
        parameters = QueryDict(mutable=True)
        for name in self.fields:
            if value := self.data.get(name):
                parameters[name] = value
        return parameters

    @property
    def order(self) -> str:
        return "title_key" if self.chosen.get("sort") == self.TITLE else "-updated_at"

    def narrow(self, articles: ArticleQuerySet, *, at: datetime) -> ArticleQuerySet:
        chosen = self.chosen
        if client := chosen.get("client"):
            articles = articles.for_client(client)
        same = {name: chosen[name] for name in ("theme", "department") if name in chosen}
        articles = articles.filter(**same).with_standing(at)
        if standing := chosen.get("standing"):
            return articles.filter(standing=standing)
        return articles.exclude(state=Article.State.ARCHIVED)


class RichTextField(forms.CharField):
    """HTML or plain text; what is kept is harmless HTML."""

    def __init__(self, *, rows: int = 18, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "true"})
        super().__init__(max_length=MOST, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        # Before validation, which refuses what cleaning would take away (NUL).
        return clean_text(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        return clean_html(as_html(super().clean(value)))


class ArticleForm(forms.ModelForm):
    """An article as an editor writes it, on the revision that she saw."""

    answer = RichTextField(label=_("Antwoord"), required=False, help_text=MARKUP_HELP)
    internal = RichTextField(label=_("Alleen voor medewerkers"), required=False, rows=8)
    source_url = forms.URLField(
        label=_("Bron"), required=False, max_length=1000, assume_scheme="https"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Article
        fields = [
            "title", "answer", "internal", "keywords", "theme", "department", "products", "client",
            "state", "valid_from", "valid_until", "source_url",
        ]  # fmt: skip
        widgets = {
            "valid_from": forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
            "valid_until": forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
        }
        help_texts = {
            "title": _("De vraag zoals een klant die stelt."),
            "keywords": _("Andere woorden die klanten gebruiken, met komma's ertussen."),
        }

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = Product.objects.visible_to(employee)
        self.initial["revision"] = self.instance.revision
        themes = Theme.objects.visible_to(employee)
        self._offer("theme", themes, [self.instance.theme_id])
        departments = Department.objects.visible_to(employee).filter(is_active=True)
        self._offer("department", departments, [self.instance.department_id])
        self._offer("client", ClientOrganisation.objects.visible_to(employee), [])
        _choices(self, "products").queryset = self.products

    def _offer(self, name: str, rows: QuerySet[Any], chosen: Iterable[int | None]) -> None:
        """These rows, and what was chosen before even if it would not be offered now."""
        field = _choices(self, name)
        kept = rows.model.objects.filter(pk__in=filter(None, chosen), tenant=self.instance.tenant)
        field.queryset = rows | kept
        field.empty_label = _("Alle organisaties") if name == "client" else _("Geen")

    def clean_title(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Vul een titel in."))
        return title

    def clean(self) -> None:
        super().clean()
        is_empty = not plain_text(self.cleaned_data.get("answer", ""))
        if is_empty and self.cleaned_data.get("state") == Article.State.PUBLISHED:
            text = _("Schrijf eerst een antwoord, of bewaar dit als concept.")
            self.add_error("answer", text)

    @property
    def fields_to_write(self) -> dict[str, Any]:
        skipped = {"products", "revision"}
        return {name: value for name, value in self.cleaned_data.items() if name not in skipped}

    @property
    def chosen_products(self) -> list[Product]:
        """What is ticked, also in a form that comes back with errors."""
        value = self["products"].value() or []
        keys = [getattr(item, "pk", item) for item in value]
        return list(products_by_key(self.products, keys))


def products_by_key(products: QuerySet[Product], keys: Iterable[Any]) -> QuerySet[Product]:
    return products.filter(pk__in=[key for key in keys if str(key).isdecimal()])


def products_found(
    products: QuerySet[Product], text: str, chosen: Iterable[Product], limit: int = 20
) -> list[Product]:
    """Products in use whose name holds all the words, not chosen yet."""
    holds_all = Q()
    for word in clean_text(text).split()[:5]:
        holds_all &= Q(name__icontains=word)
    if not holds_all:
        return []
    others = products.filter(holds_all, is_active=True).exclude(pk__in=[p.pk for p in chosen])
    return list(others.order_by(Lower("name"))[:limit])


class AdditionForm(forms.Form):
    """What one client adds to a shared article; empty takes it away."""

    answer = RichTextField(
        label=_("Aanvulling"),
        required=False,
        help_text=_("Leeg bewaren haalt de aanvulling weg."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
