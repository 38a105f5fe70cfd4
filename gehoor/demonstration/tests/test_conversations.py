from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.contacts.timing import Clock
from gehoor.demonstration.conversations import (
    PACES,
    Length,
    length_of,
    patience_of,
    speak,
    wait_for,
)

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
durations = st.integers(0, 3_600_000).map(lambda ms: timedelta(milliseconds=ms))


@given(durations, durations, durations, durations)
def test_a_conversation_takes_exactly_its_length(
    wait: timedelta, talk: timedelta, hold: timedelta, wrap_up: timedelta
):
    length = Length(talk, hold, wrap_up)
    begin = MORNING + wait
    clock = speak(Clock(MORNING), begin, length).close(begin + length.total)
    spent = clock.durations()
    assert [spent.wait, spent.talk, spent.hold, spent.wrap_up] == [
        part // timedelta(milliseconds=1) for part in (wait, talk, hold, wrap_up)
    ]


@pytest.mark.parametrize("channel", PACES)
def test_waits_and_lengths_are_positive(channel: str):
    draw, pace = Random(1), PACES[channel]
    for _contact in range(200):
        length = length_of(pace, 1, 1, draw)
        assert wait_for(pace, 1, draw) >= timedelta()
        assert length.talk > timedelta()
        assert length.total >= length.talk + length.wrap_up


def test_a_busy_hour_makes_people_wait_longer():
    def typical(crowd: float) -> float:
        draw = Random(1)
        waits = (wait_for(PACES["phone"], crowd, draw) for _call in range(300))
        return median(wait.total_seconds() for wait in waits)

    assert typical(1.5) > typical(0.6)


def test_two_questions_take_longer_than_one():
    assert length_of(PACES["phone"], 2, 1, Random(1)).talk > (
        length_of(PACES["phone"], 1, 1, Random(1)).talk
    )


def test_nobody_hangs_up_at_the_counter_or_within_three_seconds():
    assert patience_of(PACES["counter"], Random(1)) is None
    draw = Random(1)
    for _call in range(300):
        patience = patience_of(PACES["phone"], draw)
        assert patience is not None
        assert patience >= timedelta(seconds=3)


def test_only_live_channels_hold():
    draw = Random(1)
    lengths = [length_of(PACES["email"], 1, 1, draw) for _mail in range(200)]
    assert not any(length.hold for length in lengths)
