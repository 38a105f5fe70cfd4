"""Who comes in where and when: over clients, channels, days and hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from gehoor.demonstration.conversations import PACES, patience_of, wait_for
from gehoor.demonstration.rhythm import (
    QUARTER,
    crowd,
    days_before,
    moments,
    open_quarters,
    waking_quarters,
)
from gehoor.organisation.models import Channel, ClientOrganisation, Entrance, Tenant
from gehoor.organisation.openinghours import Week
from gehoor.organisation.queries import week_of

DAYS = 28
SHARE_OF_CLIENT = {"waterrijk": 0.8, "polderveen": 0.13, "sociaal-werk": 0.07}
SHARE_OF_CHANNEL = {
    "phone": 0.55, "email": 0.2, "chat": 0.12, "counter": 0.08, "whatsapp": 0.03, "webform": 0.02,
}  # fmt: skip
WRITTEN = {Channel.EMAIL, Channel.WEBFORM}
LATER = WRITTEN | {Channel.WHATSAPP}  # answered when somebody has time, in opening hours
SCATTER = timedelta(minutes=40)


@dataclass(frozen=True)
class Arrival:
    """A citizen at an entrance; `begins_at` is when an agent could first answer."""

    entrance: Entrance
    offered_at: datetime
    begins_at: datetime
    gives_up_at: datetime | None

    @property
    def client(self) -> ClientOrganisation:
        return self.entrance.client

    @property
    def channel(self) -> str:
        return self.entrance.channel


def arrivals(tenant: Tenant, *, until: datetime, count: int, draw: Random) -> list[Arrival]:
    """About so many in the four weeks before `until`, in the order in which they are answered."""
    entrances = Entrance.objects.filter(tenant=tenant, channel__in=SHARE_OF_CHANNEL)
    weights = _weights(list(entrances.select_related("client").order_by("pk")))
    all_of_them = [
        arrival
        for entrance, weight in weights.items()
        for arrival in _arrivals_at(entrance, until, round(count * weight), draw)
    ]
    return sorted(all_of_them, key=lambda arrival: arrival.begins_at)


def _weights(entrances: list[Entrance]) -> dict[Entrance, float]:
    """The share of each entrance; a client without chat has more telephone."""
    weights = {}
    for entrance in entrances:
        own = [other.channel for other in entrances if other.client_id == entrance.client_id]
        of_client = sum(SHARE_OF_CHANNEL[channel] for channel in own)
        share = SHARE_OF_CHANNEL[entrance.channel] / of_client
        weights[entrance] = share * SHARE_OF_CLIENT[entrance.client.slug]
    return weights


def _arrivals_at(
    entrance: Entrance, until: datetime, count: int, draw: Random
) -> Iterator[Arrival]:
    week, pace = week_of(entrance.client), PACES[entrance.channel]
    days = days_before(until.astimezone(week.zone), DAYS)
    quarters_of = waking_quarters if entrance.channel in WRITTEN else open_quarters
    past = [quarter for quarter in quarters_of(week, days) if quarter + QUARTER <= until]
    for moment in moments(past, count, draw):
        offered_at = moment.astimezone(UTC)
        wait = wait_for(pace, crowd(moment), draw)
        patience = patience_of(pace, draw)
        begins_at = offered_at + wait
        if entrance.channel in LATER:
            begins_at = _in_hours(week, offered_at, wait, draw)
        yield Arrival(entrance, offered_at, begins_at, offered_at + patience if patience else None)


def _in_hours(week: Week, offered_at: datetime, wait: timedelta, draw: Random) -> datetime:
    """After so much working time; who wrote at night is answered in the course of the morning."""
    opened = week.next_opening(offered_at) or offered_at
    begins = week.next_opening(opened + wait) or opened + wait
    if begins > opened + wait:
        begins += SCATTER * draw.random()
    return begins.astimezone(UTC)
