"""Finding articles: the engine's order, of what somebody may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gehoor.knowledge.indexing import open_index
from gehoor.knowledge.models import Article, ArticleQuerySet
from gehoor.knowledge.search import Hit
from gehoor.knowledge.snippets import mark
from gehoor.knowledge.words import FUNCTION_WORDS, query_words
from gehoor.organisation.models import ClientOrganisation, Employee, Tenant

SPARE = 10  # hits looked at for each that is shown, as some may not be seen
MOST_WORDS = 5  # of a query, when there is no index


@dataclass(frozen=True)
class Found:
    """An article, with its title and best passage in parts that say whether they match."""

    article: Article
    score: float
    title_parts: list[tuple[str, bool]]
    parts: list[tuple[str, bool]]


def find_articles(
    text: str,
    employee: Employee,
    *,
    at: datetime,
    limit: int = 10,
    client: ClientOrganisation | None = None,
) -> list[Found]:
    """What this employee may tell now about `text`, best first.

    For a contact, `client` is the organisation it is answered for: its own articles and the
    shared ones. One query as a rule, never more than four; a missing index is no error.
    """
    articles: ArticleQuerySet = Article.objects.visible_to(employee).current(at)
    if client:
        articles = articles.for_client(client)
    return search_in(articles, text, employee.tenant, limit)


def search_in(articles: ArticleQuerySet, text: str, tenant: Tenant, limit: int) -> list[Found]:
    """The best `limit` of `articles`, which are of this tenant."""
    rows = articles.select_related("theme", "department").defer("answer", "internal")
    index = open_index(tenant)
    best = index.search(text, 2 * limit) if index else []
    known = rows.in_bulk([hit.id for hit in best])
    if index is None or (len(known) < limit and len(best) == 2 * limit):
        # No index, or much of what it found may not be seen: look further, by ids alone.
        best = rank(articles, text, tenant, limit)
        known = rows.in_bulk([hit.id for hit in best])
    seen = [hit for hit in best if hit.id in known][:limit]
    return [_shown(known[hit.id], hit.score, text) for hit in seen]


def rank(articles: ArticleQuerySet, text: str, tenant: Tenant, limit: int) -> list[Hit]:
    """Ids and scores of the best `limit` of `articles`."""
    index = open_index(tenant)
    if index is None:
        return _rank_by_title(articles, text, limit)
    for looked_at in (limit * SPARE, len(index.ids)):
        hits = index.search(text, looked_at)
        seen = _only_seen(articles, hits)
        if len(seen) >= limit or len(hits) < looked_at:
            break
    return seen[:limit]


def _only_seen(articles: ArticleQuerySet, hits: list[Hit]) -> list[Hit]:
    ids = [hit.id for hit in hits]
    allowed = set(articles.filter(pk__in=ids).order_by().values_list("pk", flat=True))
    return [hit for hit in hits if hit.id in allowed]


def _rank_by_title(articles: ArticleQuerySet, text: str, limit: int) -> list[Hit]:
    """Plainer, for as long as there is no index: how many of the words a title holds."""
    words = [word for word in query_words(text) if word not in FUNCTION_WORDS][:MOST_WORDS]
    holds_one = Q()
    for word in words:
        holds_one |= Q(title__icontains=word)
    titles = articles.filter(holds_one).values_list("pk", "title") if words else []
    hits = [Hit(pk, sum(word in title.lower() for word in words)) for pk, title in titles]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _shown(article: Article, score: float, text: str) -> Found:
    title = mark(article.title, text, len(article.title))
    return Found(article, score, title, mark(article.answer_text, text))
