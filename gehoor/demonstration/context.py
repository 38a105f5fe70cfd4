"""What the pages of a demonstration show besides their own content."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gehoor.demonstration.models import Year


def progress(request: HttpRequest) -> dict[str, Any]:
    """How much of the year is there while the worker still builds it; asked when it is shown."""
    employee = getattr(request, "employee", None)
    if employee is None or not employee.tenant.is_demonstration:
        return {}
    return {"year_progress": SimpleLazyObject(lambda: year_in_progress(employee.tenant_id))}


def year_in_progress(tenant_id: int) -> dict[str, int]:
    """Empty when the year is whole."""
    year = Year.objects.filter(tenant_id=tenant_id).first()
    return {"percent": year.percent} if year and not year.is_whole else {}
