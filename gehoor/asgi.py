"""The one address: `/live` streams to browsers, everything else is Django.

Django stays plain WSGI in threads (a fifth of the CPU of its own ASGI handler); only the
streams, which would hold a thread each, are served by the event loop.
"""

import os
import sys
from typing import Any

from a2wsgi import WSGIMiddleware

from gehoor.wsgi import application as pages  # first: it sets Django up

from gehoor.desk.live import stream  # isort: skip

# A request lets others go first at each of its queries, and would wait for its turn again as
# long as another may compute: 5 ms by default, some twenty times a page.
sys.setswitchinterval(0.0005)
THREADS = int(os.environ.get("GEHOOR_THREADS", "2"))
_pages: Any = WSGIMiddleware(pages, workers=THREADS)  # type: ignore[arg-type]


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"] == "/live":
        await stream(scope, receive, send)
        return

    async def next_message() -> Any:  # a2wsgi wants a coroutine, granian hands out awaitables
        return await receive()

    await _pages(scope, next_message, send)
