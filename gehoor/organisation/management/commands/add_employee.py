"""`gehoor add-employee`: somebody who may sign in, without the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.organisation.actions import create_employee
from gehoor.organisation.management.arguments import (
    UNUSABLE,
    add_tenant,
    chosen_tenant,
    first_password,
    free_email,
)
from gehoor.organisation.models import ClientOrganisation, Tenant
from gehoor.organisation.roles import Role


class Command(BaseCommand):
    help = (
        "Add an employee. The password is asked at a terminal; left empty, or without a "
        "terminal, one is made and printed once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="default: what stands before the @")
        parser.add_argument("--role", action="append", choices=Role.values, metavar="ROLE",
                            help=f"again for several; one of {', '.join(Role.values)}")  # fmt: skip
        parser.add_argument("--client", action="append", metavar="SLUG",
                            help="again for several; default: all organisations")  # fmt: skip
        add_tenant(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = chosen_tenant(options["tenant"])
        email = free_email(options["email"])
        clients = _clients(tenant, options["client"])
        password, is_made = first_password()
        create_employee(
            tenant, email, options["name"], roles=options["role"] or [Role.AGENT],
            clients=clients, password=password, at=timezone.now(),
        )  # fmt: skip
        self.stdout.write(_("%s kan zich aanmelden.") % email)
        if is_made:
            self.stdout.write(_("Wachtwoord: %s") % password)


def _clients(tenant: Tenant, slugs: list[str] | None) -> list[ClientOrganisation]:
    known = {client.slug: client for client in ClientOrganisation.objects.filter(tenant=tenant)}
    unknown = [slug for slug in slugs or [] if slug not in known]
    if unknown:
        text = _("Er is geen organisatie %(slug)s. Wel: %(known)s.")
        names = {"slug": ", ".join(unknown), "known": ", ".join(known)}
        raise CommandError(text % names, returncode=UNUSABLE)
    return [known[slug] for slug in slugs] if slugs else list(known.values())
