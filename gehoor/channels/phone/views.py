"""The hook of the exchange, and the secret with which it enters."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gehoor.channels.phone import actions
from gehoor.contacts.models import Contact
from gehoor.lib.telephone import NotValid, phone_key
from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.models import Channel, Entrance
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right

MOST_BYTES = 10_000
LONGEST_KEY = 200
SCHEME = "Bearer "


class Refused(Exception):
    """Why this news is not taken: a status, and words for who runs the exchange."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message

    def answer(self) -> JsonResponse:
        answer = JsonResponse({"error": self.message}, status=self.status)
        if self.status == 401:
            answer["WWW-Authenticate"] = SCHEME.strip()
        return answer


@dataclass(frozen=True)
class News:
    """What the exchange tells of a call; `caller` is a number, or empty."""

    key: str
    event: str
    called: str
    caller: str


@csrf_exempt
@login_not_required
@sensitive_post_parameters()
@require_POST
def telephony(request: HttpRequest) -> HttpResponse:
    """`{"called", "caller", "call", "event": "offered" | "hung_up"}`; docs/telephony.md."""
    try:
        entrance = entrance_of(request)
        news = _news(read_json(request))
        _check_called(entrance, news.called)
        return EVENTS[news.event](entrance, news)
    except Refused as refused:
        return refused.answer()


def entrance_of(request: HttpRequest) -> Entrance:
    """Whose door it is, by the secret in the header `Authorization: Bearer ...`."""
    given = request.headers.get("Authorization", "")
    entrance = actions.entrance_with(given.removeprefix(SCHEME)) if SCHEME in given else None
    if entrance is None:
        raise Refused(401, "This secret opens no entrance.")
    return entrance


def read_json(request: HttpRequest) -> dict[str, Any]:
    length = request.headers.get("Content-Length", "0")
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        raise Refused(413, f"Send at most {MOST_BYTES} bytes.")
    if len(request.body) > MOST_BYTES:
        raise Refused(413, f"Send at most {MOST_BYTES} bytes.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as wrong:
        raise Refused(400, "This is no JSON.") from wrong
    if not isinstance(body, dict):
        raise Refused(400, "Send one JSON object.")
    return body


def _news(body: dict[str, Any]) -> News:
    key = text_of(body, "call")
    if len(key) > LONGEST_KEY:
        raise Refused(400, f"call: at most {LONGEST_KEY} characters.")
    event = text_of(body, "event")
    if event not in EVENTS:
        raise Refused(400, f"event: one of {', '.join(EVENTS)}.")
    caller = body.get("caller") or ""
    if not isinstance(caller, str):
        raise Refused(400, "caller: a text, or null.")
    return News(key, event, text_of(body, "called"), _number(caller))


def text_of(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise Refused(400, f"{name}: a text that is not empty.")
    return value.strip()


def _number(caller: str) -> str:
    """The caller's number. What is none ("anonymous", an extension) is not worth losing a call."""
    try:
        return phone_key(caller)
    except NotValid:
        return ""


def _check_called(entrance: Entrance, called: str) -> None:
    is_in_use = entrance.is_active and entrance.client.is_active
    if not is_in_use or entrance.channel != Channel.PHONE or _number(called) != entrance.address:
        raise Refused(404, "This secret belongs to no such number in use.")


def _offered(entrance: Entrance, news: News) -> HttpResponse:
    call, is_new = actions.offer_call(
        entrance, news.key, caller_address=news.caller, at=timezone.now()
    )
    return _state(call.contact, 201 if is_new else 200)


def _hung_up(entrance: Entrance, news: News) -> HttpResponse:
    call = actions.find_call(entrance, news.key)
    if call is None:
        raise Refused(404, "call: not offered before.")
    return _state(actions.hang_up(call, at=timezone.now()), 200)


EVENTS = {"offered": _offered, "hung_up": _hung_up}


def _state(contact: Contact, status: int) -> JsonResponse:
    return JsonResponse({"contact": str(contact.uuid), "state": contact.state}, status=status)


@needs(Right.ADMINISTER)
@require_POST
def give_secret(request: EmployeeRequest, uuid: UUID) -> HttpResponse:
    """Make a new secret and show it once."""
    entrances = Entrance.objects.visible_to(request.employee).filter(channel=Channel.PHONE)
    entrance = get_object_or_404(entrances, uuid=uuid)
    secret = actions.give_secret(entrance, by=request.employee, at=timezone.now())
    context = {"entrance": entrance, "secret": secret}
    return render(request, "channels/new_secret.html", context)
