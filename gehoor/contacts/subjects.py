"""What a question is about, in one short line (`onderwerp` of the standard)."""

from typing import Protocol

from gehoor.knowledge.models import Article
from gehoor.lib.html import clean_text
from gehoor.organisation.models import Product, Theme

LONGEST = 80  # characters
NOTHING_SAID = "Klantcontact"


class Asked(Protocol):
    """A question as the agent leaves it, or as it is kept."""

    @property
    def text(self) -> str: ...
    @property
    def product(self) -> Product | None: ...
    @property
    def article(self) -> Article | None: ...
    @property
    def theme(self) -> Theme | None: ...


def subject_of(asked: Asked) -> str:
    """The product, else the article, else the theme, else the citizen's first words."""
    if asked.product:
        return asked.product.name
    if asked.article:
        return asked.article.title
    if asked.theme:
        return asked.theme.name
    return first_words(asked.text) or NOTHING_SAID


def first_words(text: str) -> str:
    """The beginning of a text on one line, cut at a word's end where there is one."""
    words = " ".join(clean_text(text[: 10 * LONGEST]).split())
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST + 1].rpartition(" ")[0]
    return cut or words[:LONGEST]
