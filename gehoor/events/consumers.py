"""Reading the journal: each reaction at its own pace, none in another's way."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from gehoor.events.models import Cursor, Event

logger = logging.getLogger(__name__)

Reaction = Callable[[Sequence[Event]], None]
BATCH = 500
LONGEST_PAUSE = timedelta(minutes=10)


def name_of(reaction: Reaction) -> str:
    return f"{reaction.__module__}.{reaction.__qualname__}"


def advance(reaction: Reaction, kinds: Sequence[str], *, at: datetime, batch: int = BATCH) -> int:
    """Let one reaction read its next batch; how many events it read, 0 when there are none.

    What the reaction writes and how far it has read are one transaction: a batch counts
    wholly and once, or not at all. Of a batch that fails the first event is tried alone; when
    that one fails too, the reaction waits at it, for a time that doubles from 2 seconds to
    10 minutes.
    """
    cursor, _is_new = Cursor.objects.get_or_create(name=name_of(reaction))
    if not _has_work(cursor, kinds, batch):
        return 0
    for size in (1,) if cursor.failures else (batch, 1):
        try:
            return _read(reaction, kinds, at, size)
        except Exception as error:
            logger.error("%s failed: %s", name_of(reaction), type(error).__name__)
    _postpone(reaction, at)
    return 0


def _has_work(cursor: Cursor, kinds: Sequence[str], batch: int) -> bool:
    """Looked at without a lock: a worker that has nothing to do holds up nobody who writes.

    A few events of others are passed by together with the next that matters.
    """
    unread = Event.objects.settled().after(cursor.transaction, cursor.event_id)
    found = list(unread.values_list("kind", flat=True)[:batch])
    return len(found) == batch or not set(kinds).isdisjoint(found)


@transaction.atomic
def _read(reaction: Reaction, kinds: Sequence[str], at: datetime, size: int) -> int:
    """The next events in the journal, of which only those of its own kinds are reacted to."""
    cursor = _own_cursor(reaction, at)
    if cursor is None:
        return 0
    events = list(Event.objects.settled().after(cursor.transaction, cursor.event_id)[:size])
    own = [event for event in events if event.kind in kinds]
    if own:
        reaction(own)
    elif len(events) < size:
        return 0
    cursor.transaction, cursor.event_id = events[-1].transaction, events[-1].id
    cursor.failures, cursor.retry_at = 0, None
    cursor.save()
    return len(events)


def _own_cursor(reaction: Reaction, at: datetime) -> Cursor | None:
    """The cursor, unless another worker holds it or a failure asks for patience."""
    can_skip = connection.features.has_select_for_update_skip_locked
    cursor = (
        Cursor.objects.select_for_update(skip_locked=can_skip)
        .filter(name=name_of(reaction))
        .first()
    )
    if cursor and cursor.retry_at and cursor.retry_at > at:
        return None
    return cursor


@transaction.atomic
def pass_by_all(reaction: Reaction) -> None:
    """Count the whole journal as read by a reaction whose work was done in another way."""
    last = Event.objects.order_by("transaction", "id").last()
    if last:
        read = {"transaction": last.transaction, "event_id": last.pk}
        Cursor.objects.update_or_create(name=name_of(reaction), defaults=read)


@transaction.atomic
def _postpone(reaction: Reaction, at: datetime) -> None:
    cursor = Cursor.objects.select_for_update().get(name=name_of(reaction))
    cursor.failures += 1
    pause = timedelta(seconds=2 ** min(cursor.failures, 10))
    cursor.retry_at = at + min(pause, LONGEST_PAUSE)
    cursor.save()
