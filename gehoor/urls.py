"""The addresses of Gehoor. Each room has its own."""

from django.http import HttpResponseRedirect
from django.urls import include, path, reverse
from django.views.decorators.http import require_safe

from gehoor.organisation.context import rooms_of
from gehoor.organisation.middleware import EmployeeRequest


@require_safe
def entrance(request: EmployeeRequest) -> HttpResponseRedirect:
    """Everybody starts in the first room that is theirs."""
    rooms = rooms_of(request.employee)
    return HttpResponseRedirect(rooms[0][0] if rooms else reverse("organisation:sign-in"))


urlpatterns = [
    path("", entrance, name="entrance"),
    path("beheer/uitkomsten/", include("gehoor.contacts.outcome_urls")),
    path("beheer/controle/", include("gehoor.contacts.verification_urls")),
    path("", include("gehoor.channels.urls")),
    path("", include("gehoor.organisation.urls")),
    path("", include("gehoor.desk.shift_urls")),
    path("werkplek/", include("gehoor.desk.urls")),
    path("contacten/", include("gehoor.contacts.urls")),
    path("contacten/", include("gehoor.desk.correction_urls")),
    path("klanten/", include("gehoor.parties.urls")),
    path("kennis/", include("gehoor.knowledge.urls")),
    path("terugbellen/", include("gehoor.followups.urls")),
    path("cijfers/", include("gehoor.insight.urls")),
    path("verwerkingen/", include("gehoor.access.urls")),
    path("demonstratie/", include("gehoor.demonstration.urls")),
]
