"""A worry about a person, told to the social team from the contact at hand."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gehoor.contacts.actions import ContactAlreadyClosed, ContactTakenByColleague
from gehoor.desk.views import contact_or_404
from gehoor.followups.concerns import raise_concern, social_teams
from gehoor.followups.forms import ConcernForm
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


@needs(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The form in its dialog, and then to which team the words went."""
    contact = contact_or_404(request, uuid)
    teams = social_teams(contact.client)
    form = ConcernForm(request.POST or None, teams=teams)
    context = {"contact": contact, "form": form, "teams": teams}
    if form.is_valid():
        try:
            told = raise_concern(
                contact, **form.cleaned_data, by=request.employee, at=timezone.now()
            )
        except (ContactAlreadyClosed, ContactTakenByColleague):
            return HttpResponse(status=409)
        except ValidationError as wrong:
            form.add_error(wrong.code if wrong.code in form.fields else None, wrong.messages)
        else:
            context["told"] = told
    status = 422 if form.errors else 200
    return render(request, "desk/concern.html", context, status=status)
