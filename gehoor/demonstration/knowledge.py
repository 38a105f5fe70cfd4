"""The articles of the demonstration, written over the past year by its editor."""

from datetime import datetime, timedelta
from random import Random

from gehoor.demonstration.organisation import HOME, Organisation
from gehoor.demonstration.texts import Content, Row
from gehoor.knowledge.actions import set_addition, write_article
from gehoor.knowledge.models import Article
from gehoor.organisation.models import Employee

YEAR_S = 365 * 24 * 3600


def write_articles(
    content: Content, organisation: Organisation, *, by: Employee, at: datetime, draw: Random
) -> dict[str, Article]:
    """The articles by reference, oldest first."""
    ages = sorted((draw.randint(3600, YEAR_S) for _row in content.articles), reverse=True)
    moments = (at - timedelta(seconds=age) for age in ages)
    return {
        row["reference"]: _write(organisation, row, by=by, at=moment)
        for row, moment in zip(content.articles, moments, strict=True)
    }


def _write(organisation: Organisation, row: Row, *, by: Employee, at: datetime) -> Article:
    fields = {
        "reference": row["reference"],
        "title": row["title"],
        "answer": row["answer"],
        "internal": row.get("internal", ""),
        "keywords": ", ".join(row["keywords"]),
        "theme": organisation.themes[row["theme"]],
        "department": organisation.departments[row["department"]],
        "client": None if row.get("shared") else organisation.clients[row.get("client", HOME)],
        "state": Article.State.PUBLISHED,
    }
    products = [organisation.products[name] for name in row["products"]]
    article = write_article(organisation.tenant, fields, products=products, by=by, at=at)
    for addition in row.get("addition", []):
        client = organisation.clients[addition["client"]]
        set_addition(article, client, addition["answer"], by=by, at=at)
    return article
