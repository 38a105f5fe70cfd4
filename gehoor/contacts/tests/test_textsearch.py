from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gehoor.contacts.models import Question
from gehoor.contacts.tests.factories import QuestionFactory
from gehoor.contacts.textsearch import has_words, inflections, searched_words
from gehoor.lib.html import clean_text

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ask(text: str, note: str = "") -> Question:
    question: Question = QuestionFactory(text=text, note=note)
    return question


def found(text: str) -> list[str]:
    return [question.text for question in Question.objects.filter(has_words(searched_words(text)))]


@pytest.mark.parametrize(
    "search",
    [
        "container", "Containers", "grijze container", "GRIJZE containers!", "contain",
        "de grijze", "container geleegd", "berkenhof", "12a", "café", "cafe", "e-mail",
    ],
)  # fmt: skip
def test_question_is_found(db, search) -> None:
    words = "Mijn grijze container is niet geleegd (Berkenhofstraat 12a, bij café Zon). E-mail?"
    ask(words)
    ask("Mijn paspoort is verlopen")
    assert found(search) == [words]


def test_note_is_searched_with_the_words(db) -> None:
    question = ask("Waar blijft mijn hulp?", note="Besproken met wijkteam")
    assert found("hulp wijkteam") == [question.text]


@pytest.mark.parametrize(
    ("asked", "search"),
    [
        ("vragen", "vraag"), ("vraag", "vragen"), ("straat", "straten"), ("straten", "straat"),
        ("containers", "container"), ("container", "containers"), ("klacht", "klachten"),
        ("auto", "auto"), ("autos", "auto"), ("afvalpas", "afval"), ("op 7", "7"),
        ("papierbak/restafval", "restafval"), ("info@waterrijk.example", "waterrijk"),
    ],
)  # fmt: skip
def test_word_is_found_in_another_form(db, asked, search) -> None:
    ask(asked)
    assert found(search) == [asked]


def test_inflections_begin_all_forms_of_a_word() -> None:
    assert inflections("straten") == {"straten", "strat", "straat"}
    assert inflections("straat") == {"straat", "strat"}
    assert inflections("containers") == {"containers", "container"}
    assert inflections("pas") == {"pas"}


@pytest.mark.parametrize("search", ["paspoort container", "pas", "fiets", "tainer"])
def test_question_without_these_words_is_not_found(db, search) -> None:
    ask("Mijn paspoort is verlopen")
    assert found(search) == []


@pytest.mark.parametrize(
    "search", ["", "   ", "de het een", "hoe wat", "!?\"'()*:^-+{}", "🚮 👋", "\0\x01", "___", "؟"]
)
def test_nothing_to_look_for_is_no_words(search) -> None:
    assert searched_words(search) == []


def test_hundred_thousand_characters_are_a_few_words() -> None:
    assert len(searched_words("vraag" * 20_000)) == 1
    assert len(searched_words(" ".join(f"woord{n}" for n in range(20_000)))) == 12


def test_words_change_with_the_question(db) -> None:
    question = ask("Mijn container is vol")
    question.text = "Mijn lantaarn is kapot"
    question.save()
    assert (found("container"), found("lantaarn")) == ([], ["Mijn lantaarn is kapot"])
    Question.objects.update(note="spoed")
    assert found("spoed") == ["Mijn lantaarn is kapot"]
    question.delete()
    assert (found("lantaarn"), found("spoed")) == ([], [])


def test_very_long_words_of_a_citizen_can_be_kept_and_found(db) -> None:
    long = "begin " + " ".join(f"w{n:x}" for n in range(200_000)) + " 🚮" * 1000
    ask(long)
    assert found("begin") == [long]


def test_words_are_looked_up_in_the_index(db) -> None:
    """The expression of the query is, to the letter, that of the index."""
    ask("container")
    found = Question.objects.filter(has_words(["container"])).values("pk")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        assert "contacts_question_words" in found.explain()
    else:
        assert "contacts_question_words VIRTUAL TABLE INDEX" in found.explain()


ODD = st.text(st.characters(codec="utf-8") | st.sampled_from("\"'*:()^-+ \0é½²ßﬃ"), max_size=60)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(search=ODD)
@example('AND OR NOT NEAR("a b", 3)')
@example("text : x* ^ {a b} -c")
@example("'; DROP TABLE contacts_question; --")
@example("\\ \\' %s %(x)s %%")
@example("½ x² ﬃ ǅ ꙮ 𐐀 𑄀 😀 לֹא العربية ไทย 日本語")
@example("\ud800")
def test_odd_input_never_fails(db, search) -> None:
    if words := searched_words(search):
        list(Question.objects.filter(has_words(words)))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=ODD, word=st.text("abdegiklmnoprstuvw", min_size=4, max_size=12), after=ODD)
def test_word_is_found_whatever_stands_around_it(db, before, word, after) -> None:
    question = ask(clean_text(f"{before} {word} {after}"))
    if words := searched_words(word):
        assert question in Question.objects.filter(has_words(words))
