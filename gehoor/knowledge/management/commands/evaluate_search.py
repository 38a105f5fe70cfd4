"""`gehoor evaluate-search`: how well search does on questions of which the answer is known."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.knowledge.evaluation import evaluate
from gehoor.knowledge.management.arguments import outside_id, prepared_index, tellable
from gehoor.knowledge.queries import rank
from gehoor.knowledge.sources import SEVERAL, Row, missing_columns, read_source
from gehoor.organisation.importing import UnusableFile
from gehoor.organisation.management.arguments import (
    UNUSABLE,
    add_tenant,
    chosen_tenant,
    read_file,
)
from gehoor.organisation.models import Tenant

COLUMNS = ("kind", "text", "article_id")
DEPTH = 10


class Command(BaseCommand):
    help = (
        "Print hit@1, hit@5 and MRR@10 over the rows with kind=test of a CSV file with the columns "
        "kind,text,article_id. Ids are those of the import; several, parted by |, are all right."
    )
    requires_system_checks = []  # those import every page

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true")
        add_tenant(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            questions, refused = _questions(read_file(options["file"]))
        except UnusableFile as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        for row in refused:
            self.stderr.write(f"{_('rij %d') % row.number}: {row.problem}")
        tenant = chosen_tenant(options["tenant"])
        prepared_index(tenant)
        figures = evaluate(self._rankings(questions, tenant), [ids for _text, ids in questions])
        if options["json"]:
            rounded = {name: round(figures[name], 4) for name in ("hit1", "hit5", "mrr10")}
            self.stdout.write(json.dumps({"all": {**rounded, "n": figures["n"]}}))
        else:
            line = "hit@1 {hit1:.3f}  hit@5 {hit5:.3f}  MRR@10 {mrr10:.3f}  n {n}"
            self.stdout.write(line.format(**figures))

    def _rankings(self, questions: list[tuple[str, set[str]]], tenant: Tenant) -> list[list[str]]:
        articles = tellable(tenant, at=timezone.now())
        names = {article.pk: outside_id(article) for article in articles.only("reference", "uuid")}
        wanted = {name for _text, ids in questions for name in ids}
        for name in sorted(wanted.difference(names.values())):
            self.stderr.write(_("Geen artikel heeft dit id: %s") % name)
        return [
            [names[hit.id] for hit in rank(articles, text, tenant, DEPTH)]
            for text, _ids in questions
        ]


def _questions(data: bytes) -> tuple[list[tuple[str, set[str]]], list[Row]]:
    """The words and the right ids of each test row, and the rows that cannot be read."""
    source = read_source(data)
    missing = [name for name in COLUMNS if name not in source.columns]
    if missing:
        raise missing_columns(missing, source.columns)
    tests = [row.values for row in source.rows if row.values.get("kind", "").strip() == "test"]
    questions = [(row.get("text", ""), _ids(row.get("article_id", ""))) for row in tests]
    answerable = [(text, ids) for text, ids in questions if ids]
    if not answerable:
        raise UnusableFile(_("Het bestand heeft geen rijen met kind=test en een article_id."))
    return answerable, [row for row in source.rows if row.problem]


def _ids(text: str) -> set[str]:
    return {part.strip() for part in text.split(SEVERAL) if part.strip()}
