"""Whether Gehoor is well: `/livez` of this process alone, `/healthz` of all of it.

A middleware before all others, so that an answer comes without session, host name or database.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from gehoor.events.models import Heartbeat

WORKER_SILENCE = timedelta(seconds=30)


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.checks = {"/livez": lambda: "", "/healthz": what_is_wrong}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        check = self.checks.get(request.path)
        if check is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        reason = check()
        if reason:
            return JsonResponse({"status": "error", "reason": reason}, status=503)
        return JsonResponse({"status": "ok"})


def what_is_wrong() -> str:
    """The first thing that is not well, in words; empty when all is."""
    try:
        worker = Heartbeat.objects.filter(name="worker").first()
    except (DatabaseError, InterfaceError):
        return "the database does not answer, or was not migrated"
    if worker is None:
        return "the worker has not started"
    silent_for = timezone.now() - worker.at
    if silent_for < -WORKER_SILENCE:
        return "the worker's last sign is from the future: its clock or ours is wrong"
    if silent_for > WORKER_SILENCE:
        return f"the worker has been silent for {int(silent_for.total_seconds())} s"
    return ""
