"""Looking back at who looked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoor.access.forms import LogFilterForm
from gehoor.access.models import ProcessingLog
from gehoor.lib.paging import count, paginate
from gehoor.organisation.middleware import EmployeeRequest, zone_of
from gehoor.organisation.permission import needs
from gehoor.organisation.roles import Right


@needs(Right.SEE_PROCESSING_LOG)
@require_safe
def log(request: EmployeeRequest) -> HttpResponse:
    """The processing log of the tenant, newest first."""
    form = LogFilterForm(request.GET or None)
    visible = ProcessingLog.objects.visible_to(request.employee).select_related("employee")
    rows = visible.filter(form.condition(zone_of(request.employee)))
    page = paginate(rows, "-at", request.GET.get("page", ""))
    context = {"filter": form, "page": page, "total": count(rows), **page.addresses(request.GET)}
    return render(request, "access/log.html", context)
