from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.demonstration.texts import Content
from gehoor.demonstration.words import HABITS, Speaker, Voice, Words, slipped, voices_of

WORDS = Words(Content().voices)
TEXTS = [row["text"] for row in Content().questions]
SPEAKER = Speaker(
    "J. Waterberg", "Karekietstraat", 12, "Oosterplas", "8298 EB", "Goedemiddag", 1958
)
QUESTION = "Ik ben de kalender kwijt, kan ik een nieuwe krijgen?"


def asked(voice: Voice, seed: int, text: str = QUESTION) -> str:
    return WORDS.ask(text, voice, "afval", SPEAKER, Random(seed))


@given(st.sampled_from(TEXTS), st.sampled_from(Voice), st.integers(0, 10_000))
def test_every_question_can_be_asked_in_every_voice(text: str, voice: Voice, seed: int) -> None:
    said = WORDS.ask(text, voice, "burgerzaken", SPEAKER, Random(seed))
    assert said.strip()
    assert "{" not in said


def test_the_same_chance_says_the_same_and_another_something_else() -> None:
    said = {asked(Voice.SPOKEN, seed) for seed in range(300)}
    assert len(said) > 100
    assert asked(Voice.SPOKEN, 5) == asked(Voice.SPOKEN, 5)


def test_who_speaks_keeps_the_question_whole() -> None:
    kept = [QUESTION[1:] in asked(Voice.SPOKEN, seed) for seed in range(200)]
    assert sum(kept) > 180  # the others have a slip of the keys
    assert (
        "goedemiddag, ik ben de kalender kwijt"
        in " ".join(asked(Voice.SPOKEN, seed) for seed in range(300)).lower()
    )


def test_a_letter_has_a_salutation_and_a_signature() -> None:
    letters = [asked(Voice.FORMAL, seed) for seed in range(50)]
    assert sum("\n\n" in letter for letter in letters) > 45
    assert (
        sum("Waterberg" in letter.splitlines()[-1] or "Oosterplas" in letter for letter in letters)
        > 45
    )


def test_who_greets_in_the_question_greets_once() -> None:
    greeted = "Goedemorgen, mijn paspoort verloopt, kan ik een afspraak maken?"
    for seed in range(100):
        said = asked(Voice.SPOKEN, seed, greeted)
        assert said.startswith("Goed")
        assert said.lower().count("goede") <= 1


def test_typing_is_lower_case_and_short_of_signs() -> None:
    typed = [asked(Voice.TYPED, seed) for seed in range(200)]
    assert sum(text == text.lower() for text in typed) > 120
    assert sum("mn" in text or "aub" in text or not text.endswith("?") for text in typed) > 100


def test_who_learns_dutch_forgets_articles_and_does_not_turn_words_round() -> None:
    learnt = [asked(Voice.BROKEN, seed) for seed in range(200)]
    assert sum(" de " not in text for text in learnt) > 120
    assert sum("ik kan" in text for text in learnt) > 120


def test_a_long_story_is_told_in_good_dutch() -> None:
    story = (
        "Ik heb de hele middag gewacht en er is niemand gekomen, terwijl het zo was afgesproken. "
        * 2
    )
    assert story.strip() in WORDS.ask(story.strip(), Voice.BROKEN, "afval", SPEAKER, Random(3))


@given(st.text(min_size=1), st.integers(0, 1_000))
def test_a_slip_changes_a_letter_or_nothing(text: str, seed: int) -> None:
    wrong = slipped(text, Random(seed))
    assert abs(len(wrong) - len(text)) <= 1


def test_all_kinds_of_slips_are_made() -> None:
    wrong = {slipped("afvalkalender", Random(seed)) for seed in range(300)}
    assert len(wrong) > 30
    assert {len(word) for word in wrong} == {12, 13, 14}


@pytest.mark.parametrize("channel", ["phone", "counter", "chat", "whatsapp", "email", "webform"])
@pytest.mark.parametrize(("is_native", "age"), [(True, 20), (True, 70), (False, 40)])
def test_each_channel_has_its_voices(channel: str, is_native: bool, age: int) -> None:
    voices, weights = voices_of(channel, is_native=is_native, age=age)
    assert len(voices) == len(weights)
    broken = weights[list(voices).index(Voice.BROKEN)] / sum(weights)
    assert broken < 0.05 if is_native else broken > 0.25


def test_notes_fit_the_outcome_and_unknown_ones_are_empty() -> None:
    assert WORDS.note("listened", Random(1)) == "Wilde vooral het verhaal kwijt."
    assert WORDS.note("something_new", Random(1)) == ""


def test_habits_are_shares() -> None:
    for habit in HABITS.values():
        assert all(0 <= getattr(habit, name) <= 1 for name in habit.__dataclass_fields__)
