import logging
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client

from gehoor.lib.logs import SilentFormatter

SECRET = "noor@example.org"


def fail() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        raise IntegrityError(f"Key (email)=({SECRET}) already exists") from error


def line_of(record: logging.LogRecord) -> str:
    return SilentFormatter("%(levelname)s %(message)s").format(record)


def test_error_is_told_by_kind_and_place() -> None:
    try:
        fail()
    except IntegrityError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "It broke", None, sys.exc_info())
    record.exc_text = f"words of another formatter: {SECRET}"
    told = line_of(record)
    assert SECRET not in told
    assert told.startswith("ERROR It broke\ndjango.db.utils.IntegrityError\n")
    assert "builtins.ValueError" in told
    assert "test_logs.py" in told
    assert " in fail" in told


def test_chain_that_bites_its_tail_ends() -> None:
    error = ValueError("a")
    error.__cause__ = error
    record = logging.LogRecord("x", logging.ERROR, "", 1, "-", None, (ValueError, error, None))
    assert line_of(record) == "ERROR -\nbuiltins.ValueError"


def test_every_handler_is_silent() -> None:
    logging_settings: Any = settings.LOGGING
    for handler in logging_settings["handlers"].values():
        assert (
            logging_settings["formatters"][handler["formatter"]]["class"]
            == "gehoor.lib.logs.SilentFormatter"
        )


def test_page_that_fails_logs_no_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("gehoor.health.HealthMiddleware.__call__", lambda *_given: fail())
    answer = Client(raise_request_exception=False).get("/livez")
    assert answer.status_code == 500
    told = [line_of(record) for record in caplog.records if record.name == "django.request"]
    assert "django.db.utils.IntegrityError" in told[0]
    assert SECRET not in told[0]
