"""Who comes in where, when and with what: the questions of one day. Plain values only.

Each day is drawn by itself, from the seed and its date: so any day can be made again, in any
order. Moments are milliseconds since 1970.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from math import exp
from random import Random
from zoneinfo import ZoneInfo

from gehoor.demonstration.callers import Caller, Callers
from gehoor.demonstration.conversations import LATER, wait_of
from gehoor.demonstration.demand import BY_HOUR, Burst, Day, Demand, after_closure, lifts
from gehoor.demonstration.hours import MINUTE, QUARTER, Openings, datetime_of, moment_of
from gehoor.demonstration.subjects import Lifts, Subject, Subjects

ORDINARY_DAY = 1_045  # contacts on a working day on which nothing is the matter, at full size
FULL_SIZE = 23_000  # contacts in four weeks: 25,000 a month
SHARE_OF_CLIENT = {"waterrijk": 0.8, "polderveen": 0.13, "sociaal-werk": 0.07}
SHARE_OF_CHANNEL = {
    "phone": 0.55, "email": 0.2, "chat": 0.12, "counter": 0.08, "whatsapp": 0.03, "webform": 0.02,
}  # fmt: skip
WRITTEN = {"email", "webform"}
QUESTIONS, HOW_OFTEN = (1, 2, 3), (0.81, 0.15, 0.04)
LONGEST_WAIT = 12  # days after which the last written question is begun
LONGEST_RETURN = 6
KEPT = 20  # days
SCATTER = 40 * MINUTE
COMES_BACK, COMES_BACK_TWICE = 0.2, 0.35  # shares of those who got no answer
NO_ANSWER = {"passed_on", "looked_up", "ended_by_citizen"}


@dataclass(frozen=True, slots=True)
class Door:
    """An entrance: a client's number, mailbox or counter."""

    id: int
    client: str
    channel: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A citizen at a door with questions; `begins` is when an agent could first answer."""

    door: Door
    offered: int
    begins: int
    caller: Caller
    subjects: tuple[Subject, ...]
    returns: tuple[int, ...] = ()  # in so many days she calls again
    is_return: bool = False


@dataclass(frozen=True)
class Arrivals:
    """Draws what comes in on a day; the last ones drawn are kept, the next day needs them."""

    doors: Sequence[Door]
    demand: Demand
    subjects: Subjects
    callers: Callers
    openings: Mapping[str, Openings]
    zone: ZoneInfo
    lifts: Sequence[Mapping[str, object]]
    scale: float
    seed: int
    _drawn: dict[date, list[Arrival]] = field(default_factory=dict)
    _open: dict[tuple[str, date], list[tuple[int, int]]] = field(default_factory=dict)

    def work_of(self, day: date) -> list[Arrival]:
        """What is to be answered on a day, in order: what comes in and what was left lying."""
        begins, ends = bounds(day, self.zone)
        recent = [day - timedelta(days=ago) for ago in range(LONGEST_WAIT + 1)]
        left = [one for past in recent for one in self._on(past) if begins <= one.begins < ends]
        work = left + list(self._returning(day))
        for distant in self._drawn.keys() - recent if len(self._drawn) > 2 * KEPT else ():
            del self._drawn[distant]
        return sorted(work, key=lambda arrival: (arrival.begins, arrival.offered))

    def _on(self, day: date) -> list[Arrival]:
        if day not in self._drawn:
            draw = Random(f"{self.seed}/{day}/arrivals")  # noqa: S311  nothing here is secret
            self._drawn[day] = list(self._draw_day(self.demand.on(day), draw))
        return self._drawn[day]

    def _draw_day(self, day: Day, draw: Random) -> Iterator[Arrival]:
        lifted = lifts(self.lifts, day.day)
        for door in self.doors:
            weight = ORDINARY_DAY * self.scale * self._weights[door.id]
            busy = weight * day.crowd * self._closure(door, day.day)
            for offered in self._moments(door, day, busy, BY_HOUR, draw):
                yield self._arrival(door, offered, self._asked(door, day, lifted, draw), day, draw)
            for burst in day.bursts:
                more = burst.contacts * self.scale * self._weights[door.id]
                for offered in self._moments(door, day, more, burst.by_hour, draw):
                    asked = self._asked_because(door, burst, draw)
                    if asked:
                        yield self._arrival(door, offered, asked, day, draw)

    def _closure(self, door: Door, day: date) -> float:
        if door.channel in WRITTEN:
            return 1.0
        return after_closure(day, self.openings[door.client].on)

    def _moments(
        self, door: Door, day: Day, expected: float, by_hour: Sequence[float], draw: Random
    ) -> list[int]:
        """So many moments, more where it is busier; none while the door is shut."""
        quarters = self._quarters(door, day.day)
        weights = [by_hour[hour] * _outage(door, day, hour) for _begin, hour in quarters]
        usual = sum(by_hour[hour] for _begin, hour in quarters)
        if not usual:
            return []
        number = poisson(expected * sum(weights) / usual, draw)
        chosen = draw.choices(quarters, weights, k=number) if number else []
        return [begin + draw.randrange(QUARTER) for begin, _hour in chosen]

    def _quarters(self, door: Door, day: date) -> list[tuple[int, int]]:
        """The quarters of an hour in which one can come in here, with their local hour."""
        key = (door.client if door.channel not in WRITTEN else "", day)
        if key not in self._open:
            spans = [bounds(day, self.zone)] if not key[0] else self.openings[door.client].on[day]
            self._open[key] = [
                (begin, hour_of(begin, self.zone))
                for opens, closes in spans
                for begin in range(opens, closes - QUARTER + 1, QUARTER)
            ]
        return self._open[key]

    def _asked(self, door: Door, day: Day, lifted: Lifts, draw: Random) -> tuple[Subject, ...]:
        number = draw.choices(QUESTIONS, HOW_OFTEN)[0]
        ask = self.subjects.ask
        return _different(
            ask(door.client, door.channel, day.themes, lifted, draw) for _question in range(number)
        )

    def _asked_because(self, door: Door, burst: Burst, draw: Random) -> tuple[Subject, ...]:
        asked = self.subjects.ask_because(door.client, door.channel, burst.cause, draw)
        return (asked,) if asked else ()

    def _arrival(
        self, door: Door, offered: int, asked: tuple[Subject, ...], day: Day, draw: Random
    ) -> Arrival:
        caller = self.callers.next_caller(door.client, door.channel, draw)
        begins = offered
        if door.channel in LATER:
            begins = self._in_hours(door, offered, day.crowd, draw)
        return Arrival(door, offered, begins, caller, asked, _returns(asked, draw))

    def _in_hours(self, door: Door, offered: int, crowd: float, draw: Random) -> int:
        """After so much working time; who wrote at night is answered in the morning."""
        openings = self.openings[door.client]
        opened = openings.next_opening(offered)
        begins = openings.later(opened, wait_of(door.channel, crowd, draw))
        return begins + draw.randrange(SCATTER) if opened > offered else begins

    def _returning(self, day: date) -> Iterator[Arrival]:
        """Who was promised an answer days ago, and calls to ask where it is."""
        draw = Random(f"{self.seed}/{day}/returns")  # noqa: S311  nothing here is secret
        phones = {door.client: door for door in self.doors if door.channel == "phone"}
        for ago in range(1, LONGEST_RETURN + 1):
            for before in self._on(day - timedelta(days=ago)):
                quarters = self._quarters(phones[before.door.client], day)
                if ago in before.returns and quarters:
                    offered = draw.choice(quarters)[0] + draw.randrange(QUARTER)
                    yield replace(
                        before, door=phones[before.door.client], offered=offered, begins=offered,
                        subjects=before.subjects[:1], returns=(), is_return=True,
                    )  # fmt: skip

    @cached_property
    def _weights(self) -> dict[int, float]:
        """The share of each door; a client without chat has more telephone."""
        weights = {}
        for door in self.doors:
            own = [other.channel for other in self.doors if other.client == door.client]
            of_client = sum(SHARE_OF_CHANNEL[channel] for channel in own)
            share = SHARE_OF_CHANNEL[door.channel] / of_client
            weights[door.id] = share * SHARE_OF_CLIENT[door.client]
        return weights


def bounds(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """The first moment of a local day, and that of the next."""
    after = day + timedelta(days=1)
    midnights = (datetime.combine(one, time(), zone) for one in (day, after))
    begins, ends = (moment_of(midnight.astimezone(UTC)) for midnight in midnights)
    return begins, ends


def hour_of(moment: int, zone: ZoneInfo) -> int:
    return datetime_of(moment).astimezone(zone).hour


def poisson(mean: float, draw: Random) -> int:
    """How often something happens that on average happens so often."""
    if mean > 50:
        return max(0, round(draw.gauss(mean, mean**0.5)))
    number, left, least = 0, 1.0, exp(-mean)
    while (left := left * draw.random()) > least:
        number += 1
    return number


def _outage(door: Door, day: Day, hour: int) -> float:
    """Nobody gets through by telephone; some write instead, others call when it works again."""
    if hour in day.outage:
        return 0 if door.channel == "phone" else 1.5
    return 1.6 if day.outage and door.channel == "phone" and 0 <= hour - day.outage.stop < 3 else 1


def _different(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    return tuple(dict.fromkeys(subjects))


def _returns(asked: Sequence[Subject], draw: Random) -> tuple[int, ...]:
    if asked[0].outcome not in NO_ANSWER or draw.random() > COMES_BACK:
        return ()
    first = draw.randrange(1, 4)
    return (first, first + draw.randrange(1, 4)) if draw.random() < COMES_BACK_TWICE else (first,)
