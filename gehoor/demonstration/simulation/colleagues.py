"""Colleagues at the other desks: each a thread, one contact at a time."""

import queue
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from gehoor.demonstration.simulation.browser import Browser, NotReached
from gehoor.demonstration.simulation.course import Course
from gehoor.demonstration.simulation.desk import Desk, SignedOut
from gehoor.demonstration.simulation.doors import Colleague
from gehoor.demonstration.simulation.pages import Article, Page
from gehoor.demonstration.simulation.scripts import Asked, Script
from gehoor.demonstration.simulation.tally import Tally

CHARACTERS_A_SECOND = 4
DRAFT_S = 2.0  # of the day played, as the desk keeps what is typed
LEAST_PAUSE_S = 0.5  # on the wall: nobody types faster than the page can listen
UNKNOWN_TALK_S, UNKNOWN_WRAP_UP_S = 120.0, 30.0
LIVE = {"phone", "counter"}
LOST = "Deze vraag was al in behandeling toen de simulatie begon."
TRIES = 3


@dataclass(frozen=True)
class Job:
    """A contact to take, or (empty) to begin with the citizen of `script` at the counter.

    `script` is None when the contact did not come from this simulation by telephone.
    """

    contact: str
    script: Script | None
    channel: str = "phone"


@dataclass
class Floor:
    """Which contacts are at work: somebody may have several windows open."""

    taken: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def claim(self, contact: str) -> bool:
        with self._lock:
            is_new = contact not in self.taken
            self.taken.add(contact)
            return is_new


class Worker(threading.Thread):
    """One window of a colleague, from signing in to signing out."""

    def __init__(
        self, person: Colleague, url: str, course: Course, tally: Tally, floor: Floor
    ) -> None:
        super().__init__(name=person.name, daemon=True)
        self.person, self.course, self.tally, self.floor = person, course, tally, floor
        self.desk = Desk(Browser(url, tally), person.uuid)
        self.jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self.is_free = False

    def give(self, job: Job) -> None:
        self.is_free = False
        self.jobs.put(job)

    def run(self) -> None:
        self._come_in()
        while not self.course.is_over:
            try:
                job = self.jobs.get(timeout=0.25)
            except queue.Empty:
                continue
            self._do(job)
            self.is_free = True
        try:
            self.desk.sign_out()
        except NotReached:
            return

    def _come_in(self) -> None:
        """Sign in and finish what was left open, however long the server is away."""
        tries = 0
        while not self.course.is_over or (tries and tries < TRIES):
            try:
                self.desk.sign_in()
                self._tidy()
                self.is_free = True
                return
            except NotReached:
                tries += 1
                self.course.stop.wait(1)

    def _do(self, job: Job) -> None:
        try:
            self._handle(job)
        except NotReached as lost:
            if not isinstance(lost, SignedOut):
                self.tally.count("not_reached")
            if job.contact:
                self.floor.taken.discard(job.contact)
            self._come_in()

    def _tidy(self) -> None:
        """Contacts from before: of a simulation that was killed, or a server that fell away."""
        for contact in self.desk.at_hand():
            if self.floor.claim(contact):
                self._finish_quickly(contact)

    def _finish_quickly(self, contact: str) -> None:
        page = self.desk.open(contact)
        if page:
            words = [typed for typed in page.words if typed.strip()] or [LOST]
            self._finish(contact, page, [Asked(text) for text in words], None)

    def _handle(self, job: Job) -> None:
        contact = job.contact
        if job.script and not contact:
            contact = self.desk.start(job.channel, self.person.clients[job.script.client])
            self.tally.count("started")
            self.floor.claim(contact)
        elif not self.floor.claim(contact):
            return
        elif not self.desk.accept(contact):
            self.tally.count("missed")
            return
        else:
            self.tally.count("taken")
        self._talk(contact, job)

    def _talk(self, contact: str, job: Job) -> None:
        page = self.desk.open(contact)
        if page is None:
            return
        asked, script = self._asked(page, job.script), job.script
        client = self.person.clients.get(script.client, 0) if script else 0
        if script and page.candidates:
            self.desk.attach(contact, page.candidates[0])
            if page.has_verification and script.kind in ("represented", "protected"):
                self.desk.verify(contact, script.home)
        typed_s, hit = self._type(contact, page, asked, client)
        article = self.desk.read(hit, client) if hit else None
        self.course.wait((script.talk_s if script else UNKNOWN_TALK_S) - typed_s)
        if job.channel in LIVE:
            self.desk.end(contact)
        self.course.wait(script.wrap_up_s if script else UNKNOWN_WRAP_UP_S)
        self._finish(contact, page, asked, article)

    def _asked(self, page: Page, script: Script | None) -> list[Asked]:
        """What the citizen wrote herself stays as it is."""
        written = [Asked(words) for words in page.words if words.strip()]
        return written or (list(script.questions) if script else [Asked(LOST)])

    def _type(self, contact: str, page: Page, asked: list[Asked], client: int) -> tuple[float, str]:
        """Word by word, as one hears them; how long that took, and the first article found."""
        pause = max(DRAFT_S, LEAST_PAUSE_S * self.course.speed)
        spent, hits = 0.0, [""] * len(asked)
        for n, question in enumerate(asked):
            for words in pieces(question.words, round(CHARACTERS_A_SECOND * pause)):
                if self.course.is_over:
                    break
                hits[n] = self.desk.search(words, client)
                typed = [*asked[:n], Asked(words)]
                self.desk.keep(contact, form_of(page, typed, None))
                self.course.wait(pause)
                spent += pause
        return spent, hits[0]

    def _finish(
        self, contact: str, page: Page, asked: list[Asked], article: Article | None
    ) -> None:
        """If what was chosen does not fit, the answer itself does."""
        if not self.desk.finish(contact, form_of(page, asked, article)):
            plain = [Asked(question.words or LOST) for question in asked]
            if not self.desk.finish(contact, form_of(page, plain, None)):
                self.tally.fail("finish: 422")
                return
        self.tally.finish(contact, asked[0].words)
        self.desk.at_hand()


def pieces(words: str, size: int) -> Iterable[str]:
    """The words as they grow on the screen."""
    return (words[:end] for end in range(size, len(words) + size, size))


def form_of(page: Page, asked: list[Asked], article: Article | None) -> dict[str, str]:
    """The questions as the page sends them; the article belongs to the first."""
    form = {
        "questions-TOTAL_FORMS": str(len(asked)),
        "questions-INITIAL_FORMS": "0",
        "revision": page.revision,
        "writer": page.writer,
    }
    for n, question in enumerate(asked):
        fields = {
            "text": question.words,
            "outcome": page.outcomes.get(question.outcome) or page.outcomes.get("answered", ""),
            "note": question.note,
            "department": page.departments[0] if page.departments else "",
        }
        if article and n == 0:
            fields |= {"article": article.uuid, "theme": article.theme, "product": article.product}
            if article.department in page.departments:
                fields["department"] = article.department
        form |= {f"questions-{n}-{name}": value for name, value in fields.items()}
    return form
