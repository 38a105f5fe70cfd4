"""Putting up a hand, coming, and lowering it. Events hold codes; the row holds the words."""

from datetime import datetime

from django.db import transaction

from gehoor.contacts.models import Contact, Hand
from gehoor.contacts.timing import milliseconds
from gehoor.events.actions import record
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Employee


class HandAnsweredByColleague(Exception):
    """Somebody else is coming already; `helper` says who."""

    def __init__(self, helper: Employee) -> None:
        super().__init__(helper.pk)
        self.helper = helper


class HandAlreadyDown(Exception):
    """The agent was helped, or lowered her hand."""


@transaction.atomic
def raise_hand(
    contact: Contact | None,
    code: str = Hand.Code.HELP,
    *,
    words: str = "",
    by: Employee,
    at: datetime,
) -> Hand:
    """Call for help. A hand that is up stays the same one; help may become an emergency."""
    # Her own row is locked, as a hand that is not there yet cannot be.
    Employee.objects.select_for_update(of=("self",)).get(pk=by.pk)
    hand = Hand.objects.filter(employee=by).up().first()
    is_news = hand is None or (code == Hand.Code.EMERGENCY != hand.code)
    if hand is None:
        hand = Hand(tenant_id=by.tenant_id, employee=by, raised_at=at, contact=contact)
    if is_news:
        hand.code = code
    hand.contact = hand.contact or contact
    hand.words = clean_text(words).strip() or hand.words
    hand.save()
    if is_news:
        record("hand.raised", hand, at=at, by=by, code=code, contact=contact and contact.pk)
    return hand


@transaction.atomic
def answer_hand(hand: Hand, *, by: Employee, at: datetime) -> Hand:
    """Say that one is coming; who says so second hears who was first."""
    locked = _lock(hand)
    if locked.helper and locked.helper_id != by.pk:
        raise HandAnsweredByColleague(locked.helper)
    if locked.helper is None:
        locked.helper, locked.answered_at = by, at
        locked.save(update_fields=["helper", "answered_at"])
        record("hand.answered", locked, at=at, by=by, ms=milliseconds(locked.raised_at, at))
    return locked


@transaction.atomic
def lower_hand(hand: Hand, *, by: Employee, at: datetime) -> Hand:
    """Over: lowered by herself, or helped by somebody else."""
    locked = _lock(hand)
    is_own = locked.employee_id == by.pk
    locked.result = Hand.Result.LOWERED if is_own and not locked.helper else Hand.Result.HELPED
    locked.ended_at = at
    if not is_own and locked.helper is None:
        locked.helper = by
    locked.save(update_fields=["result", "ended_at", "helper"])
    duration = milliseconds(locked.raised_at, at)
    record("hand.lowered", locked, at=at, by=by, result=locked.result, ms=duration)
    return locked


def _lock(hand: Hand) -> Hand:
    locked: Hand = Hand.objects.select_for_update(of=("self",)).get(pk=hand.pk)
    if locked.ended_at:
        raise HandAlreadyDown
    return locked
