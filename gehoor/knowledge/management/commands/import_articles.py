"""`gehoor import-articles`: take over articles from CSV or JSON."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from gehoor.knowledge.importing import COLUMNS, ArticleImport, Report, choose_columns
from gehoor.knowledge.sources import Row, read_source
from gehoor.organisation.importing import UnusableFile
from gehoor.organisation.management.arguments import (
    SOME_REFUSED,
    UNUSABLE,
    add_tenant,
    read_file,
    tenant_to_fill,
)
from gehoor.organisation.models import ClientOrganisation, Tenant


class Command(BaseCommand):
    help = (
        "Take over articles from CSV (opendata.rijksoverheid.nl, or --mapping) or JSON (a list of "
        "objects). Importing again changes what differs and adds what is new; nothing is doubled. "
        "Exit code 0: all rows taken; 1: some were refused and the rest taken; 2: nothing usable."
    )
    requires_system_checks = []  # those import every page

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--client", metavar="SLUG", default="", help="only for this organisation; else shared"
        )
        add_tenant(parser)
        parser.add_argument(
            "--mapping",
            metavar="FIELD=COLUMN,...",
            default="",
            help=f"where other files keep the fields: {', '.join(COLUMNS)}",
        )
        parser.add_argument("--format", choices=["csv", "json"], default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = read_source(read_file(options["file"]), options["format"])
            columns = choose_columns(source.columns, _mapping(options["mapping"]))
        except UnusableFile as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        tenant = tenant_to_fill(options["tenant"], self.stderr.write)
        client = _chosen_client(tenant, options["client"])
        for remark in source.remarks:
            self.stderr.write(remark)
        incoming = ArticleImport(tenant, columns, client=client, at=timezone.now())
        report = incoming.take(source.rows, progress=_with_bar)
        self._tell(report)
        if report.refused:
            sys.exit(SOME_REFUSED)

    def _tell(self, report: Report) -> None:
        counts = _(
            "%(added)d toegevoegd, %(changed)d gewijzigd, "
            "%(unchanged)d ongewijzigd, %(refused)d geweigerd"
        )
        self.stdout.write(counts % {**vars(report), "refused": len(report.refused)})
        for refusal in report.refused:
            where = _("rij %d") % refusal.number
            named = f" ({refusal.reference})" if refusal.reference else ""
            self.stdout.write(f"  {where}{named}: {refusal.reason}")
        if report.unknown_themes:
            names = "; ".join(sorted(report.unknown_themes))
            self.stdout.write(_("Thema's die hier niet bestaan en wegbleven: %s") % names)


def _chosen_client(tenant: Tenant, slug: str) -> ClientOrganisation | None:
    if not slug:
        return None
    clients = ClientOrganisation.objects.filter(tenant=tenant)
    for client in clients:
        if client.slug == slug:
            return client
    text = _("Er is geen organisatie %(slug)s. Wel: %(known)s.")
    known = ", ".join(client.slug for client in clients)
    raise CommandError(text % {"slug": slug, "known": known}, returncode=UNUSABLE)


def _mapping(text: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    if not all(name.strip() and column.strip() for name, _sign, column in pairs):
        example = "title=vraag,answer=antwoord"
        raise CommandError(_("Schrijf --mapping als %s.") % example, returncode=UNUSABLE)
    return {name.strip(): column.strip() for name, _sign, column in pairs}


def _with_bar(rows: Sequence[Row]) -> Iterable[Row]:
    return tqdm(rows, desc=_("Artikelen"), disable=None, leave=False)  # None: terminals only
