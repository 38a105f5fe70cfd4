"""A door: only who has the right comes in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from gehoor.organisation.middleware import EmployeeRequest
from gehoor.organisation.roles import Right

P = ParamSpec("P")
View = Callable[Concatenate[EmployeeRequest, P], HttpResponseBase]


def needs(*rights: Right) -> Callable[[View[P]], View[P]]:
    """Refuse everybody who has none of these rights."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: EmployeeRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
            if not any(request.employee.may(right) for right in rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
