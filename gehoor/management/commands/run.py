"""`gehoor run`: everything on one machine, ready when the address is printed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gehoor.management.ports import refuse_taken_port
from gehoor.organisation.models import Employee, Tenant

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 5.0
NOBODY = "Nobody can sign in yet. Begin with: gehoor create-tenant NAME --admin EMAIL"


class Command(BaseCommand):
    help = "Set up what is missing, then serve pages and run the worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument(
            "--empty", action="store_true", help="no demonstration in an empty database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        refuse_taken_port("127.0.0.1", port)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        self._prepare(with_demonstration=not options["empty"])
        connection.close()
        parts = {"web": ["web", "--port", str(port)], "worker": ["worker"]}
        simulation = _simulation(port)
        running = {name: _start(command) for name, command in parts.items()}
        try:
            _wait_until_well(port, running["web"])
            self.stdout.write("Stop with Ctrl+C.")
            self.stdout.write(f"Gehoor is open: http://127.0.0.1:{port}/")
            self.stdout.flush()
            for name, command in simulation.items():
                running[name] = _start(command)
            _keep_running(running, parts | simulation)
        except KeyboardInterrupt:
            pass
        finally:
            _stop(running)

    def _prepare(self, *, with_demonstration: bool) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        if with_demonstration:
            call_command("seed_demonstration", if_empty=True)
        if not Employee.objects.filter(is_active=True).exists():
            self.stdout.write(NOBODY)


def _simulation(port: int) -> dict[str, list[str]]:
    """In a demonstration citizens call and colleagues work; GEHOOR_SIMULATE=0 leaves them out."""
    is_wanted = os.environ.get("GEHOOR_SIMULATE", "1") != "0"
    if not is_wanted or not Tenant.objects.filter(is_demonstration=True).exists():
        return {}
    return {"simulate": ["simulate", "--url", f"http://127.0.0.1:{port}"]}


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    # A group of its own, so that Ctrl+C reaches us alone and we end the parts in order.
    return subprocess.Popen([sys.executable, "-m", "gehoor", *command], start_new_session=True)


def _wait_until_well(port: int, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not _is_well(port):
        if web.poll() is not None:
            raise CommandError("The pages did not start; the reason stands above.")
        if time.monotonic() > deadline:
            raise CommandError("Gehoor is not well after a minute: see /healthz for the reason.")
        time.sleep(0.1)


def _is_well(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(json.load(answer) == {"status": "ok"})
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        return False


def _keep_running(running: "dict[str, subprocess.Popen[bytes]]", parts: dict[str, Any]) -> None:
    """A part that falls over is started again, a second later."""
    while True:
        time.sleep(1)
        for name, process in running.items():
            if process.poll() is not None:
                running[name] = _start(parts[name])


def _stop(running: "dict[str, subprocess.Popen[bytes]]") -> None:
    """Ask each part to end, then end its whole group: a server has processes of its own.

    The simulation first, while there is a server to hang up at.
    """
    if "simulate" in running:
        _end(running.pop("simulate"))
    for process in running.values():
        process.terminate()
    for process in running.values():
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_WITHIN_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
