"""How an error is written to the log: its kind and its places, never its words.

The words of an exception may hold data: "Key (email)=(noor@example.org) already exists".
"""

import logging
import traceback
from collections.abc import Iterator
from typing import Any


class SilentFormatter(logging.Formatter):
    """Names each exception of a chain, the first cause last, and where it was raised."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what a formatter before us made of it has the words
        return super().format(record)

    def formatException(self, ei: Any) -> str:
        return "\n".join(_lines(ei[1]))


def _lines(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        for place in traceback.extract_tb(error.__traceback__):
            yield f"  {place.filename}:{place.lineno} in {place.name}"
        error = error.__cause__ or error.__context__
