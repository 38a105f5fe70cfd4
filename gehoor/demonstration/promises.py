"""What was promised in the past weeks: most of it kept, some of it not yet, or too late."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from gehoor.contacts.models import Question
from gehoor.contacts.outcomes import FollowUpKind
from gehoor.followups.actions import (
    DEFAULT_TERM,
    Promise,
    complete_follow_up,
    make_promise,
)
from gehoor.followups.models import FollowUp
from gehoor.organisation.models import Employee
from gehoor.organisation.openinghours import Week
from gehoor.organisation.queries import week_of

FORGOTTEN = 0.02  # share that nobody looked at again
RECENT = timedelta(days=8)
INSTRUCTIONS = {
    FollowUp.Kind.CALLBACK: [
        "Klant terugbellen met het antwoord.",
        "Uitzoeken en dan terugbellen. Klant is na 16.00 uur het best bereikbaar.",
        "Terugbellen op het bekende nummer. Niet opgenomen? Morgen nog een keer proberen.",
        "Klant wil weten hoe het ervoor staat. Terugbellen met de stand van zaken.",
    ],
    FollowUp.Kind.TASK: [
        "Graag contact opnemen met de klant. Dit kunnen wij niet zelf beantwoorden.",
        "Klant heeft hier eerder over gebeld. Graag vandaag of morgen reageren.",
        "Graag nakijken in het dossier en de klant laten weten hoe het verder gaat.",
        "Klant vraagt om uitleg. Graag bellen.",
        "Graag beoordelen en de klant een bericht sturen.",
    ],
}
RESULTS = [
    "Klant gesproken. De vraag is beantwoord.",
    "Klant gesproken, stuurt de ontbrekende papieren op.",
    "Drie keer gebeld, niet opgenomen. Antwoord gestuurd per e-mail.",
    "Uitgelegd hoe het zit. Klant begrijpt het.",
    "Nagekeken in het dossier. De klant krijgt deze week bericht.",
    "Voicemail ingesproken met het antwoord en het nummer voor vragen.",
    "Klant gesproken. Afspraak gemaakt voor volgende week.",
]


@dataclass(frozen=True)
class Promises:
    """`colleagues` are the people of each department, by its id."""

    colleagues: dict[int, list[Employee]]
    draw: Random
    _weeks: dict[tuple[int, int | None], Week] = field(default_factory=dict)

    def make(self, questions: Iterable[Question], *, at: datetime) -> None:
        """The follow-ups of these questions, as they stand at `at`."""
        promised = [q for q in questions if q.outcome.follow_up != FollowUpKind.NONE]
        # Everybody has something left to do: the last thing that came in, unless it is old.
        last = {_who_acts(question): question.pk for question in promised}
        for question in promised:
            is_last = question.pk == last[_who_acts(question)]
            self._make(question, at, is_left=is_last and question.closed_at > at - RECENT)

    def _make(self, question: Question, at: datetime, *, is_left: bool) -> None:
        agent = question.contact.agent
        assert agent is not None  # noqa: S101  somebody answered
        promise = Promise(self._instruction(question), self._due_at(question))
        follow_up = make_promise(question, promise, by=agent, at=question.closed_at)
        done_at = None if is_left else self._done_at(follow_up)
        if done_at is not None and done_at < at:
            by = self.draw.choice(self.colleagues.get(follow_up.department_id or 0) or [agent])
            result = self.draw.choice(RESULTS)
            complete_follow_up(follow_up, result=result, by=by, at=done_at)

    def _instruction(self, question: Question) -> str:
        texts = INSTRUCTIONS[FollowUp.Kind(question.outcome.follow_up)]
        return question.note or self.draw.choice(texts)

    def _due_at(self, question: Question) -> datetime | None:
        """As followups.actions.usual_due would have it."""
        days = DEFAULT_TERM[FollowUp.Kind(question.outcome.follow_up)]
        return self._week(question).end_of_working_day(question.closed_at, days)

    def _done_at(self, follow_up: FollowUp) -> datetime | None:
        """Mostly well before the end of the term, sometimes after it; None when forgotten."""
        if self.draw.random() < FORGOTTEN:
            return None
        term = follow_up.due_at - follow_up.assigned_at
        tried = follow_up.assigned_at + term * self.draw.triangular(0.02, 1.4, 0.5)
        opened = self._week(follow_up.question).next_opening(tried) or tried
        return opened + timedelta(minutes=self.draw.randint(0, 60)) * (opened > tried)

    def _week(self, question: Question) -> Week:
        """Asked for hundreds of times, of some thirty departments."""
        key = question.contact.client_id, question.department_id
        if key not in self._weeks:
            self._weeks[key] = week_of(question.contact.client, question.department)
        return self._weeks[key]


def _who_acts(question: Question) -> tuple[str, int | None]:
    """The department for a task, the agent herself for a callback."""
    kind = question.outcome.follow_up
    is_task = kind == FollowUpKind.TASK
    return kind, question.department_id if is_task else question.contact.agent_id
