"""`gehoor import-products`: take over products of the Uniforme Productenlijst."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from gehoor.organisation.importing import Report, Row, UnusableFile, import_products, read_products
from gehoor.organisation.management.arguments import (
    SOME_REFUSED,
    UNUSABLE,
    add_tenant,
    read_file,
    tenant_to_fill,
)


class Command(BaseCommand):
    help = (
        "Take over products of the Uniforme Productenlijst (CSV). Importing again renames what got "
        "another name and adds what is new; nothing is doubled. Exit code 0: all rows taken; "
        "1: some were refused and the rest taken; 2: nothing usable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--all", action="store_true", help="also products of other governments")
        add_tenant(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = read_products(read_file(options["file"]))
        except UnusableFile as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        report = import_products(
            tenant_to_fill(options["tenant"], self.stderr.write),
            rows,
            with_all=options["all"],
            progress=_with_bar,
            at=timezone.now(),
        )
        self._tell(report)
        if report.refused:
            sys.exit(SOME_REFUSED)

    def _tell(self, report: Report) -> None:
        counts = _(
            "%(added)d toegevoegd, %(renamed)d hernoemd, %(unchanged)d ongewijzigd, "
            "%(doubled)d dubbel in het bestand, %(skipped)d overgeslagen (niet van gemeenten), "
            "%(refused)d geweigerd"
        )
        self.stdout.write(counts % {**vars(report), "refused": len(report.refused)})
        for number, reason in report.refused:
            self.stdout.write("  " + _("rij %d") % number + f": {reason}")


def _with_bar(rows: Sequence[Row]) -> Iterable[Row]:
    return tqdm(rows, desc=_("Producten"), disable=None, leave=False)  # None: terminals only
