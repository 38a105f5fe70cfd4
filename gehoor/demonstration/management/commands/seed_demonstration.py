"""`gehoor seed-demonstration`: an empty database becomes the municipality of Waterrijk."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from gehoor.demonstration.building import Builder
from gehoor.demonstration.organisation import DatabaseNotEmpty
from gehoor.demonstration.seeding import CONTACTS, seed
from gehoor.organisation.models import Tenant

FILLED = "A contact centre works in this database: the demonstration goes into an empty one only."

A_WHOLE_DAY = 10_000  # contacts
STEPS_AT_ONCE = 20  # ten days: each is written, then counted


class Command(BaseCommand):
    help = "Fill an empty database with the made-up municipality of Waterrijk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when the database is filled"
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="another number gives other people and contacts"
        )
        parser.add_argument(
            "--year", action="store_true", help="the whole year at once; else the worker builds it"
        )
        parser.add_argument(
            "--contacts", type=int, default=CONTACTS, help="in four weeks (default: %(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Tenant.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(FILLED)
        begun = monotonic()
        self._tell("Filling the empty database with the demonstration ...")
        try:
            tenant = seed(
                at=timezone.now(),
                number=options["seed"],
                contacts=options["contacts"],
                tell=self._tell,
            )
        except DatabaseNotEmpty as filled:
            raise CommandError(FILLED) from filled
        if options["year"]:
            self._build_year(tenant)
        self._tell(f"{tenant} is ready after {monotonic() - begun:.1f} s.")

    def _build_year(self, tenant: Tenant) -> None:
        """Many days a transaction: nobody waits for the lock yet."""
        builder, told, is_whole = Builder(tenant.pk), 0, False
        while not is_whole:
            with transaction.atomic():
                for _step in range(STEPS_AT_ONCE):
                    year = builder.step(A_WHOLE_DAY)
            is_whole = year.is_whole
            if year.percent >= told + 10:
                told = year.percent
                self._tell(f"the year before: {told}%")

    def _tell(self, text: str) -> None:
        self.stderr.write(text, style_func=str)
