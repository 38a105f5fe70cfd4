"""How citizens put a question: the same question in many mouths. Plain values only.

A voice adds what people say around a question (greeting, an aside, a detail, thanks) and bends
the question itself: shortened while typing, without articles by who learns the language, with
the slips that fingers make. `content/voices.toml` holds the words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from random import Random
from typing import Any

GREETED = re.compile(
    r"^(ja |nou |o )?(goede|goeie|hallo|hoi|hey|hee|dag\b|beste|geachte|l\.s|met |betreft|mag ik)",
    re.IGNORECASE,
)
SIGNED = re.compile(r"(groet|mvg|hoogachtend|dank|thx|bvd)\W*\w*\W*$", re.IGNORECASE)
PLACED = re.compile(r"straat|laan|kade|plein|dreef|weg\b|pad\b|\d{3}", re.IGNORECASE)
LONGEST_BROKEN = 110  # characters
WORD = re.compile(r"[^\W\d_]{4,}")
NEIGHBOURS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "z": "xa",
}  # fmt: skip


class Voice(StrEnum):
    SPOKEN = "spoken"
    TYPED = "typed"
    YOUNG = "young"
    FORMAL = "formal"
    BROKEN = "broken"


@dataclass(frozen=True)
class Habit:
    """How often a voice does what; shares of questions."""

    opening: float
    aside: float
    detail: float
    closing: float
    slip: float  # a typing error


HABITS = {
    Voice.SPOKEN: Habit(0.55, 0.1, 0.3, 0.22, 0.03),
    Voice.TYPED: Habit(0.4, 0.1, 0.22, 0.3, 0.3),
    Voice.YOUNG: Habit(0.6, 0.15, 0.15, 0.5, 0.4),
    Voice.FORMAL: Habit(0.85, 0.15, 0.4, 0.5, 0.06),
    Voice.BROKEN: Habit(0.6, 0.15, 0.2, 0.5, 0.25),
}


@dataclass(frozen=True)
class Speaker:
    """Who asks, where from and when: what the details are filled in with."""

    name: str = ""
    street: str = ""
    number: int = 1
    town: str = ""
    postcode: str = ""
    greeting: str = "Goedemorgen"
    birthyear: int = 1970


@dataclass(frozen=True)
class Words:
    """Reads the words of all voices once."""

    rows: Mapping[str, Any]

    def ask(self, text: str, voice: Voice, theme: str, speaker: Speaker, draw: Random) -> str:
        """The question as this speaker begins with it."""
        if voice == Voice.BROKEN and len(text) > LONGEST_BROKEN:
            voice = Voice.SPOKEN  # whoever tells a long story speaks well enough
        habit, own = HABITS[voice], self.rows[voice]
        parts = [self._bent(text, voice, draw)]
        if draw.random() < habit.detail and not PLACED.search(text):
            parts.append(self._detail(voice, theme, draw))
        if draw.random() < habit.aside:
            parts.append(draw.choice(own["asides"]))
        if draw.random() < habit.closing and not _asks_or_thanks(text):
            parts.append(draw.choice(own["closings"]))
        said = _joined(parts, voice, draw)
        if draw.random() < habit.opening and not GREETED.match(text):
            said = self._opened(draw.choice(own["openings"]), said)
        if voice == Voice.FORMAL and not SIGNED.search(text):
            said += draw.choice(own["signatures"])
        said = _filled(said, speaker, draw)
        return slipped(said, draw) if draw.random() < habit.slip else said

    def add(self, text: str, voice: Voice, draw: Random) -> str:
        """One more question of the same speaker."""
        said = self._bent(text, voice, draw)
        return slipped(said, draw) if draw.random() < HABITS[voice].slip else said

    def again(self, said: str, speaker: Speaker, draw: Random) -> str:
        """The same question from somebody who still waits for an answer."""
        return _filled(draw.choice(self.rows["again"][Voice.SPOKEN]), speaker, draw) + said

    def note(self, outcome: str, draw: Random) -> str:
        """What the agent adds to a question that ended so."""
        return draw.choice(self.rows["notes"].get(outcome, [""]))

    def _bent(self, text: str, voice: Voice, draw: Random) -> str:
        """The question itself, as this voice would put it."""
        if voice in (Voice.SPOKEN, Voice.FORMAL):
            return text
        if voice == Voice.BROKEN:
            return self._broken(text, draw)
        low = text if draw.random() < 0.25 else text.lower()
        words = self.rows["young_words"] if voice == Voice.YOUNG else self.rows["short"]
        short = _replaced(low, words, 0.5 if voice == Voice.YOUNG else 0.25, draw)
        return short.rstrip(".?!") if draw.random() < 0.6 else short

    def _broken(self, text: str, draw: Random) -> str:
        for order, learnt in self.rows["broken_order"].items():
            if order in text.lower() and draw.random() < 0.8:
                text = re.sub(rf"\b{order}\b", learnt, text, count=1, flags=re.IGNORECASE)
        return " ".join(_replaced(text, self.rows["broken_words"], 0.75, draw).split())

    def _detail(self, voice: Voice, theme: str, draw: Random) -> str:
        of_theme = self.rows["details_of"].get(theme, {}).get(voice)
        general = self.rows["details"][voice]
        return draw.choice(of_theme if of_theme and draw.random() < 0.7 else general)

    def _opened(self, opening: str, said: str) -> str:
        """After a comma the sentence goes on, after a full stop it begins."""
        first = said.split(" ", 1)[0]
        if opening.rstrip(" ")[-1:] not in ".\n" and first.lower() in self._starters:
            said = said[0].lower() + said[1:]
        return opening + said

    @cached_property
    def _starters(self) -> frozenset[str]:
        return frozenset(self.rows["starters"].split())


def voices_of(channel: str, *, is_native: bool, age: int) -> tuple[Sequence[Voice], Sequence[int]]:
    """The voices somebody has on a channel, and how often each."""
    if channel in ("phone", "counter"):
        return (Voice.SPOKEN, Voice.BROKEN), (98, 2) if is_native else (45, 55)
    if channel in ("email", "webform", "post"):
        weights = (86, 13, 1) if is_native else (45, 15, 40)
        return (Voice.FORMAL, Voice.TYPED, Voice.BROKEN), weights
    young = 45 if age < 25 else 3
    weights = (97 - young, young, 3) if is_native else (50, young, 50)
    return (Voice.TYPED, Voice.YOUNG, Voice.BROKEN), weights


def slipped(text: str, draw: Random) -> str:
    """One word with what fingers do: a neighbour's key, one too many, one too few, two swapped."""
    words = list(WORD.finditer(text))
    if not words:
        return text
    begin, end = draw.choice(words).span()
    place = draw.randrange(begin + 1, end - 1)
    letter = text[place]
    kind = draw.randrange(4)
    if kind == 0:
        wrong = draw.choice(NEIGHBOURS.get(letter, letter))
    elif kind == 1:
        wrong = letter * 2
    elif kind == 2:
        wrong = ""
    else:
        return text[:place] + text[place + 1] + letter + text[place + 2 :]
    return text[:place] + wrong + text[place + 1 :]


def _asks_or_thanks(text: str) -> bool:
    """Nothing follows such an end: the question mark is the last word."""
    return bool(SIGNED.search(text)) or (text.endswith("?") and len(text) > 60)


def _joined(parts: Sequence[str], voice: Voice, draw: Random) -> str:
    """Sentences in a row; who types puts a comma, a full stop or nothing between them."""
    if voice in (Voice.TYPED, Voice.YOUNG):
        between = draw.choice((", ", ". ", " ", "\n"))
        return (
            between.join(part.rstrip(".") for part in parts) if between != " " else " ".join(parts)
        )
    return " ".join(_sentences(parts))


def _sentences(parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        yield part if part[-1] in ".?!)" else part + "."


def _replaced(text: str, words: Mapping[str, str], share: float, draw: Random) -> str:
    return " ".join(
        words.get(word.lower(), word) if draw.random() < share else word for word in text.split(" ")
    )


WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
DAYS = (*WEEKDAYS, "vorige week", "de eerste", "de vijftiende")


def _filled(text: str, speaker: Speaker, draw: Random) -> str:
    if "{" not in text:
        return text
    return text.format(
        name=speaker.name, street=speaker.street, number=speaker.number, town=speaker.town,
        postcode=speaker.postcode, greeting=speaker.greeting, birthyear=speaker.birthyear,
        day=draw.choice(DAYS), weekday=draw.choice(WEEKDAYS), amount=draw.randrange(30, 900),
        reference=draw.randrange(1_000_000, 9_999_999),
    )  # fmt: skip
