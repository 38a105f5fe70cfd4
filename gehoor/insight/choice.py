"""Whose figures, of which days, about what; and the rows that this leaves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from gehoor.contacts.models import Contact, Question
from gehoor.lib.periods import Period
from gehoor.measures.models import NONE, ContactTally, QuestionTally, RolledTally, Span
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.roles import Right

ARTICLE, PRODUCT, THEME = "article", "product", "theme"


@dataclass(frozen=True)
class Choice:
    """None asks nothing of theme or department, 0 asks for questions without one."""

    employee: Employee
    period: Period
    client: ClientOrganisation | None = None
    channel: str = ""
    theme_id: int | None = None
    department_id: int | None = None

    @property
    def is_of_questions(self) -> bool:
        """Calls that nobody answered have no theme: then only questions can be counted."""
        about = (self.theme_id, self.department_id)
        return about != (None, None) or not self.employee.may(Right.SEE_FIGURES)

    @property
    def is_one_day(self) -> bool:
        return len(self.period) == 1

    @property
    def before(self) -> Period:
        """What a period of several days is compared with."""
        return self.period.before()

    def contact_tallies(self, period: Period | None = None) -> QuerySet[ContactTally]:
        tallies = ContactTally.objects.visible_to(self.employee).of(period or self.period)
        asked = tallies.filter(**self._place)
        return asked.none() if self.is_of_questions else asked.order_by()

    def question_tallies(
        self, model: type[RolledTally], period: Period | None = None
    ) -> QuerySet[Any]:
        is_total = Span.TOTAL in model.ROLLS and not (self.channel or self.is_of_questions)
        months = Span.TOTAL if is_total else Span.MONTH
        tallies = model.objects.visible_to(self.employee)
        return self._asked(tallies.of(period or self.period, months))

    def question_days(self) -> QuerySet[QuestionTally]:
        """Day by day, also of whole months."""
        days = QuestionTally.objects.visible_to(self.employee).days()
        return self._asked(days.filter(day__range=(self.period.first, self.period.last)))

    def _asked(self, tallies: QuerySet[Any]) -> QuerySet[Any]:
        about = {"theme_id": self.theme_id, "department_id": self.department_id}
        asked = {name: pk for name, pk in about.items() if pk is not None}
        return tallies.filter(**self._place, **asked).order_by()

    @property
    def _place(self) -> dict[str, Any]:
        asked = {"client": self.client, "channel": self.channel}
        return {name: value for name, value in asked.items() if value}

    def zones(self) -> Iterator[tuple[ZoneInfo, list[int]]]:
        """Clients by the time in which they live."""
        clients: dict[str, list[int]] = defaultdict(list)
        for client in [self.client] if self.client else self.employee.clients.all():
            clients[client.timezone].append(client.pk)
        return ((ZoneInfo(zone), pks) for zone, pks in clients.items())

    def contacts(self, clients: list[int]) -> QuerySet[Contact]:
        """To be counted, as the tallies count them: confidential ones too."""
        contacts = Contact.objects.filter(tenant=self.employee.tenant_id, client__in=clients)
        return contacts.filter(channel=self.channel) if self.channel else contacts

    def questions(self, clients: list[int]) -> QuerySet[Question]:
        questions = Question.objects.filter(tenant=self.employee.tenant_id, client__in=clients)
        return questions.filter(self.about)

    @property
    def about(self) -> Q:
        """What is asked of a question, besides when and for whom it was."""
        asked = Q(channel=self.channel) if self.channel else Q()
        for name, pk in (("theme", self.theme_id), ("department", self.department_id)):
            if pk is not None:
                asked &= Q(**{name: None if pk == NONE else pk})
        return asked
