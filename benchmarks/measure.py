"""Timing and printing for all benchmarks."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any


def milliseconds_of(call: Callable[[], Any]) -> float:
    start = perf_counter()
    call()
    return (perf_counter() - start) * 1000


def p95(times: Iterable[float]) -> float:
    """The value below which 95 of 100 lie (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def report(name: str, value: float, unit: str) -> None:
    print(name, f"{value:.2f}".rstrip("0").rstrip("."), unit, flush=True)
