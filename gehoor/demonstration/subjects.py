"""What citizens ask, in their own words, and how such a question ends."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

from gehoor.contacts.actions import Answered
from gehoor.contacts.models import Outcome
from gehoor.demonstration.organisation import HOME, Organisation
from gehoor.demonstration.texts import Content, Row
from gehoor.knowledge.models import Article
from gehoor.organisation.models import ClientOrganisation, Department

# People speak otherwise than they type, and type otherwise than they write.
MANNER = {
    "phone": "spoken", "counter": "at the counter", "chat": "typed", "whatsapp": "typed",
    "social": "typed", "email": "written", "webform": "written", "post": "written",
}  # fmt: skip
AT_COUNTER = {"answered", "appointment"}
# Who does at a partner what a department of the home municipality does there.
PARTNERS = {
    "polderveen": {
        "afval": "pv-buitendienst", "belastingen": "pv-publiekszaken",
        "burgerzaken": "pv-publiekszaken", "openbare-ruimte-en-verkeer": "pv-buitendienst",
        "werk-en-inkomen": "pv-sociaal-loket", "wonen-en-vergunningen": "pv-publiekszaken",
        "zorg-en-jeugd": "pv-sociaal-loket",
    },
    "sociaal-werk": {"werk-en-inkomen": "sw-formulierenhulp", "zorg-en-jeugd": "sw-wijkteams"},
}  # fmt: skip
OWN_WORDS = 4.0  # a question meant for one client is asked there so many times more often
STORY = 40  # a question of so many characters comes half as often: long ones are one person's own
ROUTINE = 1.35  # what is asked every day is what the centre can answer


@dataclass(frozen=True)
class Subjects:
    """The questions of each client, and the knowledge with which they are answered."""

    content: Content
    organisation: Organisation
    articles: dict[str, Article]
    outcomes: dict[str, Outcome]
    draw: Random

    def ask(self, client: ClientOrganisation, channel: str, most: int) -> list[Answered]:
        """One or several different questions that somebody has on this channel."""
        questions, weights = self._asked[client.slug, MANNER[channel]]
        return list(dict.fromkeys(self.draw.choices(questions, weights, k=most)))

    @cached_property
    def _asked(self) -> dict[tuple[str, str], tuple[list[Answered], list[float]]]:
        """All that can be asked, with how often: some things every day, most now and then."""
        asked: dict[tuple[str, str], tuple[list[Answered], list[float]]] = defaultdict(
            lambda: ([], [])
        )
        for row in self.content.questions:
            for slug in self._clients_of(row):
                answered = self._answered(row, slug)
                often = _often(row) * self.draw.triangular(0.6, 1.7, 0.9)
                for manner in _manners(row):
                    questions, weights = asked[slug, manner]
                    questions.append(answered)
                    weights.append(often)
        return asked

    def _clients_of(self, row: Row) -> Iterator[str]:
        """Partners hear what others hear too, where they have a department for it."""
        if "client" in row:
            yield row["client"]
        else:
            yield HOME
            yield from (slug for slug, themes in PARTNERS.items() if self._theme(row) in themes)

    def _theme(self, row: Row) -> str:
        theme: str = row.get("theme") or self._article_rows[row["article"]]["theme"]
        return theme

    def _answered(self, row: Row, slug: str) -> Answered:
        article = self._article(row, slug)
        products = self._article_rows[row["article"]]["products"] if row["article"] else []
        return Answered(
            text=row["text"],
            outcome=self.outcomes[row["outcome"]],
            theme=self.organisation.themes[self._theme(row)],
            product=self.organisation.products[products[0]] if products else None,
            article=article,
            department=self._department(row, slug),
            note=row["note"],
        )

    def _article(self, row: Row, slug: str) -> Article | None:
        """The article that answers, when it is shared or this client's own."""
        article = self.articles[row["article"]] if row["article"] else None
        client = self.organisation.clients[slug]
        return article if article and article.client_id in (None, client.pk) else None

    def _department(self, row: Row, slug: str) -> Department | None:
        if "department" not in row:
            return None
        own = self.organisation.departments[row["department"]]
        if own.client_id == self.organisation.clients[slug].pk:
            return own
        return self.organisation.departments[PARTNERS[slug][self._theme(row)]]

    @cached_property
    def _article_rows(self) -> dict[str, Row]:
        return {row["reference"]: row for row in self.content.articles}


def _manners(row: Row) -> Iterator[str]:
    """Who could have called may also come to the counter, when that is where one is helped."""
    yield MANNER[row["channel"]]
    if row["channel"] == "phone" and row["outcome"] in AT_COUNTER:
        yield MANNER["counter"]


def _often(row: Row) -> float:
    routine = ROUTINE if row["outcome"] == "answered" else 1.0
    length = STORY / (STORY + len(row["text"]))
    return routine * length * (OWN_WORDS if "client" in row else 1.0)
