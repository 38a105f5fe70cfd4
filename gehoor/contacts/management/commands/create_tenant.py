"""`gehoor create-tenant`: begin a contact centre of your own."""

from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.contacts.actions import create_outcomes
from gehoor.organisation.actions import adopt_tenant, create_employee, create_row, create_tenant
from gehoor.organisation.management.arguments import first_password, free_email
from gehoor.organisation.models import ClientOrganisation, OpeningHours, Tenant
from gehoor.organisation.roles import Role

OPENS, CLOSES = time(9), time(17)
WORKING_DAYS = range(5)


class Command(BaseCommand):
    help = (
        "Begin a contact centre: the tenant, the organisations it answers for, an administrator "
        "and the table of outcomes. The password is asked at a terminal; left empty, or without "
        "a terminal, one is made and printed once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="who runs the centre")
        text = "who is answered for; again for several; default: the name of the centre"
        parser.add_argument("--client", action="append", metavar="NAME", help=text)
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="the administrator")
        parser.add_argument("--admin-name", default="", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        email = free_email(options["admin"])
        password, is_made = first_password()
        now = timezone.now()
        with transaction.atomic():
            adopted = adopt_tenant(options["name"], at=now)
            tenant = adopted or create_tenant(options["name"], at=now)
            clients = [_client(tenant, name, now) for name in options["client"] or [tenant.name]]
            create_outcomes(tenant)
            create_employee(
                tenant, email, options["admin_name"], roles=[Role.ADMINISTRATOR],
                clients=clients, password=password, at=now,
            )  # fmt: skip
        if adopted:
            text = _("Tenant %s had nog geen medewerkers en gaat verder, met wat erin staat.")
            self.stdout.write(text % tenant.slug)
        self._tell(tenant, clients, email, password if is_made else "")

    def _tell(
        self, tenant: Tenant, clients: list[ClientOrganisation], email: str, password: str
    ) -> None:
        names = ", ".join(str(client) for client in clients)
        said = {"slug": tenant.slug, "clients": names, "email": email}
        self.stdout.write(_("Centrum %(slug)s antwoordt voor: %(clients)s.") % said)
        self.stdout.write(_("%(email)s is beheerder en kan zich aanmelden.") % said)
        if password:
            self.stdout.write(_("Wachtwoord: %s") % password)
        self.stdout.write(_("Open op werkdagen van 9 tot 17 uur: pas dat aan bij Beheer."))


def _client(tenant: Tenant, name: str, at: datetime) -> ClientOrganisation:
    """Somebody to answer for, with hours to begin with: promises are reckoned in them."""
    client = ClientOrganisation(tenant=tenant, name=name)
    create_row(client, by=None, at=at)
    OpeningHours.objects.bulk_create(
        OpeningHours(tenant=tenant, client=client, weekday=day, opens=OPENS, closes=CLOSES)
        for day in WORKING_DAYS
    )
    return client
