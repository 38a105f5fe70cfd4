"""What the commands of knowledge have in common, besides those of the organisation."""

from datetime import datetime

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from gehoor.knowledge.indexing import bring_up_to_date
from gehoor.knowledge.models import Article, ArticleQuerySet
from gehoor.organisation.management.arguments import UNUSABLE
from gehoor.organisation.models import Tenant


def prepared_index(tenant: Tenant) -> None:
    """So that what was imported a moment ago is found, with or without a worker."""
    try:
        bring_up_to_date(tenant)
    except OSError as error:
        text = _("De zoekindex is niet te bewaren: %s.") % error.strerror
        raise CommandError(text, returncode=UNUSABLE) from error


def tellable(tenant: Tenant, *, at: datetime) -> ArticleQuerySet:
    """What anybody of this tenant may tell now."""
    articles: ArticleQuerySet = Article.objects.filter(tenant=tenant)
    return articles.current(at)


def outside_id(article: Article) -> str:
    """The id of the file it came from; an article written here is known by its uuid."""
    return article.reference or str(article.uuid)
