"""`gehoor web`: the pages."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gehoor.management.ports import refuse_taken_port

STREAMS = 10_000


class Command(BaseCommand):
    help = "Serve the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("GEHOOR_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--workers", type=int, default=os.environ.get("WORKERS", "2"))

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_taken_port(options["host"], options["port"])
        # Without a backpressure of its own granian takes 1,024 streams and then no page more.
        command = [
            sys.executable, "-m", "granian", "gehoor.asgi:application", "--interface", "asginl",
            "--host", options["host"], "--port", str(options["port"]),
            "--workers", str(options["workers"]), "--backlog", "2048",
            "--backpressure", str(STREAMS), "--log-level", "warning",
        ]  # fmt: skip
        os.execv(sys.executable, command)
