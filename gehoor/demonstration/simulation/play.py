"""A run of the simulation: citizens arrive, colleagues are told who waits, and it ends well."""

import heapq
import itertools
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from gehoor.demonstration.conversations import PACES
from gehoor.demonstration.demand import crowd
from gehoor.demonstration.simulation import pages
from gehoor.demonstration.simulation.browser import Browser, NotReached
from gehoor.demonstration.simulation.colleagues import Floor, Job, Worker
from gehoor.demonstration.simulation.course import Course
from gehoor.demonstration.simulation.desk import Desk
from gehoor.demonstration.simulation.doors import Doors, Number
from gehoor.demonstration.simulation.scripts import HOME, Script, Scripts
from gehoor.demonstration.simulation.tally import Tally

HOOK, SPEECH, STANDING = "/ingang/telefonie/", "/demonstratie/spraak/", "/demonstratie/stand/"
TICK_S, STANDING_S, MOST_LATE_S = 0.02, 5.0, 1.0  # on the wall
OCCUPANCY = 0.5  # 45 agents, of whom two thirds are at work, answer 25,000 contacts a month
MEAN_HANDLE_S = (PACES["phone"].talk + PACES["phone"].wrap_up) * 1.32  # of what lies around it
QUIETEST, BUSIEST = 0.6, 1.0  # closing time is ignored: somebody is always awake here
LONGEST_SILENCE_S = 45.0
PICK_UP_S = (25.0, 35.0)  # who visits the demonstration may be first
READ_S = (60.0, 120.0)  # a form is read later than a telephone is picked up
SHARE_OF_CHANNEL = {"phone": 0.87, "webform": 0.05, "counter": 0.08}
HEARD_UNTIL_SPEED = 5.0  # faster than that nobody listens
JOIN_S = 30.0


@dataclass(frozen=True)
class Call:
    """A citizen on the telephone; `key` is what the exchange calls it."""

    key: str
    number: Number
    script: Script

    def news(self, event: str) -> dict[str, str | None]:
        caller = self.script.caller or None
        return {"called": self.number.number, "caller": caller, "call": self.key, "event": event}


@dataclass
class Play:
    doors: Doors
    url: str
    agents: int
    course: Course
    scripts: Scripts
    draw: Random
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.floor = Floor()
        self.calls: dict[str, Call] = {}
        self.workers = [
            Worker(person, self.url, self.course, self.tally, self.floor)
            for person in itertools.islice(itertools.cycle(self.doors.colleagues), self.agents)
        ]
        self.street = Browser(self.url, self.tally)
        self.lookout = Desk(Browser(self.url, self.tally), self.doors.colleagues[0].uuid)
        self.is_paused = False
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._first_seen: dict[str, float] = {}
        self._next_at = 0.0

    def run(self, seconds: float | None = None) -> Tally:
        until = time.monotonic() + seconds if seconds else float("inf")
        for worker in self.workers:
            worker.start()
        self._next_at = time.monotonic()
        self._later(0, self._arrive_and_go_on)
        self._later(0, self._look_and_go_on)
        self._later(0, self._ask_standing_and_go_on)
        while not self.course.is_over and time.monotonic() < until:
            self._step(until=time.monotonic() + 1)
            self.course.stop.wait(TICK_S)
        self._end()
        return self.tally

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        """On the wall."""
        heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), action))

    def _step(self, *, until: float) -> None:
        """What is due; what did not reach the server is tried again."""
        while self._due and self._due[0][0] <= time.monotonic() < until and not self.course.is_over:
            _at, _number, action = heapq.heappop(self._due)
            try:
                action()
            except NotReached:
                self._later(1, action)

    # --- citizens

    def _arrive_and_go_on(self) -> None:
        if not self.is_paused:
            self._arrive()
        # After the moment planned, not after now: being busy makes no citizen stay at home, but
        # who finds the line dead for long does.
        self._next_at = max(self._next_at, time.monotonic() - MOST_LATE_S)
        self._next_at += self._interval() / self.course.speed
        self._later(self._next_at - time.monotonic(), self._arrive_and_go_on)

    def _interval(self) -> float:
        """Seconds of the day played until the next; never so many that a visitor gets bored."""
        busy = min(max(crowd(self.course.now), QUIETEST), BUSIEST)
        rate = self.agents * OCCUPANCY / MEAN_HANDLE_S * busy
        return min(self.draw.expovariate(rate), LONGEST_SILENCE_S)

    def _arrive(self) -> None:
        client = self.scripts.next_client()
        channel = self.draw.choices(list(SHARE_OF_CHANNEL), list(SHARE_OF_CHANNEL.values()))[0]
        if channel == "counter" and client == HOME:
            self._come_to_counter(self.scripts.next_script(client, channel))
        elif channel == "webform" and client in self.doors.forms:
            self._write(self.scripts.next_script(client, channel))
        else:
            self._call(self.scripts.next_script(client, "phone"))

    def _call(self, script: Script) -> None:
        number = next(one for one in self.doors.numbers if one.client == script.client)
        call = Call(str(uuid.uuid4()), number, script)
        self._later(0, lambda: self._ring(call))

    def _ring(self, call: Call) -> None:
        """Told again when no answer came: the exchange knows the call by its key."""
        answer = self.street.tell(HOOK, call.news("offered"), call.number.secret, "hook")
        if answer.status not in (200, 201):
            self.tally.fail(f"hook: {answer.status}")
            return
        contact = answer.text.split('"contact": "')[1][:36]
        self.calls[contact] = call
        self.tally.count("offered")
        self._later(call.script.patience_s / self.course.speed, lambda: self._give_up(contact))
        if self.course.speed <= HEARD_UNTIL_SPEED:
            self._speak(call)

    def _speak(self, call: Call) -> None:
        speech = {"call": call.key, "lines": call.script.lines}
        answer = self.street.tell(SPEECH, speech, call.number.secret, "speech")
        if answer.status != 204:
            self.tally.fail(f"speech: {answer.status}")

    def _give_up(self, contact: str) -> None:
        call = self.calls.get(contact)
        if call is None or contact in self.floor.taken:
            self.calls.pop(contact, None)
            return
        answer = self.street.tell(HOOK, call.news("hung_up"), call.number.secret, "hook")
        self.calls.pop(contact, None)
        if answer.status != 200:
            self.tally.fail(f"hook: {answer.status}")
        elif '"abandoned"' in answer.text:
            self.tally.count("abandoned")

    def _write(self, script: Script) -> None:
        path = self.doors.forms[script.client]
        page = self.street.get(path, "form")
        form = {
            "key": pages.form_key(page.text), "text": script.questions[0].words,
            "name": script.name, "email": script.email, "phone": "", "website": "",
        }  # fmt: skip
        answer = self.street.post(path, form, "form")
        if answer.status == 302:
            self.tally.count("offered")
        else:
            self.tally.fail(f"form: {answer.status}")

    def _come_to_counter(self, script: Script) -> None:
        """When nobody is free, she waits outside: a contact begins with the colleague."""
        worker = self._free(script.client, "counter")
        if worker:
            worker.give(Job("", script, "counter"))

    # --- colleagues

    def _look_and_go_on(self) -> None:
        try:
            self._look()
        finally:
            self._later(max(0.25, 2 / self.course.speed), self._look_and_go_on)

    def _look(self) -> None:
        """Who waits long enough goes to who is free longest."""
        if "sessionid" not in self.lookout.browser.cookies:
            self.lookout.sign_in()
        try:
            waiting = self.lookout.queue()
        except NotReached:
            self.lookout.browser.cookies.pop("sessionid", None)
            raise
        now = time.monotonic()
        known = {ring.uuid for ring in waiting}
        self._first_seen = {k: v for k, v in self._first_seen.items() if k in known}
        for ring in waiting:
            ready_at = self._first_seen.setdefault(ring.uuid, now + self._pick_up(ring.uuid))
            if ready_at <= now and ring.uuid not in self.floor.taken:
                self._assign(ring)

    def _pick_up(self, contact: str) -> float:
        """On the wall: how long it rings before a colleague takes it."""
        seconds = self.draw.uniform(*(PICK_UP_S if contact in self.calls else READ_S))
        return seconds / self.course.speed

    def _assign(self, ring: pages.Waiting) -> None:
        worker = self._free(self.doors.clients.get(ring.client, HOME), "phone")
        call = self.calls.get(ring.uuid)
        if worker:
            script = call.script if call else None
            worker.give(Job(ring.uuid, script, "phone" if call else "webform"))
            self._first_seen[ring.uuid] = time.monotonic() + 60

    def _free(self, client: str, channel: str) -> Worker | None:
        """Hosts are found at the counter only."""
        serving = (one for one in self.workers if client in one.person.clients and one.is_free)
        fit = [one for one in serving if channel == "counter" or not one.person.is_host]
        return self.draw.choice(fit) if fit else None

    # --- the end, and a pause

    def _ask_standing_and_go_on(self) -> None:
        answer = self.street.ask(STANDING, self.doors.numbers[0].secret, "standing")
        self.is_paused = answer.status == 200 and '"is_paused": true' in answer.text
        self._later(STANDING_S, self._ask_standing_and_go_on)

    def _end(self) -> None:
        """Who waits hangs up, who talks comes to an end; nothing stays open."""
        self.course.stop.set()
        for contact in list(self.calls):
            try:
                self._give_up(contact)
            except NotReached:
                break
        until = time.monotonic() + JOIN_S
        for worker in self.workers:
            worker.join(max(0.0, until - time.monotonic()))
