from datetime import datetime, timedelta

from pytest_django import DjangoAssertNumQueries

from gehoor.organisation.actions import note_sign_in, note_sign_out
from gehoor.organisation.models import Employee
from gehoor.organisation.presence import gone_among, has_left, last_seen, present_among


def test_without_a_sign_nobody_is_gone_nor_there(agent: Employee) -> None:
    assert (gone_among([agent]), present_among([agent])) == (set(), set())


def test_the_last_sign_decides(agent: Employee, colleague: Employee, now: datetime) -> None:
    both = [agent, colleague]
    for employee in both:
        note_sign_in(employee, at=now)
    note_sign_out(agent, at=now)
    assert (gone_among(both), present_among(both)) == ({agent.pk}, {colleague.pk})
    note_sign_in(agent, at=now)
    assert (gone_among(both), present_among(both)) == (set(), {agent.pk, colleague.pk})


def test_who_is_switched_off_is_gone(agent: Employee, now: datetime) -> None:
    note_sign_in(agent, at=now)
    agent.is_active = False
    assert has_left(agent)
    assert present_among([agent]) == set()


def test_signs_take_one_query(
    agent: Employee, colleague: Employee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        gone_among([agent, colleague])


def test_last_seen_is_before_the_moment(agent: Employee, now: datetime) -> None:
    yesterday = now - timedelta(days=1)
    assert last_seen(agent, before=now) is None
    note_sign_in(agent, at=yesterday - timedelta(hours=8))
    note_sign_out(agent, at=yesterday)
    note_sign_in(agent, at=now)
    assert last_seen(agent, before=now) == yesterday
