"""How long citizens wait, and how long speaking and writing takes. Plain values only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from random import Random

from gehoor.contacts.timing import Clock


@dataclass(frozen=True)
class Pace:
    """Medians in seconds; single contacts lie around them lognormally, as measured ones do."""

    wait: float
    patience: float | None  # mean time after which people hang up; None: they stay
    talk: float
    hold_share: float
    wrap_up: float


# Written channels wait in working time; at the counter a contact begins with the citizen there.
PACES = {
    "phone": Pace(9, 420, 165, 0.22, 38),
    "counter": Pace(0, None, 310, 0.1, 45),
    "chat": Pace(24, 600, 390, 0, 30),
    "whatsapp": Pace(700, None, 210, 0, 25),
    "email": Pace(5400, None, 250, 0, 35),
    "webform": Pace(6600, None, 240, 0, 35),
}
SPREAD = 0.75
HOLD_S = (15, 100)


@dataclass(frozen=True)
class Length:
    """Of one conversation."""

    talk: timedelta
    hold: timedelta
    wrap_up: timedelta

    @property
    def total(self) -> timedelta:
        return self.talk + self.hold + self.wrap_up


def wait_for(pace: Pace, crowd: float, draw: Random) -> timedelta:
    """Until an agent answers; longer when it is busy."""
    return _around(pace.wait * max(crowd, 0.5), draw) if pace.wait else timedelta()


def patience_of(pace: Pace, draw: Random) -> timedelta | None:
    """How long this citizen stays on the line; nobody hangs up within three seconds."""
    if pace.patience is None:
        return None
    return _seconds(3 + draw.expovariate(1 / pace.patience))


def length_of(pace: Pace, questions: int, skill: float, draw: Random) -> Length:
    """`skill` is a factor on time: below 1 for who has done this for years."""
    work = skill * (1 + 0.6 * (questions - 1))
    is_held = draw.random() < pace.hold_share
    return Length(
        talk=_around(pace.talk * work, draw),
        hold=_seconds(draw.uniform(*HOLD_S)) if is_held else timedelta(),
        wrap_up=_around(pace.wrap_up * work, draw),
    )


def speak(clock: Clock, begin: datetime, length: Length) -> Clock:
    """A conversation from `begin` to its end; a hold comes at two thirds of the talk."""
    clock = clock.answer(begin)
    if length.hold:
        asked = begin + length.talk * 2 // 3
        clock = clock.hold(asked).resume(asked + length.hold)
    return clock.end(begin + length.talk + length.hold)


def _around(median: float, draw: Random) -> timedelta:
    return _seconds(draw.lognormvariate(log(median), SPREAD))


def _seconds(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))
