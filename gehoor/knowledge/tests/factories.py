from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gehoor.knowledge.models import Article
from gehoor.organisation.tests.factories import TenantFactory


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    tenant = factory.SubFactory(TenantFactory)
    reference = factory.Sequence(lambda n: f"artikel-{n}")
    title = factory.Sequence(lambda n: f"Hoe vraag ik document {n} aan?")
    answer = "<p>U maakt een afspraak.</p>"
    answer_text = "U maakt een afspraak."
    state = Article.State.PUBLISHED
    revision = 1
    updated_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
