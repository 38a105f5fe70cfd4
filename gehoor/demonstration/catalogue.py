"""The questions of the content, for each client, with the ids that they have in the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from gehoor.demonstration.organisation import HOME
from gehoor.demonstration.subjects import Subject
from gehoor.demonstration.texts import Content, Row
from gehoor.knowledge.models import Article
from gehoor.organisation.models import ClientOrganisation, Department, Product, Tenant, Theme

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


@dataclass(frozen=True)
class Catalogue:
    content: Content
    tenant: Tenant

    def subjects(self) -> dict[str, list[Subject]]:
        """By client. Partners hear what others hear too, where they have a department for it."""
        found: dict[str, list[Subject]] = {slug: [] for slug in self._clients}
        for row in self.content.questions:
            for slug in self._clients_of(row):
                found[slug].append(self._subject(row, slug))
        return found

    def _clients_of(self, row: Row) -> Iterator[str]:
        if "client" in row:
            yield row["client"]
        else:
            yield HOME
            yield from (slug for slug, themes in PARTNERS.items() if self._theme(row) in themes)

    def _theme(self, row: Row) -> str:
        theme: str = row.get("theme") or self._article_rows[row["article"]]["theme"]
        return theme

    def _subject(self, row: Row, slug: str) -> Subject:
        article_row = self._article_rows.get(row["article"] or "", {})
        article = self._article(row, slug)
        names = article_row.get("products", [])
        product = self._products.get(names[0]) if names else None
        theme = self._themes.get(self._theme(row))
        department = self._department(row, slug)
        return Subject(
            row["text"], row["channel"], self._theme(row), row["outcome"], row["note"],
            searched=f"{row['text']} {article_row.get('title', '')}".lower(),
            is_own="client" in row,
            theme_id=theme.pk if theme else None,
            product_id=product.pk if product else None,
            article_id=article.pk if article else None,
            department_id=department.pk if department else None,
            department=department.slug if department else "",
            line=_line(product, article, theme),
        )  # fmt: skip

    def _article(self, row: Row, slug: str) -> Article | None:
        """The article that answers, when it is shared or this client's own."""
        article = self._articles.get(row["article"] or "")
        own = (None, self._clients[slug].pk)
        return article if article and article.client_id in own else None

    def _department(self, row: Row, slug: str) -> Department | None:
        if "department" not in row:
            return None
        own = self._departments.get((slug, row["department"]))
        instead = PARTNERS.get(slug, {}).get(self._theme(row), "")
        return own or self._departments.get((slug, instead))

    @cached_property
    def _article_rows(self) -> dict[str, Row]:
        return {row["reference"]: row for row in self.content.articles}

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {row.reference: row for row in Article.objects.filter(tenant=self.tenant)}

    @cached_property
    def _clients(self) -> dict[str, ClientOrganisation]:
        rows = ClientOrganisation.objects.filter(tenant=self.tenant).order_by("pk")
        return {row.slug: row for row in rows}

    @cached_property
    def _departments(self) -> dict[tuple[str, str], Department]:
        rows = Department.objects.filter(tenant=self.tenant).select_related("client")
        return {(row.client.slug, row.slug): row for row in rows}

    @cached_property
    def _products(self) -> dict[str, Product]:
        return {row.name: row for row in Product.objects.filter(tenant=self.tenant)}

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return {row.slug: row for row in Theme.objects.filter(tenant=self.tenant)}


def _line(product: Product | None, article: Article | None, theme: Theme | None) -> str:
    """As contacts.subjects.subject_of has it."""
    if product:
        return product.name
    if article:
        return article.title
    return theme.name if theme else ""
