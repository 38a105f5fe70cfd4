"""Signing out: not with contacts open, unless one says so in a second step."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gehoor.contacts.hands import lower_hand
from gehoor.contacts.models import Contact
from gehoor.desk.colleagues import Colleague, colleagues_of, own_hand, who_may_get
from gehoor.desk.queries import at_hand_of
from gehoor.organisation.models import Employee
from gehoor.organisation.views import leave

REASONS = {
    "over": _("Mijn dienst is voorbij"),
    "ill": _("Ik ben ziek"),
    "other": _("Iets anders"),
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Who comes by a link is asked first. Drafts stay, they live with the contact."""
    employee = request.user
    if not isinstance(employee, Employee):
        return redirect("organisation:sign-in")
    mine = at_hand_of(employee)
    reason = request.POST.get("reason", "")
    if mine and reason not in REASONS:
        return _contacts_first(request, mine, colleagues_of(employee))
    if request.method != "POST":
        return render(request, "desk/sign_out.html")
    if hand := own_hand(employee):
        lower_hand(hand, by=employee, at=timezone.now())
    return leave(request, employee, open=len(mine), reason=reason if mine else "")


def _contacts_first(
    request: HttpRequest, mine: list[Contact], colleagues: list[Colleague]
) -> HttpResponse:
    """Back, hand over, or leave all the same with a reason."""
    context = {
        "mine": [(contact, who_may_get(contact, colleagues)) for contact in mine],
        "reasons": REASONS.items(),
        "is_reason_missing": "reason" in request.POST,
    }
    return render(request, "desk/leaving.html", context, status=409 if request.POST else 200)
