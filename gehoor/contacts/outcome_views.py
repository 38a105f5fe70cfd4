"""The table of outcomes, in the way of the other settings."""

from uuid import UUID

from django.db.models import F, Model
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from gehoor.contacts.models import Outcome
from gehoor.organisation import settings_views
from gehoor.organisation.actions import free_slug
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.sections import ACTIVE, ELSEWHERE, Section
from gehoor.organisation.settings_forms import SettingForm


class OutcomeForm(SettingForm):
    class Meta:
        model = Outcome
        fields = ("name", "counts", "follow_up", "position", "is_active")
        help_texts = {
            "counts": _("Geldt voor nieuwe vragen. Wat al is afgerond, telt zoals het telde."),
            "position": _("Lage nummers staan vooraan op de werkplek."),
        }

    def rows(self) -> list[Model]:
        self.instance.code = free_slug(self.instance, "code")
        return [self.instance]


_PAGE, _TITLE, _LEAD = next(row for row in ELSEWHERE if row[0] == "outcomes:list")

OUTCOMES = Section(
    slug="uitkomsten",
    title=_TITLE,
    one=_("Uitkomst"),
    lead=_LEAD,
    model=Outcome,
    form=OutcomeForm,
    columns=(
        (_("Naam"), str),
        (_("Telt als"), lambda row: row.get_counts_display()),
        (_("Wat volgt"), lambda row: row.get_follow_up_display()),
        (_("Volgorde"), lambda row: row.position),
        ACTIVE,
    ),
    order=F("position"),
    filters=("counts", "follow_up", "is_active"),
)


def list_outcomes(request: EmployeeRequest) -> HttpResponseBase:
    return settings_views.list_rows(request, OUTCOMES)


def create(request: EmployeeRequest) -> HttpResponseBase:
    return settings_views.create(request, OUTCOMES)


def change(request: EmployeeRequest, uuid: UUID) -> HttpResponseBase:
    return settings_views.change(request, OUTCOMES, uuid=uuid)
