"""Finding questions by their words: full text of PostgreSQL, or FTS5 of SQLite.

`has_words` is the one door. Both databases find questions that hold every word, in the
citizen's words or in the note, in any common inflection, also as the beginning of a longer
word (afval: afvalpas). Words that nearly every question has (de, een, hoe) are left out. The
index is made by migration 0002.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from gehoor.knowledge.words import FUNCTION_WORDS, LONGEST_QUERY, QUESTION_WORDS, fold

MOST_WORDS = 12
SHORTEST_START = 4  # letters; what is shorter begins too many words and must be a whole one
NOT_SEARCHED = FUNCTION_WORDS | QUESTION_WORDS
LONGEST_WORD = 60
WORD = re.compile(r"[^\W_]{2,}|\d")


def searched_words(text: str) -> list[str]:
    """The words that will be looked for; empty when there is nothing to look for."""
    words = WORD.findall(fold(text[:LONGEST_QUERY]))
    searched = dict.fromkeys(word[:LONGEST_WORD] for word in words if word not in NOT_SEARCHED)
    return list(searched)[:MOST_WORDS]


def has_words(words: Sequence[str], *, is_first: bool = False) -> Func:
    """A condition on Question. `words` come from `searched_words`: letters and digits only.

    `is_first` when nothing else narrows the questions. Else SQLite must look at each question
    that is left: the plus sign keeps it from going through all with the words for each.
    """
    sign = "" if is_first else "+"
    return _HasWords(F("pk"), F("text"), F("note"), words=tuple(words), sign=sign)


class _HasWords(Func):
    conditional = True
    output_field = BooleanField()

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[str, ...]]:
        pk, text, note = (compiler.compile(part)[0] for part in self.get_source_expressions())
        if connection.vendor == "postgresql":
            vector = (
                f"to_tsvector('dutch'::regconfig, {_words_in(text)} || ' ' || {_words_in(note)})"
            )
            query = " & ".join(map(_postgresql_term, self.extra["words"]))
            return f"{vector} @@ to_tsquery('dutch'::regconfig, %s)", (query,)
        found = "SELECT rowid FROM contacts_question_words WHERE contacts_question_words MATCH %s"
        return f"{self.extra['sign']}{pk} IN ({found})", (
            " AND ".join(map(_sqlite_term, self.extra["words"])),
        )


def _words_in(column: str) -> str:
    """To the letter the expression of the index; without signs that glue words together."""
    return f"translate(left({column}, 100000), '/.@-_:', '      ')"


def _postgresql_term(word: str) -> str:
    """PostgreSQL knows inflections itself."""
    return f"'{word}':*" if len(word) >= SHORTEST_START else f"'{word}'"


def _sqlite_term(word: str) -> str:
    starts = [
        f'"{start}"*' if len(start) >= SHORTEST_START else f'"{start}"'
        for start in sorted(inflections(word))
    ]
    return f"({' OR '.join(starts)})"


def inflections(word: str) -> set[str]:
    """How a word and its common inflections begin; straten: straten, strat, straat."""
    bare = re.sub(r"(?<=\w{3})(en|e|s)$", "", word)
    long = re.sub(r"(?<![aeiou])([aeou])([^aeiouwxy\d])$", r"\1\1\2", bare)
    short = re.sub(r"([aeou])\1([^aeiou])$", r"\1\2", bare)
    return {word, bare, short, long if word.endswith("en") else bare}
