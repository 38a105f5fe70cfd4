"""The year of the demonstration, seeded at once on an empty SQLite database, without embeddings.

Seconds are of the command as somebody would type it, from its start to its end.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.measure import report


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gehoor-", dir=os.environ.get("GEHOOR_DATA")) as folder:
        database = Path(folder) / "year.sqlite3"
        env = {**os.environ, "GEHOOR_DATA": folder, "DATABASE_URL": f"sqlite:///{database}"}
        run("migrate", env=env)
        before, begun = cpu_seconds(), perf_counter()
        run("seed-demonstration", "--year", env=env)
        report("demonstration_year_seconds", perf_counter() - begun, "s")
        report("demonstration_year_cpu", cpu_seconds() - before, "s")
        with sqlite3.connect(database) as connection:
            (contacts,) = connection.execute("SELECT count(*) FROM contacts_contact").fetchone()
        report("demonstration_year_contacts", contacts, "contacts")
    return 0


def run(*command: str, env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "gehoor", *command], env=env, stdout=2, check=True)


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
