"""Signing in: with e-mail address and password; in the demonstration by choosing a role."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import Employee, SignInAttempt, Tenant
from gehoor.organisation.roles import Role

MOST_ATTEMPTS = 5
ATTEMPTS_COUNT_FOR = timedelta(minutes=15)
OWN_NAMES = {"localhost", "127.0.0.1", "[::1]"}
FROM_A_PROXY = (
    *("Forwarded", "Via", "X-Real-IP"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
)

TO_TRY: dict[str, Any] = {
    Role.AGENT: _("Beantwoord de telefoon, zoek het antwoord en rond het klantcontact af."),
    Role.SENIOR: _("Beantwoord vragen en kijk mee met de klantcontacten van collega's."),
    Role.COACH: _("Lees klantcontacten terug, ook vertrouwelijke, en bekijk de cijfers."),
    Role.EDITOR: _("Schrijf en verbeter kennisartikelen."),
    Role.DEPARTMENT_EMPLOYEE: _("Handel vragen af die het KCC aan uw vakafdeling gaf."),
    Role.DEPARTMENT_HEAD: _("Bekijk wat uw vakafdeling nog moet terugbellen, en de cijfers."),
    Role.PLANNER: _("Bekijk hoeveel klantcontacten er zijn en hoe lang ze duren."),
    Role.NEWSROOM_ANALYST: _("Zoek in de woorden van klanten waar veel vragen over gaan."),
    Role.IMPROVEMENT_MANAGER: _("Bekijk per thema wat het KCC zelf kan beantwoorden."),
    Role.HOST: _("Ontvang mensen aan de balie en zoek hun gegevens op."),
    Role.MANAGER: _("Bekijk de cijfers van vandaag en open de klantcontacten erachter."),
    Role.ADMINISTRATOR: _("Beheer medewerkers, vakafdelingen, openingstijden en producten."),
    Role.PRIVACY_OFFICER: _("Controleer wie waarvoor een burgerservicenummer bekeek."),
}


class EmployeeBackend(ModelBackend):
    """Knows an employee with all that each page asks of her, in three queries."""

    def get_user(self, user_id: Any) -> Employee | None:
        employees = Employee.objects.select_related("tenant", "department")
        employee = employees.prefetch_related("roles", "clients").filter(pk=user_id).first()
        return employee if employee and employee.is_active else None


class TooManyAttempts(Exception):
    """This account was tried too often from this address; the attempts age in a while."""


def sign_in_with_password(
    request: HttpRequest, email: str, password: str, *, at: datetime
) -> Employee | None:
    """The employee, when the password is hers.

    An attempt counts before it is judged, so guesses side by side win no extra chances.
    After `MOST_ATTEMPTS` of one address at one account TooManyAttempts is raised, also for
    the right password, until the oldest is `ATTEMPTS_COUNT_FOR` ago. Behind a proxy all come
    from its address, so there the count is of the account alone.
    """
    key = _attempt_key(request.META.get("REMOTE_ADDR", ""), email)
    _count_attempt(key, at)
    employee = authenticate(request, username=email, password=password)
    if not isinstance(employee, Employee):
        return None
    SignInAttempt.objects.filter(key=key).delete()
    return employee


def _attempt_key(address: str, email: str) -> str:
    """Stands for address and account without naming them."""
    text = f"{address} {email.strip().lower()}"
    return salted_hmac("gehoor.organisation.signin", text, algorithm="sha256").hexdigest()


def _count_attempt(key: str, at: datetime) -> None:
    SignInAttempt.objects.filter(at__lte=at - ATTEMPTS_COUNT_FOR).delete()
    attempt = SignInAttempt.objects.create(key=key, at=at)
    if SignInAttempt.objects.filter(key=key).count() > MOST_ATTEMPTS:
        attempt.delete()
        raise TooManyAttempts


def next_page(request: HttpRequest) -> str:
    """Where the browser wanted to go, if that is a page of ours; else the entrance."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("entrance")


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether nobody else can be asking: a loopback address and name, and no proxy before us."""
    if settings.IS_HTTPS or any(name in request.headers for name in FROM_A_PROXY):
        return False
    if split_domain_port(request.get_host())[0] not in OWN_NAMES:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def demonstration_for(request: HttpRequest) -> Tenant | None:
    """The demonstration whose people may be chosen without a password, and only from here."""
    if not is_on_this_machine(request):
        return None
    return Tenant.objects.filter(is_demonstration=True).first()


@dataclass(frozen=True)
class Door:
    """A role of the demonstration that can be entered by one click."""

    role: Role
    employee: Employee

    @property
    def to_try(self) -> Any:
        return TO_TRY[self.role]


def demonstration_people(tenant: Tenant) -> list[Door]:
    """One employee a role: who has the fewest roles, then the first by name."""
    people = Employee.objects.filter(tenant=tenant, is_active=True).prefetch_related("roles")
    by_fewest = sorted(people, key=lambda person: len(person.role_codes))
    return [
        Door(role, person)
        for role in Role
        if (person := next((p for p in by_fewest if role in p.role_codes), None))
    ]
