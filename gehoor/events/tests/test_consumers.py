import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from gehoor.events.actions import record
from gehoor.events.consumers import advance
from gehoor.events.models import Cursor, Event
from gehoor.organisation.models import ClientOrganisation

# A transaction per test would hide every event from the reader: its own is still running.
pytestmark = pytest.mark.django_db(transaction=True)

seen: list[int] = []
attempts: list[int] = []


@pytest.fixture(autouse=True)
def _forget() -> None:
    seen.clear()
    attempts.clear()


def remember(events: Sequence[Event]) -> None:
    seen.extend(event.data["n"] for event in events)


def stumble_at_two(events: Sequence[Event]) -> None:
    attempts.append(len(events))
    if any(event.data["n"] == 2 for event in events):
        raise ValueError("two")


def happen(client: ClientOrganisation, n: int, now: datetime, kind: str = "a") -> None:
    with transaction.atomic():
        record(kind, client, at=now, n=n)


def test_each_event_is_read_once(municipality: ClientOrganisation, now: datetime) -> None:
    for n in range(5):
        happen(municipality, n, now)
    assert [advance(remember, ["a"], at=now, batch=3) for _ in range(3)] == [3, 2, 0]
    assert seen == [0, 1, 2, 3, 4]


def test_only_its_own_kinds_are_read(municipality: ClientOrganisation, now: datetime) -> None:
    happen(municipality, 1, now, kind="b")
    happen(municipality, 2, now, kind="a")
    advance(remember, ["a"], at=now)
    assert seen == [2]


def test_others_are_passed_by(municipality: ClientOrganisation, now: datetime) -> None:
    """A reaction to rare things does not read the whole journal again each time."""
    for n in range(7):
        happen(municipality, n, now, kind="b")
    assert [advance(remember, ["a"], at=now, batch=3) for _ in range(3)] == [3, 3, 0]
    happen(municipality, 8, now)
    assert advance(remember, ["a"], at=now, batch=3) == 2
    assert seen == [8]


def test_of_a_failing_batch_all_before_the_bad_one_is_done(
    municipality: ClientOrganisation, now: datetime
) -> None:
    for n in range(4):
        happen(municipality, n, now)
    assert [advance(stumble_at_two, ["a"], at=now) for _ in range(4)] == [1, 1, 0, 0]
    assert attempts == [4, 1, 3, 1, 2, 1]
    assert advance(stumble_at_two, ["a"], at=now + timedelta(seconds=1)) == 0
    assert len(attempts) == 6
    assert advance(stumble_at_two, ["a"], at=now + timedelta(seconds=3)) == 0
    assert attempts[6:] == [1]


def test_pauses_grow_and_others_go_on(municipality: ClientOrganisation, now: datetime) -> None:
    happen(municipality, 2, now)
    pauses = []
    at = now
    for _ in range(12):
        advance(stumble_at_two, ["a"], at=at)
        retry_at = Cursor.objects.get(name__endswith="stumble_at_two").retry_at
        assert retry_at is not None
        pauses.append(int((retry_at - at).total_seconds()))
        at = retry_at
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]
    advance(remember, ["a"], at=now)
    assert seen == [2]


def test_what_a_failing_reaction_wrote_is_undone(
    municipality: ClientOrganisation, now: datetime
) -> None:
    def write_and_fail(events: Sequence[Event]) -> None:
        ClientOrganisation.objects.update(name="half")
        raise ValueError

    happen(municipality, 1, now)
    advance(write_and_fail, ["a"], at=now)
    municipality.refresh_from_db()
    assert municipality.name == "Gemeente Waterrijk"


def _write(client: ClientOrganisation, numbers: Sequence[int], now: datetime) -> None:
    chance = random.Random(numbers[0])
    for n in numbers:
        with transaction.atomic():
            record("a", client, at=now, n=n)
            time.sleep(chance.random() / 200)
    connection.close()


def _start(target: Callable[..., None], *args: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=args)
    thread.start()
    return thread


def test_eight_writers_and_no_event_is_missed(
    municipality: ClientOrganisation, now: datetime
) -> None:
    """On PostgreSQL ids commit out of order; a reader of "id > last" misses a third here."""
    each = 40
    writers = [_start(_write, municipality, range(w * each, (w + 1) * each), now) for w in range(8)]
    while any(writer.is_alive() for writer in writers):
        advance(remember, ["a"], at=now, batch=7)
    while advance(remember, ["a"], at=now):
        pass
    assert Counter(seen) == Counter(range(8 * each))
