"""How long `make run` takes: the first time in an empty data folder, and the second time."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.measure import report
from tests.serving import free_port

ROOT = Path(__file__).resolve().parent.parent
STARTS = 3


def seconds_until_open() -> float:
    """From the command to the line with the address; then it is stopped again."""
    env = {**os.environ, "PORT": str(free_port())}
    begun = perf_counter()
    command = ["make", "--no-print-directory", "run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert running.stdout
        try:
            for line in running.stdout:
                if "is open" in line:
                    return perf_counter() - begun
        finally:
            os.killpg(running.pid, signal.SIGINT)
            running.stdout.read()
    raise SystemExit("make run ended before Gehoor was open")


def main() -> int:
    first = seconds_until_open()
    again = [seconds_until_open() for _ in range(STARTS)]
    report("start_first_time_seeding_included", first, "s")
    report("start_second_time_slowest", max(again), "s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
