"""What colleagues have in hand, who may take it over, and whose hand is up."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models.functions import Lower
from django.utils import timezone

from gehoor.contacts.models import Contact, Hand, Handover
from gehoor.lib.periods import midnight
from gehoor.organisation.middleware import zone_of
from gehoor.organisation.models import Employee
from gehoor.organisation.presence import gone_among, present_among
from gehoor.organisation.roles import Right, Role, roles_with

MOST_OPEN = 300
SENIORS_HEAR_AFTER = timedelta(seconds=60)


@dataclass(frozen=True)
class Colleague:
    """Somebody who could have a contact; `is_present`: she signed in and not out again."""

    employee: Employee
    is_present: bool


def colleagues_of(employee: Employee) -> list[Colleague]:
    """Everybody else who answers questions, who is there first, then by name."""
    may_answer = Employee.objects.filter(roles__role__in=roles_with(Right.ANSWER))
    people = Employee.objects.visible_to(employee).filter(is_active=True, pk__in=may_answer)
    named = people.exclude(pk=employee.pk).order_by(Lower("name"), "pk")
    found = list(named.prefetch_related("clients", "roles"))
    present = present_among(found)
    colleagues = [Colleague(person, person.pk in present) for person in found]
    return sorted(colleagues, key=lambda colleague: not colleague.is_present)


def who_may_get(contact: Contact, colleagues: Iterable[Colleague]) -> list[Colleague]:
    return [one for one in colleagues if contact.client_id in one.employee.client_ids]


def last_handover(contact: Contact) -> Handover | None:
    of_contact = Handover.objects.filter(contact=contact).select_related("giver", "taker")
    return of_contact.order_by("-id").first()


def this_morning(employee: Employee, at: datetime) -> datetime:
    """The midnight before, where she works."""
    zone = zone_of(employee)
    return midnight(timezone.localdate(at, zone), zone)


@dataclass(frozen=True)
class OpenContact:
    """`is_left`: since an earlier day, or its agent has gone."""

    contact: Contact
    is_gone: bool
    is_overnight: bool

    @property
    def is_left(self) -> bool:
        return self.is_gone or self.is_overnight


def open_with_colleagues(employee: Employee, *, at: datetime) -> list[OpenContact]:
    """What all others have open that this employee may see, by name of who has it."""
    visible = Contact.objects.visible_to(employee).at_work(Contact.State.OPEN)
    others = visible.exclude(agent=employee.pk).select_related("agent", "client")
    contacts = list(others.order_by(Lower("agent__name"), "agent", "answered_at")[:MOST_OPEN])
    gone = gone_among({contact.agent for contact in contacts})
    morning = this_morning(employee, at)
    return [
        OpenContact(contact, contact.agent_id in gone, contact.answered_at < morning)
        for contact in contacts
    ]


def left_behind(employee: Employee, *, at: datetime) -> list[OpenContact]:
    """What nobody works on: of who has gone; for who may take over also what lay overnight."""
    may_take = employee.may(Right.TAKE_OVER)
    contacts = open_with_colleagues(employee, at=at)
    return [one for one in contacts if one.is_gone or (may_take and one.is_overnight)]


@dataclass
class AtWork:
    """A colleague with what she has open."""

    employee: Employee
    contacts: list[OpenContact] = field(default_factory=list)


def at_work(contacts: Iterable[OpenContact]) -> list[AtWork]:
    """By colleague, in the order in which the contacts come: by name, never by number."""
    found: dict[int, AtWork] = {}
    for one in contacts:
        if agent := one.contact.agent:
            found.setdefault(agent.pk, AtWork(agent)).contacts.append(one)
    return list(found.values())


@dataclass(frozen=True)
class RaisedHand:
    """A hand with its contact, when that may be seen."""

    hand: Hand
    contact: Contact | None


def hands_up(employee: Employee, *, at: datetime) -> list[RaisedHand]:
    """The hands that this helper sees at once.

    A coach sees all. A senior sees emergencies, and others when no coach is there or none came
    within a minute.
    """
    raised = all_hands_up(employee)
    if not raised or employee.may(Right.COACH) or not _is_coach_there(employee):
        return raised
    return [one for one in raised if _concerns_seniors(one.hand, at)]


def _concerns_seniors(hand: Hand, at: datetime) -> bool:
    is_unheard = hand.answered_at is None and at - hand.raised_at >= SENIORS_HEAR_AFTER
    return is_unheard or hand.code == Hand.Code.EMERGENCY


def _is_coach_there(employee: Employee) -> bool:
    coaches = Employee.objects.visible_to(employee).filter(roles__role=Role.COACH, is_active=True)
    return bool(present_among(list(coaches)))


def all_hands_up(employee: Employee) -> list[RaisedHand]:
    up = Hand.objects.visible_to(employee).up().exclude(employee=employee)
    hands = list(up.select_related("employee", "helper"))
    visible = Contact.objects.visible_to(employee).at_work(Contact.State.OPEN)
    keys = [hand.contact_id for hand in hands if hand.contact_id]
    contacts = visible.select_related("client").in_bulk(keys) if keys else {}
    return [RaisedHand(hand, contacts.get(hand.contact_id)) for hand in hands]


def own_hand(employee: Employee) -> Hand | None:
    hand: Hand | None = Hand.objects.filter(employee=employee).up().select_related("helper").first()
    return hand
