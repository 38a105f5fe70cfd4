"""The sign of life of the worker, and what health makes of it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import InterfaceError
from django.test import Client
from django.utils import timezone

from gehoor.events.models import Heartbeat
from gehoor.events.worker import BEAT_EVERY_S, Worker


def test_worker_beats_on_when_the_clock_is_set_back(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    uptime, set_back = 1000.0, datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(time, "monotonic", lambda: uptime)
    worker = Worker([])
    worker._beat()
    monkeypatch.setattr(timezone, "now", lambda: set_back)
    worker._beat()
    assert Heartbeat.objects.get().at > set_back
    uptime += BEAT_EVERY_S
    worker._beat()
    assert Heartbeat.objects.get().at == set_back


@pytest.mark.parametrize(("ahead_s", "status"), [(-95, 503), (-5, 200), (5, 200), (95, 503)])
def test_health_wants_a_beat_of_about_now(db: None, ahead_s: int, status: int) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() + timedelta(seconds=ahead_s))
    assert Client().get("/healthz").status_code == status


def test_health_answers_when_the_connection_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_asked: Any) -> None:
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(Heartbeat.objects, "filter", gone)
    answer = Client().get("/healthz")
    assert (answer.status_code, "database" in answer.json()["reason"]) == (503, True)


@pytest.mark.django_db(transaction=True)
def test_chores_take_turns_and_the_worker_hurries_while_there_is_more() -> None:
    left = {"one": 2, "other": 1}

    def chore(name: str) -> bool:
        left[name] -= 1
        return left[name] > 0

    worker = Worker([], [lambda: chore("one"), lambda: chore("other")])
    assert worker._turn()
    assert left == {"one": 1, "other": 0}
    assert not worker._turn()


@pytest.mark.django_db(transaction=True)
def test_a_chore_that_fails_stops_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> bool:
        raise RuntimeError

    worker = Worker([], [broken])
    monkeypatch.setattr(worker.stopping, "wait", lambda pause: True)
    assert not worker._turn()
    assert Heartbeat.objects.exists()
