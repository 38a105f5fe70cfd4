"""Questions about the organisation that span its models."""

from datetime import datetime
from zoneinfo import ZoneInfo

from gehoor.organisation.models import (
    ClientOrganisation,
    Closure,
    Department,
    Entrance,
    OpeningHours,
    Tenant,
)
from gehoor.organisation.openinghours import Hours, Week


def week_of(client: ClientOrganisation, department: Department | None = None) -> Week:
    """The opening hours of a client; of a department its own, or the client's if it has none."""
    hours = OpeningHours.objects.filter(client=client)
    own = list(hours.filter(department=department)) if department else []
    rows = own or list(hours.filter(department=None))
    closures = Closure.objects.filter(client=client, department__in=[department, None])
    closures = closures | Closure.objects.filter(client=client, department=None)
    return Week(
        hours=tuple(Hours(row.weekday, row.opens, row.closes) for row in rows),
        zone=ZoneInfo(client.timezone),
        closed_days=frozenset(closures.values_list("day", flat=True)),
    )


def is_open(client: ClientOrganisation, *, at: datetime) -> bool:
    return week_of(client).is_open(at)


def entrance_at(tenant: Tenant, channel: str, address: str) -> Entrance | None:
    """The number, mailbox or site that was used; it says for which client the question is."""
    entrances = Entrance.objects.filter(tenant=tenant, channel=channel, address__iexact=address)
    in_use = entrances.filter(is_active=True, client__is_active=True)
    return in_use.select_related("client").first()
