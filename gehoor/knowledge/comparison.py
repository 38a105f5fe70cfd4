"""Two versions of a text side by side, line by line, with the words that differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

Parts = list[tuple[str, bool]]

MOST_LINES = 2_000  # beyond it, frequent lines are not looked for: that time grows quadratically
MOST_WORDS = 1_000  # beyond it, a line differs as a whole
ALIKE = 0.3  # below it, two lines have nothing in common worth marking
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Line:
    """A line as it was and as it became, in parts (text, differs); None: not there."""

    old: Parts | None
    new: Parts | None
    is_changed: bool


def compare(old: str, new: str) -> list[Line]:
    """Return the lines of both texts, those that belong together side by side.

    Line by line as difflib matches them (Ratcliff & Obershelp 1988); within a changed line
    word by word. Any two texts are accepted.
    """
    before, after = old.splitlines(), new.splitlines()
    is_long = max(len(before), len(after)) > MOST_LINES
    matcher = SequenceMatcher(None, before, after, autojunk=is_long)
    lines: list[Line] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            lines += [Line([(text, False)], [(text, False)], False) for text in before[a:b]]
        else:
            lines += [_changed(*pair) for pair in zip_longest(before[a:b], after[c:d])]
    return lines


def _changed(old: str | None, new: str | None) -> Line:
    if old is None or new is None:
        return Line(_whole(old), _whole(new), True)
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return Line(_whole(old), _whole(new), True)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return Line(_whole(old), _whole(new), True)
    codes = matcher.get_opcodes()
    was = [("".join(before[a:b]), kind != "equal") for kind, a, b, _c, _d in codes if a < b]
    becomes = [("".join(after[c:d]), kind != "equal") for kind, _a, _b, c, d in codes if c < d]
    return Line(was, becomes, True)


def _whole(line: str | None) -> Parts | None:
    return None if line is None else [(line, True)]
