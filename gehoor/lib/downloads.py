"""Files that are sent while they are made."""

from collections.abc import Iterable, Iterator
from threading import Lock

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from gehoor.lib.spreadsheets import Row, Writer, csv_file, xlsx_file

FORMATS: dict[str, tuple[Writer, str]] = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class AnotherDownloadRuns(Exception):
    """A download takes a thread for as long as it lasts, and a process has only two."""


class Turn(Iterator[bytes]):
    """Pieces of a file; the next one may begin when this ends, breaks off or is closed."""

    _lock = Lock()

    def __init__(self) -> None:
        if not self._lock.acquire(blocking=False):
            raise AnotherDownloadRuns
        self._is_over = False
        self._pieces: Iterator[bytes] = iter(())

    def begin(self, pieces: Iterator[bytes]) -> "Turn":
        self._pieces = pieces
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:  # the end of the pieces among them
            self.close()
            raise

    def close(self) -> None:
        if not self._is_over:
            self._is_over = True
            getattr(self._pieces, "close", lambda: None)()
            self._lock.release()

    def __del__(self) -> None:
        if hasattr(self, "_is_over"):
            self.close()


def download(name: str, extension: str, pieces: Iterable[bytes]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=FORMATS[extension][1])
    disposition = content_disposition_header(True, f"{name}.{extension}")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def file_of(rows: Iterable[Row], extension: str) -> Iterator[bytes]:
    writer, _content_type = FORMATS[extension]
    return writer(rows)
