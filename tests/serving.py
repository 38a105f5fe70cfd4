"""Gehoor as it really runs, in processes of its own on the database of the test."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection

READY_WITHIN_S = 30.0


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def database_url() -> str:
    """The address of the test's own database."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    login = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    return f"postgres://{login}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@dataclass
class Site:
    """The web server and the worker; each can be killed and started again."""

    port: int = field(default_factory=free_port)
    workers: int = 1
    database: str = ""  # another than the test's own
    running: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *parts: str) -> None:
        """Start parts ("web", "worker") and wait until they are well."""
        for part in parts:
            self.launch(part)
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._is_well(parts):
            if time.monotonic() > deadline:
                raise AssertionError(f"not well after {READY_WITHIN_S} s: {self.health()}")
            time.sleep(0.05)

    def launch(self, part: str) -> None:
        options = (
            ["--port", str(self.port), "--workers", str(self.workers)] if part == "web" else []
        )
        own = {
            "DATABASE_URL": self.database or database_url(),
            "GEHOOR_DATA": str(settings.DATA_FOLDER),
        }
        arguments = [sys.executable, "-m", "gehoor", part, *options]
        self.running[part] = subprocess.Popen(
            arguments, env={**os.environ, **own}, start_new_session=True
        )

    def _is_well(self, parts: tuple[str, ...]) -> bool:
        status, body = self.health()
        return status == 200 if "worker" in parts else body is not None

    def health(self) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)
        except OSError:
            return 0, None

    def kill(self, part: str) -> None:
        """As if the power fell away: the whole group at once, with no chance to tidy."""
        process = self.running.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for part in list(self.running):
            process = self.running.pop(part)
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
