"""Writes figures: what a measure says, what it was before, and the contacts behind it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html

from gehoor.insight.queries import Group
from gehoor.lib.numbers import duration, percentage
from gehoor.measures.definitions import Measure, Unit

# The codes of the list that opens behind a measure: exactly what was counted.
BEHIND: dict[str, dict[str, str]] = {
    "contacts": {"state": "closed"},
    "answered": {"state": "closed", "direction": "in"},
    "offered": {"state": "ended", "direction": "in"},
    "abandoned": {"state": "abandoned"},
    "service_level": {"state": "ended", "direction": "in"},
    "questions": {"state": "closed"},
    "first_line": {"state": "closed", "first_line": "yes"},
    "first_line_rate": {"state": "closed", "first_line": "yes"},
    "unanswered": {"state": "closed", "first_line": "no"},
    "handle_time": {"state": "closed", "sort": "longest"},
    "question_handle_time": {"state": "closed", "sort": "longest"},
    "wait_time": {"state": "closed", "direction": "in"},
}
SHOW: dict[Unit, Callable[[float | None], str]] = {
    Unit.NUMBER: lambda value: number_format(round(value or 0), force_grouping=True),
    Unit.SHARE: percentage,
    Unit.DURATION: duration,
}


@dataclass(frozen=True)
class Cell:
    """A figure; `url` opens the contacts behind it, empty when there is nothing to open."""

    measure: Measure
    value: float | None
    text: str
    url: str
    before: str = ""

    @property
    def shown(self) -> str:
        """For the page: some hundreds of these, so no template of its own."""
        return format_html('<a href="{}">{}</a>', self.url, self.text) if self.url else self.text


@dataclass(frozen=True)
class Pen:
    """`codes` of the choice stand in every address."""

    codes: Mapping[str, str]
    may_open: bool

    @property
    def closed(self) -> "Pen":
        """For what no list can be opened of."""
        return Pen(self.codes, False)

    def cell(
        self,
        measure: Measure,
        group: Group,
        codes: Mapping[str, str] | None = None,
        before: Group | None = None,
    ) -> Cell:
        value = group.value(measure)
        asked = {**self.codes, **(codes or {}), **BEHIND[measure.code]}
        return Cell(
            measure, value, SHOW[measure.unit](value), self.url(asked) if value else "",
            _before(measure, before),
        )  # fmt: skip

    def row(
        self, measures: Iterable[Measure], group: Group, codes: Mapping[str, str] | None = None
    ) -> list[Cell]:
        return [self.cell(measure, group, codes) for measure in measures]

    def url(self, codes: Mapping[str, str]) -> str:
        return f"{reverse('contacts:list')}?{urlencode(codes)}" if self.may_open else ""


def _before(measure: Measure, group: Group | None) -> str:
    """Empty where there is nothing to compare with."""
    value = group.value(measure) if group else None
    return SHOW[measure.unit](value) if value else ""
