"""What a citizen wants and says. Plain values only, made of the content of the demonstration.

Seconds are those of the citizen's day; a simulation that runs faster divides them.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from gehoor.demonstration.conversations import length_of
from gehoor.demonstration.hours import SECOND
from gehoor.demonstration.texts import Content, Row

HOME = "waterrijk"
SHARE_OF_CLIENT = {HOME: 0.86, "polderveen": 0.09, "sociaal-werk": 0.05}
CHARACTERS_A_SECOND = 15
BREATH_S = 1.5
MEDIOR = 2  # a level of skill
LISTENING_S = 10.0  # what follows the last word at least
LEAST_PATIENCE_S = 80.0
MEAN_PATIENCE_S = 420.0
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Asked:
    """A question as the colleague writes it down, and how it ends."""

    words: str
    outcome: str = "answered"
    note: str = ""


@dataclass(frozen=True)
class Manner:
    """A kind of caller: how many there are, what she says before and after her words."""

    share: float
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    questions: int = 1
    is_anonymous: bool = False
    patience_s: tuple[float, float] | None = None
    talk_s: float | None = None


# {name} is who calls, {other} the one for whom she calls.
MANNERS: dict[str, Manner] = {
    "plain": Manner(0.52, ["Goedendag, u spreekt met {name}."], ["Dank u wel, duidelijk."]),
    "two_questions": Manner(
        0.12, ["Hallo, met {name}. Ik heb eigenlijk twee dingen."], ["Dat was het. Bedankt!"], 2
    ),
    "angry": Manner(
        0.1,
        [
            "Eindelijk! Ik zit al een kwartier te wachten.",
            "Met {name}. Dit is de derde keer dat ik hierover bel.",
        ],
        ["En nu wil ik dat iemand er écht iets aan doet.", "Goed. Ik hoor het wel."],
    ),
    "anonymous": Manner(
        0.08,
        ["Goedemiddag. Ik zeg liever niet wie ik ben."],
        ["Nee, mijn naam hoeft er niet bij.", "Dag."],
        is_anonymous=True,
    ),
    "represented": Manner(
        0.07,
        ["Goedendag, met {name}. Ik bel voor {other}.", "Die kan zelf niet bellen."],
        ["Ik ben gemachtigd.", "Kunt u het aan mij vertellen?"],
    ),
    "protected": Manner(
        0.03,
        ["Met {name}.", "Mijn adres is geheim. Wilt u het niet hardop zeggen?"],
        ["Fijn dat u daarop let. Dag."],
    ),
    "wrong_number": Manner(
        0.05,
        ["Hallo, spreek ik met de huisarts?", "O sorry, dan heb ik het verkeerde nummer."],
        questions=0, is_anonymous=True, patience_s=(8, 30), talk_s=14,
    ),
    "only_talk": Manner(
        0.03,
        ["Dag, met {name}. Ik heb niet echt een vraag, hoor."],
        ["Fijn dat u even luisterde."],
    ),
}  # fmt: skip
BETWEEN = "O ja, en dan nog iets anders."


@dataclass(frozen=True)
class Script:
    """One citizen, one time. `lines` are (seconds after the answer, what she says)."""

    kind: str
    client: str
    channel: str
    caller: str
    name: str
    email: str
    home: str  # postcode and number, as she says it when asked
    questions: tuple[Asked, ...]
    lines: tuple[tuple[float, str], ...]
    patience_s: float
    talk_s: float
    wrap_up_s: float


@dataclass
class Scripts:
    content: Content
    draw: Random
    _last_client: str = field(default=HOME, init=False)

    def __post_init__(self) -> None:
        self._rows = _rows_by_manner(self.content.questions)
        self._people = _by_client(self.content.people["persons"])

    def next_client(self) -> str:
        """Mostly the municipality itself, and never twice in a row another."""
        drawn = self.draw.choices(list(SHARE_OF_CLIENT), list(SHARE_OF_CLIENT.values()))[0]
        self._last_client = drawn if self._last_client == HOME else HOME
        return self._last_client

    def next_script(self, client: str, channel: str) -> Script:
        kinds = list(MANNERS)
        kind = self.draw.choices(kinds, [MANNERS[name].share for name in kinds])[0]
        if channel != "phone" and kind not in ("plain", "two_questions"):
            kind = "plain"
        return self.script(kind, client, channel)

    def script(self, kind: str, client: str, channel: str) -> Script:
        manner = MANNERS[kind]
        person = self._person(kind, client)
        questions = tuple(self._asked(kind, client, channel, manner))
        lines = _spoken(manner, questions, _name(person), _name(self._relative(person, client)))
        length = length_of(channel, "", MEDIOR, max(len(questions), 1), self.draw)
        talk = manner.talk_s or length.talk / SECOND
        return Script(
            kind=kind, client=client, channel=channel,
            caller="" if manner.is_anonymous else person["phone"] or "",
            name=_name(person), email=person["email"] or "",
            home=f"{person.get('postcode', '')} {person.get('house_number', '')}".strip(),
            questions=questions or (Asked("", "ended_by_citizen"),),
            lines=lines, patience_s=self._patience(manner),
            talk_s=max(talk, lines[-1][0] + LISTENING_S),
            wrap_up_s=length.wrap_up / SECOND,
        )  # fmt: skip

    def _patience(self, manner: Manner) -> float:
        if manner.patience_s:
            return self.draw.uniform(*manner.patience_s)
        return max(LEAST_PATIENCE_S, self.draw.expovariate(1 / MEAN_PATIENCE_S))

    def _person(self, kind: str, client: str) -> Row:
        """Somebody of this client; who wants secrecy lives perhaps nowhere else than at home."""
        own = self._people[client]
        if kind == "protected":
            own = [row for row in own if row.get("is_protected")] or own
        return self.draw.choice(own)

    def _relative(self, person: Row, client: str) -> Row:
        """Of the same name where there is one."""
        others = [row for row in self._people[client] if row is not person]
        family = [row for row in others if row["last_name"] == person["last_name"]]
        return self.draw.choice(family or others or [person])

    def _asked(self, kind: str, client: str, channel: str, manner: Manner) -> list[Asked]:
        rows = self._rows["only_talk" if kind == "only_talk" else channel]
        own = [row for row in rows if row.get("client", client) == client]
        chosen = self.draw.sample(own, min(manner.questions, len(own)))
        return [Asked(row["text"], row["outcome"], row["note"]) for row in chosen]


def _rows_by_manner(rows: list[Row]) -> dict[str, list[Row]]:
    by_manner = defaultdict(list)
    for row in rows:
        by_manner[row["channel"]].append(row)
        if row["outcome"] == "listened" and row["channel"] in ("phone", "counter"):
            by_manner["only_talk"].append(row)
    return by_manner


def _by_client(people: list[Row]) -> dict[str, list[Row]]:
    by_client = defaultdict(list)
    for row in people:
        by_client[row["client"]].append(row)
    return by_client


def _name(person: Row) -> str:
    parts = (person["first_name"] or person["initials"], person["prefix"], person["last_name"])
    return " ".join(part for part in parts if part)


def _spoken(
    manner: Manner, questions: Sequence[Asked], name: str, other: str
) -> tuple[tuple[float, str], ...]:
    """Line after line, each when the one before was said."""
    said = [line.format(name=name, other=other) for line in manner.before]
    for n, question in enumerate(questions):
        said += [BETWEEN] * (n > 0) + sentences(question.words)
    said += manner.after
    begins, lines = 1.0, []
    for line in said:
        lines.append((round(begins, 1), line))
        begins += len(line) / CHARACTERS_A_SECOND + BREATH_S
    return tuple(lines)


def sentences(words: str) -> list[str]:
    return [part for part in _SENTENCE.split(words.strip()) if part]
