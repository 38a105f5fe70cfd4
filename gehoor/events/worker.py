"""The worker: lets every reaction read the journal, does its chores, and shows that it lives."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone

from gehoor.events.actions import beat
from gehoor.events.consumers import Reaction, advance

logger = logging.getLogger(__name__)
PAUSE_S = 0.5
BREATH_S = 0.05  # between two parts of a chore: others write too
BEAT_EVERY_S = 5.0
Reactions = Sequence[tuple[Reaction, Sequence[str]]]
Chore = Callable[[], bool]
"""Does a little of what takes long, and says whether there is more."""


def run_reactions(reactions: Reactions) -> int:
    """Let each reaction read until it has read all; how many events that were."""
    total = 0
    for reaction, kinds in reactions:
        while read := advance(reaction, kinds, at=timezone.now()):
            total += read
    return total


class Worker:
    """Runs until it is told to stop; what it was doing is finished first."""

    def __init__(self, reactions: Reactions, chores: Sequence[Chore] = ()) -> None:
        self.reactions = reactions
        self.chores = chores
        self.stopping = threading.Event()
        self.next_beat = time.monotonic()

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.stopping.set()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self.stopping.is_set():
            has_more = self._turn()
            self.stopping.wait(BREATH_S if has_more else PAUSE_S)

    def _turn(self) -> bool:
        """One round; whether a chore has more to do.

        A database that is away is met with patience, not with an end.
        """
        close_old_connections()
        try:
            self._beat()
            run_reactions(self.reactions)
            return any([chore() for chore in self.chores])  # noqa: C419  each has its turn
        except Exception as error:
            logger.error("The worker meets %s", type(error).__name__)
            self.stopping.wait(PAUSE_S * 4)
            return False

    def _beat(self) -> None:
        # A clock that is set back must not silence the worker.
        if time.monotonic() >= self.next_beat:
            beat("worker", at=timezone.now())
            self.next_beat = time.monotonic() + BEAT_EVERY_S
