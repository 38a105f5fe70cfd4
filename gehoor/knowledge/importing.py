"""Taking over articles from elsewhere, as often as one likes: the file's id is kept.

A row that is new becomes a published article, one that differs a new version, one that is
the same is left alone. What an editor did besides (state, department, products) stays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.knowledge.actions import (
    ArticleChangedMeanwhile,
    change_article,
    clean_fields,
    write_article,
)
from gehoor.knowledge.models import Article
from gehoor.knowledge.richtext import MOST, as_html
from gehoor.knowledge.sources import SEVERAL, Row, missing_columns
from gehoor.lib.html import clean_text, plain_text
from gehoor.organisation.importing import UnusableFile
from gehoor.organisation.models import ClientOrganisation, Tenant, Theme

CHUNK = 50  # rows a transaction: 60 ms in which nobody else can write to SQLite
NEEDED = ("reference", "title", "answer")
# Field of an article: the columns it may come from, the first that is filled counts. The
# first names are those of opendata.rijksoverheid.nl, the last our own.
COLUMNS: dict[str, tuple[str, ...]] = {
    "reference": ("id", "reference"),
    "title": ("question", "title"),
    "answer": ("reference_answer_html", "reference_answer", "answer"),
    "internal": ("internal",),
    "keywords": ("subjects", "keywords"),
    "theme": ("themes", "theme"),
    "source_url": ("canonical", "source_url"),
}
LONGEST = {
    "reference": 200,
    "title": 500,
    "answer": MOST,
    "internal": MOST,
    "keywords": 1000,
    "source_url": 1000,
}
LABELS = {
    "reference": gettext_lazy("id"),
    "title": gettext_lazy("titel"),
    "answer": gettext_lazy("antwoord"),
    "internal": gettext_lazy("deel voor medewerkers"),
    "keywords": gettext_lazy("trefwoorden"),
    "source_url": gettext_lazy("adres van de bron"),
}

Columns = Mapping[str, Sequence[str]]
Progress = Callable[[Sequence[Row]], Iterable[Row]]


class RowRefused(Exception):
    """This row becomes no article; the message says why."""


@dataclass(frozen=True)
class Refusal:
    number: int
    reference: str
    reason: str


@dataclass
class Report:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    unknown_themes: set[str] = field(default_factory=set)


def choose_columns(found: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Which columns fill which field. Raises UnusableFile naming what is there and what not."""
    unknown = sorted(mapping.keys() - COLUMNS.keys())
    if unknown:
        text = _("Dit zijn geen velden van een artikel: %(unknown)s. Wel: %(fields)s.")
        raise UnusableFile(text % {"unknown": ", ".join(unknown), "fields": ", ".join(COLUMNS)})
    wanted = COLUMNS | {name: (column,) for name, column in mapping.items()}
    chosen = {name: [c for c in columns if c in found] for name, columns in wanted.items()}
    missing = [name for name in (*NEEDED, *mapping) if not chosen[name]]
    if missing:
        names = [_(" of ").join(wanted[name]) for name in dict.fromkeys(missing)]
        raise missing_columns(names, found)
    return {name: columns for name, columns in chosen.items() if columns}


def fields_of(row: Row, columns: Columns) -> dict[str, str]:
    """The fields of the article, as they are kept. Raises RowRefused."""
    if row.problem:
        raise RowRefused(row.problem)
    fields = {name: _first_filled(row, names) for name, names in columns.items()}
    for name, value in fields.items():
        if len(value) > LONGEST.get(name, len(value)):
            raise RowRefused(_too_long(name, value))
    for name in {"answer", "internal"} & fields.keys():
        fields[name] = as_html(fields[name])
    if "keywords" in fields:
        fields["keywords"] = ", ".join(_parts(fields["keywords"]))
    fields = clean_fields(fields)
    _check(fields)
    return fields


def _first_filled(row: Row, names: Sequence[str]) -> str:
    values = (clean_text(row.values.get(name, "")).strip() for name in names)
    return next(filter(None, values), "")


def _too_long(name: str, value: str) -> str:
    text = _("%(label)s is te lang: %(length)d tekens, hoogstens %(most)d")
    return text % {"label": LABELS[name], "length": len(value), "most": LONGEST[name]}


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(SEVERAL) if part.strip()]


def _check(fields: Mapping[str, str]) -> None:
    for name in NEEDED:
        if not (plain_text(fields[name]) if name == "answer" else fields[name]):
            raise RowRefused(_("%s ontbreekt") % LABELS[name])
    if fields.get("source_url"):
        try:
            URLValidator(schemes=["http", "https"])(fields["source_url"])
        except ValidationError as error:
            raise RowRefused(_("%s is geen webadres") % LABELS["source_url"]) from error


class ArticleImport:
    """One file on its way in, for one client organisation or shared by all."""

    def __init__(
        self, tenant: Tenant, columns: Columns, *, client: ClientOrganisation | None, at: datetime
    ) -> None:
        self.tenant, self.columns, self.client, self.at = tenant, columns, client, at
        self.report = Report()
        self.seen: dict[str, int] = {}
        self.themes = {
            theme.name.casefold(): theme for theme in Theme.objects.filter(tenant=tenant)
        }

    def take(self, rows: Sequence[Row], progress: Progress = iter) -> Report:
        coming = iter(progress(rows))
        while chunk := list(islice(coming, CHUNK)):
            self._take_chunk(chunk)
        return self.report

    def _take_chunk(self, rows: Sequence[Row]) -> None:
        ready = [(row, fields) for row in rows if (fields := self._prepare(row))]
        references = [fields["reference"] for _row, fields in ready]
        with transaction.atomic():
            known = Article.objects.filter(tenant=self.tenant, reference__in=references)
            articles = {article.reference: article for article in known}
            for row, fields in ready:
                self._write(row, fields, articles.get(fields["reference"]))

    def _prepare(self, row: Row) -> dict[str, Any] | None:
        try:
            fields: dict[str, Any] = fields_of(row, self.columns)
            first = self.seen.setdefault(fields["reference"], row.number)
            if first != row.number:
                raise RowRefused(_("dit id staat ook al in rij %d") % first)
        except RowRefused as refusal:
            self._refuse(row, str(refusal))
            return None
        self._choose_theme(fields)
        return fields

    def _choose_theme(self, fields: dict[str, Any]) -> None:
        """The first theme that we have too; without one, what an editor chose stays."""
        names = _parts(fields.pop("theme", ""))
        theme = next((t for name in names if (t := self.themes.get(name.casefold()))), None)
        if theme:
            fields["theme"] = theme
        else:
            self.report.unknown_themes.update(names)

    def _write(self, row: Row, fields: dict[str, Any], article: Article | None) -> None:
        try:
            if article is None:
                new = {**fields, "client": self.client, "state": Article.State.PUBLISHED}
                write_article(self.tenant, new, by=None, at=self.at)
                self.report.added += 1
            else:
                self._change(fields, article)
        except (RowRefused, ArticleChangedMeanwhile, DatabaseError) as error:
            self._refuse(row, _reason(error))

    def _change(self, fields: Mapping[str, Any], article: Article) -> None:
        if article.client_id != (self.client.pk if self.client else None):
            raise RowRefused(_("dit id is al van een artikel van een andere organisatie"))
        different = {name: new for name, new in fields.items() if getattr(article, name) != new}
        if different:
            change_article(article, different, revision=article.revision, by=None, at=self.at)
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _refuse(self, row: Row, reason: str) -> None:
        reference = _first_filled(row, self.columns["reference"])[:80]
        self.report.refused.append(Refusal(row.number, reference, reason))


def _reason(error: Exception) -> str:
    if isinstance(error, ArticleChangedMeanwhile):
        return _("een collega wijzigde dit artikel op hetzelfde moment")
    if isinstance(error, DatabaseError):
        return _("de database weigerde deze rij (%s)") % type(error).__name__
    return str(error)
