from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from gehoor.events.models import Event
from gehoor.parties.flagging import (
    FlagAlreadyEnded,
    add_flag,
    end_flag,
    ending_soon,
    extend_flag,
    flags_of,
    flags_owned_by,
)
from gehoor.parties.models import PartyFlag
from gehoor.parties.tests.factories import PartyFactory

TODAY = date(2026, 3, 2)
IN_A_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def party(municipality):
    return PartyFactory(client=municipality)


def test_flag_has_an_owner_and_an_end(party, agent, now):
    flag = add_flag(party, " Hoort slecht\x00 ", ends_on=IN_A_WEEK, by=agent, at=now)
    assert (flag.text, flag.owner, flag.ends_on) == ("Hoort slecht", agent, IN_A_WEEK)
    assert Event.objects.get().data == {"flag": flag.pk}


@pytest.mark.parametrize(
    "ends_on", [None, TODAY - timedelta(days=1), date(2028, 3, 3)], ids=["none", "past", "far"]
)
def test_flag_without_a_fit_end_is_refused(party, agent, now, ends_on: date | None):
    with pytest.raises(ValidationError):
        add_flag(party, "Hoort slecht", ends_on=ends_on, by=agent, at=now)
    flag = add_flag(party, "Hoort slecht", ends_on=IN_A_WEEK, by=agent, at=now)
    with pytest.raises(ValidationError):
        extend_flag(flag, ends_on=ends_on, by=agent, at=now)
    assert PartyFlag.objects.get().ends_on == IN_A_WEEK


@pytest.mark.parametrize("ends_on", [TODAY, date(2028, 3, 2)])
def test_flag_ends_today_or_two_years_from_now_at_the_edges(party, agent, now, ends_on: date):
    assert add_flag(party, "Hoort slecht", ends_on=ends_on, by=agent, at=now).ends_on == ends_on


def test_flag_without_words_is_refused(party, agent, now):
    with pytest.raises(ValidationError):
        add_flag(party, " \x00", ends_on=IN_A_WEEK, by=agent, at=now)


def test_flag_holds_through_its_last_day(party, agent, now):
    flag = add_flag(party, "Hoort slecht", ends_on=IN_A_WEEK, by=agent, at=now)
    assert party.flags.current(IN_A_WEEK).exists()
    after = IN_A_WEEK + timedelta(days=1)
    assert not party.flags.current(after).exists()
    assert flags_of(party, today=IN_A_WEEK) == ([flag], [])
    assert flags_of(party, today=after) == ([], [flag])


def test_who_extends_a_flag_answers_for_it(party, agent, colleague, now):
    flag = add_flag(party, "Hoort slecht", ends_on=IN_A_WEEK, by=agent, at=now)
    extend_flag(flag, ends_on=date(2026, 6, 1), by=colleague, at=now)
    assert list(flags_owned_by(colleague, today=TODAY)) == [flag]
    assert not flags_owned_by(agent, today=TODAY).exists()
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["party.flagged", "party.flag_extended"]


def test_ended_flag_stays_in_the_history_and_is_changed_no_more(party, agent, colleague, now):
    flag = add_flag(party, "Hoort slecht", ends_on=IN_A_WEEK, by=agent, at=now)
    end_flag(flag, by=agent, at=now)
    assert not party.flags.current(TODAY).exists()
    assert flags_of(party, today=TODAY) == ([], [flag])
    with pytest.raises(FlagAlreadyEnded):
        end_flag(flag, by=colleague, at=now)
    with pytest.raises(FlagAlreadyEnded):
        extend_flag(flag, ends_on=IN_A_WEEK, by=colleague, at=now)
    assert PartyFlag.objects.get().ended_by == agent


def test_owner_hears_which_end_within_a_month_soonest_first(party, agent, colleague, now):
    def flag(days: int, by=agent):
        ends_on = TODAY + timedelta(days=days)
        return add_flag(party, f"{days}", ends_on=ends_on, by=by, at=now)

    late, soon, sooner = flag(31), flag(30), flag(2)
    flag(1, by=colleague)
    end_flag(flag(3), by=agent, at=now)
    assert list(ending_soon(agent, today=TODAY)) == [sooner, soon]
    assert list(flags_owned_by(agent, today=TODAY)) == [sooner, soon, late]
    assert list(ending_soon(agent, today=TODAY + timedelta(days=3))) == [soon, late]
