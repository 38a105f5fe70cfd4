"""Who is at work, as far as signing in and out tells."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max, Q

from gehoor.events.models import Event
from gehoor.organisation.models import Employee

SIGNED_IN, SIGNED_OUT = "employee.signed_in", "employee.signed_out"


def _last_signs(employees: Collection[int]) -> Iterable[tuple[int, int, int]]:
    """Of each the last event of signing in and of signing out, 0 for never."""
    signs = Event.objects.filter(
        subject_type=Employee._meta.label_lower,
        subject_id__in=employees,
        kind__in=(SIGNED_IN, SIGNED_OUT),
    )
    last = signs.values("subject_id").annotate(
        came=Max("id", filter=Q(kind=SIGNED_IN)), went=Max("id", filter=Q(kind=SIGNED_OUT))
    )
    for row in last.order_by():
        yield row["subject_id"], row["came"] or 0, row["went"] or 0


def gone_among(employees: Collection[Employee]) -> set[int]:
    """Who signed out and did not come back, or was switched off."""
    signs = _last_signs({employee.pk for employee in employees})
    gone = {pk for pk, came, went in signs if went > came}
    return gone | {employee.pk for employee in employees if not employee.is_active}


def present_among(employees: Collection[Employee]) -> set[int]:
    """Who signed in last, and did not sign out since. A window that was closed tells nothing."""
    signs = _last_signs({employee.pk for employee in employees if employee.is_active})
    return {pk for pk, came, went in signs if came > went}


def has_left(employee: Employee) -> bool:
    return employee.pk in gone_among([employee])


def last_seen(employee: Employee, *, before: datetime) -> datetime | None:
    """Her last sign of coming or going before this moment."""
    signs = Event.objects.filter(
        subject_type=Employee._meta.label_lower,
        subject_id=employee.pk,
        kind__in=(SIGNED_IN, SIGNED_OUT),
        at__lt=before,
    )
    found: datetime | None = signs.order_by("-id").values_list("at", flat=True).first()
    return found
