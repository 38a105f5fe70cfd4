from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from gehoor.demonstration.seeding import seed
from gehoor.organisation.models import Tenant

WEDNESDAY = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Tenant]:
    """A small Waterrijk on a Wednesday afternoon, seeded once for all tests of a module.

    Those tests only read, and take no other fixture that touches the database.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(at=WEDNESDAY, contacts=405)
        transaction.set_rollback(True)
