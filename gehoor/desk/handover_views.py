"""A contact goes to a colleague, or comes from one."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.contacts.actions import ContactAlreadyClosed, ContactTakenByColleague
from gehoor.contacts.handovers import ColleagueStillThere, hand_over, take_over
from gehoor.contacts.models import Contact
from gehoor.desk.colleagues import (
    all_hands_up,
    at_work,
    colleagues_of,
    open_with_colleagues,
    who_may_get,
)
from gehoor.desk.views import contact_or_404, taken
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Employee
from gehoor.organisation.permission import needs
from gehoor.organisation.presence import has_left
from gehoor.organisation.roles import Right
from gehoor.organisation.signin import next_page


class HandOverForm(forms.Form):
    """To whom, and what she should know. The page offers who may answer."""

    to = forms.ModelChoiceField(
        Employee.objects.none(), to_field_name="uuid", label=gettext_lazy("Aan wie?")
    )
    word = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: object, employee: Employee, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = Employee.objects.visible_to(employee).prefetch_related("clients", "roles")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


@needs(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The dialog with who may have the contact; sent in, it is hers."""
    contact = contact_or_404(request, uuid)
    if request.method == "POST":
        return _give(request, contact)
    colleagues = who_may_get(contact, colleagues_of(request.employee))
    context = {"contact": contact, "colleagues": colleagues}
    return render(request, "desk/hand_over.html", context)


def _give(request: EmployeeRequest, contact: Contact) -> HttpResponse:
    form = HandOverForm(request.POST, employee=request.employee)
    if not form.is_valid():
        messages.error(request, _("Kies een collega. Er is niets overgedragen."))
        return redirect("desk:contact", contact.uuid)
    to, word = form.cleaned_data["to"], form.cleaned_data["word"]
    try:
        hand_over(contact, to, word=word, by=request.employee, at=timezone.now())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return redirect("desk:contact", contact.uuid)
    except ContactAlreadyClosed:
        messages.info(request, _("Dit contact was al afgerond."))
    except ContactTakenByColleague as refused:
        messages.warning(request, taken(refused.contact, request.employee))
    else:
        messages.success(request, _("Overgedragen aan %(name)s.") % {"name": to.name})
    return redirect(next_page(request) if "next" in request.POST else "desk:home")


@needs(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """From a colleague who is at work one takes after a question; it is her conversation."""
    contact = contact_or_404(request, uuid)
    if request.method != "POST":
        if contact.agent is None or contact.state != Contact.State.OPEN:
            return redirect("desk:home")
        context = {"contact": contact, "is_gone": has_left(contact.agent)}
        return render(request, "desk/take_over.html", context)
    try:
        take_over(contact, by=request.employee, at=timezone.now())
    except ContactAlreadyClosed:
        messages.info(request, _("Dit contact is al afgerond."))
    except ColleagueStillThere as refused:
        text = _("%(name)s is nog aan het werk. Vraag een senior of coach om over te nemen.")
        messages.warning(request, text % {"name": refused.contact.agent})
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        return redirect("desk:contact", uuid)
    return redirect("shift:day")


@needs(Right.TAKE_OVER)
@require_safe
def colleagues(request: EmployeeRequest) -> HttpResponse:
    """Who has what open now. By name: nobody is ranked here."""
    employee, now = request.employee, timezone.now()
    contacts = open_with_colleagues(employee, at=now)
    context = {
        "at_work": at_work(contacts),
        "left": [one for one in contacts if one.is_left],
        "hands": all_hands_up(employee),
        "may_coach": employee.may(Right.COACH),
    }
    return render(request, "desk/colleagues.html", context)
