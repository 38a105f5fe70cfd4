from collections.abc import Iterator
from typing import Any

import pytest

from gehoor.lib.downloads import AnotherDownloadRuns, Turn, download


def pieces(closed: list[str]) -> Iterator[bytes]:
    try:
        yield b"een"
        yield b"twee"
    finally:
        closed.append("closed")


def test_next_download_begins_when_one_ends() -> None:
    assert b"".join(Turn().begin(pieces([]))) == b"eentwee"
    Turn().close()


def test_second_download_waits_its_turn() -> None:
    turn = Turn()
    with pytest.raises(AnotherDownloadRuns):
        Turn()
    turn.close()
    turn.close()
    Turn().close()


def test_download_that_breaks_off_gives_its_turn_back() -> None:
    closed: list[str] = []
    turn = Turn().begin(pieces(closed))
    response: Any = download("lijst", "csv", turn)
    assert next(iter(response)) == b"een"
    assert turn.close in response._resource_closers  # what the server calls in the end
    turn.close()
    assert closed == ["closed"]
    Turn().close()


def test_failure_gives_the_turn_back() -> None:
    def failing() -> Iterator[bytes]:
        yield b"een"
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        list(Turn().begin(failing()))
    Turn().close()


def test_file_has_a_name_that_says_what_it_is() -> None:
    response = download("klantcontacten 2026", "xlsx", [b""])
    assert response["Content-Disposition"] == 'attachment; filename="klantcontacten 2026.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
