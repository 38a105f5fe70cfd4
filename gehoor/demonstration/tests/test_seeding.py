from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from gehoor.contacts.models import Contact, Question
from gehoor.demonstration import models, seeding
from gehoor.demonstration.models import Year
from gehoor.demonstration.organisation import DatabaseNotEmpty, build_organisation
from gehoor.demonstration.seeding import seed
from gehoor.demonstration.tests.conftest import WEDNESDAY
from gehoor.demonstration.texts import Content
from gehoor.followups.models import FollowUp
from gehoor.knowledge.indexing import open_index
from gehoor.knowledge.models import Article
from gehoor.organisation.models import Tenant
from gehoor.organisation.tests.factories import TenantFactory
from gehoor.parties.models import Party, PartyFlag

pytestmark = pytest.mark.django_db
FEW = 40
Capture = Callable[..., Any]


def run(**options: Any) -> str:
    progress = StringIO()
    call_command("seed_demonstration", contacts=FEW, stderr=progress, **options)
    return progress.getvalue()


def test_command_fills_an_empty_database_and_tells_how_far_it_is():
    told = run().splitlines()
    assert Tenant.objects.get().is_demonstration
    assert Contact.objects.exists()
    assert "four weeks of contacts" in told
    assert told[-1].startswith("Klantcontactcentrum Waterrijk is ready after ")


def test_command_refuses_a_filled_database():
    tenant = TenantFactory()
    with pytest.raises(CommandError, match="into an empty one only"):
        run()
    assert Tenant.objects.get() == tenant
    assert not Party.objects.exists()


def test_command_leaves_a_filled_database_alone_without_a_word():
    TenantFactory()
    assert run(if_empty=True) == ""
    assert Tenant.objects.count() == 1


def test_seeding_twice_is_refused_and_doubles_nothing():
    run(if_empty=True)
    articles, contacts = Article.objects.count(), Contact.objects.count()
    run(if_empty=True)
    with pytest.raises(CommandError):
        run()
    assert (Article.objects.count(), Contact.objects.count()) == (articles, contacts)


def test_who_seeds_at_the_same_moment_is_refused(monkeypatch: pytest.MonkeyPatch):
    """The other one's tenant appears after we looked and before we write."""
    TenantFactory(slug="waterrijk")
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda self: False)
    with pytest.raises(DatabaseNotEmpty):
        build_organisation(Content())
    assert Tenant.objects.count() == 1


def test_a_crash_half_way_leaves_the_database_empty(monkeypatch: pytest.MonkeyPatch):
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("power failure")

    monkeypatch.setattr(seeding, "fill_day", crash)
    with pytest.raises(RuntimeError):
        run()
    assert not Tenant.objects.exists()
    assert not Contact.objects.exists()


def what_was_said() -> list[Any]:
    return [
        list(Contact.objects.order_by("pk").values_list(
            "channel", "offered_at", "closed_at", "caller_address", "party__name_key",
            "agent__email", "handle_ms",
        )),
        list(Question.objects.order_by("pk").values_list("text", "outcome__code", "handle_ms")),
        list(FollowUp.objects.order_by("pk").values_list("instruction", "due_at", "done_at")),
        list(Article.objects.order_by("pk").values_list("reference", "updated_at")),
    ]  # fmt: skip


def seeded(number: int) -> list[Any]:
    with transaction.atomic():
        seed(at=WEDNESDAY, number=number, contacts=FEW)
        said = what_was_said()
        transaction.set_rollback(True)
    return said


def test_the_same_number_gives_the_same_weeks():
    first = seeded(3)
    assert seeded(3) == first
    assert seeded(4) != first


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 3, 29, 3, tzinfo=UTC),  # the night in which summer time begins
        datetime(2026, 11, 1, 12, tzinfo=UTC),  # a Sunday, winter time began a week ago
        datetime(2027, 1, 1, 9, tzinfo=UTC),  # a holiday, after weeks full of them
    ],
)
def test_any_day_can_be_the_first(at: datetime):
    seed(at=at, contacts=FEW)
    assert Contact.objects.count() > FEW // 2
    assert not Contact.objects.filter(closed_at__gt=at).exists()


def test_the_search_index_is_ready_at_once(
    settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Capture
):
    settings.SEARCH_FOLDER = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        tenant = seed(at=WEDNESDAY, contacts=FEW)
    assert (tmp_path / str(tenant.uuid) / "current").exists()
    assert open_index(tenant) is not None


@pytest.mark.django_db(transaction=True)
def test_an_index_that_cannot_be_made_is_no_reason_to_stop(settings: Any, tmp_path: Path):
    settings.SEARCH_FOLDER = tmp_path / "file"
    settings.SEARCH_FOLDER.write_text("in the way")
    seed(at=WEDNESDAY, contacts=FEW)
    assert Tenant.objects.exists()


def test_warnings_hold_for_a_while():
    seed(at=WEDNESDAY, contacts=FEW)
    in_a_week = WEDNESDAY.date() + timedelta(days=7)
    assert PartyFlag.objects.current(in_a_week).count() == PartyFlag.objects.count() == 10


def test_the_whole_year_at_once_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(models, "DAYS", 40)
    told = run(year=True)
    assert Year.objects.get().is_whole
    first = Contact.objects.order_by("offered_at")[0].offered_at
    assert first < timezone.now() - timedelta(days=32)
    assert "the year before: 9" in told or "the year before: 100%" in told
