"""The search index of each tenant: made by the worker, read by every web process.

What is stored says from which articles it was built; so building again costs nothing when
nothing changed, and whatever was missed (a crash, a restored database) is noticed.
"""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Count, Max, Sum

from gehoor import __version__
from gehoor.events.models import Event
from gehoor.knowledge.models import Article, LocalAddition
from gehoor.knowledge.search import Document, Index, build, saved_version
from gehoor.lib.html import plain_text
from gehoor.organisation.models import Tenant

logger = logging.getLogger(__name__)
SMALL = 500  # articles that a page can index while somebody waits: half a second


@dataclass(frozen=True)
class _Opened:
    version: int
    index: Index | None


_opened: dict[Path, _Opened] = {}
_opening = threading.Lock()


def rebuild_search(events: Sequence[Event]) -> None:
    """Building takes seconds: it waits until the journal's transaction is over."""
    for tenant in Tenant.objects.filter(pk__in={event.tenant_id for event in events}):
        transaction.on_commit(_later(tenant), robust=True)


def _later(tenant: Tenant) -> Callable[[], None]:
    """A function with a name, which Django logs when it fails."""

    def bring_this_up_to_date() -> None:
        bring_up_to_date(tenant)

    return bring_this_up_to_date


def bring_all_up_to_date() -> None:
    """What was missed while no worker ran; nearly free when nothing was, and never a reason
    not to start."""
    try:
        for tenant in Tenant.objects.all():
            bring_up_to_date(tenant)
    except (DatabaseError, OSError) as error:
        logger.error("Search indexes stay as they are: %s", type(error).__name__)


def bring_up_to_date(tenant: Tenant) -> None:
    """Build the index again unless it can be read and was built from the articles as they are."""
    with _only_builder(tenant) as folder:
        if _load(folder) is None or _built_from(folder) != _fingerprint(tenant):
            _store(tenant, folder)


def rebuild(tenant: Tenant) -> None:
    """Build the index again, whatever was there."""
    with _only_builder(tenant) as folder:
        _store(tenant, folder)


def open_index(tenant: Tenant) -> Index | None:
    """The newest index, kept open by this process; None when there is none that can be read.

    A small one that is missing or broken is built on the spot.
    """
    folder = _folder(tenant)
    version = _stored_version(folder)
    opened = _opened.get(folder)
    if opened is None or opened.version != version:
        with _opening:
            opened = _opened.get(folder)
            if opened is None or opened.version != version:
                opened = _opened[folder] = _open(tenant, folder, version)
    return opened.index


def _open(tenant: Tenant, folder: Path, version: int) -> _Opened:
    index = _load(folder)
    if index is None and Article.objects.filter(tenant=tenant).count() <= SMALL:
        try:
            with _only_builder(tenant):
                return _Opened(*_store(tenant, folder))
        except OSError as error:
            logger.error("No search index can be kept in %s: %s", folder, error.strerror)
            return _Opened(version, build(_documents(tenant)))
    return _Opened(version, index)


def _load(folder: Path) -> Index | None:
    try:
        return Index.load(folder)
    except FileNotFoundError:
        return None
    except Exception as error:  # whatever a broken file makes numpy and json say
        logger.error("The search index in %s cannot be read: %s", folder, type(error).__name__)
        return None


def _store(tenant: Tenant, folder: Path) -> tuple[int, Index]:
    """A crash before the signature leaves an index that is good, and built once more."""
    fingerprint = _fingerprint(tenant)
    index = build(_documents(tenant))
    if not _stored_version(folder):
        (folder / "current").unlink(missing_ok=True)  # it may hold nonsense
    version = index.save(folder)
    (folder / str(version) / "built_from").write_text(fingerprint)
    return version, index


def _documents(tenant: Tenant) -> Iterator[Document]:
    additions: dict[int, str] = {}
    for article_id, answer in LocalAddition.objects.filter(tenant=tenant).values_list(
        "article", "answer"
    ):
        additions[article_id] = f"{additions.get(article_id, '')}\n{plain_text(answer)}"
    rows = Article.objects.filter(tenant=tenant).order_by("pk")
    for pk, title, keywords, answer, internal in rows.values_list(
        "pk", "title", "keywords", "answer_text", "internal"
    ).iterator():
        body = f"{answer}\n{plain_text(internal)}{additions.get(pk, '')}"
        yield Document(pk, title, keywords, body)


def _fingerprint(tenant: Tenant) -> str:
    """What differs as soon as an article or addition does, or the program that reads them."""
    articles = Article.objects.filter(tenant=tenant).aggregate(
        Count("pk"), Sum("revision"), Max("updated_at")
    )
    additions = LocalAddition.objects.filter(tenant=tenant).aggregate(
        Count("pk"), Max("updated_at")
    )
    return " ".join(map(str, (__version__, *articles.values(), *additions.values())))


def _built_from(folder: Path) -> str:
    try:
        return (folder / str(_stored_version(folder)) / "built_from").read_text()
    except FileNotFoundError:
        return ""


def _folder(tenant: Tenant) -> Path:
    return Path(settings.SEARCH_FOLDER) / str(tenant.uuid)


def _stored_version(folder: Path) -> int:
    try:
        return saved_version(folder)
    except (OSError, ValueError):
        return 0


@contextmanager
def _only_builder(tenant: Tenant) -> Iterator[Path]:
    """One at a time: else who began first may publish last, with older articles."""
    folder = _folder(tenant)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
