"""How good a ranking is: the share of questions whose right article is found, and how high."""

from collections.abc import Collection, Hashable, Sequence
from typing import TypedDict


class Figures(TypedDict):
    """Shares and mean between 0 and 1 over `n` questions."""

    hit1: float
    hit5: float
    mrr10: float
    n: int


def evaluate(
    ranked: Sequence[Sequence[Hashable]], right: Sequence[Collection[Hashable]]
) -> Figures:
    """Compare rankings with what was right, question by question.

    `ranked[i]` holds the ids found for question i, best first; `right[i]` the ids that answer
    it. hit1 and hit5: share of questions with a right id in the first place or first five;
    mrr10: mean of 1/place of the first right id in the first ten, else 0 (Voorhees 1999,
    TREC-8 Question Answering Track). No questions at all give zeros.
    Raises ValueError when the two differ in length.
    """
    places = [_place(ids, wanted) for ids, wanted in zip(ranked, right, strict=True)]
    return Figures(
        hit1=_mean([place <= 1 for place in places]),
        hit5=_mean([place <= 5 for place in places]),
        mrr10=_mean([1 / place if place <= 10 else 0.0 for place in places]),
        n=len(places),
    )


def _place(ids: Sequence[Hashable], wanted: Collection[Hashable]) -> float:
    """Return the place of the first right id, from 1; infinite when there is none."""
    return next((place for place, id_ in enumerate(ids, 1) if id_ in wanted), float("inf"))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
