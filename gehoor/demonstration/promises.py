"""When a promise is due and when it is kept: fast departments, slow ones. Plain values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from random import Random
from typing import Any

from gehoor.demonstration.hours import HOUR, Openings

DUE_AFTER = {"callback": 1, "task": 2}  # working days, as followups.actions.DEFAULT_TERM
OWN_HOURS = 3.0  # an agent calls back after so many working hours, as a median
SPREAD = 0.8
LATE_H = (10, 60)  # working hours more when something is left lying


@dataclass(slots=True)
class Promise:
    """What was said to the citizen; `kept` is when it was done, and by whom."""

    kind: str
    instruction: str
    result: str
    due: int
    kept: int | None
    by: int


@dataclass(frozen=True)
class Promises:
    """`openings` and `colleagues` by the id of a department, the client's hours by its slug."""

    rows: Mapping[str, Any]
    openings: Mapping[object, Openings]
    colleagues: Mapping[int, Sequence[int]]
    texts: Mapping[str, Sequence[str]]

    def make(
        self, kind: str, note: str, client: str, department: tuple[int | None, str], agent: int,
        at: int, draw: Random,
    ) -> Promise:  # fmt: skip
        """A callback by the agent, or a task for the department, given at this moment."""
        number, slug = department
        hours = self.openings[number or client]
        is_task = kind == "task"
        pace = self.rows[slug] if is_task else {"hours": OWN_HOURS, "late": 3}
        work = draw.lognormvariate(log(pace["hours"]), SPREAD)
        if draw.randrange(100) < pace["late"]:
            work += draw.uniform(*LATE_H)
        people = self.colleagues.get(number or 0, ()) if is_task else ()
        return Promise(
            kind,
            note or draw.choice(self.texts[kind]),
            draw.choice(self.texts["results"]),
            due=hours.end_of_working_day(at, DUE_AFTER[kind]),
            kept=self.openings[client].later(at, round(work * HOUR)),  # it works behind shut doors
            by=draw.choice(people) if people else agent,
        )
