"""`gehoor search`: what the desk would find for these words."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.knowledge.management.arguments import outside_id, prepared_index, tellable
from gehoor.knowledge.queries import search_in
from gehoor.organisation.management.arguments import add_tenant, chosen_tenant


class Command(BaseCommand):
    help = "Find articles as the desk does: the ids of the import, best first, with scores."
    requires_system_checks = []  # those import every page

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", metavar="TEXT")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true")
        add_tenant(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = chosen_tenant(options["tenant"])
        prepared_index(tenant)
        articles = tellable(tenant, at=timezone.now())
        found = [
            {"id": outside_id(hit.article), "score": round(hit.score, 4), "title": str(hit.article)}
            for hit in search_in(articles, options["text"], tenant, max(1, options["limit"]))
        ]
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        elif not found:
            self.stderr.write(_("Niets gevonden."))
        else:
            for hit in found:
                self.stdout.write(f"{hit['score']:8.2f}  {hit['id']}  {hit['title']}")
