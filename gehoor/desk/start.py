"""With what a shift begins: what is new, what was promised, what is due, what to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from gehoor.contacts.models import Contact
from gehoor.desk.colleagues import OpenContact, left_behind, this_morning
from gehoor.desk.queries import at_hand_of
from gehoor.followups.models import FollowUp, FollowUpQuerySet
from gehoor.knowledge.models import Article, Instruction, InstructionQuerySet
from gehoor.organisation.models import Employee, Skill
from gehoor.organisation.presence import last_seen

MOST = 10
FIRST_SHIFT, LONGEST_AWAY = timedelta(days=7), timedelta(days=42)


@dataclass(frozen=True)
class Start:
    """What stands on the page; each part is capped, the lists behind it are not."""

    to_read: Sequence[Instruction]
    unread: Sequence[Instruction]
    contacts: Sequence[Contact]
    morning: datetime
    left: Sequence[OpenContact]
    callbacks: Sequence[FollowUp]
    tasks: Sequence[FollowUp]
    articles: Sequence[Article]
    since: datetime


def start_of(employee: Employee, *, at: datetime) -> Start:
    since, instructions = last_shift_of(employee, at=at), _instructions(employee, at)
    return Start(
        to_read=[one for one in instructions if one.must_read],
        unread=[one for one in instructions if not one.must_read],
        contacts=at_hand_of(employee),
        morning=this_morning(employee, at),
        left=left_behind(employee, at=at)[:MOST],
        callbacks=list(_promises(employee, FollowUp.Kind.CALLBACK)[:MOST]),
        tasks=list(_due_today(employee, at)[:MOST]),
        articles=_news(employee, since, at),
        since=since,
    )


def last_shift_of(employee: Employee, *, at: datetime) -> datetime:
    """When she was last at work before today; who never was, begins a week ago."""
    morning = this_morning(employee, at)
    closed = Contact.objects.filter(agent=employee, offered_at__lt=morning)
    last_contact = closed.order_by("-offered_at", "-id").values_list("offered_at", flat=True)
    signs = [last_seen(employee, before=morning), last_contact.first()]
    seen = max((sign for sign in signs if sign), default=at - FIRST_SHIFT)
    return max(seen, at - LONGEST_AWAY)


def must_still_read(employee: Employee, *, at: datetime) -> InstructionQuerySet:
    return _unread(employee, at).filter(must_read=True)


def _unread(employee: Employee, at: datetime) -> InstructionQuerySet:
    own = Instruction.objects.visible_to(employee).addressed_to(employee).current(at)
    return own.unread_by(employee)


def _instructions(employee: Employee, at: datetime) -> list[Instruction]:
    """What she has not read; what she must read comes first."""
    unread = _unread(employee, at).select_related("author")
    return list(unread.order_by("-must_read", "-valid_from", "-id")[:MOST])


def _promises(employee: Employee, kind: str) -> FollowUpQuerySet:
    mine = FollowUp.objects.visible_to(employee).open().waiting_for(employee).filter(kind=kind)
    return mine.select_related("question__party", "question__contact", "client")


def _due_today(employee: Employee, at: datetime) -> FollowUpQuerySet:
    tomorrow = this_morning(employee, at + timedelta(days=1))
    return _promises(employee, FollowUp.Kind.TASK).filter(due_at__lt=tomorrow)


def _news(employee: Employee, since: datetime, at: datetime) -> list[Article]:
    """Articles that were written, changed or became valid; of her themes, if she has any."""
    themes = set(Skill.objects.filter(employee=employee).values_list("theme", flat=True))
    became_valid = Q(valid_from__gt=since, valid_from__lte=at)
    articles = Article.objects.visible_to(employee).current(at)
    new = articles.filter(Q(updated_at__gt=since) | became_valid)
    if themes:
        new = new.filter(theme__in=themes)
    shown = new.select_related("theme").defer("answer", "answer_text", "internal")
    return list(shown.order_by("-updated_at", "-id")[:MOST])
