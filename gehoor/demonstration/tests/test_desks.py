from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from gehoor.demonstration.desks import Agent, Desk, Floor, Roster
from gehoor.demonstration.hours import HOUR, MINUTE

ALL_DAY = frozenset(range(96))
THEMES = ("afval", "burgerzaken", "belastingen")


def agent(number: int, *themes: str, channels: tuple[str, ...] = ("phone",)) -> Agent:
    levels = {(theme, channel): 2 for theme in themes for channel in channels}
    return Agent(number, frozenset({"waterrijk"}), levels)


def floor(*desks: Desk) -> Floor:
    return Floor(desks, desks, midnight=0)


def take(own: Floor, theme: str, at: int, channel: str = "phone") -> tuple[int, int]:
    desk, begins = own.take("waterrijk", channel, theme, at)
    return desk.agent.id, begins


NOW = 10 * HOUR


def test_who_knows_the_theme_and_little_else_is_asked_first() -> None:
    novice, senior = (
        Desk(agent(1, "afval"), "phone", ALL_DAY),
        Desk(agent(2, *THEMES), "phone", ALL_DAY),
    )
    own = floor(senior, novice)
    assert take(own, "afval", NOW) == (1, NOW)
    assert take(own, "belastingen", NOW) == (2, NOW)


def test_when_all_are_busy_the_first_who_is_free() -> None:
    one, other = (
        Desk(agent(1, "afval"), "phone", ALL_DAY),
        Desk(agent(2, "afval"), "phone", ALL_DAY),
    )
    one.free_at, other.free_at = NOW + 3 * MINUTE, NOW + MINUTE
    assert take(floor(one, other), "afval", NOW) == (2, NOW + MINUTE)


def test_who_writes_picks_up_when_the_line_is_long() -> None:
    calling = Desk(agent(1, "afval"), "phone", ALL_DAY, free_at=NOW + 5 * MINUTE)
    writing = Desk(agent(2, "afval"), "written", ALL_DAY)
    own = floor(calling, writing)
    assert take(own, "afval", NOW) == (2, NOW)
    calling.free_at = NOW + MINUTE
    assert take(own, "afval", NOW) == (1, NOW + MINUTE)


def test_nobody_is_asked_at_lunch_while_others_are_there() -> None:
    away = Desk(agent(1, "afval"), "phone", ALL_DAY - {40, 41})
    there = Desk(agent(2, *THEMES), "phone", ALL_DAY)
    assert take(floor(away, there), "afval", NOW)[0] == 2


def test_without_anybody_who_knows_it_somebody_answers() -> None:
    assert take(floor(Desk(agent(1, "afval"), "phone", ALL_DAY)), "belastingen", NOW)[0] == 1


def test_hosts_are_at_the_counter_only() -> None:
    host = Desk(Agent(1, frozenset({"waterrijk"}), {}, is_host=True), "counter", ALL_DAY)
    caller = Desk(agent(2, "afval"), "phone", ALL_DAY)
    own = floor(host, caller)
    assert take(own, "afval", NOW, "counter")[0] == 1
    assert take(own, "afval", NOW)[0] == 2


ROSTER = Roster(
    [agent(n, *THEMES, channels=("phone", "email", "chat", "counter")) for n in range(45)], seed=1
)
DAYS = [date(2026, 3, 2) + timedelta(days=n) for n in range(28) if n % 7 < 5]


def test_some_are_there_and_each_once() -> None:
    for day in DAYS:
        desks = ROSTER.on(day)
        assert 18 <= len(desks) <= 40
        assert len({desk.agent.id for desk in desks}) == len(desks)


def test_each_duty_is_done_and_most_call() -> None:
    duties = Counter(desk.duty for day in DAYS for desk in ROSTER.on(day))
    assert set(duties) == {"phone", "written", "chat", "counter"}
    assert duties["phone"] > duties.total() / 2


def test_somebody_is_there_until_the_last_hour_on_thursday_and_not_on_other_days() -> None:
    late = {day.weekday() for day in DAYS for desk in ROSTER.on(day) if 78 in desk.quarters}
    assert late == {3}


def test_the_same_day_has_the_same_people() -> None:
    def people(day: date) -> list[int]:
        return [desk.agent.id for desk in ROSTER.on(day)]

    assert people(DAYS[0]) == people(DAYS[0])
    assert people(DAYS[0]) != people(DAYS[5])


def test_a_day_of_calls_lets_nobody_answer_two_at_once() -> None:
    own, draw, taken = floor(*ROSTER.on(DAYS[0])), Random(1), []
    for at in sorted(draw.randrange(9 * HOUR, 16 * HOUR) for _call in range(900)):
        desk, begins = own.take("waterrijk", "phone", draw.choice(THEMES), at)
        desk.free_at = begins + draw.randrange(1, 9) * MINUTE
        taken.append((desk.agent.id, begins, desk.free_at))
    taken.sort()
    for (agent_id, _begin, end), (next_id, begin, _end) in pairwise(taken):
        assert agent_id != next_id or begin >= end
