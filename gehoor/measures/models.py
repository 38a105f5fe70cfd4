from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from gehoor.organisation.models import Channel, ClientOrganisation, ClientQuerySet, Tenant, Theme


class Tally(models.Model):
    """Sums of one local day of one client organisation. Durations in milliseconds."""

    KEY: ClassVar[tuple[str, ...]] = ("client_id", "day", "channel")
    SUMS: ClassVar[tuple[str, ...]] = ()

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(ClientOrganisation, on_delete=models.CASCADE, related_name="+")
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


class ContactTally(Tally):
    """Conversations by channel, on the day on which they were offered.

    `timed` and `waited` are those of which the clock ran; what another system registered has
    no durations and counts in no average.
    """

    SUMS = (
        "closed", "timed", "answered", "waited", "abandoned",
        "wait_ms", "talk_ms", "hold_ms", "wrap_up_ms",
    )  # fmt: skip

    closed = models.PositiveBigIntegerField(default=0)
    timed = models.PositiveBigIntegerField(default=0)
    answered = models.PositiveBigIntegerField(default=0)
    waited = models.PositiveBigIntegerField(default=0)
    abandoned = models.PositiveBigIntegerField(default=0)
    wait_ms = models.PositiveBigIntegerField(default=0)
    talk_ms = models.PositiveBigIntegerField(default=0)
    hold_ms = models.PositiveBigIntegerField(default=0)
    wrap_up_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "day", "channel"], name="contact_tally_once"),
        ]
        indexes = [models.Index(fields=["tenant", "day"], name="contact_tally_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel}"


class QuestionTally(Tally):
    """Questions by channel and theme, on the day on which their contact was offered.

    `contacts` are those with at least one question of this theme: right for one theme, never
    to be added over themes.
    """

    KEY = (*Tally.KEY, "theme_id")
    SUMS = ("contacts", "questions", "counted", "first_line", "timed", "handle_ms")

    theme = models.ForeignKey(Theme, null=True, on_delete=models.RESTRICT, related_name="+")
    contacts = models.PositiveBigIntegerField(default=0)
    questions = models.PositiveBigIntegerField(default=0)
    counted = models.PositiveBigIntegerField(default=0)
    first_line = models.PositiveBigIntegerField(default=0)
    timed = models.PositiveBigIntegerField(default=0)
    handle_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "day", "channel", "theme"],
                condition=Q(theme__isnull=False),
                name="question_tally_once",
            ),
            models.UniqueConstraint(
                fields=["client", "day", "channel"],
                condition=Q(theme=None),
                name="question_tally_without_theme_once",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "day"], name="question_tally_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.channel} {self.theme_id}"
