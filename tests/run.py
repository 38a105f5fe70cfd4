"""The whole suite: once on SQLite with the browser tests, once on PostgreSQL.

What a machine lacks is skipped and named at the end; with REQUIRE_SERVICES=1 it
fails instead. TEST_POSTGRES_URL names the server; arguments go to pytest.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

import psycopg

from tests.chromium import find_chromium

DEFAULT_POSTGRES_URL = "postgres://postgres@127.0.0.1:5432/postgres"
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL") or DEFAULT_POSTGRES_URL
IS_STRICT = os.environ.get("REQUIRE_SERVICES") == "1"


def main(arguments: list[str]) -> int:
    missing = {"PostgreSQL": postgres_trouble(), "browser tests": browser_trouble()}
    missing = {name: reason for name, reason in missing.items() if reason}
    results = {"SQLite": run_pytest("", arguments, with_browser="browser tests" not in missing)}
    if "PostgreSQL" not in missing:
        results["PostgreSQL"] = run_pytest(own_database(), arguments, with_browser=False)
    report(results, missing)
    return int(any(results.values()) or (IS_STRICT and bool(missing)))


def postgres_trouble() -> str:
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=5).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return ""


def browser_trouble() -> str:
    return "" if find_chromium() else "no chromium on this machine (CHROMIUM names one)"


def own_database() -> str:
    """A name of its own for each run, so that two runs on one server do not meet."""
    return urlsplit(POSTGRES_URL)._replace(path=f"/gehoor_{os.getpid()}").geturl()


def run_pytest(database_url: str, arguments: list[str], *, with_browser: bool) -> int:
    selection = [] if with_browser else ["-m", "not browser"]
    print(f"\n=== {'PostgreSQL' if database_url else 'SQLite'} ===", flush=True)
    with tempfile.TemporaryDirectory(prefix="gehoor-") as folder:
        # Nothing of the developer's own settings or data takes part.
        settings = {"DATABASE_URL": database_url, "GEHOOR_DATA": folder}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-rs", *selection, *arguments],
            env={**os.environ, **settings},
        ).returncode


def report(results: dict[str, int], missing: dict[str, str]) -> None:
    print()
    for name, code in results.items():
        print(f"{name}: {'passed' if code == 0 else f'FAILED (pytest exit code {code})'}")
    for name, reason in missing.items():
        print(f"{name}: {'MISSING' if IS_STRICT else 'SKIPPED'}: {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
