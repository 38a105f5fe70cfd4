import shutil
import threading
from datetime import timedelta

import pytest

from gehoor.events.consumers import advance
from gehoor.events.models import Event
from gehoor.knowledge import indexing
from gehoor.knowledge.actions import change_article, set_addition, write_article
from gehoor.knowledge.indexing import (
    bring_all_up_to_date,
    bring_up_to_date,
    open_index,
    rebuild,
    rebuild_search,
)
from gehoor.knowledge.models import Article
from gehoor.knowledge.search import saved_version
from gehoor.knowledge.tests.factories import ArticleFactory

KINDS = ["article.written", "article.changed", "article.addition_set"]


@pytest.fixture
def tenant(municipality):
    return municipality.tenant


@pytest.fixture
def article(tenant):
    return ArticleFactory.create(tenant=tenant, title="Paspoort aanvragen")


@pytest.fixture
def folder(search_folder, tenant):
    return search_folder / str(tenant.uuid)


def opened(tenant):
    index = open_index(tenant)
    assert index
    return index


def found(tenant, text):
    return [hit.id for hit in opened(tenant).search(text)]


def test_a_fresh_system_finds_at_once(tenant, article):
    assert found(tenant, "paspoort") == [article.pk]


def test_a_tenant_without_articles_finds_nothing(tenant):
    assert found(tenant, "paspoort") == []


def test_a_large_missing_index_waits_for_the_worker(tenant, article, monkeypatch):
    monkeypatch.setattr(indexing, "SMALL", 0)

    assert open_index(tenant) is None
    bring_up_to_date(tenant)
    assert found(tenant, "paspoort") == [article.pk]


def test_the_words_of_the_internal_part_and_of_additions_are_found(tenant, municipality, now):
    article = ArticleFactory.create(tenant=tenant, internal="<p>Kijk in <b>Key2Burgerzaken</b></p>")
    set_addition(article, municipality, "<p>Ook op het wijkservicepunt</p>", by=None, at=now)

    assert found(tenant, "key2burgerzaken") == [article.pk]
    assert found(tenant, "wijkservicepunt") == [article.pk]


@pytest.mark.parametrize(
    "change",
    [
        lambda article, client, at: change_article(
            article, {"title": "Verhuizen"}, revision=1, by=None, at=at
        ),
        lambda article, client, at: set_addition(article, client, "verhuizen", by=None, at=at),
        lambda article, client, at: write_article(
            article.tenant, {"title": "Verhuizen"}, by=None, at=at
        ),
    ],
    ids=["change", "addition", "new"],
)
def test_a_change_is_found_after_the_worker_read_it(tenant, article, municipality, now, change):
    rebuild(tenant)
    change(article, municipality, now)
    assert found(tenant, "verhuizen") == []

    bring_up_to_date(tenant)

    assert len(found(tenant, "verhuizen")) == 1


@pytest.mark.django_db(transaction=True)
def test_the_reaction_builds_once_the_journal_is_let_go(tenant, now):
    article = write_article(tenant, {"title": "Verhuizen"}, by=None, at=now)

    assert advance(rebuild_search, KINDS, at=now) == 1

    assert found(tenant, "verhuizen") == [article.pk]


def test_the_reaction_does_not_build_inside_the_transaction(
    tenant, folder, article, django_capture_on_commit_callbacks, now
):
    event = Event(tenant_id=tenant.pk, kind="article.written", at=now)
    with django_capture_on_commit_callbacks() as later:
        rebuild_search([event, event])

    assert not saved_version(folder)
    assert len(later) == 1
    later[0]()
    assert saved_version(folder) == 1


def test_nothing_is_built_when_nothing_changed(tenant, folder, article):
    bring_all_up_to_date()
    bring_all_up_to_date()
    bring_up_to_date(tenant)

    assert saved_version(folder) == 1


def test_a_disk_or_database_that_fails_does_not_keep_the_worker_from_starting(
    tenant, search_folder, caplog
):
    search_folder.parent.mkdir(parents=True, exist_ok=True)
    search_folder.write_text("a file, where a folder is needed")

    bring_all_up_to_date()

    assert "Search indexes stay as they are" in caplog.text


def test_a_deleted_article_and_a_deleted_addition_are_noticed(tenant, folder, municipality, now):
    article = ArticleFactory.create(tenant=tenant)
    ArticleFactory.create(tenant=tenant)
    set_addition(article, municipality, "verhuizen", by=None, at=now)
    bring_up_to_date(tenant)
    set_addition(article, municipality, "", by=None, at=now + timedelta(minutes=1))
    bring_up_to_date(tenant)
    Article.objects.filter(pk=article.pk).delete()
    bring_up_to_date(tenant)

    assert saved_version(folder) == 3
    assert len(opened(tenant).ids) == 1


def test_a_new_index_is_noticed_and_an_old_one_stays_open(tenant, article):
    before = opened(tenant)
    assert opened(tenant) is before

    rebuild(tenant)

    assert open_index(tenant) is not before
    assert [hit.id for hit in before.search("paspoort")] == [article.pk]


@pytest.mark.parametrize("broken", ["ids.npy", "heads", "bodies", "current"])
def test_a_broken_index_is_built_anew(tenant, folder, article, broken):
    rebuild(tenant)
    target = folder / broken if broken == "current" else folder / "1" / broken
    shutil.rmtree(target) if target.is_dir() else target.write_bytes(b"\x93NUM\xff")

    assert found(tenant, "paspoort") == [article.pk]
    shutil.rmtree(folder / str(saved_version(folder)) / "heads")
    bring_up_to_date(tenant)
    assert found(tenant, "paspoort") == [article.pk]


def test_a_large_broken_index_harms_no_page(tenant, folder, article, monkeypatch):
    rebuild(tenant)
    shutil.rmtree(folder / "1" / "heads")
    monkeypatch.setattr(indexing, "SMALL", 0)

    assert open_index(tenant) is None


def test_an_index_that_cannot_be_kept_still_serves(tenant, search_folder, article):
    search_folder.parent.mkdir(parents=True, exist_ok=True)
    search_folder.write_text("a file, where a folder is needed")

    assert found(tenant, "paspoort") == [article.pk]


def test_a_crash_before_the_signature_leaves_a_good_index(tenant, folder, article):
    rebuild(tenant)
    (folder / "1" / "built_from").unlink()

    assert found(tenant, "paspoort") == [article.pk]
    bring_up_to_date(tenant)
    assert saved_version(folder) == 2


@pytest.mark.django_db(transaction=True)
def test_two_builders_take_turns(tenant, folder, article):
    builders = [threading.Thread(target=_build_and_close, args=(tenant,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()

    assert saved_version(folder) == 1
    assert found(tenant, "paspoort") == [article.pk]


def _build_and_close(tenant):
    from django.db import connection

    bring_up_to_date(tenant)
    connection.close()


def test_each_tenant_has_an_index_of_its_own(tenant, article):
    other = ArticleFactory.create(title="Paspoort kwijt")

    assert found(tenant, "paspoort") == [article.pk]
    assert found(other.tenant, "paspoort") == [other.pk]
