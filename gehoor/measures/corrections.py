"""Figures follow corrections: the days in which contacts were corrected are counted again."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from gehoor.contacts.models import Contact
from gehoor.events.models import Event
from gehoor.lib.periods import Period
from gehoor.measures.tallies import recount_days
from gehoor.organisation.models import ClientOrganisation


def recount_corrected_days(events: Sequence[Event]) -> None:
    """From the rows, so that it does no harm to come here twice.

    A contact that the tallies did not count yet is left to them: they are going to count it
    as it is now.
    """
    for client, days in _days_of(events).items():
        for day in sorted(days):
            recount_days(client, Period(day, day))


def _days_of(events: Sequence[Event]) -> dict[ClientOrganisation, set[date]]:
    corrected = Contact.objects.filter(pk__in={event.subject_id for event in events})
    days: dict[ClientOrganisation, set[date]] = defaultdict(set)
    for contact in corrected.select_related("client").order_by("client"):
        zone = ZoneInfo(contact.client.timezone)
        days[contact.client].add(contact.offered_at.astimezone(zone).date())
    return days
