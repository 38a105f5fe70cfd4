"""What comes in on single days, without a database."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from gehoor.demonstration.arrivals import FULL_SIZE, Arrivals, Door, bounds, poisson
from gehoor.demonstration.callers import Callers
from gehoor.demonstration.demand import Demand
from gehoor.demonstration.hours import HOUR, Openings, datetime_of, moment_of
from gehoor.demonstration.inhabitants import inhabitants
from gehoor.demonstration.models import ZONE
from gehoor.demonstration.subjects import Subject, Subjects
from gehoor.demonstration.texts import Content
from gehoor.organisation.openinghours import Hours, Week

ROWS = Content().year
THEMES = [row["slug"] for row in ROWS["theme"]]
WEEK = Week(tuple(Hours(day, time(8, 30), time(17)) for day in range(5)), ZONE)
FIRST = date(2025, 9, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(460)]
DOORS = [Door(1, "waterrijk", "phone"), Door(2, "waterrijk", "email"), Door(3, "waterrijk", "chat")]


def subjects() -> list[Subject]:
    texts = {
        "openbare-ruimte-en-verkeer": "Er ligt een boom over de weg.",
        "belastingen": "Mijn aanslag klopt niet.",
    }
    rows = [(theme, texts.get(theme, f"Een vraag over {theme}.")) for theme in THEMES]
    rows += [(theme, f"Nog een vraag over {theme}, wat nu?") for theme in THEMES]
    outcomes = {theme: "passed_on" if theme == "zorg-en-jeugd" else "answered" for theme in THEMES}
    return [
        Subject(text, channel, theme, outcomes[theme], "", text.lower())
        for theme, text in rows
        for channel in ("phone", "email", "chat")
    ]


def arrivals(seed: int = 1, scale: float = 0.3) -> Arrivals:
    people = inhabitants(Content().names, 500, seed)
    openings = {"waterrijk": Openings(WEEK, DAYS)}
    return Arrivals(
        DOORS, Demand(ROWS, seed), Subjects({"waterrijk": subjects()}, seed),
        Callers(people, 0, {}, seed), openings, ZONE, ROWS["lift"], scale, seed,
    )  # fmt: skip


OWN = arrivals()


def coming(day: date, own: Arrivals = OWN) -> list[int]:
    return [arrival.offered for arrival in own._on(day)]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2025, 10, 26), 25), (date(2026, 3, 30), 24)]
)
def test_a_day_has_its_hours_each_quarter_once(day: date, hours: int) -> None:
    mail = DOORS[1]
    quarters = [begin for begin, _hour in OWN._quarters(mail, day)]
    assert len(set(quarters)) == len(quarters) == hours * 4
    assert (quarters[0], quarters[-1] + HOUR // 4) == bounds(day, ZONE)
    assert {after - before for before, after in pairwise(quarters)} == {HOUR // 4}


def test_nobody_writes_in_the_hour_that_is_skipped() -> None:
    night = date(2026, 3, 29)
    busy = arrivals(scale=40)
    hours = Counter(datetime_of(at).astimezone(ZONE).hour for at in coming(night, busy))
    assert hours[2] == 0
    assert hours[1] > 0
    assert hours[3] > 0


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 30), date(2026, 10, 26)])
def test_who_calls_does_so_between_opening_and_closing(day: date) -> None:
    opens, closes = (moment_of(datetime.combine(day, at, ZONE)) for at in (time(8, 30), time(17)))
    calls = [a.offered for a in OWN._on(day) if a.door.channel != "email"]
    assert all(opens <= at < closes for at in calls)
    assert bool(calls) == (day.weekday() < 5)


@pytest.mark.parametrize(
    "day", [date(2025, 12, 25), date(2026, 4, 27), date(2026, 5, 14), date(2026, 5, 25)]
)
def test_on_a_holiday_people_only_write(day: date) -> None:
    assert {arrival.door.channel for arrival in OWN._on(day)} == {"email"}


def test_the_day_after_a_holiday_is_busier() -> None:
    after, ordinary = len(coming(date(2026, 5, 26))), len(coming(date(2026, 6, 9)))
    assert after > 1.1 * ordinary


def test_a_mailing_makes_people_ask_about_it() -> None:
    def share(day: date) -> float:
        asked = Counter(s.theme for a in OWN._on(day) for s in a.subjects)
        return asked["belastingen"] / asked.total()

    assert share(date(2026, 3, 2)) > 2 * share(date(2026, 2, 16))


def test_a_storm_is_heard_within_hours() -> None:
    demand = OWN.demand
    storms = {
        day: burst
        for day in DAYS[60:400]
        for burst in demand.on(day).bursts
        if burst.cause.name == "storm" and day.weekday() < 5 and burst.contacts > 150
    }
    day, burst = next(iter(storms.items()))
    begins = next(hour for hour, weight in enumerate(burst.by_hour) if weight)
    about = [a.offered for a in OWN._on(day) for s in a.subjects if "boom" in s.searched]
    hours = [datetime_of(at).astimezone(ZONE).hour for at in about]
    assert len(about) > 20
    assert sum(begins <= hour < begins + 8 for hour in hours) > 0.7 * len(hours)


def test_nobody_gets_through_while_the_telephone_is_out() -> None:
    day = next(day for day in DAYS if OWN.demand.on(day).outage)
    out = OWN.demand.on(day).outage
    calls = [
        datetime_of(a.offered).astimezone(ZONE).hour
        for a in OWN._on(day)
        if a.door.channel == "phone"
    ]
    assert calls
    assert not set(calls) & set(out)
    assert calls.count(out.stop) > 0


def test_a_day_can_be_drawn_again_and_in_any_order() -> None:
    forwards, backwards = arrivals(), arrivals()
    days = DAYS[100:130]
    first = {day: forwards.work_of(day) for day in days}
    assert {day: backwards.work_of(day) for day in reversed(days)} == first
    assert arrivals(seed=2).work_of(days[5]) != first[days[5]]


def test_what_is_written_is_answered_once_and_in_hours() -> None:
    own = arrivals()
    days = DAYS[100:150]
    mails = [a for day in days for a in own.work_of(day) if a.door.channel == "email"]
    assert len(set(mails)) == len(mails)
    came = [a for day in days[:30] for a in own._on(day) if a.door.channel == "email"]
    assert set(came) <= set(mails)
    for mail in mails:
        assert WEEK.is_open(datetime_of(mail.begins - 40 * 60_000)) or WEEK.is_open(
            datetime_of(mail.begins)
        )


def test_who_got_no_answer_calls_again_within_days() -> None:
    own = arrivals()
    again = [a for day in DAYS[100:130] for a in own.work_of(day) if a.is_return]
    assert again
    assert {a.door.channel for a in again} == {"phone"}
    assert {a.subjects[0].outcome for a in again} == {"passed_on"}
    callers = {
        (a.caller, a.subjects[:1]) for day in DAYS[90:130] for a in own._on(day) if a.returns
    }
    assert {(a.caller, a.subjects) for a in again} <= callers


def test_a_month_at_full_size_is_as_busy_as_almere() -> None:
    own = arrivals(scale=1.0)
    weeks = [DAYS[0] + timedelta(days=n) for n in range(14)]
    count = sum(len(own._on(day)) for day in weeks)
    assert count == pytest.approx(0.8 * FULL_SIZE / 2, rel=0.15)  # the share of the one client


@pytest.mark.parametrize("mean", [0, 0.3, 4, 45, 60, 900])
def test_poisson_has_its_mean(mean: float) -> None:
    draw = Random(1)
    drawn = [poisson(mean, draw) for _time in range(400)]
    assert min(drawn) >= 0
    assert sum(drawn) / 400 == pytest.approx(mean, rel=0.1, abs=0.1)
