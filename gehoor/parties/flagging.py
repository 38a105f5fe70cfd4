"""Warnings about a party: each has an owner and an end, and none is forgotten."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.events.actions import record
from gehoor.lib.html import clean_text
from gehoor.lib.periods import years_after
from gehoor.organisation.models import Employee
from gehoor.parties.models import FlagQuerySet, Party, PartyFlag

LONGEST_YEARS = 2
SOON = timedelta(days=30)


class FlagAlreadyEnded(Exception):
    """A colleague took this warning away before."""


def check_flag_end(ends_on: date | None, *, today: date) -> date:
    """A warning without end would stand there for ever; a ValidationError says what is wrong."""
    if ends_on is None:
        raise ValidationError(_("Kies tot wanneer de waarschuwing geldt."))
    if ends_on < today:
        raise ValidationError(_("Deze dag is al voorbij. Kies vandaag of later."))
    if ends_on > years_after(today, LONGEST_YEARS):
        raise ValidationError(
            _("Hooguit twee jaar vooruit. Daarna kijkt u opnieuw of het nog nodig is.")
        )
    return ends_on


@transaction.atomic
def add_flag(
    party: Party, text: str, *, ends_on: date | None, by: Employee, at: datetime
) -> PartyFlag:
    words = clean_text(text).strip()
    if not words:
        raise ValidationError(_("Schrijf op wat een collega moet weten."))
    flag = PartyFlag.objects.create(
        tenant_id=party.tenant_id, client_id=party.client_id, party=party,
        text=words, owner=by, ends_on=check_flag_end(ends_on, today=timezone.localdate(at)),
    )  # fmt: skip
    record("party.flagged", party, at=at, by=by, flag=flag.pk)
    return flag


@transaction.atomic
def extend_flag(flag: PartyFlag, *, ends_on: date | None, by: Employee, at: datetime) -> PartyFlag:
    """Still needed: until another day. Whoever says so answers for it from now on."""
    until = check_flag_end(ends_on, today=timezone.localdate(at))
    locked = _lock(flag)
    locked.ends_on, locked.owner = until, by
    locked.save(update_fields=["ends_on", "owner"])
    record("party.flag_extended", locked.party, at=at, by=by, flag=locked.pk)
    return locked


@transaction.atomic
def end_flag(flag: PartyFlag, *, by: Employee, at: datetime) -> PartyFlag:
    """No longer needed; it stays to be read in the history of the party."""
    locked = _lock(flag)
    locked.ended_at, locked.ended_by = at, by
    locked.save(update_fields=["ended_at", "ended_by"])
    record("party.flag_ended", locked.party, at=at, by=by, flag=locked.pk)
    return locked


def _lock(flag: PartyFlag) -> PartyFlag:
    locked: PartyFlag = (
        PartyFlag.objects.select_for_update(of=("self",)).select_related("party").get(pk=flag.pk)
    )
    if locked.ended_at is not None:
        raise FlagAlreadyEnded
    return locked


def flags_owned_by(owner: Employee, *, today: date) -> FlagQuerySet:
    """Those she answers for that still hold, what ends first on top."""
    own = PartyFlag.objects.visible_to(owner).current(today).filter(owner=owner)
    found: FlagQuerySet = own.select_related("party", "client").order_by("ends_on", "id")
    return found


def ending_soon(owner: Employee, *, today: date) -> FlagQuerySet:
    """What she must look at: it stops within a month unless she extends it."""
    return flags_owned_by(owner, today=today).filter(ends_on__lte=today + SOON)


def flags_of(party: Party, *, today: date) -> tuple[list[PartyFlag], list[PartyFlag]]:
    """What is to be known of the party now; and what once was, for the history and nothing else."""
    rows = party.flags.select_related("owner", "ended_by").order_by("-ends_on", "id")
    current = [row for row in rows if row.is_current(today)]
    return current, [row for row in rows if not row.is_current(today)]
