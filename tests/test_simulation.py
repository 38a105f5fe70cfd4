"""The simulation on the site as it runs: stopped, killed and started again, nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from gehoor.channels.models import Call
from gehoor.contacts.models import Contact, Question
from gehoor.management.commands.run import _simulation
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.signin import demonstration_people
from tests.serving import Site, database_url

WITHIN_S = 20


def simulate(site: Site, report: Path, speed: int = 150) -> "subprocess.Popen[bytes]":
    command = [
        sys.executable, "-m", "gehoor", "simulate", "--url", site.url, "--speed", str(speed),
        "--agents", "6", "--seed", "1", "--hour", "10", "--report", str(report),
    ]  # fmt: skip
    own = {"DATABASE_URL": database_url(), "GEHOOR_DATA": str(settings.DATA_FOLDER)}
    return subprocess.Popen(command, env={**os.environ, **own})


def until(reached: Any) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        time.sleep(0.05)


def stop(running: "subprocess.Popen[bytes]", report: Path) -> Any:
    running.send_signal(signal.SIGTERM)
    assert running.wait(WITHIN_S) == 0
    return json.loads(report.read_text())


def test_stopped_and_started_nothing_is_lost(site: Site, tmp_path: Path) -> None:
    call_command("seed_demonstration", contacts=30, verbosity=0)
    played = Contact.objects.filter(pk__gt=Contact.objects.latest("pk").pk)
    visitors = {door.employee.pk for door in demonstration_people(Employee.objects.all()[0].tenant)}
    site.start("web")
    report = tmp_path / "report.json"

    killed = simulate(site, report)
    until(lambda: played.filter(state="closed").exists())
    until(lambda: played.filter(state="open").exists())
    killed.kill()
    killed.wait()

    running = simulate(site, report)
    finished_before = played.filter(state="closed").count()
    until(lambda: played.filter(state="closed").count() > finished_before + 8)
    told = stop(running, report)

    assert told["errors"] == []
    assert not played.filter(state="open").exists()
    contacts = played.filter(state="closed")
    assert not contacts.filter(agent__in=visitors).exists()
    assert not contacts.filter(questions=None).exists()
    phone = played.filter(channel="phone")
    assert phone.count() == Call.objects.count()
    words = dict(Question.objects.filter(position=1).values_list("contact__uuid", "text"))
    for uuid, typed in told["finished"]:
        assert words[next(key for key in words if str(key) == uuid)] == typed
    assert len(told["finished"]) == len({uuid for uuid, _words in told["finished"]})
    connection.close()


def test_simulating_needs_a_demonstration(municipality: ClientOrganisation) -> None:
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("simulate")
    with pytest.raises(CommandError, match="--speed"):
        call_command("simulate", speed=0)


def test_a_demonstration_without_a_number_is_told(
    municipality: ClientOrganisation, tmp_path: Path
) -> None:
    municipality.tenant.is_demonstration = True
    municipality.tenant.save()
    with (
        override_settings(DATA_FOLDER=tmp_path),
        pytest.raises(CommandError, match="no telephone number"),
    ):
        call_command("simulate")


def test_run_simulates_in_a_demonstration_only(
    municipality: ClientOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _simulation(8000) == {}
    municipality.tenant.is_demonstration = True
    municipality.tenant.save()
    assert _simulation(8001) == {"simulate": ["simulate", "--url", "http://127.0.0.1:8001"]}
    monkeypatch.setenv("GEHOOR_SIMULATE", "0")
    assert _simulation(8000) == {}
