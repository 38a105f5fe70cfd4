"""The lexical search engine of knowledge: what is typed finds the article that holds its words.

An article is scored twice, its head (title and keywords) and its body, each with BM25 over the
4-letter pieces and the stems of its words. Pieces find part-words, compounds, codes and typing
errors; stems make whole words count for more; a head of its own, so short, counts for more too.
"""

import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Self

import bm25s
import numpy as np

from gehoor.knowledge.words import FUNCTION_WORDS, pieces, query_words, stem, words

STEM_WEIGHT = 2  # one stem counts for as many pieces
BEGINNINGS = (1, 2)  # letters typed before the first piece is complete

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG


@dataclass(frozen=True)
class Document:
    """What is searched of one article: plain text, without markup."""

    id: int
    title: str
    keywords: str
    body: str


@dataclass(frozen=True)
class Hit:
    """One found document; scores compare within one query only and are above 0."""

    id: int
    score: float


@dataclass(frozen=True)
class Index:
    """A searchable set of documents; never changes, may be read by many threads at once."""

    ids: np.ndarray
    heads: bm25s.BM25
    bodies: bm25s.BM25

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """Return at most `limit` documents that share anything with `query`, best first.

        The last word may be unfinished. Any text is accepted; of a long one only the first
        1,000 characters count. Equal scores keep the order of building.
        Score: sum of BM25 over head and body (Robertson & Zaragoza 2009, "The Probabilistic
        Relevance Framework", Foundations and Trends in IR 3(4); k1 1.5, b .75).
        """
        tokens = _query_tokens(query)
        scores = _scores(self.heads, tokens) + _scores(self.bodies, tokens)
        best = np.argsort(-scores[: len(self.ids)], kind="stable")[: max(limit, 0)]
        return [Hit(int(self.ids[i]), float(scores[i])) for i in best if scores[i] > 0]

    def save(self, folder: Path) -> int:
        """Store the index as a new version in `folder`, made where absent; return its number.

        Readers see the whole of the old version or the whole of the new one, also after a
        crash at any moment. The version before is kept for readers that are just opening it.
        Raises OSError when the disk refuses; the stored version then stays as it was.
        """
        folder.mkdir(parents=True, exist_ok=True)
        previous = saved_version(folder)
        version = _claim_version(folder)
        target = folder / str(version)
        np.save(target / "ids.npy", self.ids)
        self.heads.save(target / "heads", show_progress=False)
        self.bodies.save(target / "bodies", show_progress=False)
        _publish(folder, version)
        _remove_versions_before(folder, previous)
        return version

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open the version stored last; its scores stay on disk, mapped into memory.

        Raises FileNotFoundError when nothing was stored in `folder`.
        """
        while True:
            version = saved_version(folder)
            try:
                return cls._load(folder / str(version))
            except FileNotFoundError:
                # Two newer versions came while this one was being read, and it was removed.
                if saved_version(folder) == version:
                    raise

    @classmethod
    def _load(cls, target: Path) -> Self:
        return cls(
            ids=np.load(target / "ids.npy", mmap_mode="r"),
            heads=bm25s.BM25.load(target / "heads", mmap=True, show_progress=False),
            bodies=bm25s.BM25.load(target / "bodies", mmap=True, show_progress=False),
        )


def build(documents: Iterable[Document]) -> Index:
    """Index any number of documents, none included; about 1 ms each at 2,000 characters."""
    documents = list(documents)
    return Index(
        ids=np.array([document.id for document in documents], dtype=np.int64),
        heads=_field(f"{document.title}\n{document.keywords}" for document in documents),
        bodies=_field(document.body for document in documents),
    )


def saved_version(folder: Path) -> int:
    """Return the number of the version stored last, 0 for none: cheap enough to ask each time."""
    try:
        return int((folder / "current").read_text())
    except FileNotFoundError:
        return 0


def _query_tokens(query: str) -> list[str]:
    typed = query_words(query)
    tokens = [token for word in typed for token in _query_word_tokens(word)]
    if typed and len(typed[-1]) <= len(BEGINNINGS):
        tokens.append(f"_{typed[-1]}")
    return tokens


def _query_word_tokens(word: str) -> list[str]:
    """Return what a word asks for; "ik wil mijn" asks for three stems, less than any noun."""
    if word in FUNCTION_WORDS:
        return [f"={stem(word)}"]
    return [*pieces(word), *[f"={stem(word)}"] * STEM_WEIGHT]


def _document_tokens(word: str) -> list[str]:
    return [*pieces(word), f"={stem(word)}", *(f"_{word[:length]}" for length in BEGINNINGS)]


def _field(texts: Iterable[str]) -> bm25s.BM25:
    """Index one field; the token "" in every text keeps BM25 defined when all are empty."""
    vocabulary = {"": 0}
    known: dict[str, list[int]] = {}

    def numbers(word: str) -> list[int]:
        if word not in known:
            tokens = _document_tokens(word)
            known[word] = [vocabulary.setdefault(token, len(vocabulary)) for token in tokens]
        return known[word]

    rows = [[0, *chain.from_iterable(map(numbers, words(text)))] for text in texts]
    field = bm25s.BM25(k1=1.5, b=0.75)
    field.index((rows or [[0]], vocabulary), show_progress=False)
    return field


def _scores(field: bm25s.BM25, tokens: list[str]) -> np.ndarray:
    """Return the score of every document, in the order of building."""
    return field.get_scores_from_ids(field.get_tokens_ids(tokens))


def _claim_version(folder: Path) -> int:
    """Make the next version's folder; two writers never get the same."""
    taken = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    for version in count(max(taken, default=0) + 1):
        try:
            (folder / str(version)).mkdir()
        except FileExistsError:
            continue
        return version
    raise AssertionError("count() never ends")


def _publish(folder: Path, version: int) -> None:
    """Let readers find `version`, once all of it is safely on disk."""
    pointer = folder / str(version) / "current"
    pointer.write_text(str(version))
    for path in (folder / str(version)).rglob("*"):
        _flush(path)
    pointer.replace(folder / "current")
    _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_versions_before(folder: Path, version: int) -> None:
    for path in folder.iterdir():
        if path.name.isdigit() and int(path.name) < version:
            shutil.rmtree(path, ignore_errors=True)
