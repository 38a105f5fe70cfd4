"""The page on which a citizen asks something, for everybody."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.channels.webform.actions import TooManyForms, submit_form
from gehoor.channels.webform.forms import QuestionForm
from gehoor.lib.identifiers import new_uuid
from gehoor.organisation.models import Channel, Entrance
from gehoor.organisation.signin import is_on_this_machine


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    entrance = _entrance_or_404(uuid)
    if request.method != "POST":
        return _page(request, entrance, QuestionForm(initial={"key": new_uuid()}))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, entrance, form, 422)
    if form.is_from_a_machine():
        return redirect("channels:asked", uuid)
    try:
        submit_form(
            entrance, form.typed(), address=_address(request),
            is_limited=not _is_demonstration(request, entrance), at=timezone.now(),
        )  # fmt: skip
    except TooManyForms:
        text = _("U hebt net al een paar vragen gestuurd. Wacht tien minuten, of bel ons.")
        form.add_error(None, text)
        return _page(request, entrance, form, 429)
    return redirect("channels:asked", uuid)


@login_not_required
@require_safe
def asked(request: HttpRequest, uuid: UUID) -> HttpResponse:
    context = {"client": _entrance_or_404(uuid).client}
    return render(request, "channels/asked.html", context)


def _entrance_or_404(uuid: UUID) -> Entrance:
    """The form of a client exists when it has an entrance for forms in use."""
    entrances = Entrance.objects.filter(channel=Channel.WEBFORM, is_active=True)
    of_client = entrances.filter(client__uuid=uuid, client__is_active=True)
    found = of_client.select_related("client__tenant").order_by("pk").first()
    return found or get_object_or_404(entrances.none())


def _page(
    request: HttpRequest, entrance: Entrance, form: QuestionForm, status: int = 200
) -> HttpResponse:
    context = {"client": entrance.client, "form": form}
    return render(request, "channels/ask.html", context, status=status)


def _address(request: HttpRequest) -> str:
    """Where it came from: behind a proxy of ours the last address that it noted."""
    noted = request.headers.get("X-Forwarded-For", "") if settings.IS_HTTPS else ""
    return noted.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")


def _is_demonstration(request: HttpRequest, entrance: Entrance) -> bool:
    """There all citizens live on one machine."""
    return entrance.client.tenant.is_demonstration and is_on_this_machine(request)
