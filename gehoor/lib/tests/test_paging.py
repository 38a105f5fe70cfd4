import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Coalesce
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.contacts.models import Contact
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.lib.paging import Place, Total, count, paginate
from gehoor.organisation.models import Theme
from gehoor.organisation.tests.factories import ClientFactory, ThemeFactory

START = datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=UTC)


def walk(rows, order, size):
    """All pages to the end, and all pages back to the beginning."""
    pages = [paginate(rows, order, size=size)]
    while pages[-1].next:
        pages.append(paginate(rows, order, pages[-1].next, size=size))
    back = [pages[-1]]
    while back[-1].previous:
        back.append(paginate(rows, order, back[-1].previous, size=size))
    return [page.rows for page in pages], [page.rows for page in reversed(back)]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seconds=st.lists(st.integers(0, 3), max_size=12),
    size=st.integers(1, 4),
    order=st.sampled_from(["offered_at", "-offered_at"]),
)
def test_pages_show_every_row_once_in_order_there_and_back(db, seconds, size, order) -> None:
    client = ClientFactory()
    for second in seconds:
        ContactFactory(client=client, offered_at=START + timedelta(microseconds=second))
    rows = Contact.objects.filter(client__slug=client.slug)
    there, back = walk(rows, order, size)
    sign = "-" if order.startswith("-") else ""
    assert [row for page in there for row in page] == list(rows.order_by(order, f"{sign}pk"))
    assert [row for page in back for row in page] == [row for page in there for row in page]


def test_page_of_text_and_of_a_related_column(db) -> None:
    for name in ("Afval", "Zorg", "Belastingen"):
        ThemeFactory(name=name, tenant__name=name)
    for order in ("name", "tenant__name"):
        there, _back = walk(Theme.objects.select_related("tenant"), order, 1)
        assert [row.name for [row] in there] == ["Afval", "Belastingen", "Zorg"]


def test_page_by_an_annotation(db) -> None:
    for handle_ms in (5, None, 7):
        ContactFactory(handle_ms=handle_ms)
    rows = Contact.objects.annotate(spent=Coalesce("handle_ms", 0))
    there, _back = walk(rows, "-spent", 1)
    assert [row.handle_ms for [row] in there] == [7, 5, None]


def test_page_takes_one_query_and_no_offset(db, django_assert_num_queries) -> None:
    for _ in range(3):
        ThemeFactory()
    first = paginate(Theme.objects.all(), "name", size=1)
    with django_assert_num_queries(1) as queries:
        paginate(Theme.objects.all(), "name", first.next, size=1)
    assert "OFFSET" not in queries[0]["sql"]


def place_of(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "place",
    [
        "x", "é", "%%%", "====", "a" * 5000, place_of(), place_of(1), place_of(True, None, 1),
        place_of(False, "morgen", 1), place_of(False, "2026-01-01", 1), place_of(False, [], 1),
        place_of(False, {}, {}), place_of(False, "2026-01-01T00:00:00Z", "x"),
        place_of(False, "9" * 400, 1), place_of(False, "2026-01-01T00:00:00Z", 1e400),
    ],
)  # fmt: skip
def test_unreadable_place_is_the_first_page(db, place) -> None:
    contact = ContactFactory()
    assert paginate(Contact.objects.all(), "-offered_at", place).rows == [contact]


def test_place_out_of_range_is_an_empty_page(db) -> None:
    ContactFactory()
    ThemeFactory()
    far = place_of(False, "0001-01-01T00:00:00Z", 10**30)
    assert paginate(Contact.objects.all(), "-offered_at", far).rows == []
    assert len(paginate(Theme.objects.all(), "name", place_of(False, "a\0b", 1)).rows) == 1


def test_addresses_keep_the_filters(db) -> None:
    for _ in range(3):
        ThemeFactory()
    rows = Theme.objects.all()
    second = paginate(rows, "name", paginate(rows, "name", size=1).next, size=1)
    addresses = second.addresses(QueryDict("thema=afval&page=old"))
    assert QueryDict(addresses["previous_url"][1:]).dict() == {
        "thema": "afval", "page": second.previous,
    }  # fmt: skip
    assert QueryDict(addresses["next_url"][1:])["page"] == second.next
    assert paginate(rows, "name").addresses(QueryDict()) == {"previous_url": "", "next_url": ""}


def test_place_fits_in_an_address() -> None:
    assert set(str(Place(False, "a/b?&é", 3))) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
    )


def test_count_stops_at_the_limit(db) -> None:
    for _ in range(3):
        ThemeFactory()
    assert count(Theme.objects.all()) == Total(3, has_many=False)
    assert count(Theme.objects.all(), limit=3) == Total(3, has_many=False)
    assert count(Theme.objects.all(), limit=2) == Total(2, has_many=True)
