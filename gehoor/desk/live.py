"""What happens now, sent to every open browser: `/live`, server-sent events.

One reader of the journal a process, whatever the number of browsers. A message says only what
to look at again ("waiting": who waits; "shift": contacts and hands of colleagues); the page
then asks for its own part, with its own rights. So a browser that was away needs no replay: on
connecting it is told to look at all once.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.http import HttpRequest
from django.utils import timezone

from gehoor.events.models import Event
from gehoor.organisation.models import Employee

logger = logging.getLogger(__name__)
POLL_S = 0.4
KEEP_ALIVE_S = 15.0
SESSION_CHECK_S = 20.0
BATCH = 1000
WAITING, SHIFT = "waiting", "shift"
QUEUE_CHANGES = {
    "contact.offered", "contact.accepted", "contact.abandoned", "contact.started", "contact.closed",
}  # fmt: skip
SHIFT_CHANGES = {
    "contact.handed_over", "contact.taken_over", "hand.raised", "hand.answered", "hand.lowered",
}  # fmt: skip
NEWS = dict.fromkeys(QUEUE_CHANGES, WAITING) | dict.fromkeys(SHIFT_CHANGES, SHIFT)


@dataclass(eq=False)
class Stream:
    """One open browser, and by what it was let in."""

    session_key: str
    employee_id: int
    auth_hash: str
    tenant_id: int
    is_due: asyncio.Event = field(default_factory=asyncio.Event)
    news: set[str] = field(default_factory=set)
    is_over: bool = False

    def tell(self, news: Iterable[str]) -> None:
        self.news.update(news)
        self.is_due.set()

    def end(self) -> None:
        self.is_over = True
        self.is_due.set()


class Hub:
    """Reads the journal for all streams of this process while there are any."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.position: tuple[int, int] | None = None
        self.reader: asyncio.Task[None] | None = None

    def add(self, stream: Stream) -> None:
        self.streams.add(stream)
        if self.reader is None or self.reader.done():
            self.position = None
            self.reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Until the last stream is gone. A database that is away ends nothing."""
        checked_at = time.monotonic()
        while self.streams:
            try:
                await self._pass_on()
                if time.monotonic() - checked_at > SESSION_CHECK_S:
                    await self.end_signed_out()
                    checked_at = time.monotonic()
            except Exception as error:
                logger.error("The streams meet %s", type(error).__name__)
                await asyncio.sleep(POLL_S * 5)
            await asyncio.sleep(POLL_S)

    async def _pass_on(self) -> None:
        changed = await asyncio.to_thread(self._news_of_tenants)
        for stream in self.streams:
            if news := changed.get(stream.tenant_id):
                stream.tell(news)

    def _news_of_tenants(self) -> dict[int, set[str]]:
        close_old_connections()
        settled = Event.objects.settled()
        if self.position is None:
            last = settled.last()
            self.position = (last.transaction, last.pk) if last else (0, 0)
            return {stream.tenant_id: {WAITING, SHIFT} for stream in self.streams}
        rows = settled.after(*self.position).values_list("transaction", "id", "tenant_id", "kind")
        found = list(rows[:BATCH])
        if found:
            self.position = (found[-1][0], found[-1][1])
        news: dict[int, set[str]] = defaultdict(set)
        for _transaction, _id, tenant_id, kind in found:
            if kind in NEWS:
                news[tenant_id].add(NEWS[kind])
        return news

    async def end_signed_out(self) -> None:
        for stream in await asyncio.to_thread(_signed_out, set(self.streams)):
            stream.end()


def _signed_out(streams: set[Stream]) -> set[Stream]:
    """Those whose session ended, whose password changed, or whose employee was switched off."""
    close_old_connections()
    keys = {stream.session_key for stream in streams}
    current = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    sessions = set(current.values_list("session_key", flat=True))
    people = Employee.objects.filter(is_active=True).only("password")
    employees = people.in_bulk({stream.employee_id for stream in streams})
    hashes = {pk: employee.get_session_auth_hash() for pk, employee in employees.items()}
    return {
        stream
        for stream in streams
        if stream.session_key not in sessions or hashes.get(stream.employee_id) != stream.auth_hash
    }


hub = Hub()


def _who_asks(scope: Any) -> tuple[str, Employee] | None:
    """The session and employee behind the cookie, checked once when the stream opens."""
    close_old_connections()
    headers = dict(scope["headers"])
    cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    request = HttpRequest()
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(morsel.value if morsel else None)
    user = get_user(request)
    if not isinstance(user, Employee) or request.session.session_key is None:
        return None
    return request.session.session_key, user


async def stream(scope: Any, receive: Any, send: Any) -> None:
    """The ASGI endpoint: 401 without a session, else events until either side leaves."""
    who = await asyncio.to_thread(_who_asks, scope)
    await send(_head(200 if who else 401))
    if who is None:
        await send({"type": "http.response.body", "body": b""})
        return
    session_key, employee = who
    auth_hash = employee.get_session_auth_hash()
    own = Stream(session_key, employee.pk, auth_hash, employee.tenant_id)
    own.tell({WAITING, SHIFT})
    hub.add(own)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await _serve(own, gone, send)
    finally:
        hub.streams.discard(own)
        gone.cancel()


def _head(status: int) -> dict[str, Any]:
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # a proxy that gathers would keep the news to itself
    ]
    return {"type": "http.response.start", "status": status, "headers": headers}


def _message(news: set[str]) -> bytes:
    """One event, however much there is to look at; who waits goes before the rest."""
    kinds = sorted(news, reverse=True)
    return f"event: {(kinds or [WAITING])[0]}\ndata: {' '.join(kinds)}\n\n".encode()


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _serve(own: Stream, gone: "asyncio.Task[None]", send: Any) -> None:
    while True:
        due = asyncio.create_task(own.is_due.wait())
        await asyncio.wait({due, gone}, timeout=KEEP_ALIVE_S, return_when=asyncio.FIRST_COMPLETED)
        due.cancel()
        if gone.done():
            return
        body = _message(own.news) if own.is_due.is_set() else b": alive\n\n"
        own.is_due.clear()
        own.news.clear()
        await send({"type": "http.response.body", "body": body, "more_body": not own.is_over})
        if own.is_over:
            return
