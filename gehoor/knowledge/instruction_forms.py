"""What a writer fills in about an instruction."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gehoor.knowledge.forms import MARKUP_HELP, MOMENT, RichTextField
from gehoor.knowledge.instructions import Audience
from gehoor.knowledge.models import Instruction
from gehoor.lib.html import clean_text, plain_text
from gehoor.organisation.models import ClientOrganisation, Employee, Team
from gehoor.organisation.roles import Role

FIELDS = ("kind", "title", "text", "must_read", "valid_from", "valid_until")


class InstructionForm(forms.ModelForm):
    """An instruction as its writer leaves it, on the revision that she saw."""

    text = RichTextField(label=_("Tekst"), rows=12, help_text=MARKUP_HELP)
    roles = forms.MultipleChoiceField(
        label=_("Voor rollen"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets gekozen: voor iedereen."),
    )
    asks_again = forms.BooleanField(
        label=_("Iedereen moet dit opnieuw lezen"),
        required=False,
        help_text=_("Kies dit als er iets belangrijks is veranderd."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Instruction
        fields = (*FIELDS, "clients", "teams")
        widgets = {
            "clients": forms.CheckboxSelectMultiple,
            "teams": forms.CheckboxSelectMultiple,
            "valid_from": forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
            "valid_until": forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
        }
        help_texts = {
            "clients": _("Niets gekozen: voor iedereen."),
            "teams": _("Niets gekozen: voor iedereen."),
            "must_read": _("Blijft bovenaan staan tot de collega zegt dat het is gelezen."),
        }

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("clients", ClientOrganisation.objects.visible_to(employee))
        self._offer("teams", Team.objects.visible_to(employee))
        self.initial["revision"] = self.instance.revision
        if self.instance.pk:
            self.initial["roles"] = sorted(self.instance.role_codes)
        else:
            self.initial["valid_from"] = timezone.localtime().replace(second=0, microsecond=0)
            del self.fields["asks_again"]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        """These rows, and what a colleague who serves others chose before."""
        chosen = getattr(self.instance, name).all() if self.instance.pk else rows.none()
        field: Any = self.fields[name]
        field.queryset = rows.model.objects.filter(pk__in=[row.pk for row in [*rows, *chosen]])

    def clean_title(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Vul een titel in."))
        return title

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not plain_text(text):
            raise forms.ValidationError(_("Schrijf wat collega's moeten weten."))
        return text

    @property
    def fields_to_write(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def audience(self) -> Audience:
        return Audience(**{name: self.cleaned_data[name] for name in ("clients", "roles", "teams")})
