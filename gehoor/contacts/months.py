"""Months whose figures were reported: fixed, and released again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gehoor.contacts.models import Contact, FixedMonth
from gehoor.events.actions import record
from gehoor.lib.periods import DAY, Period
from gehoor.organisation.models import ClientOrganisation, Employee

AT_WORK = (Contact.State.OFFERED, Contact.State.OPEN)


class MonthIsFixed(ValidationError):
    """What was asked would change the figures of a month that was fixed; `fixed` is that one."""

    def __init__(self, fixed: FixedMonth) -> None:
        self.fixed = fixed
        super().__init__(
            _(
                "De cijfers van %(month)s zijn vastgesteld door %(name)s, op %(day)s. "
                "Ze kunnen niet meer veranderen. Is het toch nodig? Vraag een manager om de maand "
                "weer open te zetten, bij Cijfers."
            )
            % {
                "month": month_name(fixed.first_day),
                "name": fixed.fixed_by.name,
                "day": date_format(timezone.localtime(fixed.fixed_at), "j F Y"),
            },
            code="month_fixed",
        )


class MonthNotOver(ValidationError):
    """A month can be fixed when it has passed and nothing in it is still under way."""


def month_name(first_day: date) -> str:
    return date_format(first_day, "F Y")


def month_of(client: ClientOrganisation, moment: datetime) -> Period:
    """The month in which this moment lies where the client is."""
    first = moment.astimezone(ZoneInfo(client.timezone)).date().replace(day=1)
    return whole_month(first)


def whole_month(first_day: date) -> Period:
    following = (first_day + timedelta(days=32)).replace(day=1)
    return Period(first_day, following - DAY)


def fixed_month(client: ClientOrganisation, moment: datetime) -> FixedMonth | None:
    """The month of this moment, if its figures stand fast."""
    rows = FixedMonth.objects.filter(client=client, first_day=month_of(client, moment).first)
    found: FixedMonth | None = rows.select_related("fixed_by").first()
    return found


def refuse_if_fixed(client: ClientOrganisation, moment: datetime) -> None:
    """Raises MonthIsFixed; until the end of this transaction nobody fixes a month meanwhile."""
    _lock(client)
    if fixed := fixed_month(client, moment):
        raise MonthIsFixed(fixed)


def _lock(client: ClientOrganisation) -> None:
    """One at a time fixes months of a client or changes what lies in them.

    Without the key: who only refers to the client, as each new contact does, need not wait.
    """
    ClientOrganisation.objects.select_for_update(no_key=True).get(pk=client.pk)


@transaction.atomic
def fix_month(
    client: ClientOrganisation, first_day: date, *, by: Employee, at: datetime
) -> FixedMonth:
    """From now on nothing changes the figures of this month. Fixing twice is no fault."""
    _lock(client)
    month = whole_month(first_day.replace(day=1))
    standing: FixedMonth | None = FixedMonth.objects.filter(
        client=client, first_day=month.first
    ).first()
    if standing:
        return standing
    _check_over(client, month, at)
    fixed: FixedMonth = FixedMonth.objects.create(
        tenant_id=client.tenant_id, client=client, first_day=month.first, fixed_by=by, fixed_at=at
    )
    record("month.fixed", client, at=at, by=by, month=f"{month.first:%Y-%m}")
    return fixed


def _check_over(client: ClientOrganisation, month: Period, at: datetime) -> None:
    if month_of(client, at).first <= month.first:
        raise MonthNotOver(_("Deze maand is nog niet voorbij. Stel de maand daarna vast."))
    begin, end = month.bounds(ZoneInfo(client.timezone))
    at_work = Contact.objects.filter(
        tenant=client.tenant_id, closed_at=None, state__in=AT_WORK, client=client
    )
    still = at_work.filter(offered_at__gte=begin, offered_at__lt=end).count()
    if still:
        raise MonthNotOver(
            _("Er zijn in deze maand nog %(number)s contacten niet afgerond. Rond die eerst af.")
            % {"number": still}
        )


@transaction.atomic
def release_month(fixed: FixedMonth, *, by: Employee, at: datetime) -> None:
    """The figures of the month may change again; who fixed it stays in the journal."""
    _lock(fixed.client)
    deleted, _rows = FixedMonth.objects.filter(pk=fixed.pk).delete()
    if deleted:
        record("month.released", fixed.client, at=at, by=by, month=f"{fixed.first_day:%Y-%m}")
