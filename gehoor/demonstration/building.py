"""The year is built day by day, backwards from the first page that somebody sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from time import monotonic

from django.db import transaction

from gehoor.demonstration.days import Story
from gehoor.demonstration.models import Year
from gehoor.demonstration.plan import Plan
from gehoor.demonstration.texts import Content
from gehoor.measures.filling import fill_day, fill_month
from gehoor.organisation.models import ClientOrganisation

CHUNK = 100  # contacts: the writer's lock is kept for less than a tenth of a second
ONE_DAY = timedelta(days=1)
LOOKS_EVERY_S = 5.0


@dataclass
class Builder:
    """Builds on where the row says; whoever else builds, no contact is written twice."""

    tenant_id: int
    _played: tuple[date, Sequence[Story]] | None = None

    def step(self, size: int = CHUNK) -> Year:
        """Write the next contacts of a day, or else its figures, and how far it is now.

        One transaction. Whose turn comes when another worker has been there writes nothing.
        """
        before = Year.objects.get(pk=self.tenant_id)
        if before.is_whole:
            return before
        stories = self._stories(before.built_from - ONE_DAY)
        with transaction.atomic():
            year = Year.objects.select_for_update().get(pk=self.tenant_id)
            if (year.built_from, year.written) == (before.built_from, before.written):
                self._go_on(year, stories[year.written : year.written + size])
        return year

    def _go_on(self, year: Year, chunk: Sequence[Story]) -> None:
        day = year.built_from - ONE_DAY
        if chunk:
            self.plan.records.write(day, chunk, first=year.written)
            year.written += len(chunk)
        else:
            year.built_from, year.written = day, 0
            count_day(year)
        year.save(update_fields=["built_from", "written"])

    def _stories(self, day: date) -> Sequence[Story]:
        if self._played is None or self._played[0] != day:
            self._played = day, self.plan.days.offered_on(day)
        return self._played[1]

    @cached_property
    def plan(self) -> Plan:
        return Plan(Content(), Year.objects.get(pk=self.tenant_id))


def count_day(year: Year) -> None:
    """The figures of the day that is whole now, and of a month."""
    day, clients = year.built_from, list(ClientOrganisation.objects.filter(tenant=year.tenant_id))
    fill_day(clients, day)
    if day.day == 1 or year.is_whole:
        fill_month(clients, day)


@dataclass
class BuildYears:
    """The worker's chore: looks now and then whether a demonstration has a year to build."""

    builder: Builder | None = None
    looks_at: float = 0.0

    def __call__(self) -> bool:
        """Build a little; whether there is more."""
        if self.builder is None and monotonic() >= self.looks_at:
            self.looks_at = monotonic() + LOOKS_EVERY_S
            self.builder = _next_builder()
        if self.builder is None:
            return False
        if self.builder.step().is_whole:
            self.builder = None
        return self.builder is not None


def _next_builder() -> Builder | None:
    unfinished = (year for year in Year.objects.all() if not year.is_whole)
    return next((Builder(year.pk) for year in unfinished), None)
