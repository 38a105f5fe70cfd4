"""Pages of a list that stay fast wherever one is: by the last row seen, not by a number of rows."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import is_naive

M = TypeVar("M", bound=Model)
SIZE = 50
COUNTED = 10_000


@dataclass(frozen=True)
class Place:
    """After or before which row a page lies. Its text form may stand in an address."""

    is_before: bool
    value: Any
    pk: int

    def __str__(self) -> str:
        # default: moments keep their microseconds, which Django's own encoder cuts off.
        parts = json.dumps([self.is_before, self.value, self.pk], default=str)
        return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Page(Generic[M]):
    """The rows of one page; `previous` and `next` are places, empty where the list ends."""

    rows: list[M]
    previous: str = ""
    next: str = ""

    def addresses(self, parameters: QueryDict, name: str = "page") -> dict[str, str]:
        """`previous_url` and `next_url` for partials/pager.html, filters kept."""
        return {
            f"{side}_url": _address(parameters, name, getattr(self, side))
            for side in ("previous", "next")
        }


def _address(parameters: QueryDict, name: str, place: str) -> str:
    if not place:
        return ""
    changed = parameters.copy()
    changed[name] = place
    return f"?{changed.urlencode()}"


def paginate(rows: QuerySet[M], order: str, place: str = "", *, size: int = SIZE) -> Page[M]:
    """The page at `place` of rows ordered by one column, and by primary key where that is equal.

    `order` is a column or annotation that is never null, "-" before it for descending; an
    index on (column, id) makes every page equally fast. A place that cannot be read is the
    first page.
    """
    column, is_descending = order.removeprefix("-"), order.startswith("-")
    start = read_place(rows, column, place)
    is_before = start is not None and start.is_before
    goes_down = is_descending != is_before
    sign = "-" if goes_down else ""
    ordered = rows.order_by(f"{sign}{column}", f"{sign}pk")
    if start is not None:
        ordered = ordered.filter(_beyond(column, start, goes_down))
    found = list(ordered[: size + 1])
    page, has_more = found[:size], len(found) > size
    if is_before:
        page.reverse()
    return _page(page, column, has_previous=has_more if is_before else start is not None,
                 has_next=has_more or is_before)  # fmt: skip


def _beyond(column: str, start: Place, goes_down: bool) -> Q:
    """The first condition lets the index begin at the right place, the others are exact."""
    side = "lt" if goes_down else "gt"
    same = Q(**{column: start.value, f"pk__{side}": start.pk})
    further = Q(**{f"{column}__{side}": start.value})
    return Q(**{f"{column}__{side}e": start.value}) & (further | same)


def _page(rows: list[M], column: str, *, has_previous: bool, has_next: bool) -> Page[M]:
    def place(row: M, is_before: bool) -> str:
        value = row
        for name in column.split("__"):
            value = getattr(value, name)
        return str(Place(is_before, value, row.pk))

    return Page(
        rows,
        previous=place(rows[0], True) if rows and has_previous else "",
        next=place(rows[-1], False) if rows and has_next else "",
    )


def read_place(rows: QuerySet[M], column: str, place: str) -> Place | None:
    """A place as it came back; None when it is none of ours."""
    try:
        is_before, value, pk = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        field = rows.all().query.resolve_ref(column).output_field
        start = Place(bool(is_before), field.to_python(value), int(pk))
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        return None
    return start if _is_comparable(start.value) else None


def _is_comparable(value: Any) -> bool:
    if isinstance(value, datetime):
        return not is_naive(value)
    return value is not None and "\0" not in str(value)


@dataclass(frozen=True)
class Total:
    """How many rows there are, counted no further than a limit."""

    number: int
    has_many: bool


def count(rows: QuerySet[Any], limit: int = COUNTED) -> Total:
    number = rows.order_by()[: limit + 1].count()
    return Total(min(number, limit), has_many=number > limit)
