"""Every change to what is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gehoor.events.actions import record
from gehoor.knowledge.models import TEXT_FIELDS, Article, ArticleVersion, LocalAddition
from gehoor.lib.html import clean_html, clean_text, plain_text
from gehoor.organisation.models import ClientOrganisation, Employee, Product, Tenant


class ArticleChangedMeanwhile(Exception):
    """Somebody else saved a newer revision than the one that was being edited."""


@transaction.atomic
def write_article(
    tenant: Tenant,
    fields: Mapping[str, Any],
    *,
    products: list[Product] | None = None,
    by: Employee | None,
    at: datetime,
) -> Article:
    """A new article; `answer` and `internal` may be any HTML and are kept sanitised."""
    article = Article(tenant=tenant)
    return _save(article, fields, products, "article.written", by, at)


@transaction.atomic
def change_article(
    article: Article,
    fields: Mapping[str, Any],
    *,
    revision: int,
    products: list[Product] | None = None,
    by: Employee | None,
    at: datetime,
) -> Article:
    """A change made on the given revision; ArticleChangedMeanwhile when that is not the last."""
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if locked.revision != revision:
        raise ArticleChangedMeanwhile
    return _save(locked, fields, products, "article.changed", by, at)


def clean_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: harmless HTML, and titles and keywords on one line."""
    cleaned = dict(fields)
    for name in {"title", "keywords"} & cleaned.keys():
        cleaned[name] = " ".join(clean_text(cleaned[name]).split())
    for name in {"answer", "internal"} & cleaned.keys():
        cleaned[name] = clean_html(cleaned[name])
    return cleaned


def _save(
    article: Article,
    fields: Mapping[str, Any],
    products: list[Product] | None,
    kind: str,
    by: Employee | None,
    at: datetime,
) -> Article:
    for name, value in clean_fields(fields).items():
        setattr(article, name, value)
    article.answer_text = plain_text(article.answer)
    article.revision += 1
    article.updated_at, article.updated_by = at, by
    article.save()
    if products is not None:
        article.products.set(products)
    _keep_version(article, by, at)
    record(kind, article, at=at, by=by, revision=article.revision, state=article.state)
    return article


def _keep_version(article: Article, by: Employee | None, at: datetime) -> None:
    words = {name: getattr(article, name) for name in TEXT_FIELDS}
    ArticleVersion.objects.create(article=article, number=article.revision, at=at, by=by, **words)


class AdditionChangedMeanwhile(Exception):
    """Somebody else saved another text than the one that was being edited."""


@transaction.atomic
def change_addition(
    article: Article,
    client: ClientOrganisation,
    answer: str,
    *,
    seen: str,
    by: Employee | None,
    at: datetime,
) -> None:
    """A change made on the text that was `seen` (a LocalAddition.stamp, empty for none)."""
    # The article is locked, as an addition that is not there yet cannot be.
    Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    present = LocalAddition.objects.filter(article=article, client=client).first()
    if seen != (present.stamp if present else ""):
        raise AdditionChangedMeanwhile
    set_addition(article, client, answer, by=by, at=at)


@transaction.atomic
def set_addition(
    article: Article, client: ClientOrganisation, answer: str, *, by: Employee | None, at: datetime
) -> None:
    """What one client adds to a shared article; an empty text takes it away."""
    cleaned = clean_html(answer)
    own = LocalAddition.objects.filter(article=article, client=client)
    if not plain_text(cleaned):
        own.delete()
    else:
        words = {"answer": cleaned, "updated_at": at, "updated_by": by}
        LocalAddition.objects.update_or_create(
            article=article,
            client=client,
            defaults=words,
            create_defaults={**words, "tenant_id": article.tenant_id},
        )
    record("article.addition_set", article, at=at, by=by, client=client.pk)
