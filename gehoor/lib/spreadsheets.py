"""Rows as a file for a spreadsheet, sent while they are read: nothing waits for the last row.

XLSX is written here and not by a library: those put all rows in a file on disk before the first
byte leaves, and these rows hold what citizens said.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from itertools import chain, islice
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Value = str | int | float | datetime | None
"""Moments are local and without a zone, as they stand on the wall."""
Row = Sequence[Value]
Writer = Callable[[Iterable[Row]], Iterator[bytes]]

ROWS_A_SHEET = 1_048_576  # of Excel; what is more comes on a next sheet
PIECE = 64 * 1024  # bytes, about, that are sent at once
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EPOCH = datetime(1899, 12, 30)  # of Excel
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def csv_file(rows: Iterable[Row]) -> Iterator[bytes]:
    """Semicolons and decimal commas, as Excel in Dutch reads them; UTF-8 that says so."""
    text = StringIO()
    text.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_in_csv(value) for value in row])
        if text.tell() > PIECE:
            yield _taken(text)
    yield _taken(text)


def _taken(text: StringIO) -> bytes:
    taken = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return taken


def _in_csv(value: Value) -> str:
    """What begins as a formula is text, whoever wrote it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, int):
        return str(value)
    text = value.replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA) else text


class _Outlet:
    """Where the archive writes to, and what was written is taken from."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        self.held += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is held is taken."""

    def take(self) -> bytes:
        taken = bytes(self.held)
        self.held.clear()
        return taken


def xlsx_file(rows: Iterable[Row], *, rows_a_sheet: int = ROWS_A_SHEET) -> Iterator[bytes]:
    """The first row is the head, in bold and always in sight, on every sheet."""
    remaining = iter(rows)
    head, following = next(remaining, []), next(remaining, None)
    sheets = 0
    outlet = _Outlet()
    with ZipFile(outlet, "w", ZIP_DEFLATED, compresslevel=3) as archive:  # type: ignore[call-overload]
        while following is not None or not sheets:
            sheets += 1
            first = [] if following is None else [following]
            page = islice(chain(first, remaining), rows_a_sheet - 1)
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                for piece in _pieces(_sheet(head, page)):
                    sheet.write(piece)
                    yield outlet.take()
            following = next(remaining, None)
        for name, text in _around(sheets):
            archive.writestr(name, text)
    yield outlet.take()


def _pieces(texts: Iterable[str]) -> Iterator[bytes]:
    held, size = [], 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > 4 * PIECE:  # four times smaller when compressed
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PLAIN, BOLD, MOMENT = range(3)  # places in the styles below
STYLES = (
    f'{DECLARED}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def _sheet(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    yield (
        f'{DECLARED}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" defaultColWidth="18"/>'
        "<sheetData>"
    )
    yield _line(1, head, BOLD)
    for number, row in enumerate(rows, start=2):
        yield _line(number, row, PLAIN)
    yield "</sheetData></worksheet>"


def _line(number: int, row: Row, style: int) -> str:
    cells = (
        _cell(f"{_letters(place)}{number}", value, style)
        for place, value in enumerate(row)
        if value is not None and value != ""
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Value, style: int) -> str:
    """Text stands in the cell itself, and is never a formula."""
    if isinstance(value, datetime):
        return f'<c r="{place}" s="{MOMENT}"><v>{(value - EPOCH).total_seconds() / 86_400}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = LOOKS_ESCAPED.sub("_x005F_", NOT_IN_XML.sub("", value or ""))
    return (
        f'<c r="{place}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(text)}</t></is></c>'
    )


def _letters(place: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    first, last = divmod(place, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)


def _around(sheets: int) -> Iterator[tuple[str, str]]:
    """What else makes an archive a workbook."""
    numbers = range(1, sheets + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    yield "xl/styles.xml", STYLES
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    yield (
        "xl/workbook.xml",
        f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
    )
    parts = [*((n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
             (sheets + 1, "styles", "styles.xml")]  # fmt: skip
    yield "xl/_rels/workbook.xml.rels", _relations(parts)
    yield "_rels/.rels", _relations([(1, "officeDocument", "xl/workbook.xml")])
    overrides = "".join(
        f'<Override PartName="/xl/{path}" ContentType="{kind}.{name}+xml"/>'
        for name, path in [
            ("sheet.main", "workbook.xml"), ("styles", "styles.xml"),
            *(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
        ]
    )  # fmt: skip
    yield (
        "[Content_Types].xml",
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )


def _relations(parts: Iterable[tuple[int, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{name}" Target="{path}"/>'
        for n, name, path in parts
    )
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'
