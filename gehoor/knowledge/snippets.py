"""The passage of a text that answers a query best, with what matched marked."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from gehoor.knowledge.words import (
    FUNCTION_WORDS,
    LONGEST_QUERY,
    QUESTION_WORDS,
    fold,
    pieces,
    query_words,
)

LONGEST_TEXT = 10_000  # characters that are looked at
MOST_WORDS = 20  # of the query; its longest ones
LEAD = 30  # characters shown before the first match
PART = 4  # letters; a shorter part amid a word is chance
ALIKE = 0.5  # Dice coefficient above which two words are one, mistyped or inflected
PLAIN_WORDS = FUNCTION_WORDS | QUESTION_WORDS  # marking them shows nothing
WORD = re.compile(r"[^\W_]+")


class _Match(NamedTuple):
    """Where the text holds something like the `wanted` word of the query."""

    wanted: str
    start: int
    end: int


def mark(text: str, query: str, length: int = 160) -> list[tuple[str, bool]]:
    """Return about `length` characters of `text` around its best match with `query`.

    The parts follow each other; True says that a part matched. Whole words match, parts of
    words, and words that are mistyped or inflected; function and question words only when the
    query has nothing else. Ellipses show what was left out; white space is made single; nothing is
    escaped. Of the text 10,000 characters are looked at, of the query 1,000.
    """
    text = " ".join(unicodedata.normalize("NFC", text[:LONGEST_TEXT]).split())
    matches = _matches(text, _wanted(query[:LONGEST_QUERY]))
    start, end = _passage(text, matches, length)
    parts = _parts(text, [m for m in matches if start <= m.start and m.end <= end], start, end)
    return [*[("… ", False)] * (start > 0), *parts, *[(" …", False)] * (end < len(text))]


@lru_cache(maxsize=64)
def _wanted(query: str) -> dict[str, frozenset[str]]:
    """Return the telling words of the query, longest first, each with its pieces."""
    typed = query_words(query)
    telling = [word for word in typed if word not in PLAIN_WORDS] or typed
    longest = sorted(telling, key=len, reverse=True)[:MOST_WORDS]
    return {word: frozenset(pieces(word, 3)) for word in longest}


def _matches(text: str, wanted: dict[str, frozenset[str]]) -> list[_Match]:
    compared: dict[str, _Match | None] = {}
    matches = []
    for found in WORD.finditer(text):
        word = found[0]
        if word not in compared:
            compared[word] = _compare(fold(word), len(word), wanted)
        if match := compared[word]:
            at = found.start()
            matches.append(_Match(match.wanted, at + match.start, at + match.end))
    return matches


def _compare(word: str, length: int, wanted: dict[str, frozenset[str]]) -> _Match | None:
    """Return which wanted word this folded word shows, and which of its `length` letters."""
    initial, is_telling = word[:1], len(word) >= PART and word not in PLAIN_WORDS
    for candidate, candidate_pieces in wanted.items():
        at = word.find(candidate)
        if at >= 0 and _is_part(word, candidate, at):
            same = len(word) == length  # else folding moved the letters
            return _Match(candidate, at if same else 0, at + len(candidate) if same else length)
        if not is_telling:
            continue
        if word in candidate or (candidate[0] == initial and _are_alike(word, candidate_pieces)):
            return _Match(candidate, 0, length)
    return None


def _is_part(word: str, part: str, at: int) -> bool:
    """Tell whether `part`, found `at`, is the word, its beginning, or too long to be chance."""
    return len(part) >= PART or word == part or (at == 0 and len(part) > 1)


def _are_alike(word: str, wanted_pieces: frozenset[str]) -> bool:
    own = pieces(word, 3)
    shared = len(wanted_pieces.intersection(own))
    return 2 * shared >= ALIKE * (len(own) + len(wanted_pieces))


def _passage(text: str, matches: list[_Match], length: int) -> tuple[int, int]:
    """Return where to cut: the stretch with the most, and the longest, wanted words."""

    def told(number: int) -> int:
        last = matches[number].start + length - LEAD
        following = matches[number : number + length]
        return sum(map(len, {m.wanted for m in takewhile(lambda m: m.end <= last, following)}))

    if len(text) <= length:
        return 0, len(text)
    first = matches[max(range(len(matches)), key=told)].start if matches else 0
    start = text.find(" ", first - LEAD, first) + 1 if first > LEAD else 0
    end = text.rfind(" ", start + length // 2, start + length)
    return start, end if end > start else min(start + length, len(text))


def _parts(text: str, matches: list[_Match], start: int, end: int) -> list[tuple[str, bool]]:
    edges = [start, *(edge for match in matches for edge in (match.start, match.end)), end]
    return [(text[a:b], i % 2 == 1) for i, (a, b) in enumerate(pairwise(edges)) if a < b]
