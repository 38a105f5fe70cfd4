"""Adding up contacts as they close, and all over again from the rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from gehoor.contacts.models import Contact, Question
from gehoor.events.consumers import name_of
from gehoor.events.models import Cursor, Event
from gehoor.lib.periods import Period
from gehoor.measures.models import ContactTally, QuestionTally, Tally
from gehoor.organisation.models import ClientOrganisation, Tenant

CLOSING = ("contact.closed", "contact.abandoned")
T = TypeVar("T", bound=Tally)

_CLOSED = Q(state=Contact.State.CLOSED)
_ANSWERED = _CLOSED & Q(direction=Contact.Direction.IN)
_TIMED = _CLOSED & Q(handle_ms__isnull=False)
_WAITED = _ANSWERED & Q(wait_ms__isnull=False)
CONTACT_SUMS = {
    "closed": Count("pk", filter=_CLOSED),
    "timed": Count("pk", filter=_TIMED),
    "answered": Count("pk", filter=_ANSWERED),
    "waited": Count("pk", filter=_WAITED),
    "abandoned": Count("pk", filter=Q(state=Contact.State.ABANDONED)),
    "wait_ms": Sum("wait_ms", filter=_WAITED, default=0),
    "talk_ms": Sum("talk_ms", filter=_TIMED, default=0),
    "hold_ms": Sum("hold_ms", filter=_TIMED, default=0),
    "wrap_up_ms": Sum("wrap_up_ms", filter=_TIMED, default=0),
}
_QUESTION_TIMED = Q(contact__handle_ms__isnull=False)
QUESTION_SUMS = {
    "contacts": Count("contact", distinct=True),
    "questions": Count("pk"),
    "counted": Count("pk", filter=Q(is_first_line__isnull=False)),
    "first_line": Count("pk", filter=Q(is_first_line=True)),
    "timed": Count("pk", filter=_QUESTION_TIMED),
    "handle_ms": Sum("handle_ms", filter=_QUESTION_TIMED, default=0),
}


def tally_contacts(events: Sequence[Event]) -> None:
    """Count contacts that closed or were abandoned. Each event must come here exactly once."""
    contacts = Contact.objects.filter(pk__in={event.subject_id for event in events})
    served = ClientOrganisation.objects.filter(pk__in=contacts.values("client"))
    for zone in served.values_list("timezone", flat=True).order_by("timezone").distinct():
        there = contacts.filter(client__timezone=zone)
        _add(ContactTally, _contact_tallies(there, ZoneInfo(zone)))
        _add(QuestionTally, _question_tallies(there, ZoneInfo(zone)))


def _contact_tallies(contacts: QuerySet[Contact], zone: ZoneInfo) -> list[ContactTally]:
    """Tallies, not saved, of these contacts, whose clients all live in this zone."""
    ended = contacts.filter(state__in=[Contact.State.CLOSED, Contact.State.ABANDONED])
    days = ended.annotate(day=TruncDate("offered_at", tzinfo=zone))
    rows = days.values("tenant_id", *ContactTally.KEY).annotate(
        **{f"{name}_sum": sum_of for name, sum_of in CONTACT_SUMS.items()}
    )
    return [ContactTally(**_without_suffix(row)) for row in rows.order_by()]


def _question_tallies(contacts: QuerySet[Contact], zone: ZoneInfo) -> list[QuestionTally]:
    questions = Question.objects.filter(contact__in=contacts.values("pk"))
    days = questions.annotate(
        day=TruncDate("contact__offered_at", tzinfo=zone), channel=F("contact__channel")
    )
    rows = days.values("tenant_id", *QuestionTally.KEY).annotate(
        **{f"{name}_sum": sum_of for name, sum_of in QUESTION_SUMS.items()}
    )
    return [QuestionTally(**_without_suffix(row)) for row in rows.order_by()]


def _without_suffix(row: dict[str, Any]) -> dict[str, Any]:
    """Sums bear another name in SQL than the columns they are made of."""
    return {name.removesuffix("_sum"): value for name, value in row.items()}


def _add(model: type[T], found: Iterable[T]) -> None:
    """Add to what stands there. Only the holder of the cursor's lock comes here."""
    more = {tally.key: tally for tally in found}
    days, clients = {t.day for t in more.values()}, {t.client_id for t in more.values()}
    standing = model.objects.filter(client__in=clients, day__in=days)
    changed = [tally for tally in standing if tally.key in more]
    for tally in changed:
        tally.add(more.pop(tally.key))
    model.objects.bulk_update(changed, model.SUMS)
    model.objects.bulk_create(more.values())


@dataclass(frozen=True)
class Difference:
    """A figure that was not what the rows say."""

    client: ClientOrganisation
    day: date
    subject: str
    name: str
    was: int
    now: int

    def __str__(self) -> str:
        return f"{self.client.slug} {self.day} {self.subject} {self.name}: {self.was} -> {self.now}"


def recount(tenant: Tenant) -> Iterator[Difference]:
    """Rebuild the tallies of a tenant from its contacts, and tell what was different.

    Month by month, so that nobody waits long for a lock. A contact whose event has not been
    read yet is left out: the reaction is going to add it.
    """
    for client in ClientOrganisation.objects.filter(tenant=tenant):
        for month in _days_of(client).months():
            yield from _recount_days(client, month)


def _days_of(client: ClientOrganisation) -> Period:
    """All days of which there are contacts or tallies."""
    zone = ZoneInfo(client.timezone)
    contacts = Contact.objects.filter(client=client)
    moments = contacts.aggregate(first=Min("offered_at"), last=Max("offered_at")).values()
    days = [moment.astimezone(zone).date() for moment in moments if moment]
    for model in (ContactTally, QuestionTally):
        ends = model.objects.filter(client=client).aggregate(first=Min("day"), last=Max("day"))
        days += [day for day in ends.values() if day]
    return Period(min(days, default=date.max), max(days, default=date.min))


@transaction.atomic
def _recount_days(client: ClientOrganisation, days: Period) -> list[Difference]:
    """Under the cursor's lock the reaction stands still: what closes now stays unread.

    The rows and the unread events are read by one statement, so they tell of one moment.
    """
    name = name_of(tally_contacts)
    Cursor.objects.get_or_create(name=name)
    cursor = Cursor.objects.select_for_update().get(name=name)
    unread = Event.objects.after(cursor.transaction, cursor.event_id).filter(kind__in=CLOSING)
    zone = ZoneInfo(client.timezone)
    begin, end = days.bounds(zone)
    contacts = Contact.objects.filter(client=client, offered_at__gte=begin, offered_at__lt=end)
    read = contacts.exclude(pk__in=unread.values("subject_id"))
    found = _replace(client, days, ContactTally, _contact_tallies(read, zone))
    return found + _replace(client, days, QuestionTally, _question_tallies(read, zone))


def _replace(
    client: ClientOrganisation, days: Period, model: type[T], right: Sequence[T]
) -> list[Difference]:
    standing = model.objects.filter(client=client, day__range=(days.first, days.last))
    found = list(_differences(client, model, list(standing), right))
    if found:
        standing.delete()
        model.objects.bulk_create(right, batch_size=1_000)
    return found


def _differences(
    client: ClientOrganisation, model: type[T], were: Sequence[T], right: Sequence[T]
) -> Iterator[Difference]:
    before, after = {t.key: t for t in were}, {t.key: t for t in right}
    for key in sorted(before.keys() | after.keys(), key=str):
        was, now = before.get(key, model()), after.get(key, model())
        for name in model.SUMS:
            if was.sums[name] != now.sums[name]:
                tally = after.get(key) or before[key]
                subject = f"{model._meta.model_name} {' '.join(str(part) for part in key[2:])}"
                yield Difference(client, tally.day, subject, name, was.sums[name], now.sums[name])
