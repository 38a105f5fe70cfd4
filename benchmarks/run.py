"""Runs every benchmarks/bench_*.py, or those named: `make bench ARGS="search finish"`.

A benchmark is a program that prints lines of `name value unit` and exits with 0;
what it wants to tell besides goes to standard error.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent


def main(names: list[str]) -> int:
    chosen = [name for name in all_names() if not names or name in names]
    unknown = sorted(set(names) - set(chosen))
    failed = [name for name in chosen if not succeeds(name)]
    if unknown or failed:
        print(f"FAILED: {', '.join(failed + unknown)}", file=sys.stderr)
    return int(bool(unknown or failed))


def all_names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def succeeds(name: str) -> bool:
    module = f"{FOLDER.name}.bench_{name}"
    with tempfile.TemporaryDirectory(prefix="gehoor-") as folder:
        # Benchmarks fill databases: never the one somebody works in.
        env = {**os.environ, "GEHOOR_DATA": folder, "DATABASE_URL": ""}
        command = [sys.executable, "-m", module]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True)
    lines = done.stdout.splitlines()
    print(*lines, sep="\n", flush=True)
    return done.returncode == 0 and bool(lines) and all(map(is_figure, lines))


def is_figure(line: str) -> bool:
    match line.split():
        case [_, value, _]:
            return value.replace(".", "", 1).isdigit()
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
