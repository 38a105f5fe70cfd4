from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gehoor.contacts.timing import Clock, divide, milliseconds

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_durations_follow_the_moments() -> None:
    clock = Clock(START).answer(after(12)).hold(after(60)).resume(after(90)).end(after(192))
    durations = clock.close(after(222)).durations()
    assert (durations.wait, durations.talk, durations.hold, durations.wrap_up) == (
        12_000, 150_000, 30_000, 30_000,
    )  # fmt: skip
    assert durations.handle == 210_000


def test_pause_in_wrap_up_is_no_handling() -> None:
    clock = Clock(START).answer(START).end(after(60)).hold(after(70)).resume(after(170))
    assert clock.close(after(180)).durations().wrap_up == 20_000


def test_pause_of_a_chat_is_no_handling() -> None:
    clock = Clock(START, is_live=False).answer(START).hold(after(10)).resume(after(70))
    durations = clock.close(after(100)).durations()
    assert (durations.talk, durations.hold, durations.handle) == (40_000, 0, 40_000)


def test_closing_on_hold_ends_the_hold() -> None:
    durations = Clock(START).answer(START).hold(after(10)).close(after(25)).durations()
    assert (durations.talk, durations.hold, durations.wrap_up) == (10_000, 15_000, 0)


def test_clock_set_back_makes_nothing_negative() -> None:
    clock = Clock(START).answer(after(10)).hold(after(70)).resume(after(-3600)).end(after(-3000))
    durations = clock.close(after(-2000)).durations()
    assert (durations.wait, durations.talk, durations.hold, durations.wrap_up) == (
        10_000, 60_000, 0, 0,
    )  # fmt: skip


def test_milliseconds_of_an_unknown_moment_is_nothing() -> None:
    assert milliseconds(None, START) == 0


moves = st.lists(
    st.tuples(
        st.sampled_from(["hold", "resume", "end"]),
        st.integers(-100_000, 100_000),
    ),
    max_size=30,
)


@given(moves, st.integers(-100_000, 200_000), st.booleans())
def test_parts_never_exceed_the_whole(steps: list[tuple[str, int]], end: int, live: bool) -> None:
    clock = Clock(START, is_live=live).answer(after(5))
    for move, second in steps:
        clock = getattr(clock, move)(after(second))
    closed = clock.close(after(end))
    durations = closed.durations()
    parts = (durations.wait, durations.talk, durations.hold, durations.wrap_up)
    assert min(parts) >= 0
    assert sum(parts) <= milliseconds(closed.offered_at, closed.closed_at)


@given(st.integers(0, 10**12), st.integers(1, 500))
def test_divided_time_adds_up(total: int, parts: int) -> None:
    shares = divide(total, parts)
    assert (len(shares), sum(shares), max(shares) - min(shares) <= 1) == (parts, total, True)
