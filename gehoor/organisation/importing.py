"""Taking over products of the Uniforme Productenlijst, as often as one likes.

The URI is the product's identity: a new one is added, one with another name is renamed, one
that is the same is left alone. Theme, department and whether it is in use stay as they were.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.events.actions import record
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Product, Tenant

NAME, URI, MUNICIPAL = "UniformeProductnaam", "URI", "Gemeente"
CHUNK = 200


class UnusableFile(Exception):
    """Nothing can be read from this file; the message says why, for who chose it."""


@dataclass(frozen=True)
class Row:
    """One line of the list; `number` as a spreadsheet shows it."""

    number: int
    name: str
    uri: str
    is_municipal: bool

    @property
    def problem(self) -> str:
        if not self.name:
            return _("de naam ontbreekt")
        if not self.uri.startswith(("http://", "https://")):
            return _("de URI ontbreekt of is geen webadres")
        if len(self.name) > 300 or len(self.uri) > 500:
            return _("de naam of de URI is te lang")
        return ""


@dataclass
class Report:
    added: int = 0
    renamed: int = 0
    unchanged: int = 0
    skipped: int = 0
    doubled: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


Progress = Callable[[Sequence[Row]], Iterable[Row]]


def read_products(data: bytes) -> list[Row]:
    """The rows of the list in its published form (CSV). Raises UnusableFile."""
    text = _decode(data)
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        missing = [name for name in (NAME, URI, MUNICIPAL) if name not in (reader.fieldnames or [])]
        if missing:
            message = _("Deze kolommen ontbreken: %s. Is dit de Uniforme Productenlijst?")
            raise UnusableFile(message % ", ".join(missing))
        return [_row(reader.line_num, values) for values in reader]
    except csv.Error as error:
        message = _("Regel %(line)d is niet te lezen: de aanhalingstekens kloppen niet.")
        raise UnusableFile(message % {"line": reader.reader.line_num}) from error


def _decode(data: bytes) -> str:
    if not data.strip():
        raise UnusableFile(_("Het bestand is leeg."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _row(number: int, values: dict[str, str | None]) -> Row:
    def text(name: str) -> str:
        return " ".join(clean_text(values.get(name) or "").split())

    return Row(number, text(NAME), text(URI), is_municipal=bool(text(MUNICIPAL)))


def import_products(
    tenant: Tenant,
    rows: Sequence[Row],
    *,
    with_all: bool = False,
    progress: Progress = iter,
    at: datetime,
) -> Report:
    """Take over the municipal products, or all; what cannot be a product is told, not taken."""
    report = Report()
    known = {product.uri: product for product in Product.objects.filter(tenant=tenant)}
    seen: set[str] = set()
    chunk: list[Product] = []
    for row in progress(rows):
        product = None
        if _is_wanted(row, seen, report, with_all=with_all):
            product = _to_write(row, tenant, known.get(row.uri), report)
        if product is not None:
            chunk.append(product)
        if len(chunk) == CHUNK:
            _write(chunk)
            chunk = []
    _write(chunk)
    _tell_the_journal(tenant, report, at)
    return report


def _is_wanted(row: Row, seen: set[str], report: Report, *, with_all: bool) -> bool:
    """The list has a row for each law on which a product rests: the first is taken."""
    if row.problem:
        report.refused.append((row.number, row.problem))
    elif not (row.is_municipal or with_all):
        report.skipped += 1
    elif row.uri in seen:
        report.doubled += 1
    else:
        seen.add(row.uri)
        return True
    return False


def _to_write(row: Row, tenant: Tenant, known: Product | None, report: Report) -> Product | None:
    """The product as it must be written, if there is anything to write."""
    if known is None:
        report.added += 1
        return Product(tenant=tenant, uri=row.uri, name=row.name)
    if known.name == row.name:
        report.unchanged += 1
        return None
    known.name = row.name
    report.renamed += 1
    return known


@transaction.atomic
def _write(products: list[Product]) -> None:
    """A chunk a transaction, so that others can write in between."""
    new = [product for product in products if product.pk is None]
    Product.objects.bulk_update([p for p in products if p.pk is not None], ["name"])
    Product.objects.bulk_create(new)


@transaction.atomic
def _tell_the_journal(tenant: Tenant, report: Report, at: datetime) -> None:
    if report.added or report.renamed:
        record("products.imported", tenant, at=at, added=report.added, renamed=report.renamed)
