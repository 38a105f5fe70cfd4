"""Filling an empty database with the municipality of Waterrijk, wholly or not at all.

Four weeks of contacts are there before the first page; `building` adds the year before them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from gehoor.contacts.actions import create_outcomes
from gehoor.demonstration.arrivals import FULL_SIZE
from gehoor.demonstration.citizens import register_citizens
from gehoor.demonstration.days import Story
from gehoor.demonstration.employees import hire_employees
from gehoor.demonstration.hours import moment_of
from gehoor.demonstration.instructions import write_instructions
from gehoor.demonstration.knowledge import write_articles
from gehoor.demonstration.models import Year
from gehoor.demonstration.organisation import Organisation, build_organisation
from gehoor.demonstration.plan import Plan, cast
from gehoor.demonstration.settling import settle
from gehoor.demonstration.texts import Content
from gehoor.knowledge.indexing import rebuild
from gehoor.lib.periods import Period
from gehoor.measures.filling import fill_day, fill_month
from gehoor.organisation.models import ClientOrganisation, Employee, Tenant
from gehoor.organisation.roles import Role

CONTACTS = FULL_SIZE
WEEKS = timedelta(days=28)
RECENT = timedelta(days=8)
Tell = Callable[[str], object]


@transaction.atomic
def seed(
    *, at: datetime, number: int = 1, contacts: int = CONTACTS, tell: Tell = lambda text: None
) -> Tenant:
    """Waterrijk as it is at `at`; the same number gives the same people and contacts.

    About so many contacts lie in the four weeks before `at`. Raises DatabaseNotEmpty when any
    tenant is there.
    """
    draw, content = Random(number), Content()  # noqa: S311  nothing here is secret
    tell("organisation and employees")
    organisation = build_organisation(content)
    employees = hire_employees(content, organisation)
    write_instructions(content, organisation, employees, at=at)
    create_outcomes(organisation.tenant)
    tell(f"{len(content.articles)} articles")
    editor, administrator = _first(Role.EDITOR, employees), _first(Role.ADMINISTRATOR, employees)
    write_articles(content, organisation, by=editor, at=at, draw=draw)
    year = Year(tenant=organisation.tenant, seed=number, contacts=contacts, ends_at=at)
    plan = Plan(content, year)
    tell("people and organisations")
    year.first_party = _register(plan, organisation, by=administrator, at=at)
    tell("four weeks of contacts")
    year.built_from = year.last_day - WEEKS
    _write_weeks(plan)
    year.save()
    # The worker would make it too; whoever searches first need not wait for that.
    transaction.on_commit(lambda: rebuild(organisation.tenant), robust=True)
    return organisation.tenant


def _register(plan: Plan, organisation: Organisation, *, by: Employee, at: datetime) -> int:
    """The cast, then the inhabitants; the key of the first of all, the others follow it."""
    known = register_citizens(plan.content, organisation, by=by, at=at)
    clients = {slug: client.pk for slug, client in organisation.clients.items()}
    others = plan.people[len(cast(plan.content)) :]
    keys = settle(clients, others, by=by, at=at, seed=plan.year.seed)
    first = known[0].pk
    everybody = [*(party.pk for party in known), *keys]
    assert everybody == list(range(first, first + len(everybody)))  # noqa: S101  nobody else writes
    return first


def _write_weeks(plan: Plan) -> None:
    year = plan.year
    span = (year.last_day - year.built_from).days
    days = [year.built_from + timedelta(days=n) for n in range(span + 1)]
    played = [(day, plan.days.offered_on(day)) for day in days]
    _leave_something(played, moment_of(year.ends_at - RECENT), plan.records.until)
    for day, stories in played:
        plan.records.write(day, stories)
    clients = list(ClientOrganisation.objects.filter(tenant=year.tenant_id))
    for day in days:
        fill_day(clients, day)
    for month in Period(days[0], days[-1]).months():
        fill_month(clients, month.first)


def _leave_something(
    played: Iterable[tuple[date, Sequence[Story]]], since: int, until: int
) -> None:
    """Everybody has something left to do: the last thing that came in, unless it is old."""
    last = {}
    for _day, stories in played:
        for story in stories:
            for one in story.questions:
                if one.promise and story.closed <= until:
                    is_task = one.promise.kind == "task"
                    actor = one.subject.department_id if is_task else story.agent
                    last[one.promise.kind, actor] = (story.closed, one.promise)
    for closed, promise in last.values():
        if closed > since:
            promise.kept = None


def _first(role: str, employees: list[Employee]) -> Employee:
    return next(person for person in employees if role in person.role_codes)
