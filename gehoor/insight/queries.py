"""What the tallies add up to, for one employee and one choice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Left

from gehoor.contacts.models import Question
from gehoor.contacts.queries import SHOWN_CHARACTERS
from gehoor.insight.choice import THEME, Choice
from gehoor.lib.periods import Period
from gehoor.measures.definitions import Measure, Subject
from gehoor.measures.models import NONE, ContactTally, QuestionTally, SubjectTally, Tally

QUESTION_KEY = ("channel", "theme_id", "department_id")
NEWEST = 8  # questions in the citizens' words


@dataclass
class Group:
    """The sums of some contacts and of their questions; any measure can be taken of it."""

    contacts: Counter[str] = field(default_factory=Counter)
    questions: Counter[str] = field(default_factory=Counter)

    def value(self, measure: Measure) -> float | None:
        is_of_contacts = measure.subject == Subject.CONTACTS
        return measure.value(self.contacts if is_of_contacts else self.questions)

    def add(self, other: "Group") -> None:
        self.contacts.update(other.contacts)
        self.questions.update(other.questions)

    def part(self, number: int) -> "Group":
        """Of the sums of so many days those of one, on average."""
        shares = (
            Counter({name: total / number for name, total in sums.items()})
            for sums in (self.contacts, self.questions)
        )
        return Group(*shares)  # type: ignore[arg-type]  # averages are no whole numbers


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
    channels, themes, departments = (defaultdict[Any, Group](Group) for _ in range(3))
    for row in _sums(choice.contact_tallies(), "channel"):
        channels[row["channel"]].add(Group(contacts=_counter(ContactTally, row)))
    for row in _sums(choice.question_tallies(QuestionTally), *QUESTION_KEY):
        group = Group(questions=_counter(QuestionTally, row))
        for groups, name in zip((channels, themes, departments), QUESTION_KEY, strict=True):
            groups[row[name]].add(group)
    return Figures(_total(channels.values()), channels, themes, departments, _days_of(choice))


def _days_of(choice: Choice) -> Mapping[date, Group]:
    if choice.is_of_questions:
        rows = _sums(choice.question_days(), "day")
        return {row["day"]: Group(questions=_counter(QuestionTally, row)) for row in rows}
    rows = _sums(choice.contact_tallies(), "day")
    return {row["day"]: Group(contacts=_counter(ContactTally, row)) for row in rows}


def total_of(choice: Choice, period: Period) -> Group:
    """The sums of the same choice on other days."""
    return Group(
        _summed(ContactTally, choice.contact_tallies(period)),
        _summed(QuestionTally, choice.question_tallies(QuestionTally, period)),
    )


def subjects_of(choice: Choice, kind: str, figures: Figures) -> Groups:
    """Questions by article, product or theme; those without one are left out."""
    if kind == THEME:
        return {pk: group for pk, group in figures.themes.items() if pk != NONE}
    column = f"{kind}_id"
    tallies = choice.question_tallies(SubjectTally).exclude(**{column: NONE})
    rows = _sums(tallies, column)
    return {row[column]: Group(questions=_counter(SubjectTally, row)) for row in rows}


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


def _sums(tallies: QuerySet[Any], *by: str) -> Iterable[dict[str, Any]]:
    sums = {f"{name}_sum": Sum(name) for name in tallies.model.SUMS}
    return tallies.values(*by).annotate(**sums)


def _counter(model: type[Tally], row: Mapping[str, Any]) -> Counter[str]:
    return Counter({name: row[f"{name}_sum"] for name in model.SUMS})


def _summed(model: type[Tally], tallies: QuerySet[Any]) -> Counter[str]:
    sums = {f"{name}_sum": Sum(name, default=0) for name in model.SUMS}
    return _counter(model, tallies.aggregate(**sums))


def _total(groups: Iterable[Group]) -> Group:
    total = Group()
    for group in groups:
        total.add(group)
    return total
