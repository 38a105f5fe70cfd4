"""How long functions and files are, against the limits of the house.

Product code only: tests and migrations do not count. A function runs from `def` to its
last line, docstring included; an inner function is counted by itself too.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Limit:
    median: int
    long: int
    long_share: float


LIMITS = {
    "functions": Limit(median=8, long=50, long_share=0.02),
    "files": Limit(median=80, long=400, long_share=0.0),
}


def main() -> int:
    paths = list(files_of("gehoor"))
    sizes = {
        "functions": {name: size for path in paths for name, size in function_sizes(path)},
        "files": {name_of(path): line_count(path) for path in paths},
    }
    kept = [report(kind, sizes[kind], limit) for kind, limit in LIMITS.items()]
    print_share_of_tests(paths)
    return int(not all(kept))


def files_of(folder: str, *, tests: bool = False) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts and ("tests" in path.parts) == tests:
            yield path


def function_sizes(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{name_of(path)}:{node.lineno} {node.name}"
            yield name, (node.end_lineno or node.lineno) - node.lineno + 1


def report(kind: str, sizes: dict[str, int], limit: Limit) -> bool:
    middle = median(sizes.values() or [0])
    long = {name: size for name, size in sizes.items() if size > limit.long}
    share = len(long) / max(1, len(sizes))
    print(f"{len(sizes)} {kind}: median {middle:g} lines (limit {limit.median}),", end=" ")
    print(f"{share:.1%} over {limit.long} (limit {limit.long_share:.0%})")
    for name, size in sorted(long.items(), key=lambda item: -item[1]):
        print(f"  {size:5} {name}")
    return middle <= limit.median and share <= limit.long_share


def print_share_of_tests(paths: list[Path]) -> None:
    code = sum(map(line_count, paths))
    tests = sum(map(line_count, [*files_of("gehoor", tests=True), *files_of("tests", tests=True)]))
    print(
        f"{code} lines of code, {tests} of tests: {tests / max(1, code):.1f} for each line of code"
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    sys.exit(main())
