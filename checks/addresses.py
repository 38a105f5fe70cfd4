"""No file of the project names a package registry or a place on one machine.

The patterns are put together here so that this file does not contain what it looks for.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
REGISTRIES = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
]
MACHINE_FOLDERS = ["home", "root", "tmp", "work", "Users"]

HOST = "|".join(rf"{name}\.{end}" for name, end in REGISTRIES)
PLACE = rf"(?<![\w.~>}}/-])/(?:{'|'.join(MACHINE_FOLDERS)})/\w"
FORBIDDEN = re.compile(f"{HOST}|{PLACE}")


def main() -> int:
    found = [line for path in project_files() for line in forbidden_lines(path)]
    print(*found, sep="\n")
    print(f"{len(found)} lines name a package registry or a place on one machine")
    return int(bool(found))


def project_files() -> Iterator[Path]:
    """What is committed, or would be by adding everything."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return (ROOT / name for name in listed.split("\0") if (ROOT / name).is_file())


def forbidden_lines(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:  # a picture or a compiled catalogue
        return
    for number, line in enumerate(lines, 1):
        if match := FORBIDDEN.search(line):
            yield f"{path.relative_to(ROOT)}:{number}: {match.group()}"


if __name__ == "__main__":
    sys.exit(main())
