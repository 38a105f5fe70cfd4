"""How long citizens wait, and how long speaking and writing takes. Plain values only.

Durations are whole milliseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from random import Random

from gehoor.demonstration.hours import SECOND


@dataclass(frozen=True)
class Pace:
    """Medians in seconds; single contacts lie around them lognormally, as measured ones do."""

    pick_up: float  # until a free agent has it
    wait: float  # of written questions: working time until somebody begins
    patience: float | None  # mean time after which people hang up; None: they stay
    talk: float
    hold_share: float
    wrap_up: float


PACES = {
    "phone": Pace(7, 0, 260, 165, 0.22, 38),
    "counter": Pace(0, 0, None, 310, 0.1, 45),
    "chat": Pace(15, 0, 400, 390, 0, 30),
    "whatsapp": Pace(60, 900, None, 210, 0, 25),
    "email": Pace(0, 6400, None, 235, 0, 35),
    "webform": Pace(0, 7600, None, 225, 0, 35),
}
LATER = {"email", "webform", "whatsapp"}  # answered when somebody has time
SPREAD = 0.75
HOLD_S = (15, 100)
SPEED_OF_LEVEL = {1: 1.18, 2: 1.0, 3: 0.88}
SPEED_OF_THEME: Mapping[str, float] = {
    "afval": 0.82, "burgerzaken": 0.95, "openbare-ruimte-en-verkeer": 0.9, "belastingen": 1.12,
    "werk-en-inkomen": 1.3, "zorg-en-jeugd": 1.35, "wonen-en-vergunningen": 1.15,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Length:
    """Of one conversation."""

    talk: int
    hold: int
    wrap_up: int

    @property
    def total(self) -> int:
        return self.talk + self.hold + self.wrap_up


def pick_up(channel: str, draw: Random) -> int:
    """Until somebody who is free has it on the screen and says hello."""
    median = PACES[channel].pick_up
    return _around(median, draw) if median else 0


def patience_of(channel: str, draw: Random) -> int | None:
    """How long this citizen stays on the line; nobody hangs up within three seconds."""
    mean = PACES[channel].patience
    return None if mean is None else round((3 + draw.expovariate(1 / mean)) * SECOND)


def wait_of(channel: str, crowd: float, draw: Random) -> int:
    """The working time for which a written question lies; longer on a busy day."""
    return _around(PACES[channel].wait * max(crowd, 0.5), draw)


def length_of(channel: str, theme: str, level: int, questions: int, draw: Random) -> Length:
    """A practised agent is quicker, and a question about refuse is shorter than one about care."""
    pace = PACES[channel]
    work = SPEED_OF_LEVEL[level] * SPEED_OF_THEME.get(theme, 1) * (1 + 0.6 * (questions - 1))
    is_held = draw.random() < pace.hold_share
    return Length(
        talk=_around(pace.talk * work, draw),
        hold=round(draw.uniform(*HOLD_S) * SECOND) if is_held else 0,
        wrap_up=_around(pace.wrap_up * work, draw),
    )


def _around(median: float, draw: Random) -> int:
    return round(draw.lognormvariate(log(median), SPREAD) * SECOND)
