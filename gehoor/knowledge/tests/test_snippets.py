import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.knowledge.snippets import LONGEST_TEXT, mark

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=400)


def marked(text, query):
    return [part for part, is_match in mark(text, query, length=len(text)) if is_match]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Wat kost een paspoort?", "paspoort", ["paspoort"]),
        ("Wat kost een paspoort?", "pasport", ["paspoort"]),
        ("Wat kost een paspoort?", "PASP", ["pasp"]),
        ("Wat kost een paspoort?", "pa", ["pa"]),
        ("Betaal de afvalstoffenheffing.", "afval", ["afval"]),
        ("Betaal de afvalstoffenheffing.", "heffing", ["heffing"]),
        ("Breng uw afval weg.", "afvalstoffenheffing", ["afval"]),
        ("Wij gaan verhuizen.", "verhuizing", ["verhuizen"]),
        ("Oma is overleden.", "overlijden", ["overleden"]),
        ("Een café beginnen", "cafe", ["café"]),
        ("In de Hauptstraße", "strasse", ["Hauptstraße"]),
        ("Zaak 2024-0813", "0813", ["0813"]),
        ("Aanpassen van een pand", "pas", []),
        ("Ik wil mijn pas", "ik wil mijn rijbewijs", []),
        ("Ik wil mijn pas", "ik wil", ["Ik", "wil"]),
        ("Wat kost water?", "wat kost een pas", ["kost"]),
        ("Onderhoud aan het gebouw", "onderhoudsgebouw", ["Onderhoud", "gebouw"]),
        ("Het staat onder de boom", "onderhoud", []),
        ("Iets anders", "", []),
    ],
)
def test_mark_marks_what_matches(text, query, expected):
    assert marked(text, query) == expected


def test_mark_keeps_a_short_text_whole():
    assert mark("Wat kost  een\npas?", "pas") == [
        ("Wat kost een ", False),
        ("pas", True),
        ("?", False),
    ]


def test_mark_shows_the_passage_with_most_words():
    text = "Een paspoort. " + "Niets. " * 50 + "Uw paspoort verlengen kan hier. " + "Niets. " * 50

    parts = mark(text, "paspoort verlengen", length=80)

    assert [part for part, is_match in parts if is_match] == ["paspoort", "verlengen"]
    assert (parts[0], parts[-1]) == (("… ", False), (" …", False))
    assert sum(len(part) for part, _ in parts) <= 80 + len("… ") + len(" …")


def test_mark_without_match_shows_the_beginning():
    assert mark("een twee drie vier", "vijf", length=10) == [("een twee", False), (" …", False)]


def test_mark_cuts_a_word_that_never_ends():
    assert mark("x" * 500, "afval", length=10) == [("x" * 10, False), (" …", False)]


def test_mark_does_not_escape():
    assert marked("<b>pas</b>", "pas") == ["pas"]
    assert "".join(part for part, _ in mark("<b>pas</b>", "pas")) == "<b>pas</b>"


@given(ANY_TEXT, ANY_TEXT)
def test_mark_gives_back_the_text(text, query):
    parts = mark(text, query, length=LONGEST_TEXT)

    assert len("".join(part for part, _ in parts).split()) == len(text.split())
    assert all(part for part, _ in parts)


@given(ANY_TEXT, ANY_TEXT, st.integers(min_value=40, max_value=200))
def test_mark_never_grows_beyond_its_length(text, query, length):
    shown = "".join(part for part, _ in mark(text, query, length))

    assert len(shown) <= length + len("… ") + len(" …")
