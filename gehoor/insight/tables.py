"""What the page shows: key figures, tables, and what questions were about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gehoor.contacts.forms import NONE as NO_CODE
from gehoor.insight.choice import ARTICLE, PRODUCT, THEME
from gehoor.insight.forms import FigureForm
from gehoor.insight.pen import Cell, Pen
from gehoor.insight.queries import Figures, Group, Groups, subjects_of
from gehoor.knowledge.models import Article
from gehoor.lib.svg import share_bar
from gehoor.measures import definitions
from gehoor.measures.definitions import Measure
from gehoor.measures.models import NONE
from gehoor.organisation.models import Channel, Product

TILES = [
    definitions.OFFERED, definitions.ANSWERED, definitions.ABANDONED, definitions.SERVICE_LEVEL,
    definitions.FIRST_LINE_RATE, definitions.HANDLE_TIME,
]  # fmt: skip
OF_CONTACTS = [
    definitions.OFFERED, definitions.ANSWERED, definitions.ABANDONED, definitions.SERVICE_LEVEL,
    definitions.WAIT_TIME, definitions.CONTACTS, definitions.HANDLE_TIME, definitions.QUESTIONS,
    definitions.FIRST_LINE_RATE,
]  # fmt: skip
OF_QUESTIONS = [
    definitions.QUESTIONS, definitions.FIRST_LINE_RATE, definitions.UNANSWERED,
    definitions.QUESTION_HANDLE_TIME,
]  # fmt: skip
OF_SUBJECTS = [definitions.QUESTIONS, definitions.FIRST_LINE_RATE, definitions.UNANSWERED]
# Minutes of a call and hours of a letter make no average that says something.
NOT_OVER_CHANNELS = {definitions.WAIT_TIME}
MOST_ASKED, MOST_UNANSWERED = 10, 5


@dataclass(frozen=True)
class Row:
    name: str
    cells: list[Cell]
    bar: SafeString | str = ""


@dataclass(frozen=True)
class Table:
    """`code` is unique on the page."""

    code: str
    title: str
    measures: Sequence[Measure]
    rows: list[Row]
    total: Row | None = None

    @property
    def has_bars(self) -> bool:
        return any(row.bar for row in self.rows)


@dataclass(frozen=True)
class Subjects:
    """What people asked most, and of what we could answer least."""

    asked: Table
    unanswered: list[Row]


Naming = Callable[[Any], tuple[str, dict[str, str] | None]]
"""How a row is called, and the codes of the list behind it; None where there is no list."""


def measures_of(form: FigureForm, figures: Figures, measures: Sequence[Measure]) -> list[Measure]:
    """Without what these figures cannot tell."""
    if form.choice.is_of_questions:
        return OF_QUESTIONS
    has_agreement = figures.total.contacts["agreed"] > 0
    return [one for one in measures if has_agreement or one != definitions.SERVICE_LEVEL]


def tables_of(form: FigureForm, figures: Figures, pen: Pen) -> list[Table]:
    """By theme, channel and department."""
    themes = Table(
        "themes", _("Per thema"), OF_QUESTIONS,
        _rows(figures.themes, OF_QUESTIONS, pen, _theme_of(form), has_bars=True),
    )  # fmt: skip
    departments = Table(
        "departments", _("Per vakafdeling"), OF_QUESTIONS,
        _rows(figures.departments, OF_QUESTIONS, pen, _department_of(form), has_bars=True),
    )  # fmt: skip
    return [themes, _channels(form, figures, pen), departments]


def _channels(form: FigureForm, figures: Figures, pen: Pen) -> Table:
    measures = measures_of(form, figures, OF_CONTACTS)
    rows = [
        Row(str(Channel(code).label), pen.row(measures, figures.channels[code], {"channel": code}))
        for code in Channel.values
        if code in figures.channels
    ]
    total = [
        pen.cell(measure, Group() if measure in NOT_OVER_CHANNELS else figures.total)
        for measure in measures
    ]
    return Table("channels", _("Per kanaal"), measures, rows, Row(_("Alle kanalen"), total))


def _rows(
    groups: Groups, measures: Sequence[Measure], pen: Pen, naming: Naming, *, has_bars: bool
) -> list[Row]:
    """The most questions first; what is without a name last."""
    most = max((groups[pk].questions["questions"] for pk in groups if pk != NONE), default=0)
    order = sorted(groups, key=lambda pk: (pk == NONE, -groups[pk].questions["questions"], pk))
    rows = []
    for pk in order:
        name, codes = naming(pk)
        own = pen if codes is not None else pen.closed
        bar = _bar(groups[pk], most) if has_bars and pk != NONE else ""
        rows.append(Row(name, own.row(measures, groups[pk], codes), bar))
    return rows


def _bar(group: Group, most: float) -> SafeString:
    """As long as there are questions; first those that we answered ourselves."""
    sums = group.questions
    others = sums["counted"] - sums["first_line"]
    rest = sums["questions"] - sums["counted"]
    return share_bar(*(number / max(1, most) for number in (sums["first_line"], others, rest)))


def _theme_of(form: FigureForm) -> Naming:
    names = {theme.pk: (theme.name, {"theme": slug}) for slug, theme in form.themes.items()}
    return _naming(names, (_("Zonder thema"), {"theme": NO_CODE}))


def _department_of(form: FigureForm) -> Naming:
    names = {
        row.pk: (form.label(row), {"department": code}) for code, row in form.departments.items()
    }
    return _naming(names, (_("Zonder vakafdeling"), {"department": NO_CODE}))


def _naming(names: dict[int, Any], without: Any) -> Naming:
    return lambda pk: without if pk == NONE else names.get(pk, (_("Niet meer te zien"), None))


def subjects_table(
    form: FigureForm, figures: Figures, pen: Pen, most: int | None = MOST_ASKED
) -> Subjects:
    """The most asked articles, products or themes, or all of them."""
    groups = subjects_of(form.choice, form.subject_chosen, figures)
    asked = _first(groups, definitions.QUESTIONS, most)
    unanswered = _first(groups, definitions.UNANSWERED, MOST_UNANSWERED)
    naming = _subject_of(form, {*asked, *unanswered})
    rows = _rows({pk: groups[pk] for pk in asked}, OF_SUBJECTS, pen, naming, has_bars=True)
    least = [
        Row(name, (pen if codes else pen.closed).row([definitions.UNANSWERED], groups[pk], codes))
        for pk in unanswered
        for name, codes in [naming(pk)]
    ]
    return Subjects(Table("subjects", _("Waar vragen over gaan"), OF_SUBJECTS, rows), least)


def _first(groups: Groups, measure: Measure, number: int | None) -> list[Any]:
    values = {pk: group.value(measure) or 0 for pk, group in groups.items()}
    order = sorted((pk for pk in values if values[pk]), key=lambda pk: (-values[pk], pk))
    return order[:number]


def _subject_of(form: FigureForm, pks: Iterable[int]) -> Naming:
    kind = form.subject_chosen
    if kind == THEME:
        return _theme_of(form)
    models: dict[str, QuerySet[Any]] = {
        ARTICLE: Article.objects.visible_to(form.employee).only("uuid", "title"),
        PRODUCT: Product.objects.visible_to(form.employee).only("uuid", "name"),
    }
    found = models[kind].filter(pk__in=pks)
    return _naming({row.pk: (str(row), {kind: str(row.uuid)}) for row in found}, ("", None))
