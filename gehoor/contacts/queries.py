"""Finding contacts: by period, codes, and the citizen's words."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Left

from gehoor.contacts.models import Contact, Outcome, Question
from gehoor.contacts.textsearch import has_words
from gehoor.knowledge.models import Article
from gehoor.lib.paging import Page, Place, paginate, read_place
from gehoor.lib.periods import Period
from gehoor.organisation.models import (
    ClientOrganisation,
    Department,
    Employee,
    Product,
    Theme,
)

SIZE = 30  # contacts a page: a row is as high as its questions
SHOWN_CHARACTERS = 300
COUNTED = 1_000  # contacts; of more nobody reads how many, and counting takes a year's index
FEW = 10_000  # contacts; up to here each is asked for its questions
RARE = 3_000  # questions; with words so rare these come first
LONG = 2_000  # contacts; among the longest of a year some of nearly every kind
ENDED = (Contact.State.CLOSED, Contact.State.ABANDONED)
SORTS = {"newest": "-offered_at", "oldest": "offered_at", "longest": "-spent_ms"}


@dataclass(frozen=True)
class Search:
    """What somebody looks for; None and empty ask nothing."""

    period: Period
    client: ClientOrganisation | None = None
    channel: str = ""
    states: Sequence[str] = ()
    direction: str = ""
    is_mine: bool = False
    is_afterwards: bool = False
    theme: Theme | None = None
    is_without_theme: bool = False
    department: Department | None = None
    is_without_department: bool = False
    article: Article | None = None
    product: Product | None = None
    outcome: Outcome | None = None
    is_first_line: bool | None = None
    words: Sequence[str] = ()
    # Where a page begins, within the period: the index is read from here, not from the end.
    since: datetime | None = None
    until: datetime | None = None

    def contact_codes(self, employee: Employee) -> dict[str, Any]:
        """What is asked of the contact itself."""
        asked = {
            "channel": self.channel,
            "state__in": self.states,
            "direction": self.direction,
            "agent": employee.pk if self.is_mine else None,
            "is_afterwards": self.is_afterwards,
        }
        return {name: value for name, value in asked.items() if value}

    def codes_of_question(self, employee: Employee) -> dict[str, Any]:
        """The same of a question, which knows them of its contact; only closed ones have any."""
        codes = self.contact_codes(employee)
        if Contact.State.CLOSED in codes.pop("state__in", ENDED):
            return {("contact__agent" if k == "agent" else k): v for k, v in codes.items()}
        return {"pk__in": ()}

    def of_questions(self) -> Q:
        """One question must be all of this; empty when nothing is asked of questions."""
        asked = Q(theme=None) if self.is_without_theme else Q()
        asked &= Q(department=None) if self.is_without_department else Q()
        chosen = {
            "theme": self.theme, "department": self.department, "outcome": self.outcome,
            "is_first_line": self.is_first_line, "article": self.article, "product": self.product,
        }  # fmt: skip
        asked &= Q(**{name: value for name, value in chosen.items() if value is not None})
        return asked & Q(has_words(self.words)) if self.words else asked

    def on_days(self, employee: Employee, moment: str) -> Q:
        """Of the clients asked for, in the period as each of them lives it.

        To be added to what the employee may see, which says whose clients those are.
        """
        zones: dict[str, list[int]] = defaultdict(list)
        for client in [self.client] if self.client else employee.clients.all():
            zones[client.timezone].append(client.pk)
        asked = Q(pk__in=[])
        for zone, pks in zones.items():
            days = self._between(*self.period.bounds(ZoneInfo(zone)), moment)
            if len(zones) == 1 and not self.client:
                return Q(**days)
            asked |= Q(client__in=pks, **days)
        return asked

    def _between(self, begin: datetime, end: datetime, moment: str) -> dict[str, datetime]:
        """One bound on each side: of two, SQLite may take the wrong one to its index."""
        first = max(begin, self.since or begin)
        if self.until and self.until < end:
            return {f"{moment}__gte": first, f"{moment}__lte": self.until}
        return {f"{moment}__gte": first, f"{moment}__lt": end}

    def from_place(self, sort: str, place: str) -> "Search":
        """As much of the search as a page at this place can show."""
        start = read_place(Contact.objects.all(), "offered_at", place)
        if start is None or sort == "longest":
            return self
        goes_down = (sort == "newest") != start.is_before
        return replace(self, until=start.value) if goes_down else replace(self, since=start.value)


@dataclass(frozen=True)
class Totals:
    """How many contacts, and how many of their questions are what was asked."""

    contacts: int = 0
    questions: int = 0
    has_many: bool = False

    def __str__(self) -> str:
        return "many" if self.has_many else f"{self.contacts}.{self.questions}"

    @classmethod
    def of(cls, contacts: int, questions: int) -> "Totals":
        if contacts > COUNTED:
            return cls(COUNTED, COUNTED, has_many=True)
        return cls(contacts, questions)

    @classmethod
    def read(cls, text: str) -> "Totals | None":
        """As the first page told them; nobody counts again to turn a page."""
        if text == "many":
            return cls(COUNTED, COUNTED, has_many=True)
        match = re.fullmatch(r"(\d{1,5})\.(\d{1,9})", text, re.ASCII)
        return cls(int(match[1]), int(match[2])) if match else None


def find_contacts(search: Search, employee: Employee) -> QuerySet[Contact]:
    """Contacts with a question that is all that is asked, or all when nothing is."""
    return _with_questions(_of_contacts(search, employee), search)


def _with_questions(contacts: QuerySet[Contact], search: Search) -> QuerySet[Contact]:
    asked = search.of_questions()
    if not asked:
        return contacts
    return contacts.filter(Exists(Question.objects.filter(asked, contact=OuterRef("pk"))))


def _of_contacts(search: Search, employee: Employee) -> QuerySet[Contact]:
    visible: QuerySet[Contact] = Contact.objects.visible_to(employee)
    return visible.filter(search.on_days(employee, "offered_at"), **search.contact_codes(employee))


def first_page(search: Search, employee: Employee, sort: str) -> tuple[Page[Contact], Totals]:
    """The page and the totals from one pass, no further than 1,000 contacts."""
    pks, totals = _found(search, employee, sort)
    rows = _in_order(pks[:SIZE])
    following = ""
    if len(pks) > SIZE and rows:
        following = str(Place(False, _value(rows[-1], sort), rows[-1].pk))
    return Page(rows, next=following), totals


def later_page(search: Search, employee: Employee, sort: str, place: str) -> Page[Contact]:
    """First only which contacts, read from the index; then those contacts whole."""
    contacts = find_contacts(search.from_place(sort, place), employee)
    page = paginate(_sortable(contacts, sort), SORTS[sort], place, size=SIZE)
    return Page(_in_order([row.pk for row in page.rows]), page.previous, page.next)


def _found(search: Search, employee: Employee, sort: str) -> tuple[list[int], Totals]:
    """At least the first page of contacts in their order, and how many there are.

    Whether to begin with the questions or with their contacts: the wrong way round takes
    ten times as long on a year of 300,000 contacts.
    """
    if sort == "longest":
        pks, totals = _found(search, employee, "newest")
        return _longest(pks, totals, search, employee), totals
    if not search.of_questions():
        pks = list(_ordered(_of_contacts(search, employee), sort)[: COUNTED + 1])
        return pks, _totals(pks, search)
    rare = _with_rare_words(search) if search.words else None
    if rare is not None:
        seen = _of_contacts(search, employee).filter(pk=OuterRef("pk"))
        return _one_by_one(Contact.objects.filter(Exists(seen), pk__in=rare), search, sort)
    if search.is_mine:
        few = list(_ordered(_of_contacts(search, employee), sort)[: FEW + 1])
        if len(few) <= FEW:
            return _one_by_one(Contact.objects.filter(pk__in=few), search, sort)
    return _by_questions(search, employee, sort)


def _one_by_one(contacts: QuerySet[Contact], search: Search, sort: str) -> tuple[list[int], Totals]:
    """Each contact is asked for its questions: for no more than FEW contacts."""
    asked = _sorted(contacts, sort).annotate(asked=_number_asked(search)).filter(asked__gt=0)
    numbers = dict(asked.values_list("pk", "asked"))
    return list(numbers), Totals.of(len(numbers), sum(numbers.values()))


def _number_asked(search: Search) -> Subquery:
    """Contact by contact: SQLite would take an index on theme or outcome, and read it all."""
    of_contact = Question.objects.filter(search.of_questions(), contact=OuterRef("pk")).order_by()
    number = of_contact.values("contact").annotate(number=Count("pk")).values("number")
    return Subquery(number, output_field=BigIntegerField())


def _with_rare_words(search: Search) -> set[int] | None:
    """The contacts of all questions with these words, if they are few; of all tenants."""
    questions = Question.objects.filter(has_words(search.words, is_first=True)).order_by()
    pks = questions.values_list("contact_id", flat=True)[: RARE + 1]
    return set(pks) if len(pks) <= RARE else None


def _totals(pks: list[int], search: Search) -> Totals:
    if len(pks) > COUNTED:
        return Totals.of(len(pks), 0)
    asked = Contact.objects.filter(pk__in=pks).annotate(asked=_number_asked(search))
    return Totals.of(len(pks), asked.aggregate(sum=Sum("asked", default=0))["sum"])


def _by_questions(search: Search, employee: Employee, sort: str) -> tuple[list[int], Totals]:
    """`asked_at` of a question is its contact's `offered_at`, so their order is the same."""
    sign = "-" if sort == "newest" else ""
    seen = Question.objects.visible_to(employee).filter(
        search.on_days(employee, "asked_at"),
        search.of_questions(),
        **search.codes_of_question(employee),
    )
    ordered = seen.order_by(f"{sign}asked_at", f"{sign}contact_id")
    pks = ordered.values_list("contact_id", flat=True)
    enough = COUNTED + COUNTED // 2
    while True:
        asked = Counter(pks[:enough])
        if asked.total() < enough or len(asked) > COUNTED:
            return list(asked), Totals.of(len(asked), asked.total())
        enough *= 4


def _longest(pks: list[int], totals: Totals, search: Search, employee: Employee) -> list[int]:
    """The contacts found, longest first; of very many, only the longest of all are asked."""
    if not totals.has_many:
        return list(_ordered(Contact.objects.filter(pk__in=pks), "longest"))
    ordered = _ordered(_of_contacts(search, employee), "longest")
    if not search.of_questions():
        return list(ordered[: SIZE + 1])
    long = Contact.objects.filter(pk__in=list(ordered[:LONG]))
    found = list(_ordered(_with_questions(long, search), "longest")[: SIZE + 1])
    if len(found) > SIZE:
        return found
    return list(_ordered(find_contacts(search, employee), "longest")[: SIZE + 1])


def _ordered(contacts: QuerySet[Contact], sort: str) -> QuerySet[Contact, int]:
    return _sorted(contacts, sort).values_list("pk", flat=True)


def _sorted(contacts: QuerySet[Contact], sort: str) -> QuerySet[Contact]:
    order = SORTS[sort]
    return _sortable(contacts, sort).order_by(order, "-pk" if order.startswith("-") else "pk")


def _sortable(contacts: QuerySet[Contact], sort: str) -> QuerySet[Contact]:
    if sort == "longest":
        return contacts.only("pk").annotate(spent_ms=Coalesce("handle_ms", 0))
    return contacts.only("pk", "offered_at")


def _value(contact: Contact, sort: str) -> datetime | int:
    return (contact.handle_ms or 0) if sort == "longest" else contact.offered_at


def _in_order(pks: Sequence[int]) -> list[Contact]:
    whole = _whole(pks)
    return [whole[pk] for pk in pks if pk in whole]


def _whole(pks: Sequence[int]) -> dict[int, Contact]:
    """Contacts that may be seen, with all their questions: who sees a list sees these."""
    questions = Question.objects.annotate(beginning=Left("text", SHOWN_CHARACTERS))
    questions = questions.select_related("outcome").defer("text", "subject", "note")
    contacts = Contact.objects.filter(pk__in=pks).select_related("client", "agent")
    shown = Prefetch("questions", questions.order_by("position"))
    return {contact.pk: contact for contact in contacts.prefetch_related(shown)}
