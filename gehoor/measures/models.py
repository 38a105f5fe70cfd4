from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from gehoor.lib.periods import DAY, Period, month_of
from gehoor.organisation.models import (
    Channel,
    ClientOrganisation,
    ClientQuerySet,
    Employee,
    Tenant,
)
from gehoor.organisation.roles import Right

NONE = 0  # where a key of the tallies says: without theme, department, product or article


class Span(models.TextChoices):
    """How much a row of sums covers; a total is of a month, and of all it was about."""

    DAY = "day"
    MONTH = "month"
    TOTAL = "total"


class Tally(models.Model):
    """Sums of one local day of one client organisation. Durations in milliseconds."""

    KEY: ClassVar[tuple[str, ...]] = ("client_id", "day", "channel")
    SUMS: ClassVar[tuple[str, ...]] = ()

    # No indexes of their own: SQLite would take one of them, and read all there is.
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+", db_index=False)
    client = models.ForeignKey(
        ClientOrganisation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    channel = models.CharField(max_length=20, choices=Channel)

    objects: ClassVar = ClientQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def key(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.KEY)

    @property
    def sums(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.SUMS}

    def add(self, other: Self) -> None:
        for name, number in other.sums.items():
            setattr(self, name, getattr(self, name) + number)


class ContactTallyQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        """A call belongs to no department, so who sees one department sees none of these."""
        own = super().visible_to(employee)
        return own if employee.may(Right.SEE_FIGURES) else own.none()

    def of(self, period: Period) -> Self:
        return self.filter(day__range=(period.first, period.last))


class ContactTally(Tally):
    """Conversations by channel, on the day on which they were offered.

    `timed` and `waited` are those of which the clock ran; what another system registered has
    no durations and counts in no average. `answer_within_s` is the agreement of that day, as it
    was when the first of them was counted (0: there was none): a later agreement rewrites no past.
    """

    SUMS = (
        "closed", "timed", "answered", "waited", "abandoned", "agreed", "in_time",
        "wait_ms", "talk_ms", "hold_ms", "wrap_up_ms",
    )  # fmt: skip

    answer_within_s = models.PositiveIntegerField(default=0)
    closed = models.PositiveBigIntegerField(default=0)
    timed = models.PositiveBigIntegerField(default=0)
    answered = models.PositiveBigIntegerField(default=0)
    waited = models.PositiveBigIntegerField(default=0)
    abandoned = models.PositiveBigIntegerField(default=0)
    agreed = models.PositiveBigIntegerField(default=0)
    in_time = models.PositiveBigIntegerField(default=0)
    wait_ms = models.PositiveBigIntegerField(default=0)
    talk_ms = models.PositiveBigIntegerField(default=0)
    hold_ms = models.PositiveBigIntegerField(default=0)
    wrap_up_ms = models.PositiveBigIntegerField(default=0)

    objects: ClassVar = ContactTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "day", "channel"], name="contact_tally_once"),
        ]
        indexes = [models.Index(fields=["tenant", "day"], name="contact_tally_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"


class RolledTallyQuerySet(ClientQuerySet):
    def visible_to(self, employee: Employee) -> Self:
        own = super().visible_to(employee)
        if employee.may(Right.SEE_FIGURES):
            return own
        return own.filter(department_id=employee.department_id or -1)

    def days(self) -> Self:
        return self.filter(span=Span.DAY)

    def of(self, period: Period, months: Span = Span.MONTH) -> Self:
        """The fewest rows that cover a period: whole months, and the days around them."""
        whole = [month.first for month in period.months() if month.is_month]
        if not whole:
            return self.days().filter(day__range=(period.first, period.last))
        before = Period(period.first, whole[0] - DAY)
        after = Period(month_of(whole[-1]).last + DAY, period.last)
        around = [*before.days(), *after.days()]
        rows = Q(span=months, day__in=whole) | Q(span=Span.DAY, day__in=around)
        # Said twice: SQLite finds nothing in an index by the alternatives, and all by this.
        return self.filter(rows, span__in=[months, Span.DAY], day__in=[*whole, *around])


class RolledTally(Tally):
    """Questions by what they were about, a row a day and a row a month: the sum of its days.

    The parts of the key are numbers of rows and no references: figures stay when what they
    were about is gone, and no part of the key is null.
    """

    KEY = (*Tally.KEY, "span", "theme_id", "department_id")
    ROLLS: ClassVar[tuple[Span, ...]] = (Span.MONTH,)
    TOTALLED: ClassVar[dict[str, Any]] = {"channel": "", "theme_id": NONE, "department_id": NONE}

    span = models.CharField(max_length=5, choices=Span, default=Span.DAY)
    theme_id = models.BigIntegerField(default=NONE)
    department_id = models.BigIntegerField(default=NONE)
    questions = models.PositiveBigIntegerField(default=0)
    counted = models.PositiveBigIntegerField(default=0)
    first_line = models.PositiveBigIntegerField(default=0)

    objects: ClassVar = RolledTallyQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.key[1:])

    def rolled(self, span: Span) -> Self:
        """The same sums as a row of the month."""
        parts = {name: getattr(self, name) for name in (*self.KEY, *self.SUMS)}
        parts |= {"span": span, "day": self.day.replace(day=1)}
        return type(self)(tenant_id=self.tenant_id, **parts | self.without(span))

    @classmethod
    def without(cls, span: Span) -> dict[str, Any]:
        """The parts of the key that rows of this span leave out, as they have them."""
        return cls.TOTALLED if span == Span.TOTAL else {}


class QuestionTally(RolledTally):
    """Questions by theme and department, on the day on which their contact was offered."""

    SUMS = ("questions", "counted", "first_line", "timed", "handle_ms")

    timed = models.PositiveBigIntegerField(default=0)
    handle_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "span", "day", "channel", "theme_id", "department_id"],
                name="question_tally_once",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "span", "day"], name="question_tally_by_day")]


class SubjectTally(RolledTally):
    """Questions by article and product too: what people ask most.

    Apart from QuestionTally, which has a tenth of its rows and is read for every figure. The
    totals of a year are a fifth of its months, and are read where nothing else was chosen.
    """

    KEY = (*RolledTally.KEY, "product_id", "article_id")
    ROLLS = (Span.MONTH, Span.TOTAL)
    SUMS = ("questions", "counted", "first_line")

    product_id = models.BigIntegerField(default=NONE)
    article_id = models.BigIntegerField(default=NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("client", "span", "day", "channel"),
                    *("article_id", "product_id", "theme_id", "department_id"),
                ],
                name="subject_tally_once",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "span", "day"], name="subject_tally_by_day")]
