"""Dutch text taken apart for searching: words, stems, pieces of words."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer
from bm25s.stopwords import STOPWORDS_DUTCH

PIECE = 4  # letters; 3 blurs words, 5 misses more typing errors
LONGEST_WORD = 60  # letters; the rest of a longer one is left out
LONGEST_QUERY = 1_000  # characters; a whole letter pasted in stays fast
SPOKEN_FUNCTION_WORDS = (  # what Snowball's list of written Dutch leaves out
    "bent eigenlijk ga gaan gaat graag hebt jij jou jouw jullie krijg krijgen kun kunt m mag mn "
    "moeten mogen n s t weet wel we wij willen zouden zullen"
)
# Who asks "wanneer" wants another article than who asks "hoe": these are no function words.
QUESTION_WORDS = {"hoe", "hoeveel", "waar", "waarom", "wanneer", "wat", "welk", "welke", "wie"}
FUNCTION_WORDS = frozenset({*STOPWORDS_DUTCH, *SPOKEN_FUNCTION_WORDS.split()}) - QUESTION_WORDS
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
JOINER = re.compile(r"[-'’.]")
INVISIBLE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f]")  # accents, soft hyphens, directions


def fold(text: str) -> str:
    """Return `text` in small letters, without accents and invisible characters."""
    text = text.casefold()
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKD", text))


def words(text: str) -> Iterator[str]:
    """Yield the folded words of `text`; "e-mail" gives "e", "mail" and "email"."""
    for match in WORD.finditer(fold(text)):
        parts = JOINER.split(match[0])
        yield from (part[:LONGEST_WORD] for part in parts)
        if len(parts) > 1:
            yield "".join(parts)[:LONGEST_WORD]


def query_words(query: str) -> list[str]:
    """Return the different words of the first LONGEST_QUERY characters, in order."""
    return list(dict.fromkeys(words(query[:LONGEST_QUERY])))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the Dutch stem of a folded word (Snowball: Kraaij & Pohlmann 1994)."""
    # A stemmer keeps the word it works on in itself: threads may not share one.
    return snowballstemmer.stemmer("dutch").stemWord(word)


def pieces(word: str, length: int = PIECE) -> list[str]:
    """Return the overlapping pieces of `length` letters of a word, its ends marked by _."""
    marked = f"_{word}_"
    return [marked[i : i + length] for i in range(max(1, len(marked) - length + 1))]
