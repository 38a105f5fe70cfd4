"""What commands have in common: whose data, a file, a password, and never a traceback."""

import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gehoor.organisation.models import Employee, Tenant
from gehoor.organisation.passwords import new_password

SOME_REFUSED = 1
UNUSABLE = 2


def add_tenant(parser: CommandParser) -> None:
    parser.add_argument(
        "--tenant", metavar="SLUG", default="", help="short name; needed when there are several"
    )


def chosen_tenant(slug: str) -> Tenant:
    tenants = list(Tenant.objects.order_by("slug"))
    chosen = [tenant for tenant in tenants if tenant.slug == slug] if slug else tenants
    if len(chosen) == 1:
        return chosen[0]
    if not tenants:
        text = _("Er is nog geen tenant. Begin met gehoor create-tenant.")
        raise CommandError(text, returncode=UNUSABLE)
    text = _("Er is geen tenant %s.") % slug if slug else _("Er zijn meer tenants.")
    names = ", ".join(tenant.slug for tenant in tenants)
    raise CommandError(text + " " + _("Kies met --tenant: %s.") % names, returncode=UNUSABLE)


def tenant_to_fill(slug: str, tell: Callable[[str], object]) -> Tenant:
    """In a database in which nobody set anything up yet, the first tenant is made.

    `gehoor create-tenant` takes it over with what was imported.
    """
    if Tenant.objects.exists():
        return chosen_tenant(slug)
    tenant = Tenant.objects.create(slug=slug or "gehoor", name=slug or "Gehoor")
    tell(_("Er was nog geen tenant; '%s' is gemaakt.") % tenant.slug)
    return tenant


def read_file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        text = _("%(name)s is niet te lezen: %(reason)s.")
        values = {"name": name, "reason": error.strerror}
        raise CommandError(text % values, returncode=UNUSABLE) from error


def free_email(text: str) -> str:
    """An address with which nobody signs in yet."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        message = _("%s is geen e-mailadres.") % text
        raise CommandError(message, returncode=UNUSABLE) from error
    if Employee.objects.filter(email__iexact=email).exists():
        message = _("Er is al een medewerker met het adres %s.") % email
        raise CommandError(message, returncode=UNUSABLE)
    return email


def first_password() -> tuple[str, bool]:
    """Asked at a terminal, else made; and whether it was made and must be told."""
    asked = ""
    if sys.stdin.isatty():
        asked = getpass(_("Wachtwoord (leeg: Gehoor maakt er een): "))
    if not asked:
        return new_password(), True
    try:
        validate_password(asked)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages), returncode=UNUSABLE) from error
    return asked, False
