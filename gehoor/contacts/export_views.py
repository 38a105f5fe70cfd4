"""Taking a list of contacts away as a file."""

from django import forms
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gehoor.contacts.exporting import export_of, log_export
from gehoor.contacts.forms import ContactSearchForm
from gehoor.contacts.queries import first_page
from gehoor.lib.downloads import AnotherDownloadRuns, Turn, download, file_of
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label=_("Waarvoor hebt u deze lijst nodig?"), min_length=3, max_length=250,
        help_text=_("Dit komt met uw naam in het logboek. Noem geen klanten."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    format = forms.ChoiceField(
        label=_("Soort bestand"), initial="xlsx", widget=forms.RadioSelect,
        choices=[("xlsx", _("Excel (xlsx)")), ("csv", _("CSV, voor andere programma's"))],
    )  # fmt: skip


@needs(Right.EXPORT)
@needs(Right.SEE_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: EmployeeRequest) -> HttpResponseBase:
    """Asks what for, and then sends the file; words of citizens travel in the body only."""
    codes = (request.POST if request.method == "POST" else request.GET).dict()
    if request.method != "POST":
        codes.pop("words", None)
    form = ContactSearchForm(codes, employee=request.employee, today=timezone.localdate())
    if not form.is_valid() or form.has_no_words:
        return HttpResponseRedirect(reverse("contacts:list") + form.query())
    asked = ExportForm(request.POST if "purpose" in request.POST else None)
    if asked.is_valid():
        try:
            return _file(request, form, asked)
        except AnotherDownloadRuns:
            busy = _("Er wordt al een bestand gemaakt. Probeer het over een minuut opnieuw.")
            asked.add_error(None, busy)
    return _ask(request, form, asked)


def _file(request: EmployeeRequest, form: ContactSearchForm, asked: ExportForm) -> HttpResponseBase:
    turn = Turn()
    purpose, extension = asked.cleaned_data["purpose"], asked.cleaned_data["format"]
    log_export(form.search, purpose=purpose, by=request.employee, at=timezone.now())
    pieces = file_of(export_of(form.search, request.employee), extension)
    name = f"klantcontacten {form.period.first} {form.period.last}"
    return download(name, extension, turn.begin(pieces))


def _ask(request: EmployeeRequest, form: ContactSearchForm, asked: ExportForm) -> HttpResponse:
    _page, totals = first_page(form.search, request.employee, "newest")
    context = {
        "form": form, "asked": asked, "totals": totals, "codes": form.query(),
        "sees_all": request.employee.may(Right.SEE_CONFIDENTIAL),
    }  # fmt: skip
    status = 422 if asked.is_bound else 200
    return render(request, "contacts/export.html", context, status=status)
