import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.knowledge.words import LONGEST_WORD, fold, pieces, query_words, stem, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("IJSSELMEER", "ijsselmeer"),
        ("pas\u00adpoort", "paspoort"),
        ("Straße", "strasse"),
        ("\u200fמים", "מים"),
    ],
)
def test_fold_removes_what_typists_leave_out(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mijn e-mail.", ["mijn", "e", "mail", "email"]),
        ("m’n K.v.K.", ["m", "n", "mn", "k", "v", "k", "kvk"]),
        ("zaak 2024-0813", ["zaak", "2024", "0813", "20240813"]),
        ("a_b \x00c 😀 ?", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_words_splits_and_joins(text, expected):
    assert list(words(text)) == expected


def test_query_words_are_different_and_in_order():
    assert query_words("de pas, de PAS en het") == ["de", "pas", "en", "het"]


@pytest.mark.parametrize("word", ["verhuizen", "verhuis", "verhuizing"])
def test_stem_joins_inflections(word):
    assert stem(word) == "verhuis"


def test_pieces_mark_the_ends_of_a_word():
    assert pieces("afval") == ["_afv", "afva", "fval", "val_"]
    assert pieces("u") == ["_u_"]


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_words_of_any_text_are_searchable(text):
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        word.encode()
