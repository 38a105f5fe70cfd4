"""Searching while typing: 50 keystrokes a second on the server as it runs, 5,000 articles.

Keystrokes come by the clock, whether or not the one before was answered, and each is timed
from the moment it was due: an answer that lets others wait counts for those too.
"""

import queue
import sys
import threading
import time
from itertools import count
from random import Random

from benchmarks.measure import milliseconds_of, p95, report
from benchmarks.world import enter

enter()

from benchmarks.texts import FIELDS, question  # noqa: E402
from gehoor.knowledge.indexing import bring_up_to_date, rebuild  # noqa: E402
from gehoor.knowledge.models import Article  # noqa: E402
from gehoor.organisation.models import Employee, Tenant  # noqa: E402
from tests.serving import Site  # noqa: E402
from tests.windows import Window  # noqa: E402

A_SECOND = 50
SECONDS = 20
WARMING_UP_S = 3
TYPISTS = 16

Keystroke = tuple[float, str]


def keystrokes(random: Random, number: int) -> list[str]:
    """What stands in the search box after each key, question after question."""
    typed: list[str] = []
    while len(typed) < number:
        words = question(random, random.choice(FIELDS))[:60]
        typed += [words[:end] for end in range(1, len(words) + 1)]
    return typed[:number]


def type_on(window: Window, due: "queue.SimpleQueue[Keystroke | None]", times: list[float]) -> None:
    while keystroke := due.get():
        moment, words = keystroke
        answer = window.post("/werkplek/zoeken/", {"q": words})
        if answer.status != 200:
            raise RuntimeError(f"search answered {answer.status}")
        times.append((time.perf_counter() - moment) * 1000)


def measure(site: Site, employees: list[Employee]) -> list[float]:
    due: queue.SimpleQueue[Keystroke | None] = queue.SimpleQueue()
    times: list[float] = []
    windows = [Window(site, employees[n % len(employees)]) for n in range(TYPISTS)]
    threads = [threading.Thread(target=type_on, args=(each, due, times)) for each in windows]
    for thread in threads:
        thread.start()
    start = time.perf_counter()
    typed = keystrokes(Random(7), A_SECOND * (WARMING_UP_S + SECONDS))
    for number, words in zip(count(), typed):
        moment = start + number / A_SECOND
        time.sleep(max(0.0, moment - time.perf_counter()))
        due.put((moment, words))
    for _thread in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return times[A_SECOND * WARMING_UP_S :]


def main() -> int:
    tenant = Tenant.objects.get()
    report("search_articles", Article.objects.count(), "articles")
    report("search_rebuild", milliseconds_of(lambda: rebuild(tenant)) / 1000, "s")
    report("search_rebuild_unchanged", milliseconds_of(lambda: bring_up_to_date(tenant)), "ms")
    site = Site(workers=2)
    site.start("web")
    try:
        times = measure(site, list(Employee.objects.filter(email__startswith="agent")))
    finally:
        site.stop()
    report("search_keystroke_median_50_a_second", sorted(times)[len(times) // 2], "ms")
    report("search_keystroke_p95_50_a_second", p95(times), "ms")
    return int(len(times) != A_SECOND * SECONDS)


if __name__ == "__main__":
    sys.exit(main())
