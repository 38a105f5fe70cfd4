"""A made-up contact centre of a year: 300,000 contacts by default, the same ones every time.

`enter()` gives a benchmark its own copy and sets Django up; call it before any import of
models. The world is built once and kept in var/benchmarks until the code it depends on
changes. GEHOOR_BENCH_CONTACTS sets another size.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "benchmarks"
CONTACTS = int(os.environ.get("GEHOOR_BENCH_CONTACTS", "300000"))
ARTICLES = 5_000
FIRST_DAY, LAST_DAY = "2025-11-17", "2026-11-15"


def enter() -> None:
    """Set Django up on a copy of the world that goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="gehoor-", dir=os.environ.get("GEHOOR_DATA")))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy = folder / "world.sqlite3"
    _copy_built(copy)
    os.environ["GEHOOR_DATA"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{copy}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "gehoor.settings"
    django.setup()


def _copy_built(copy: Path) -> None:
    """Under a lock: another process may build a newer world, and removes the older ones."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"world-{CONTACTS}-{_fingerprint()}.sqlite3"
    with open(CACHE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _build(path)
        shutil.copyfile(path, copy)


def _fingerprint() -> str:
    """Changes with whatever the world is made by."""
    own = Path(__file__).parent
    sources = [own / "world.py", own / "people.py", own / "traffic.py", own / "texts.py"]
    sources += sorted((ROOT / "gehoor").glob("*/migrations/*.py"))
    sources += [ROOT / "gehoor/measures/tallies.py"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    return digest.hexdigest()[:12]


def _build(path: Path) -> None:
    for old in CACHE.glob(f"world-{CONTACTS}-*"):
        old.unlink()
    print(f"building a world of {CONTACTS:,} contacts (once) ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="gehoor-", dir=CACHE) as folder:
        new = Path(folder) / "world.sqlite3"
        env = {**os.environ, "GEHOOR_DATA": folder, "DATABASE_URL": f"sqlite:///{new}"}
        env["DJANGO_SETTINGS_MODULE"] = "gehoor.settings"
        subprocess.run([sys.executable, "-m", __spec__.name], env=env, cwd=ROOT, check=True)
        new.rename(path)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from benchmarks.people import make_organisation
    from benchmarks.traffic import make_contacts

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        make_contacts(make_organisation(ARTICLES), CONTACTS)
    call_command("recount", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA journal_mode=DELETE")


if __name__ == "__main__":
    main()
