"""Fifty agents of the demonstration at 60 times real speed for ten minutes, on the server itself.

The simulation is a process of its own beside server and worker: citizens call through the hook of
the exchange, colleagues work over HTTP. GEHOOR_BENCH_MINUTES sets another length.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = tempfile.mkdtemp(prefix="gehoor-", dir=os.environ.get("GEHOOR_DATA"))
os.environ["GEHOOR_DATA"] = FOLDER
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/town.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "gehoor.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.measure import report  # noqa: E402
from gehoor.contacts.models import Contact, Question  # noqa: E402
from tests.serving import Site  # noqa: E402

AGENTS, SPEED = 50, 60
MINUTES = float(os.environ.get("GEHOOR_BENCH_MINUTES", "10"))
STEPS = ("page", "finish", "draft", "search")


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("seed_demonstration", contacts=300, year=True, verbosity=0)
    before = Contact.objects.latest("pk").pk
    connection.close()
    site = Site(workers=2, database=os.environ["DATABASE_URL"])
    site.start("web", "worker")
    try:
        told, spent_s = _simulate(site)
    finally:
        site.stop()
    lost = _lost(told, before)
    print(f"{told['counts']}; requests {told['requests']}; {told['errors'][:5]}", file=sys.stderr)
    for name in STEPS:
        report(f"simulated_{name}_p95", told["p95_ms"].get(name, 0.0), "ms")
    report("simulated_contacts", len(told["finished"]), "contacts")
    report("simulated_lost", lost, "contacts")
    report("simulated_errors", len(told["errors"]), "requests")
    report("simulation_itself", spent_s, "cpu-s")
    return int(bool(lost or told["errors"]))


def _simulate(site: Site) -> tuple[dict[str, Any], float]:
    file = Path(FOLDER) / "report.json"
    command = [
        sys.executable, "-m", "gehoor", "simulate", "--url", site.url, "--agents", str(AGENTS),
        "--speed", str(SPEED), "--minutes", str(MINUTES), "--hour", "9", "--seed", "1",
        "--report", str(file),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)  # server and worker still run
    return json.loads(file.read_text()), spent.ru_utime + spent.ru_stime


def _lost(told: dict[str, Any], before: int) -> int:
    """Offered but neither finished, hung up nor waiting; left open; or finished without words."""
    ours = Contact.objects.filter(pk__gt=before)
    counts = told["counts"]
    came = counts.get("offered", 0) + counts.get("started", 0)
    first = Question.objects.filter(contact__in=ours, position=1)
    words = {str(key): text for key, text in first.values_list("contact__uuid", "text")}
    wrong = sum(words.get(uuid) != typed for uuid, typed in told["finished"])
    return abs(came - ours.count()) + ours.filter(state="open").count() + wrong


if __name__ == "__main__":
    sys.exit(main())
