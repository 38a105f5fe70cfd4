"""Forms that stand on another page than their own address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

V = TypeVar("V", bound=Callable[..., HttpResponse])


def posted_from(page: str) -> Callable[[V], V]:
    """Only POST; who opens or reloads the address by hand is brought to the page of the form."""

    def guard(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                answer: HttpResponse = view(request, uuid, **kwargs)
                return answer
            if request.method in ("GET", "HEAD"):
                return redirect(page, uuid)
            return HttpResponseNotAllowed(["POST"])

        return guarded

    return guard
