"""What a visitor of the demonstration hears, and how the simulation tells it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.channels.phone.actions import find_call
from gehoor.channels.phone.views import Refused, entrance_of, read_json, text_of
from gehoor.contacts.models import Contact
from gehoor.demonstration.hearing import (
    Lines,
    NoDemonstration,
    give_speech,
    heard,
    is_paused,
    set_pause,
)
from gehoor.lib.html import clean_text
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Entrance
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

MOST_LINES, LONGEST_LINE = 200, 2_000
NO_MORE = 286  # htmx stops asking


@csrf_exempt
@login_not_required
@sensitive_post_parameters()
@require_POST
def speech(request: HttpRequest) -> HttpResponse:
    """`{"call", "lines": [[seconds, text], ...]}`, from who has the secret of the number."""
    try:
        entrance = _own_entrance(request)
        body = read_json(request)
        call = find_call(entrance, text_of(body, "call"))
        if call is None:
            raise Refused(404, "call: not offered before.")
        give_speech(call.contact, _lines(body))
    except Refused as refused:
        return refused.answer()
    return HttpResponse(status=204)


@login_not_required
@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Whether made-up citizens may call now."""
    try:
        entrance = _own_entrance(request)
    except Refused as refused:
        return refused.answer()
    return JsonResponse({"is_paused": is_paused(entrance.tenant)})


def _own_entrance(request: HttpRequest) -> Entrance:
    entrance = entrance_of(request)
    if not entrance.client.tenant.is_demonstration:
        raise Refused(404, "This is no demonstration.")
    return entrance


def _lines(body: dict[str, Any]) -> Lines:
    given = body.get("lines")
    if not isinstance(given, list) or len(given) > MOST_LINES:
        raise Refused(400, f"lines: at most {MOST_LINES} pairs.")
    try:
        return [(float(after), _line(text)) for after, text in given]
    except (TypeError, ValueError) as wrong:
        raise Refused(400, "lines: pairs of seconds and a text.") from wrong


def _line(text: Any) -> str:
    if not isinstance(text, str) or len(text) > LONGEST_LINE:
        raise ValueError
    return clean_text(text)


@needs(Right.ANSWER)
@require_safe
def hear(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """The lines said so far; the page asks again while there are more to come."""
    if not request.employee.tenant.is_demonstration:
        raise Http404
    contacts = Contact.objects.visible_to(request.employee).filter(agent=request.employee)
    said, is_going_on = heard(get_object_or_404(contacts, uuid=uuid), at=timezone.now())
    context = {"lines": said, "is_going_on": is_going_on}
    status = 200 if is_going_on else NO_MORE
    return render(request, "demonstration/heard.html", context, status=status)


@needs(Right.ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: EmployeeRequest) -> HttpResponse:
    """A button with which made-up citizens are silenced, and called again."""
    tenant = request.employee.tenant
    try:
        if request.method == "POST":
            wanted = request.POST.get("value") == "on"
            set_pause(tenant, wanted, by=request.employee, at=timezone.now())
    except NoDemonstration as real:
        raise Http404 from real
    if not tenant.is_demonstration:
        raise Http404
    return render(request, "demonstration/pause.html", {"is_paused": is_paused(tenant)})
