"""A contact written down when it was over: the telephony was down, or it was on the market square.

Its moments are estimates and none of its durations is known, so it counts as a contact with
questions and in no average of time.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.contacts.models import Contact, Draft
from gehoor.contacts.months import refuse_if_fixed
from gehoor.events.actions import record
from gehoor.organisation.models import ClientOrganisation, Employee

OLDEST = timedelta(days=31)
LONGEST = timedelta(hours=8)
HOW_LONG = gettext_lazy("Kies een duur van minstens 1 minuut en hoogstens 8 uur.")


def moment_of(client: ClientOrganisation, day: date, clock: time) -> datetime:
    """In UTC, of the time on the wall where the client is.

    Of an hour that comes twice, when the clock is set back, the first; a time in the hour that
    is left out is refused.
    """
    local = datetime.combine(day, clock, ZoneInfo(client.timezone))
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            _("Deze tijd bestaat niet: de klok ging toen een uur vooruit. Kies een uur later."),
            code="begun_at",
        )
    return moment


@transaction.atomic
def enter_afterwards(
    client: ClientOrganisation,
    channel: str,
    *,
    begun_at: datetime,
    lasted: timedelta,
    by: Employee,
    at: datetime,
    direction: str = Contact.Direction.IN,
) -> Contact:
    """Open a contact that is over already, to write down what was asked in it.

    Raises MonthIsFixed, and a ValidationError with the code of the part that cannot be:
    begun_on, begun_at or minutes.
    """
    _check_moments(begun_at, lasted, at)
    refuse_if_fixed(client, begun_at)
    contact = Contact(
        tenant_id=client.tenant_id, client=client, channel=channel, direction=direction,
        state=Contact.State.OPEN, agent=by, offered_at=begun_at, is_afterwards=True,
    )  # fmt: skip
    contact.clock = contact.clock.answer(begun_at).end(begun_at + lasted)
    contact.save()
    Draft.objects.create(contact=contact, saved_at=at)
    codes = {"channel": channel, "client": client.pk}
    record("contact.entered_afterwards", contact, at=at, by=by, **codes)
    return contact


def _check_moments(begun_at: datetime, lasted: timedelta, at: datetime) -> None:
    if not timedelta() < lasted <= LONGEST:
        raise ValidationError(HOW_LONG, code="minutes")
    if begun_at > at:
        raise ValidationError(_("Dit moment is nog niet geweest."), code="begun_at")
    if begun_at + lasted > at:
        text = _("Dan is het gesprek nog niet voorbij. Kies een kortere duur of een eerder begin.")
        raise ValidationError(text, code="minutes")
    if begun_at < at - OLDEST:
        text = _("Dit is langer dan 31 dagen geleden. Zo'n contact kunt u niet meer invoeren.")
        raise ValidationError(text, code="begun_on")
