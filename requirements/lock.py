"""Writes the four lock files from pyproject.toml; later ones keep to the earlier."""

import subprocess
import sys

COMPILE = [
    *["uv", "pip", "compile", "--quiet", "--no-config"],
    *["--universal", "--python-version=3.11", "--fork-strategy=fewest"],
    *["--generate-hashes", "--no-emit-index-url", "--custom-compile-command=make lock"],
]
LOCKS = {
    "base": ["pyproject.toml"],
    "build": ["--group", "build"],
    "test": ["--group", "test"],
    "check": ["--group", "check"],
}


def main(options: list[str]) -> None:
    earlier: list[str] = []
    for name, source in LOCKS.items():
        lock = f"requirements/{name}.txt"
        command = [sys.executable, "-m", *COMPILE, *source, *earlier, "-o", lock]
        subprocess.run([*command, *options], check=True)
        earlier += ["--constraint", lock]


if __name__ == "__main__":
    main(sys.argv[1:])
