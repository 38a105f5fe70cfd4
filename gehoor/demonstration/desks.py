"""Who is at the desk when, and who takes the next contact. Plain values only.

Moments are milliseconds since 1970; hours of a roster are quarters of the local day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random

from gehoor.demonstration.hours import MINUTE, QUARTER
from gehoor.organisation.roles import Role

AT_DESK = {Role.AGENT, Role.SENIOR, Role.HOST}
DAYS_A_WEEK, HOW_OFTEN = (5, 4, 3), (35, 40, 25)
FREE_DAYS, LIKED = (0, 1, 2, 3, 4), (0.4, 2, 5, 3, 6)  # most stay at home on Friday or Wednesday
ILL_OR_AWAY = 0.05
LEAVE_WEEKS, SUMMER = 5, (27, 36)
OTHER_DUTY = 90_000  # so long a wait lets who was to write pick up too
SPREAD_OF_SKILL = 4 * MINUTE  # who knows less is asked first when several are free
DUTY = {
    "phone": "phone", "chat": "chat", "whatsapp": "chat", "email": "written", "webform": "written",
    "counter": "counter",
}  # fmt: skip
SHARE_OF_DUTY = (("written", 0.2), ("chat", 0.16), ("counter", 0.08))  # the others: telephone
LATEST = 20 * 4


@dataclass(frozen=True, slots=True)
class Agent:
    """`levels` by theme and channel; a host is at the counter only."""

    id: int
    clients: frozenset[str]
    levels: Mapping[tuple[str, str], int]
    is_host: bool = False

    def knows(self, theme: str, channel: str) -> bool:
        return self.is_host or (theme, channel) in self.levels

    def may(self, duty: str) -> bool:
        if duty == "counter" or self.is_host:
            return duty == "counter" and (self.is_host or "counter" in self._channels)
        return any(DUTY.get(channel) == duty for channel in self._channels)

    @property
    def _channels(self) -> set[str]:
        return {channel for _theme, channel in self.levels}


@dataclass(slots=True)
class Desk:
    """An agent on one day: her duty, the quarters in which she is there, and until when busy."""

    agent: Agent
    duty: str
    quarters: frozenset[int]
    free_at: int = 0


@dataclass(frozen=True)
class Roster:
    """Who works on which day: part-time, on leave, ill; the same seed gives the same roster."""

    agents: Sequence[Agent]
    seed: int

    def on(self, day: date) -> list[Desk]:
        draw = Random(f"{self.seed}/{day}/roster")  # noqa: S311  nothing here is secret
        present = [
            agent
            for number, agent in enumerate(self.agents)
            if self._works(number, day) and draw.random() > ILL_OR_AWAY
        ]
        draw.shuffle(present)
        duties = _duties(present)
        return [Desk(agent, duty, _quarters(duty, day, draw)) for agent, duty in duties]

    def _works(self, number: int, day: date) -> bool:
        if day.weekday() in self._free_days[number]:
            return False
        year, week, _weekday = day.isocalendar()
        draw = Random(f"{self.seed}/leave/{number}/{year}")  # noqa: S311
        summer = draw.randrange(SUMMER[0], SUMMER[1])
        others = draw.sample(range(1, 53), LEAVE_WEEKS - 2)
        return week not in (summer, summer + 1, *others)

    @cached_property
    def _free_days(self) -> list[set[int]]:
        draw = Random(f"{self.seed}/contracts")  # noqa: S311
        found = []
        for _agent in self.agents:
            free: set[int] = set()
            while len(free) < 5 - draw.choices(DAYS_A_WEEK, HOW_OFTEN)[0]:
                free.add(draw.choices(FREE_DAYS, LIKED)[0])
            found.append(free)
        return found


def _duties(present: Sequence[Agent]) -> list[tuple[Agent, str]]:
    """Who does what today: written work and the counter get their share, the others call."""
    given = {agent.id: "counter" for agent in present if agent.is_host}
    for duty, share in SHARE_OF_DUTY:
        fit = [agent for agent in present if agent.id not in given and agent.may(duty)]
        given |= {agent.id: duty for agent in fit[: max(1, round(share * len(present)))]}
    return [(agent, given.get(agent.id, "phone")) for agent in present]


def _quarters(duty: str, day: date, draw: Random) -> frozenset[int]:
    """From when until when, with half an hour for lunch; somebody stays on Thursday evening."""
    is_late = day.weekday() == 3 and draw.random() < (0.35 if duty == "phone" else 0.15)
    first, last = (
        (48, LATEST)
        if is_late
        else draw.choices(((34, 68), (33, 66), (34, 52), (48, 68)), (65, 15, 10, 10))[0]
    )
    lunch = draw.randrange(46, 55)
    return frozenset(q for q in range(first, last) if is_late or q not in (lunch, lunch + 1))


@dataclass
class Floor:
    """All desks of one day; each takes one contact at a time."""

    desks: Sequence[Desk]
    everybody: Sequence[Desk]  # when nobody who is there can
    midnight: int
    _pools: dict[tuple[str, str, str, int], list[Desk]] = field(default_factory=dict)

    def take(self, client: str, channel: str, theme: str, at: int) -> tuple[Desk, int]:
        """Who answers and when: who knows the theme, the specialist before the all-rounder."""
        duty = DUTY[channel]
        desk, begins = _first(self._pool(duty, client, theme, channel, at), at)
        if begins - at > OTHER_DUTY:
            other = _first(self._pool("", client, theme, channel, at), at)
            desk, begins = min((desk, begins), other, key=lambda found: found[1])
        return desk, begins

    def _pool(self, duty: str, client: str, theme: str, channel: str, at: int) -> list[Desk]:
        quarter = min(LATEST - 1, (at - self.midnight) // QUARTER)
        key = (duty + channel, client, theme, quarter)
        if key not in self._pools:
            self._pools[key] = self._fit(duty, client, theme, channel, quarter)
        return self._pools[key]

    def _fit(self, duty: str, client: str, theme: str, channel: str, quarter: int) -> list[Desk]:
        """Those with this duty who know the theme; else any who are there; else anybody."""
        at_counter = channel == "counter"
        serving = [
            desk
            for desk in self.desks
            if client in desk.agent.clients and (at_counter or not desk.agent.is_host)
        ]
        there = [desk for desk in serving if quarter in desk.quarters]
        own = [desk for desk in there if not duty or desk.duty == duty]
        fit = [desk for desk in own if desk.agent.knows(theme, channel)]
        found = fit or own or there or serving
        return found or [desk for desk in self.everybody if client in desk.agent.clients]


def _first(pool: Sequence[Desk], at: int) -> tuple[Desk, int]:
    """Of the free ones who knows least besides this, then who is free longest."""
    free = [desk for desk in pool if desk.free_at <= at]
    if free:
        return min(free, key=_turn), at
    first = min(pool, key=lambda desk: desk.free_at)
    return first, first.free_at


def _turn(desk: Desk) -> int:
    return desk.free_at + len(desk.agent.levels) * SPREAD_OF_SKILL // 10
