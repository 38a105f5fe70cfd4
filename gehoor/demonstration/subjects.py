"""What citizens ask, in their own words, and how such a question ends. Plain values only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from random import Random

from gehoor.demonstration.demand import Cause
from gehoor.demonstration.words import GREETED

# People speak otherwise than they type, and type otherwise than they write.
MANNER = {
    "phone": "spoken", "counter": "at the counter", "chat": "typed", "whatsapp": "typed",
    "social": "typed", "email": "written", "webform": "written", "post": "written",
}  # fmt: skip
AT_COUNTER = {"answered", "appointment", "looked_up", "passed_on", "report_taken"}
OWN_WORDS = 4.0  # a question meant for one client is asked there so many times more often
STORY = 60  # a question of so many characters comes four times as rarely: it is one person's own
PASSED_ON = 1.6  # the content tells more of what the centre can answer than of what it cannot
ALSO_TYPED, ALSO_WRITTEN = 90, 120  # a short spoken question may come in another manner
ELSEWHERE = 0.5  # but then less often


@dataclass(frozen=True, slots=True)
class Subject:
    """A question that people have, for one client; ids of the database, None where unknown."""

    text: str
    channel: str
    theme: str
    outcome: str
    note: str
    searched: str  # what it is about: its words and the title of its article, in lower case
    is_own: bool = False
    theme_id: int | None = None
    product_id: int | None = None
    article_id: int | None = None
    department_id: int | None = None
    department: str = ""
    line: str = ""  # `subject` of the question


Lifts = Sequence[tuple[Sequence[str], float]]
Weighed = tuple[Sequence[Subject], Sequence[float]]


@dataclass(frozen=True)
class Subjects:
    """The questions of each client, weighed."""

    of_client: Mapping[str, Sequence[Subject]]
    seed: int
    _weighed: dict[object, Weighed] = field(default_factory=dict)

    def ask(
        self, client: str, channel: str, themes: Mapping[str, float], lifts: Lifts, draw: Random
    ) -> Subject:
        """One question of this day: first what it is about, then which one."""
        own = self._themes[client, MANNER[channel]]
        weights = [themes.get(theme, 0) for theme in own]
        theme = draw.choices(own, weights)[0]
        return self._draw((client, MANNER[channel], theme), lifts, draw)

    def ask_because(self, client: str, channel: str, cause: Cause, draw: Random) -> Subject | None:
        """A question that this made people ask; None when nobody asks it of this client."""
        manner = MANNER[channel]
        key = (client, manner, cause)
        if key not in self._weighed:
            of_theme = self._pools.get((client, manner, cause.theme), [])
            hit = [row for row in of_theme if _is_about(row[0].searched, cause.words)]
            self._weighed[key] = _weighed(hit or of_theme)
        subjects, weights = self._weighed[key]
        return draw.choices(subjects, cum_weights=weights)[0] if subjects else None

    def _draw(self, pool: tuple[str, str, str], lifts: Lifts, draw: Random) -> Subject:
        key = (pool, tuple((tuple(words), times) for words, times in lifts))
        if key not in self._weighed:
            rows = self._pools[pool]
            self._weighed[key] = _weighed([(row, often * _lift(row, lifts)) for row, often in rows])
        subjects, weights = self._weighed[key]
        return draw.choices(subjects, cum_weights=weights)[0]

    @cached_property
    def _pools(self) -> dict[tuple[str, str, str], list[tuple[Subject, float]]]:
        """All that can be asked, with how often: some things every day, most now and then."""
        draw = Random(f"{self.seed}/subjects")  # noqa: S311  nothing here is secret
        pools = defaultdict(list)
        for client, subjects in self.of_client.items():
            for subject in subjects:
                often = _often(subject) * draw.triangular(0.4, 2.2, 0.7)
                for manner, share in _manners(subject):
                    pools[client, manner, subject.theme].append((subject, often * share))
        return dict(pools)

    @cached_property
    def _themes(self) -> dict[tuple[str, str], list[str]]:
        themes = defaultdict(list)
        for client, manner, theme in self._pools:
            themes[client, manner].append(theme)
        return dict(themes)


def _weighed(rows: Sequence[tuple[Subject, float]]) -> Weighed:
    return [row for row, _often in rows], list(accumulate(often for _row, often in rows))


def _manners(subject: Subject) -> Iterator[tuple[str, float]]:
    """Who could have called may also come to the counter, type or write."""
    yield MANNER[subject.channel], 1
    if subject.channel != "phone":
        return
    if subject.outcome in AT_COUNTER:
        yield MANNER["counter"], 1
    if not GREETED.match(subject.text):
        if len(subject.text) <= ALSO_TYPED:
            yield MANNER["chat"], ELSEWHERE
        if len(subject.text) <= ALSO_WRITTEN:
            yield MANNER["email"], ELSEWHERE


def _often(subject: Subject) -> float:
    passed_on = PASSED_ON if subject.outcome in ("passed_on", "transferred") else 1.0
    length = (STORY / (STORY + len(subject.text))) ** 2
    return passed_on * length * (OWN_WORDS if subject.is_own else 1.0)


def _lift(subject: Subject, lifts: Lifts) -> float:
    times = 1.0
    for words, more in lifts:
        if _is_about(subject.searched, words):
            times *= more
    return times


def _is_about(searched: str, words: Iterable[str]) -> bool:
    return any(word in searched for word in words)
