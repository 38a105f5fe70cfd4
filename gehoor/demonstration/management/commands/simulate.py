"""`gehoor simulate`: citizens call the demonstration now, and colleagues answer them."""

import signal
import sys
import threading
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from gehoor.demonstration.simulation.course import Course
from gehoor.demonstration.simulation.doors import Doors, prepare
from gehoor.demonstration.simulation.play import Play
from gehoor.demonstration.simulation.scripts import Scripts
from gehoor.demonstration.texts import Content
from gehoor.organisation.models import Tenant


class Command(BaseCommand):
    help = "Play citizens and colleagues in the demonstration, over HTTP, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000")
        parser.add_argument("--speed", type=float, default=1.0, help="times as fast as real time")
        parser.add_argument("--agents", type=int, default=10, help="colleagues at other desks")
        parser.add_argument("--minutes", type=float, help="then stop (default: when told to)")
        parser.add_argument(
            "--hour", type=int, choices=range(24), help="at which the day begins (default: now)"
        )
        parser.add_argument("--seed", type=int, help="the same number draws the same citizens")
        parser.add_argument("--report", type=Path, help="write what happened here, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["speed"] <= 0 or options["agents"] < 1:
            raise CommandError("--speed must be above 0 and --agents at least 1.")
        doors, course = _doors(), Course(options["speed"])
        if options["hour"] is not None:
            course.begins_at = course.begins_at.replace(hour=options["hour"], minute=0)
        draw = Random(options["seed"])  # noqa: S311  nothing here is secret
        play = Play(
            doors=doors, url=options["url"], agents=options["agents"], course=course,
            scripts=Scripts(Content(), draw), draw=draw,
        )  # fmt: skip
        _stop_with(course.stop)
        minutes = options["minutes"]
        tally = play.run(minutes * 60 if minutes else None)
        if options["report"]:
            options["report"].write_text(tally.written(), encoding="utf-8")
        self.stderr.write(f"Simulated: {tally.line()}.", style_func=str)
        for error in sorted(set(tally.errors)):
            self.stderr.write(error)


def _doors() -> Doors:
    tenant = Tenant.objects.filter(is_demonstration=True).first()
    if tenant is None:
        raise CommandError("There is no demonstration here: gehoor seed-demonstration makes one.")
    doors = prepare(tenant)
    connection.close()
    if not doors.numbers or not doors.colleagues:
        raise CommandError("The demonstration has no telephone number or nobody at the desks.")
    return doors


def _stop_with(stop: threading.Event) -> None:
    def on_signal(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    sys.setswitchinterval(0.001)  # many threads that mostly wait
