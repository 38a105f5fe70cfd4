from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.access.models import ProcessingLog
from gehoor.lib.periods import DAY, midnight


class LogFilterForm(forms.Form):
    """Which looks: in a period, and of one kind."""

    since = forms.DateField(
        label=_("Van"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Tot en met"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    action = forms.ChoiceField(
        label=_("Handeling"),
        required=False,
        choices=[("", _("Alle")), *ProcessingLog.Action.choices],
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Deze dag ligt voor de eerste dag."))
        return data

    def condition(self, zone: ZoneInfo) -> Q:
        """What the chosen filter asks of a row; a wrong choice asks nothing."""
        chosen = self.cleaned_data if self.is_valid() else {}
        condition = Q()
        if chosen.get("since"):
            condition &= Q(at__gte=midnight(chosen["since"], zone))
        if chosen.get("until"):
            condition &= Q(at__lt=midnight(chosen["until"] + DAY, zone))
        if chosen.get("action"):
            condition &= Q(action=chosen["action"])
        return condition
