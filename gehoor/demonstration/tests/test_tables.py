import pytest
from django.db import transaction

from gehoor.contacts.models import Contact
from gehoor.demonstration import tables
from gehoor.demonstration.tables import Table, reserve
from gehoor.events.models import BEFORE_THE_JOURNAL, Cursor, Event
from gehoor.organisation.models import ClientOrganisation, Theme
from gehoor.organisation.tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db


def test_what_is_not_named_gets_the_models_own_default(municipality: ClientOrganisation) -> None:
    names = ("uuid", "client_id", "channel", "offered_at")
    table = Table(Contact, *names, tenant_id=municipality.tenant_id)
    table.insert([("0" * 32, municipality.pk, "phone", "2026-03-02 09:00:00")])
    made = Contact.objects.get()
    fresh = Contact(
        pk=made.pk, uuid=made.uuid, client=municipality, tenant=municipality.tenant,
        channel="phone", offered_at=made.offered_at,
    )  # fmt: skip
    for field in Contact._meta.concrete_fields:
        assert getattr(made, field.attname) == getattr(fresh, field.attname), field.name


def test_words_with_quotes_and_percents_stay_as_they_are(municipality: ClientOrganisation) -> None:
    tenant = municipality.tenant_id
    Table(Theme, "uuid", "slug", tenant_id=tenant, name="100% d'accord").insert([("1" * 32, "x")])
    Table(Theme, "uuid", "name", tenant_id=tenant, slug="y").insert([("2" * 32, "'; %s --")])
    assert set(Theme.objects.values_list("name", flat=True)) == {"100% d'accord", "'; %s --"}


@pytest.mark.parametrize("number", [0, 1, 4, 5, 6, 11])
def test_any_number_of_rows(
    number: int, municipality: ClientOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "AT_ONCE", 5)
    rows = [(f"{n:032}", f"thema-{n}") for n in range(number)]
    Table(Theme, "uuid", "slug", tenant_id=municipality.tenant_id, name="Thema").insert(rows)
    assert Theme.objects.count() == number


def test_reserved_keys_are_nobody_elses(municipality: ClientOrganisation) -> None:
    before = ThemeFactory(tenant=municipality.tenant)
    with transaction.atomic():
        keys = list(reserve(Theme, 3))
        rows = [(key, f"{key:032}", f"thema-{key}") for key in keys]
        Table(Theme, "id", "uuid", "slug", tenant_id=municipality.tenant_id, name="Thema").insert(
            rows
        )
    after = ThemeFactory(tenant=municipality.tenant)
    assert before.pk < min(keys)
    assert after.pk > max(keys)
    assert list(Theme.objects.order_by("pk").values_list("pk", flat=True)) == [
        before.pk, *keys, after.pk,
    ]  # fmt: skip


def test_no_reader_begins_before_the_journal() -> None:
    cursor = Cursor()
    unread = Event.objects.after(cursor.transaction, cursor.event_id)
    columns = ("kind", "subject_type", "subject_id", "at", "data")
    rows = [("contact.closed", "contacts.contact", 1, "2026-03-02 09:00:00", "{}")]
    Table(Event, *columns, tenant_id=1, transaction=BEFORE_THE_JOURNAL).insert(rows)
    assert Event.objects.count() == 1
    assert not unread.exists()
