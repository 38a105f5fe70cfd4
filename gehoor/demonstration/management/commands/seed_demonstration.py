"""`gehoor seed-demonstration`: an empty database becomes the municipality of Waterrijk."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gehoor.demonstration.organisation import DatabaseNotEmpty
from gehoor.demonstration.seeding import CONTACTS, seed
from gehoor.organisation.models import Tenant

FILLED = "A contact centre works in this database: the demonstration goes into an empty one only."


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
        self._tell(f"{tenant} is ready after {monotonic() - begun:.1f} s.")

    def _tell(self, text: str) -> None:
        self.stderr.write(text, style_func=str)
