"""`gehoor recount`: builds the figures again from the contacts, and says what was different."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoor.measures.tallies import recount
from gehoor.organisation.models import Tenant

SHOWN = 20


class Command(BaseCommand):
    help = "Build the figures again from the contacts and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", default="", help="short name (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = Tenant.objects.order_by("slug")
        if options["tenant"]:
            tenants = tenants.filter(slug=options["tenant"])
        if not tenants:
            raise CommandError("There is no contact centre with this short name.")
        for tenant in tenants:
            self._recount(tenant, options["verbosity"])

    def _recount(self, tenant: Tenant, verbosity: int) -> None:
        number = 0
        for number, difference in enumerate(recount(tenant), start=1):
            if number <= SHOWN and verbosity:
                self.stdout.write(f"  {difference}")
        if number > SHOWN and verbosity:
            self.stdout.write(f"  ... and {number - SHOWN:,} more")
        if verbosity:
            ending = (
                f"{number:,} figures were different and are right now" if number else "all right"
            )
            self.stdout.write(f"{tenant.slug}: {ending}.")
