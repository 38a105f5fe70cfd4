from datetime import date, timedelta
from itertools import pairwise

import pytest

from gehoor.demonstration.demand import BRIDGE, BY_HOUR, Demand, after_closure, lifts
from gehoor.demonstration.texts import Content

ROWS = Content().year
DEMAND = Demand(ROWS, seed=1)


def year(number: int) -> list[date]:
    return [date(number, 1, 1) + timedelta(days=n) for n in range(365)]


def bursts(name: str, days: list[date]) -> dict[date, float]:
    return {
        day: burst.contacts
        for day in days
        for burst in DEMAND.on(day).bursts
        if burst.cause.name == name
    }


def test_monday_is_busiest_and_the_weekend_calm() -> None:
    week = [DEMAND.on(date(2026, 6, 15) + timedelta(days=n)).crowd for n in range(7)]
    assert week.index(max(week)) == 0
    assert max(week[5:]) < min(week[:5]) / 2


@pytest.mark.parametrize(
    ("theme", "busy", "calm"),
    [
        ("burgerzaken", (5, 6, 7), (11, 12, 1)),
        ("belastingen", (3, 4), (7, 8, 12)),
        ("werk-en-inkomen", (12, 1), (5, 6, 7)),
        ("afval", (4, 5), (2, 11)),
    ],
)
def test_themes_have_their_season(theme: str, busy: tuple[int, ...], calm: tuple[int, ...]) -> None:
    def share(month: int) -> float:
        return DEMAND.on(date(2026, month, 15)).themes[theme]

    assert min(map(share, busy)) > max(map(share, calm))


def test_seasons_change_day_by_day_without_a_leap() -> None:
    shares = [sum(DEMAND.on(day).themes.values()) for day in year(2026)]
    steps = [abs(after - before) for before, after in pairwise(shares)]
    assert max(steps) < 0.02


def test_a_mailing_comes_at_once_and_dies_away_in_ten_days() -> None:
    shares = bursts("aanslagen gemeentebelastingen en WOZ", year(2026))
    assert min(shares) == date(2026, 2, 27)
    assert len(shares) == 10
    amounts = list(shares.values())
    assert amounts[1] == max(amounts)
    assert amounts[2:] == sorted(amounts[2:], reverse=True)
    assert sum(amounts) == pytest.approx(4600)


def test_a_mailing_in_the_weekend_waits_for_a_working_day() -> None:
    shares = bursts("aanslagen gemeentebelastingen en WOZ", year(2027))
    assert min(shares) == date(2027, 3, 1)  # 27 February is a Saturday


def test_storms_blow_in_the_storm_season_and_calm_down_within_hours() -> None:
    days = [day for n in (2024, 2025, 2026) for day in year(n)]
    storms = {
        day: burst for day in days for burst in DEMAND.on(day).bursts if "storm" in burst.cause.name
    }
    assert len(storms) >= 10
    assert {day.month for day in storms} <= {10, 11, 12, 1, 2, 3, 4, 6, 7, 8, 9}
    strongest = max(storms.values(), key=lambda burst: burst.contacts)
    begins = next(hour for hour, weight in enumerate(strongest.by_hour) if weight)
    assert strongest.by_hour[begins] == max(strongest.by_hour)
    assert strongest.by_hour[min(23, begins + 6)] < strongest.by_hour[begins] / 5
    assert strongest.by_hour != BY_HOUR


def test_the_same_seed_has_the_same_storms_and_another_has_others() -> None:
    def stormy(seed: int) -> list[date]:
        demand = Demand(ROWS, seed)
        return [
            day for day in year(2026) if any(b.cause.name == "storm" for b in demand.on(day).bursts)
        ]

    assert stormy(1) == stormy(1) != stormy(2)


def test_the_telephone_fails_on_one_working_day_a_year() -> None:
    days = [day for day in year(2026) if DEMAND.on(day).outage]
    assert len(days) == 1
    assert days[0].weekday() < 5


def test_school_holidays_are_calmer() -> None:
    assert DEMAND.on(date(2026, 8, 3)).crowd < 0.8 * DEMAND.on(date(2026, 6, 15)).crowd


def test_after_a_closure_it_is_busier_and_a_bridge_is_calm() -> None:
    opened = {date(2026, 5, 11) + timedelta(days=n): n % 7 < 5 for n in range(14)}
    assert after_closure(date(2026, 5, 19), opened) == 1
    opened[date(2026, 5, 14)] = False  # Ascension
    assert after_closure(date(2026, 5, 15), opened) == BRIDGE
    opened[date(2026, 5, 15)] = False
    assert after_closure(date(2026, 5, 18), opened) > 1.2
    assert after_closure(date(2026, 5, 13), opened) == 1


def test_christmas_trees_are_asked_about_around_new_year() -> None:
    def times(day: date) -> float:
        return next(times for words, times in lifts(ROWS["lift"], day) if "kerstboom" in words)

    assert times(date(2026, 1, 5)) == times(date(2025, 12, 28)) == 30
    assert times(date(2026, 7, 1)) < 1
