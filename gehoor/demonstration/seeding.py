"""Filling an empty database with the municipality of Waterrijk, wholly or not at all."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import transaction

from gehoor.contacts.actions import create_outcomes
from gehoor.demonstration.arrivals import arrivals
from gehoor.demonstration.callers import Callers
from gehoor.demonstration.citizens import register_citizens
from gehoor.demonstration.desks import open_desks
from gehoor.demonstration.employees import hire_employees
from gehoor.demonstration.history import History, write
from gehoor.demonstration.instructions import write_instructions
from gehoor.demonstration.knowledge import write_articles
from gehoor.demonstration.lookups import log_lookups
from gehoor.demonstration.organisation import Organisation, build_organisation
from gehoor.demonstration.promises import Promises
from gehoor.demonstration.subjects import Subjects
from gehoor.demonstration.texts import Content
from gehoor.events.consumers import pass_by_all
from gehoor.knowledge.indexing import rebuild
from gehoor.measures.corrections import recount_corrected_days
from gehoor.measures.tallies import recount, tally_contacts
from gehoor.organisation.models import Employee, Tenant
from gehoor.organisation.roles import Role

CONTACTS = 1_800
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
    history = _prepare(content, organisation, employees, at, draw, tell)
    tell("four weeks of contacts")
    coming = arrivals(organisation.tenant, until=at, count=contacts, draw=draw)
    questions = write(history.play(coming, until=at))
    log_lookups([question.contact for question in questions if question.position == 1], draw)
    tell("promises and figures")
    Promises(_by_department(employees), draw).make(questions, at=at)
    pass_by_all(tally_contacts)
    pass_by_all(recount_corrected_days)
    list(recount(organisation.tenant))
    # The worker would make it too; whoever searches first need not wait for that.
    transaction.on_commit(lambda: rebuild(organisation.tenant), robust=True)
    return organisation.tenant


def _prepare(
    content: Content,
    organisation: Organisation,
    employees: list[Employee],
    at: datetime,
    draw: Random,
    tell: Tell,
) -> History:
    """What contacts are about and who has them, before the first one comes."""
    tell(f"{len(content.articles)} articles")
    editor, administrator = _first(Role.EDITOR, employees), _first(Role.ADMINISTRATOR, employees)
    articles = write_articles(content, organisation, by=editor, at=at, draw=draw)
    tell("people and organisations")
    parties = register_citizens(content, organisation, by=administrator, at=at)
    outcomes = {outcome.code: outcome for outcome in create_outcomes(organisation.tenant)}
    subjects = Subjects(content, organisation, articles, outcomes, draw)
    return History(open_desks(organisation.tenant, draw), Callers(parties, draw), subjects, draw)


def _first(role: str, employees: list[Employee]) -> Employee:
    return next(person for person in employees if role in person.role_codes)


def _by_department(employees: list[Employee]) -> dict[int, list[Employee]]:
    people: dict[int, list[Employee]] = defaultdict(list)
    for employee in employees:
        if employee.department_id:
            people[employee.department_id].append(employee)
    return people
