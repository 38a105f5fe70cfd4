"""Fifty agents at work at once, on the server as it runs, with 300,000 contacts behind them.

Each opens a contact, types a question (a keystroke searches, every two seconds the draft is
kept), finishes, and begins again after a breath: a contact every twenty seconds, some ten
times as fast as people work. Latencies are those the browser sees.
"""

import sys
import threading
import time
from collections import defaultdict
from random import Random

from benchmarks.measure import milliseconds_of, p95, report
from benchmarks.world import enter

enter()

from benchmarks.texts import FIELDS, question  # noqa: E402
from gehoor.contacts.models import Contact, Outcome  # noqa: E402
from gehoor.knowledge.indexing import rebuild  # noqa: E402
from gehoor.organisation.models import Employee, Tenant  # noqa: E402
from tests.serving import Site  # noqa: E402
from tests.windows import Window  # noqa: E402

sys.setswitchinterval(0.0005)  # fifty threads measure: none waits long for another
AGENTS = 50
SECONDS = 60.0
KEYSTROKE_S = 0.4
KEYSTROKES_A_DRAFT = 5
BREATH_S = 12.0

times: dict[str, list[float]] = defaultdict(list)
failures: list[str] = []


class Agent:
    """One person at her desk: what she does, measured."""

    def __init__(self, site: Site, employee: Employee, outcome: Outcome, seed: int) -> None:
        self.window = Window(site, employee)
        self.client = employee.clients.all()[0].pk
        self.outcome = outcome.pk
        self.random = Random(seed)

    def work(self, until: float) -> None:
        time.sleep(self.random.random() * 20)
        try:
            while time.monotonic() < until:
                self.handle_one()
                time.sleep(self.random.uniform(0, 2 * BREATH_S))
        except Exception as error:
            failures.append(repr(error))

    def ask(self, name: str, method: str, path: str, form: dict[str, str] | None = None) -> str:
        answers = []

        def call() -> None:
            answers.append(
                self.window.post(path, form or {}) if method == "POST" else self.window.get(path)
            )

        times[name].append(milliseconds_of(call))
        if answers[0].status >= 400:
            failures.append(f"{name}: {answers[0].status}")
        return answers[0].location

    def handle_one(self) -> None:
        start = {"channel": "phone", "client": str(self.client)}
        path = self.ask("start", "POST", "/werkplek/nieuw/", start)
        self.ask("page", "GET", path)
        form = self.type_question(path)
        self.ask("finish", "POST", f"{path}afronden/", form)
        self.ask("page", "GET", "/werkplek/")

    def type_question(self, path: str) -> dict[str, str]:
        words = question(self.random, self.random.choice(FIELDS))[:60]
        form = {"questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0"}
        form |= {"questions-0-text": "", "questions-0-outcome": str(self.outcome)}
        drafts = 0
        for stroke, end in enumerate(range(4, len(words), 4)):
            form["questions-0-text"] = words[:end]
            self.ask("search", "POST", "/werkplek/zoeken/", {"q": words[:end]})
            if stroke % KEYSTROKES_A_DRAFT == KEYSTROKES_A_DRAFT - 1:
                self.ask("draft", "POST", f"{path}concept/", form | {"revision": str(drafts)})
                drafts += 1
            time.sleep(self.random.uniform(0.5, 1.5) * KEYSTROKE_S)
        return form


def main() -> int:
    tenant = Tenant.objects.get()
    rebuild(tenant)
    before = Contact.objects.count()
    outcome = Outcome.objects.get(code="answered")
    people = [*Employee.objects.filter(email__startswith="agent")] * 2
    site = Site(workers=2)
    site.start("web", "worker")
    try:
        until = time.monotonic() + SECONDS
        agents = [Agent(site, people[n], outcome, n) for n in range(AGENTS)]
        threads = [threading.Thread(target=agent.work, args=(until,)) for agent in agents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        site.stop()
    finished = len(times["finish"])
    print(
        f"{finished} contacts; requests { ({k: len(v) for k, v in times.items()}) }",
        file=sys.stderr,
    )
    for problem in failures[:5]:
        print(problem, file=sys.stderr)
    for name in ("page", "finish", "draft", "search"):
        report(f"desk_{name}_p95_50_agents", p95(times[name]), "ms")
    report("desk_contacts_lost", before + finished - Contact.objects.count(), "contacts")
    report("desk_errors", len(failures), "requests")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
