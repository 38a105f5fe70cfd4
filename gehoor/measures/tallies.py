"""Adding up contacts as they close, and all over again from the rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import (
    Count,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from gehoor.contacts.models import Contact, Question
from gehoor.events.consumers import name_of
from gehoor.events.models import Cursor, Event
from gehoor.lib.periods import Period, month_of
from gehoor.measures.models import (
    NONE,
    ContactTally,
    QuestionTally,
    RolledTally,
    Span,
    SubjectTally,
    Tally,
)
from gehoor.organisation.models import ClientOrganisation, ServiceLevel, Tenant

CLOSING = ("contact.closed", "contact.abandoned")
ROLLED: tuple[type[RolledTally], ...] = (QuestionTally, SubjectTally)
ALL: tuple[type[Tally], ...] = (ContactTally, *ROLLED)
T = TypeVar("T", bound=Tally)
R = TypeVar("R", bound=RolledTally)

_CLOSED = Q(state=Contact.State.CLOSED)
_ABANDONED = Q(state=Contact.State.ABANDONED)
ENDED = _CLOSED | _ABANDONED
_ANSWERED = _CLOSED & Q(direction=Contact.Direction.IN)
_TIMED = _CLOSED & Q(handle_ms__isnull=False)
_WAITED = _ANSWERED & Q(wait_ms__isnull=False)
_IN_TIME = _WAITED & Q(within_s__gt=0, wait_ms__lte=F("within_s") * 1000)
_TOO_LATE = (_WAITED | _ABANDONED) & Q(within_s__gt=0, wait_ms__gt=F("within_s") * 1000)
CONTACT_SUMS = {
    "closed": Count("pk", filter=_CLOSED),
    "timed": Count("pk", filter=_TIMED),
    "answered": Count("pk", filter=_ANSWERED),
    "waited": Count("pk", filter=_WAITED),
    "abandoned": Count("pk", filter=_ABANDONED),
    "wait_ms": Sum("wait_ms", filter=_WAITED, default=0),
    "talk_ms": Sum("talk_ms", filter=_TIMED, default=0),
    "hold_ms": Sum("hold_ms", filter=_TIMED, default=0),
    "wrap_up_ms": Sum("wrap_up_ms", filter=_TIMED, default=0),
}
AGREEMENT_SUMS = {
    "agreed": Count("pk", filter=_IN_TIME | _TOO_LATE),
    "in_time": Count("pk", filter=_IN_TIME),
}
_QUESTION_TIMED = Q(contact__handle_ms__isnull=False)
QUESTION_SUMS = {
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
        for model in ROLLED:
            found = _question_tallies(model, there, ZoneInfo(zone))
            rolled = (tally.rolled(span) for span in model.ROLLS for tally in found)
            _add(model, [*found, *rolled])


def _contact_tallies(contacts: QuerySet[Contact], zone: ZoneInfo) -> list[ContactTally]:
    """Tallies, not saved, of these contacts, whose clients all live in this zone."""
    ended = contacts.filter(ENDED)
    days = ended.annotate(day=TruncDate("offered_at", tzinfo=zone), within_s=agreement())
    rows = days.values("tenant_id", *ContactTally.KEY, "within_s").annotate(
        **suffixed(CONTACT_SUMS | AGREEMENT_SUMS)
    )
    return [
        ContactTally(answer_within_s=row.pop("within_s"), **_without_suffix(row))
        for row in rows.order_by()
    ]


def agreement() -> Coalesce:
    """Seconds within which the channel answers: as that day began, or else as agreed now."""
    place = {"client": OuterRef("client"), "channel": OuterRef("channel")}
    that_day = ContactTally.objects.filter(**place, day=OuterRef("day"))
    now = ServiceLevel.objects.filter(**place)
    return Coalesce(
        Subquery(that_day.values("answer_within_s")), Subquery(now.values("answer_within_s")), 0
    )


def _question_tallies(model: type[R], contacts: QuerySet[Contact], zone: ZoneInfo) -> list[R]:
    """Tallies of days, not saved, of the questions of these contacts."""
    questions = Question.objects.filter(contact__in=contacts.values("pk"))
    days = questions.annotate(
        day=TruncDate("asked_at", tzinfo=zone),
        span=Value(Span.DAY.value),
    )
    sums = {name: QUESTION_SUMS[name] for name in model.SUMS}
    rows = days.values("tenant_id", *model.KEY).annotate(**suffixed(sums))
    return [
        model(**{name: value or NONE for name, value in _without_suffix(row).items()})
        for row in rows.order_by()
    ]


def suffixed(sums: Mapping[str, Any]) -> dict[str, Any]:
    """Sums bear another name in SQL than the columns they are made of."""
    return {f"{name}_sum": sum_of for name, sum_of in sums.items()}


def _without_suffix(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_sum"): value for name, value in row.items()}


def _merged(tallies: Iterable[T]) -> dict[tuple[object, ...], T]:
    """One of each key, holding the sums of all."""
    merged: dict[tuple[object, ...], T] = {}
    for tally in tallies:
        if tally.key in merged:
            merged[tally.key].add(tally)
        else:
            merged[tally.key] = tally
    return merged


def _add(model: type[T], found: Iterable[T]) -> None:
    """Add to what stands there. Only the holder of the cursor's lock comes here."""
    more = _merged(found)
    keys = {f"{name}__in": {getattr(t, name) for t in more.values()} for name in model.KEY}
    for standing in model.objects.filter(**keys):
        if standing.key in more:
            more[standing.key].add(standing)
    model.objects.bulk_create(
        more.values(), update_conflicts=True, unique_fields=model.KEY, update_fields=model.SUMS
    )


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
            yield from recount_days(client, month)


def _days_of(client: ClientOrganisation) -> Period:
    """All days of which there are contacts or tallies."""
    zone = ZoneInfo(client.timezone)
    contacts = Contact.objects.filter(client=client)
    moments = contacts.aggregate(first=Min("offered_at"), last=Max("offered_at")).values()
    days = [moment.astimezone(zone).date() for moment in moments if moment]
    for model in ALL:
        ends = model.objects.filter(client=client).aggregate(first=Min("day"), last=Max("day"))
        days += [day for day in ends.values() if day]
    return Period(min(days, default=date.max), max(days, default=date.min))


@transaction.atomic
def recount_days(client: ClientOrganisation, days: Period) -> list[Difference]:
    """Build the figures of these days, and of their months, again from the contacts.

    Under the cursor's lock the reaction stands still: what closes now stays unread. The rows
    and the unread events are read by one statement, so they tell of one moment.
    """
    zone = ZoneInfo(client.timezone)
    read = read_contacts([client], days)
    there = {"client": client, "day__range": (days.first, days.last)}
    found = _replace(client, ContactTally.objects.filter(**there), _contact_tallies(read, zone))
    for model in ROLLED:
        standing = model.objects.days().filter(**there)
        found += _replace(client, standing, _question_tallies(model, read, zone))
        for month in days.months():
            for span in model.ROLLS:
                found += _roll_up(client, model, month_of(month.first), span)
    return found


def _roll_up(
    client: ClientOrganisation, model: type[R], month: Period, span: Span
) -> list[Difference]:
    """The rows of a month, made of those of its days."""
    days = model.objects.days().filter(client=client, day__range=(month.first, month.last))
    left_out = {"span", "day", *model.without(span)}
    sums = suffixed({name: Sum(name) for name in model.SUMS})
    key = [name for name in model.KEY if name not in left_out]
    rows = days.order_by().values("tenant_id", *key).annotate(**sums)
    right = [model(**_without_suffix(row), span=span, day=month.first) for row in rows]
    standing = model.objects.filter(client=client, span=span, day=month.first)
    return _replace(client, standing, right)


def read_contacts(clients: Sequence[ClientOrganisation], days: Period) -> QuerySet[Contact]:
    """Those of these days that the reaction has read, or never will; it stands still meanwhile.

    The clients are of one tenant and in one time zone.
    """
    name = name_of(tally_contacts)
    Cursor.objects.get_or_create(name=name)
    cursor = Cursor.objects.select_for_update().get(name=name)
    unread = Event.objects.after(cursor.transaction, cursor.event_id).filter(kind__in=CLOSING)
    begin, end = days.bounds(ZoneInfo(clients[0].timezone))
    own = Contact.objects.filter(tenant=clients[0].tenant_id, client__in=clients)
    contacts: QuerySet[Contact] = own.filter(offered_at__gte=begin, offered_at__lt=end)
    return contacts.exclude(pk__in=unread.values("subject_id"))


def _replace(
    client: ClientOrganisation, standing: QuerySet[T], right: Sequence[T]
) -> list[Difference]:
    found = list(_differences(client, standing.model, list(standing), right))
    if found:
        standing.delete()
        standing.model.objects.bulk_create(right, batch_size=1_000)
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
