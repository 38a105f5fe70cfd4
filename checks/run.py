"""Every check, all of them even when one fails, and what failed at the end."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str | Path]] = {
    "style": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy"],
    "house": [BIN / "lint-imports"],
    "sizes": [sys.executable, "-m", "checks.size_report"],
    "addresses": [sys.executable, "-m", "checks.addresses"],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    print("\nall checks passed" if not failed else f"\nFAILED: {', '.join(failed)}")
    return int(bool(failed))


def passes(name: str, command: list[str | Path]) -> bool:
    print(f"\n=== {name} ===", flush=True)
    with tempfile.TemporaryDirectory(prefix="gehoor-") as folder:
        # mypy's Django plugin loads the settings, and those make their data folder.
        return subprocess.run(command, env={**os.environ, "GEHOOR_DATA": folder}).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
