"""The settings: one overview, and for each kind a list and a page to write."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.lib.paging import paginate
from gehoor.organisation.actions import remove_row
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right
from gehoor.organisation.sections import ELSEWHERE, SECTIONS, Section

SectionView = Callable[..., HttpResponseBase]


@needs(Right.ADMINISTER)
@require_safe
def overview(request: EmployeeRequest) -> HttpResponse:
    tiles = [(section.address, section.title, section.lead) for section in SECTIONS.values()]
    tiles += [(reverse(name), title, lead) for name, title, lead in ELSEWHERE]
    return render(request, "organisation/settings.html", {"tiles": tiles})


class FilterForm(forms.Form):
    """Words to look for (in the body, as everywhere) and the filters of a section."""

    text = forms.CharField(required=False, max_length=100)

    def __init__(self, *args: Any, section: Section, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for path in section.filters:
            self.fields[path] = _choice_of(_field_at(section.model, path), employee)
        self.section = section

    def condition(self) -> Q:
        """What the chosen filters ask of a row; a wrong choice finds nothing."""
        if not self.is_valid():
            return Q(pk__in=[])
        chosen = dict(self.cleaned_data)
        text = chosen.pop("text")
        condition = Q(**{path: value for path, value in chosen.items() if value not in ("", None)})
        words = Q()
        for name in self.section.search if text else ():
            words |= Q(**{f"{name}__icontains": text})
        return condition & words


def _field_at(model: Any, path: str) -> Any:
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field


def _choice_of(field: "Field[Any, Any]", employee: Employee) -> forms.Field:
    """A choice among what a field can hold; of other rows only those of the own tenant."""
    everything = ("", _("Alle"))
    label = str(field.verbose_name).capitalize()
    if isinstance(field, ForeignKey | ManyToManyField):
        related: Any = field.related_model
        return forms.ModelChoiceField(
            label=label, required=False, to_field_name="uuid", empty_label=everything[1],
            queryset=related.objects.visible_to(employee),
        )  # fmt: skip
    if field.choices:
        choices = [everything, *field.flatchoices]
    else:
        choices = [everything, ("True", _("ja")), ("False", _("nee"))]
    return forms.ChoiceField(label=label, required=False, choices=choices)


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def list_rows(request: EmployeeRequest, section: Section) -> HttpResponse:
    data = request.POST if request.method == "POST" else {}
    form = FilterForm(data, section=section, employee=request.employee)
    found = section.rows(request.employee).filter(form.condition())
    page = paginate(found.annotate(place=section.order), "place", request.POST.get("page", ""))
    table = [(row, [value(row) for _label, value in section.columns]) for row in page.rows]
    context = {"section": section, "form": form, "page": page, "table": table}
    return render(request, "organisation/section.html", context)


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: EmployeeRequest, section: Section) -> HttpResponse:
    return _edit(request, section, None)


@needs(Right.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: EmployeeRequest, section: Section, uuid: UUID) -> HttpResponse:
    return _edit(request, section, row_or_404(request, section, uuid))


def row_or_404(request: EmployeeRequest, section: Section, uuid: UUID) -> Any:
    return get_object_or_404(section.rows(request.employee), uuid=uuid)


def _edit(request: EmployeeRequest, section: Section, row: Model | None) -> HttpResponse:
    form = section.form(request.POST or None, instance=row, employee=request.employee)
    if form.is_valid() and _is_written(form, request.employee):
        messages.success(request, _("Opgeslagen."))
        return redirect(section.address)
    context = {"section": section, "form": form, "row": row}
    return render(request, "organisation/section_form.html", context)


def _is_written(form: Any, by: Employee) -> bool:
    """False when a colleague was just before us with the same name, number or address."""
    try:
        form.write(by=by, at=timezone.now())
    except IntegrityError:
        text = _("Een collega heeft zojuist hetzelfde opgeslagen. Kijk in de lijst.")
        form.add_error(None, text)
        return False
    return True


@needs(Right.ADMINISTER)
@require_POST
def remove(request: EmployeeRequest, section: Section, uuid: UUID) -> HttpResponse:
    row = row_or_404(request, section, uuid)
    if not section.is_removable:
        raise Http404
    remove_row(row, by=request.employee, at=timezone.now())
    messages.success(request, _("Verwijderd."))
    return redirect(section.address)


def of_slug(view: SectionView) -> SectionView:
    """The view, with the section that an address names."""

    def named(request: EmployeeRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        if slug not in SECTIONS:
            raise Http404
        return view(request, SECTIONS[slug], **kwargs)

    return named
