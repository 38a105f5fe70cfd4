"""Files with articles, read into rows: CSV or JSON, in whatever state they arrive."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gehoor.lib.html import clean_text
from gehoor.organisation.importing import UnusableFile

DELIMITERS = ",;\t|"
SEVERAL = "|"  # between the values of one field


@dataclass(frozen=True)
class Row:
    """One record; `number` as a spreadsheet shows it, or its place in a JSON list."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Source:
    columns: list[str]
    rows: list[Row]
    remarks: list[str]


def missing_columns(missing: Iterable[str], found: Sequence[str]) -> UnusableFile:
    """Names what is there, as far as that can be read at all."""
    names = [clean_text(name)[:40] for name in found[:30]]
    text = _("Deze kolommen ontbreken: %(missing)s. In het bestand staan: %(found)s.")
    return UnusableFile(text % {"missing": ", ".join(missing), "found": ", ".join(names)})


def read_source(data: bytes, kind: str = "") -> Source:
    """`kind` is csv or json; without it the first character tells. Raises UnusableFile."""
    text, remarks = _decode(data)
    if not text.strip():
        raise UnusableFile(_("Het bestand is leeg."))
    is_json = kind == "json" if kind else text.lstrip()[0] in "[{"
    columns, rows = _read_json(text) if is_json else _read_csv(text)
    return Source(columns, rows, remarks)


def _decode(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        remark = _("Het bestand is geen UTF-8 en is gelezen als Windows-1252.")
        return data.decode("cp1252", errors="replace"), [remark]


def _read_csv(text: str) -> tuple[list[str], list[Row]]:
    records = _csv_records(text)
    _number, header = next(records)
    if isinstance(header, csv.Error):
        raise UnusableFile(_("De eerste regel is geen kop van kolommen: %s.") % header)
    columns = [name.strip() for name in header]
    return columns, [_csv_row(number, columns, record) for number, record in records]


def _csv_records(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Numbered records; a broken one is given as its error, and reading goes on behind it."""
    csv.field_size_limit(max(len(text), 131_072))
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error
        else:
            if record:
                yield number, record


def _csv_row(number: int, columns: list[str], record: list[str] | csv.Error) -> Row:
    if isinstance(record, csv.Error):
        return Row(number, problem=_("de aanhalingstekens kloppen niet (%s)") % record)
    if len(record) > len(columns):
        text = _("de rij heeft %(found)d velden, de kop heeft er %(expected)d")
        return Row(number, problem=text % {"found": len(record), "expected": len(columns)})
    return Row(number, dict(zip(columns, record, strict=False)))


def _read_json(text: str) -> tuple[list[str], list[Row]]:
    try:
        records = json.loads(text)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        message = _("Dit is geen geldige JSON: zie regel %(line)d, teken %(column)d.")
        raise UnusableFile(message % where) from error
    except (RecursionError, ValueError) as error:
        raise UnusableFile(_("Deze JSON is te diep genest of bevat een te groot getal.")) from error
    if not isinstance(records, list):
        raise UnusableFile(_("De JSON moet een lijst zijn: [{…}, {…}]."))
    rows = [_json_row(number, record) for number, record in enumerate(records, 1)]
    return list(dict.fromkeys(name for row in rows for name in row.values)), rows


def _json_row(number: int, record: Any) -> Row:
    if not isinstance(record, dict):
        return Row(number, problem=_("dit is geen object maar %s") % type(record).__name__)
    try:
        return Row(number, {name: _as_text(value) for name, value in record.items()})
    except TypeError:
        return Row(number, problem=_("een van de velden is een object of een lijst daarvan"))


def _as_text(value: Any) -> str:
    """Raises TypeError for what is no text and no list of texts."""
    if value is None:
        return ""
    if isinstance(value, list):
        return SEVERAL.join(map(_as_text, value))
    if isinstance(value, dict):
        raise TypeError
    return str(value)
