import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.knowledge.sources import Row, read_source
from gehoor.organisation.importing import UnusableFile


def rows_of(text, kind=""):
    return read_source(text.encode() if isinstance(text, str) else text, kind).rows


def test_csv_is_read_with_row_numbers_as_a_spreadsheet_shows_them():
    source = read_source(b"id,titel\n1,Paspoort\n\n2,\"Afval, ook 'grof'\"\n")

    assert source.columns == ["id", "titel"]
    assert source.rows == [
        Row(2, {"id": "1", "titel": "Paspoort"}),
        Row(4, {"id": "2", "titel": "Afval, ook 'grof'"}),
    ]
    assert source.remarks == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_tells_its_own_delimiter(delimiter):
    text = f"id{delimiter}titel\n1{delimiter}Waar, en wanneer?\n".replace("Waar,", '"Waar,')
    text = text.replace("wanneer?", 'wanneer?"')

    assert rows_of(text) == [Row(2, {"id": "1", "titel": "Waar, en wanneer?"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_silently(encoding):
    source = read_source("id,titel\n1,Café €\n".encode(encoding))

    assert source.rows == [Row(2, {"id": "1", "titel": "Café €"})]
    assert source.remarks == []


def test_windows_1252_is_read_and_said_aloud():
    source = read_source("id,titel\n1,Café €\n".encode("cp1252"))

    assert source.rows == [Row(2, {"id": "1", "titel": "Café €"})]
    assert "Windows-1252" in source.remarks[0]


def test_bytes_that_are_no_text_at_all_do_not_break():
    assert rows_of(b"id,titel\n1,\x81\x8d\xff\n")[0].values["id"] == "1"


def test_a_broken_quote_refuses_its_row_and_reading_goes_on():
    first, broken, last = rows_of('id,titel\n1,Goed\n2,"Fout"e\n3,Ook goed\n')

    assert (first.number, first.problem) == (2, "")
    assert (broken.number, broken.values) == (3, {})
    assert "aanhalingstekens" in broken.problem
    assert last == Row(4, {"id": "3", "titel": "Ook goed"})


def test_a_quote_that_is_never_closed_refuses_the_rest():
    good, rest = rows_of('id,titel\n1,Goed\n2,"Open\n3,Verloren\n')

    assert good.values["id"] == "1"
    assert rest.number == 3
    assert rest.problem


def test_a_row_with_more_fields_than_the_head_is_refused():
    assert "3 velden" in rows_of("id,titel\n1,a,b\n")[0].problem


def test_a_row_with_fewer_fields_lacks_the_rest():
    assert rows_of("id,titel\n1\n") == [Row(2, {"id": "1"})]


def test_null_bytes_and_fields_of_ten_megabytes_are_read():
    big = "x" * 10_000_000
    assert rows_of(f'id,titel\n1,"a\0b"\n2,{big}\n') == [
        Row(2, {"id": "1", "titel": "a\0b"}),
        Row(3, {"id": "2", "titel": big}),
    ]


def test_json_is_a_list_of_objects():
    values = [{"id": 1, "titel": "Pas", "tags": ["a", "b"], "leeg": None}, "tekst", {"id": {}}]
    source = read_source(json.dumps(values).encode())

    assert source.columns == ["id", "titel", "tags", "leeg"]
    assert source.rows[0].values == {"id": "1", "titel": "Pas", "tags": "a|b", "leeg": ""}
    assert [(row.number, bool(row.problem)) for row in source.rows] == [
        (1, False),
        (2, True),
        (3, True),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", ""),
        (" \n\t", ""),
        ('[{"id": 1}', ""),
        ('{"id": 1}', ""),
        ("[" * 100_000, ""),
        ("id,titel", "json"),
        ('"open', "csv"),
    ],
)
def test_a_file_without_anything_to_read_is_refused_in_words(text, kind):
    with pytest.raises(UnusableFile) as refusal:
        read_source(text.encode(), kind)

    assert str(refusal.value).endswith(".")


@given(st.binary(max_size=300), st.sampled_from(["", "csv", "json"]))
def test_no_file_breaks_the_reader(data, kind):
    try:
        source = read_source(data, kind)
    except UnusableFile:
        return
    assert all(row.problem or isinstance(row.values, dict) for row in source.rows)
