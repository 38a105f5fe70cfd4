"""Entering a contact afterwards; what was asked is typed at the desk, as always."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gehoor.contacts.afterwards import HOW_LONG, LONGEST, enter_afterwards, moment_of
from gehoor.contacts.models import Contact
from gehoor.desk.forms import StartForm
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


class AfterwardsForm(StartForm):
    """When it was, as well as one remembers."""

    direction = forms.ChoiceField(
        label=_("Wie zocht contact?"), choices=Contact.Direction.choices, initial="in"
    )
    begun_on = forms.DateField(
        label=_("Op welke dag?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    begun_at = forms.TimeField(
        label=_("Hoe laat begon het, ongeveer?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("Hoeveel minuten duurde het, ongeveer?"),
        min_value=1,
        max_value=LONGEST // timedelta(minutes=1),
        initial=5,
        error_messages={"min_value": HOW_LONG, "max_value": HOW_LONG},
    )

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, employee=employee, **kwargs)
        if len(employee.client_ids) == 1:
            client = self.fields["client"]
            client.widget, client.initial = forms.HiddenInput(), employee.client_ids[0]

    def enter(self, *, by: Employee) -> Contact | None:
        """Of a valid form. None when it cannot be; the form says why."""
        given = self.cleaned_data
        try:
            return enter_afterwards(
                given["client"], given["channel"], direction=given["direction"],
                begun_at=moment_of(given["client"], given["begun_on"], given["begun_at"]),
                lasted=timedelta(minutes=given["minutes"]), by=by, at=timezone.now(),
            )  # fmt: skip
        except ValidationError as wrong:
            code = getattr(wrong, "code", None)
            self.add_error(code if code in self.fields else None, wrong.messages)
            return None


@needs(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: EmployeeRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    today = {"begun_on": timezone.localdate()}
    form = AfterwardsForm(given, initial=today, employee=request.employee)
    if form.is_valid() and (entered := form.enter(by=request.employee)):
        return redirect("desk:contact", entered.uuid)
    status = 422 if form.is_bound else 200
    return render(request, "desk/afterwards.html", {"form": form}, status=status)
