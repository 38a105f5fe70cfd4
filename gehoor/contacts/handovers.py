"""An open contact goes to another agent, with its draft, its clock and its customer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.contacts.actions import ContactAlreadyClosed, lock_contact, own_contact
from gehoor.contacts.models import Contact, Handover
from gehoor.events.actions import record
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Employee
from gehoor.organisation.presence import has_left
from gehoor.organisation.roles import Right


class ColleagueStillThere(Exception):
    """She did not sign out, so only who has the right takes a contact from her."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(contact.pk)
        self.contact = contact


@transaction.atomic
def hand_over(
    contact: Contact, to: Employee, *, word: str = "", by: Employee, at: datetime
) -> Contact:
    """Her own contact becomes a colleague's, who answers for the same client."""
    locked = own_contact(contact, by)
    if to.pk == by.pk or not may_answer(to, locked):
        raise ValidationError(_("Deze collega beantwoordt geen vragen voor deze organisatie."))
    _pass_on(locked, by, to, word=word, is_taken=False, at=at)
    record("contact.handed_over", locked, at=at, by=by, to=to.pk)
    return locked


@transaction.atomic
def take_over(contact: Contact, *, by: Employee, at: datetime) -> Contact:
    """A colleague's contact becomes one's own: with the right, or when she has left."""
    locked = lock_contact(contact)
    if locked.state != Contact.State.OPEN or locked.agent is None:
        raise ContactAlreadyClosed
    giver = locked.agent
    if giver.pk == by.pk:
        return locked
    if not may_answer(by, locked):
        raise ValidationError(_("U beantwoordt geen vragen voor deze organisatie."))
    if not by.may(Right.TAKE_OVER) and not has_left(giver):
        raise ColleagueStillThere(locked)
    _pass_on(locked, giver, by, word="", is_taken=True, at=at)
    record("contact.taken_over", locked, at=at, by=by, giver=giver.pk)
    return locked


def may_answer(employee: Employee, contact: Contact) -> bool:
    is_colleague = employee.tenant_id == contact.tenant_id
    is_served = contact.client_id in employee.client_ids
    return is_colleague and is_served and employee.may(Right.ANSWER)


def _pass_on(
    contact: Contact, giver: Employee, taker: Employee, *, word: str, is_taken: bool, at: datetime
) -> None:
    """Clock and draft are the contact's, so they go along; it counts for who closes it."""
    contact.agent = taker
    contact.save(update_fields=["agent"])
    words = clean_text(word).strip()
    Handover.objects.create(
        contact=contact, giver=giver, taker=taker, word=words, is_taken=is_taken, at=at
    )
