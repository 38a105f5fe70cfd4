"""What happens reaches open browsers, through the server as it really runs."""

import http.client
import select
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.test import Client

from gehoor.contacts.actions import offer_contact
from gehoor.events.models import Heartbeat
from gehoor.organisation.models import ClientOrganisation, Employee
from tests.serving import Site

SignIn = Callable[[Employee], Client]


def open_stream(site: Site, browser: Client | None) -> http.client.HTTPResponse:
    cookies = browser.cookies.output(header="", sep=";").strip() if browser else ""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request("GET", "/live", headers={"Cookie": cookies})
    return connection.getresponse()


def is_silent(stream: http.client.HTTPResponse, seconds: float) -> bool:
    return not select.select([stream.fileno()], [], [], seconds)[0]


def until_quiet(stream: http.client.HTTPResponse) -> None:
    """Past the words "look once" that a new stream hears: on connecting, and as reading begins."""
    assert next_event(stream) == "waiting"
    while not is_silent(stream, 2):
        next_event(stream)


def next_event(stream: http.client.HTTPResponse) -> str:
    """The next event that is no sign of life; times out after the connection's ten seconds."""
    while True:
        line = stream.readline().decode().strip()
        if line.startswith("event: "):
            return line.removeprefix("event: ")


def test_a_ring_is_told_within_a_second(
    site: Site, municipality: ClientOrganisation, agent: Employee, sign_in: SignIn
) -> None:
    browser = sign_in(agent)
    site.start("web")
    stream = open_stream(site, browser)
    assert (stream.status, stream.getheader("Content-Type")) == (200, "text/event-stream")
    until_quiet(stream)
    began = time.monotonic()
    offer_contact(municipality, "phone", at=datetime.now(UTC))
    assert next_event(stream) == "waiting"
    assert time.monotonic() - began < 2


def test_another_tenant_is_told_nothing(
    site: Site, municipality: ClientOrganisation, stranger: Employee, sign_in: SignIn
) -> None:
    browser = sign_in(stranger)
    site.start("web")
    stream = open_stream(site, browser)
    until_quiet(stream)
    offer_contact(municipality, "phone", at=datetime.now(UTC))
    assert is_silent(stream, 1.5)
    offer_contact(stranger.clients.get(), "phone", at=datetime.now(UTC))
    assert next_event(stream) == "waiting"


def test_without_a_session_there_is_no_stream(site: Site, db: None) -> None:
    site.start("web")
    assert open_stream(site, None).status == 401


def test_health_names_what_is_wrong(site: Site, db: None) -> None:
    site.start("web")
    assert site.health() == (503, {"status": "error", "reason": "the worker has not started"})
    site.start("worker")
    assert site.health() == (200, {"status": "ok"})
    site.kill("worker")
    Heartbeat.objects.update(at=datetime.now(UTC) - timedelta(seconds=95))
    status, body = site.health()
    assert (status, body["reason"][:35]) == (503, "the worker has been silent for 95 s")


def test_health_without_a_database_is_an_answer(site: Site) -> None:
    site.database = "postgres://nobody@127.0.0.1:1/nothing"
    site.start("web")
    status, body = site.health()
    assert (status, "database" in body["reason"]) == (503, True)


def test_a_taken_port_is_refused(site: Site, db: None) -> None:
    """Else two databases would answer by turns."""
    site.start("web")
    command = [sys.executable, "-m", "gehoor", "web", "--port", str(site.port)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (second.returncode, "PORT=" in second.stderr) == (1, True)
