"""Files that other programs read: openpyxl, which knows nothing of ours, opens the workbooks."""

import csv
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.lib.spreadsheets import Row, csv_file, xlsx_file

HEAD = ["Wanneer", "Vraag", "Aantal"]
MOMENT = datetime(2026, 3, 29, 1, 30)


def workbook(rows: list[Row], **options: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(b"".join(xlsx_file(rows, **options))))


def cells(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def table(rows: list[Row]) -> list[list[str]]:
    text = b"".join(csv_file(rows)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_workbook_holds_what_was_written() -> None:
    rows: list[Row] = [
        HEAD,
        [MOMENT, "Hoe laat, en <waar> & 'wie'?\nGraag snel 🚮", 3],
        [None, "", 0.25],
    ]
    [sheet] = workbook(rows).worksheets
    assert cells(sheet) == [HEAD, [MOMENT, rows[1][1], 3], [None, None, 0.25]]
    assert sheet["A1"].font.bold
    assert not sheet["B2"].font.bold
    assert sheet.freeze_panes == "A2"


def test_text_in_a_workbook_is_never_a_formula() -> None:
    [sheet] = workbook([HEAD, ["=1+1", "+31", "@SUM(A1)"]]).worksheets
    assert [(cell.data_type, cell.value) for cell in sheet[2]] == [
        ("s", "=1+1"), ("s", "+31"), ("s", "@SUM(A1)"),
    ]  # fmt: skip


def test_more_rows_than_a_sheet_holds_come_on_the_next() -> None:
    rows: list[Row] = [["n"], *([n] for n in range(7))]
    book = workbook(rows, rows_a_sheet=4)
    assert [cells(sheet) for sheet in book.worksheets] == [
        [["n"], [0], [1], [2]], [["n"], [3], [4], [5]], [["n"], [6]],
    ]  # fmt: skip
    full = workbook(rows[:4], rows_a_sheet=4)
    assert len(full.worksheets) == 1


@pytest.mark.parametrize("rows", [[], [HEAD]])
def test_workbook_of_nothing_opens(rows: list[Row]) -> None:
    [sheet] = workbook(rows).worksheets
    assert [row for row in cells(sheet) if any(row)] == rows


def test_column_after_z_is_aa() -> None:
    row = list(range(60))
    [sheet] = workbook([row, row]).worksheets
    assert (sheet["AA2"].value, sheet["BH2"].value) == (26, 59)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.lists(st.tuples(TEXTS, st.integers(-(10**9), 10**9)), max_size=5))
def test_any_text_comes_through(found: list[tuple[str, int]]) -> None:
    """A workbook has no place for most control characters; all else stays to the letter."""
    rows: list[Row] = [["tekst", "getal"], *found]
    [sheet] = workbook(rows).worksheets
    kept = ["".join(c for c in text if c >= " " or c in "\t\n\r") for text, _number in found]
    kept = [text.replace("\ufffe", "").replace("\uffff", "") for text in kept]
    read = [("" if row[0] is None else row[0], row[1]) for row in cells(sheet)[1:]]
    plain = [text.replace("\r\n", "\n").replace("\r", "\n") for text in kept]  # as XML has it
    assert read == list(zip(plain, (number for _text, number in found), strict=True))
    assert [row[1] for row in table(rows)[1:]] == [str(number) for _text, number in found]


def test_csv_is_as_excel_in_dutch_reads_it() -> None:
    raw = b"".join(csv_file([HEAD, [MOMENT, 'zei "hallo"; en ging', 0.125], [None, "é", 12]]))
    assert raw.startswith(b"\xef\xbb\xbfWanneer;Vraag;Aantal\r\n")
    assert raw.endswith(b';"zei ""hallo""; en ging";0,125\r\n;\xc3\xa9;12\r\n')


@pytest.mark.parametrize("text", ["=1+1", "+31612", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_text_in_csv_is_never_a_formula(text: str) -> None:
    assert table([[text]]) == [[f"'{text}"]]


def test_number_below_zero_in_csv_stays_a_number() -> None:
    assert table([[-5, -0.5]]) == [["-5", "-0,5"]]


def endless() -> Iterator[Row]:
    yield HEAD
    while True:
        yield [MOMENT, "Wanneer wordt mijn container geleegd? " * 4, 7]


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_first_bytes_leave_long_before_the_last_row(write: Any) -> None:
    pieces = write(endless())
    assert sum(len(next(pieces)) for _ in range(20)) > 10_000
    pieces.close()


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_memory_stays_flat_whatever_the_number_of_rows(write: Any) -> None:
    pieces = write(endless())
    next(pieces)
    tracemalloc.start()
    for _ in range(40):
        next(pieces)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    pieces.close()
    assert peak < 4_000_000
