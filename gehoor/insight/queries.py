"""What the tallies add up to, for one employee and one choice."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Left

from gehoor.contacts.models import Question
from gehoor.contacts.queries import SHOWN_CHARACTERS
from gehoor.insight.choice import THEME, Choice
from gehoor.lib.periods import Period
from gehoor.measures.definitions import Measure, Subject, Sums
from gehoor.measures.models import NONE, ContactTally, QuestionTally, SubjectTally, Tally

QUESTION_KEY = ("channel", "theme_id", "department_id")
NEWEST = 8  # questions in the citizens' words


NOTHING: Sums = Counter()


@dataclass(frozen=True)
class Group:
    """The sums of some contacts and of their questions; any measure can be taken of it."""

    contacts: Sums = field(default_factory=lambda: NOTHING)
    questions: Sums = field(default_factory=lambda: NOTHING)

    def value(self, measure: Measure) -> float | None:
        is_of_contacts = measure.subject == Subject.CONTACTS
        return measure.value(self.contacts if is_of_contacts else self.questions)


Groups = Mapping[Any, Group]


@dataclass(frozen=True)
class Figures:
    total: Group
    channels: Groups
    themes: Groups
    departments: Groups
    days: Mapping[date, Group]


def figures_of(choice: Choice) -> Figures:
    """In three queries, however long the period."""
    contacts = _sums(choice.contact_tallies(), "channel")
    rows = list(_rows(choice.question_tallies(QuestionTally), *QUESTION_KEY))
    channels, themes, departments = (
        _merged((row[place], row[len(QUESTION_KEY) :]) for row in rows)
        for place in range(len(QUESTION_KEY))
    )
    return Figures(
        Group(_total(ContactTally, contacts.values()), _total(QuestionTally, channels.values())),
        {
            code: Group(contacts.get(code, NOTHING), channels.get(code, NOTHING))
            for code in {**contacts, **channels}
        },
        {pk: Group(questions=sums) for pk, sums in themes.items()},
        {pk: Group(questions=sums) for pk, sums in departments.items()},
        _days_of(choice),
    )


def _days_of(choice: Choice) -> Mapping[date, Group]:
    if choice.is_of_questions:
        days = _sums(choice.question_days(), "day")
        return {day: Group(questions=sums) for day, sums in days.items()}
    return {day: Group(sums) for day, sums in _sums(choice.contact_tallies(), "day").items()}


def total_of(choice: Choice, period: Period) -> Group:
    """The sums of the same choice on other days."""
    contacts = _sums(choice.contact_tallies(period), "tenant")
    questions = _sums(choice.question_tallies(QuestionTally, period), "tenant")
    return Group(*(next(iter(of_tenant.values()), NOTHING) for of_tenant in (contacts, questions)))


def subjects_of(choice: Choice, kind: str, figures: Figures) -> Groups:
    """Questions by article, product or theme; those without one are left out."""
    if kind == THEME:
        return {pk: group for pk, group in figures.themes.items() if pk != NONE}
    column = f"{kind}_id"
    tallies = choice.question_tallies(SubjectTally).exclude(**{column: NONE})
    return {pk: Group(questions=sums) for pk, sums in _sums(tallies, column).items()}


def newest_unanswered(choice: Choice) -> QuerySet[Question]:
    """What we could not answer ourselves, in the citizens' words; for who may read those."""
    days = Q(pk__in=[])
    for zone, clients in choice.zones():
        begin, end = choice.period.bounds(zone)
        days |= Q(client__in=clients, asked_at__gte=begin, asked_at__lt=end)
    seen = Question.objects.visible_to(choice.employee).filter(days, choice.about)
    unanswered = seen.filter(is_first_line=False).exclude(text="")
    shown = unanswered.annotate(beginning=Left("text", SHOWN_CHARACTERS))
    related = shown.select_related("contact", "theme", "department").defer("text", "note")
    return related.order_by("-asked_at", "-contact", "-position")[:NEWEST]


def _rows(tallies: QuerySet[Any], *by: str) -> Iterable[tuple[Any, ...]]:
    """The parts of the key asked for, and after them the sums."""
    sums = {f"{name}_sum": Sum(name) for name in tallies.model.SUMS}
    return tallies.values(*by).annotate(**sums).values_list(*by, *sums)


def _sums(tallies: QuerySet[Any], by: str) -> dict[Any, Sums]:
    names = tallies.model.SUMS
    return {key: dict(zip(names, sums, strict=True)) for key, *sums in _rows(tallies, by)}


def _merged(rows: Iterable[tuple[Any, tuple[int, ...]]]) -> dict[Any, Sums]:
    merged: dict[Any, list[int]] = {}
    for key, sums in rows:
        known = merged.get(key)
        merged[key] = [a + b for a, b in zip(known, sums, strict=True)] if known else [*sums]
    return {key: dict(zip(QuestionTally.SUMS, sums, strict=True)) for key, sums in merged.items()}


def _total(model: type[Tally], groups: Collection[Sums]) -> Sums:
    return Counter({name: sum(sums[name] for sums in groups) for name in model.SUMS})
