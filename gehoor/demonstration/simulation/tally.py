"""What happened in a simulation, told by many threads."""

import json
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

MOST_ERRORS = 50


@dataclass
class Tally:
    """`counts` of contacts, `finished` as (uuid, words of the first question), and times in ms."""

    counts: Counter[str] = field(default_factory=Counter)
    finished: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def finish(self, uuid: str, words: str) -> None:
        with self._lock:
            self.counts["finished"] += 1
            self.finished.append((uuid, words))

    def took(self, what: str, milliseconds: float) -> None:
        with self._lock:
            self.times[what].append(milliseconds)

    def fail(self, what: str) -> None:
        with self._lock:
            self.counts["errors"] += 1
            self.errors = [*self.errors, what][-MOST_ERRORS:]

    def p95(self, what: str) -> float:
        times = sorted(self.times.get(what, ()))
        return times[int(len(times) * 0.95)] if times else 0.0

    def as_row(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "finished": self.finished,
            "errors": self.errors,
            "p95_ms": {what: round(self.p95(what), 1) for what in sorted(self.times)},
            "requests": {what: len(times) for what, times in sorted(self.times.items())},
        }

    def written(self) -> str:
        return json.dumps(self.as_row(), ensure_ascii=False)

    def line(self) -> str:
        names = ("offered", "started", "abandoned", "taken", "finished", "errors")
        return ", ".join(f"{self.counts[name]} {name}" for name in names)
