"""The clock of a contact: it runs by itself and only forwards. Plain values only."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)


def milliseconds(since: datetime | None, until: datetime | None) -> int:
    """Whole milliseconds between two moments; 0 when one is missing or the order is wrong."""
    if since is None or until is None:
        return 0
    return max(0, (until - since) // MILLISECOND)


@dataclass(frozen=True)
class Durations:
    """Milliseconds. Handling (AHT) = talk + hold + wrap-up; the parts add up exactly."""

    wait: int
    talk: int
    hold: int
    wrap_up: int

    @property
    def handle(self) -> int:
        return self.talk + self.hold + self.wrap_up


@dataclass(frozen=True)
class Clock:
    """The moments of one contact, in the order in which they come.

    Each move returns a new clock. A moment that lies before the last one (a system clock was
    set back) counts as that one, so no duration is ever negative and none is counted twice.
    While `is_live`, the citizen waits with the agent (telephone, counter) and a pause is hold,
    which is handling; elsewhere, and during wrap-up, a pause is the agent's time for something
    else and belongs to no duration.
    """

    offered_at: datetime
    answered_at: datetime | None = None
    held_since: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    moved_at: datetime | None = None
    hold_ms: int = 0
    pause_ms: int = 0
    wrap_up_pause_ms: int = 0
    is_live: bool = True

    def _moment(self, at: datetime) -> datetime:
        return max(at, self.moved_at or self.offered_at)

    def answer(self, at: datetime) -> "Clock":
        moment = self._moment(at)
        return replace(self, answered_at=moment, moved_at=moment)

    def hold(self, at: datetime) -> "Clock":
        if self.held_since:
            return self
        moment = self._moment(at)
        return replace(self, held_since=moment, moved_at=moment)

    def resume(self, at: datetime) -> "Clock":
        if self.held_since is None:
            return self
        moment = self._moment(at)
        counter = self._pause_counter()
        spent = getattr(self, counter) + milliseconds(self.held_since, moment)
        return replace(self, held_since=None, moved_at=moment, **{counter: spent})

    def _pause_counter(self) -> str:
        if self.ended_at:
            return "wrap_up_pause_ms"
        return "hold_ms" if self.is_live else "pause_ms"

    def end(self, at: datetime) -> "Clock":
        """The conversation ends; wrap-up begins."""
        if self.ended_at:
            return self
        moment = self._moment(at)
        return replace(self.resume(moment), ended_at=moment, moved_at=moment)

    def close(self, at: datetime) -> "Clock":
        """All is done; a conversation that was still open ends now, with no wrap-up."""
        moment = self._moment(at)
        return replace(self.end(moment).resume(moment), closed_at=moment, moved_at=moment)

    def durations(self) -> Durations:
        conversation = milliseconds(self.answered_at, self.ended_at)
        wrap_up = milliseconds(self.ended_at, self.closed_at)
        return Durations(
            wait=milliseconds(self.offered_at, self.answered_at),
            talk=conversation - self.hold_ms - self.pause_ms,
            hold=self.hold_ms,
            wrap_up=wrap_up - self.wrap_up_pause_ms,
        )


def divide(total: int, parts: int) -> list[int]:
    """The one rule by which handling time is divided over the questions of a contact.

    Equal parts in whole milliseconds; what is left over goes to the first questions, one
    millisecond each, so that the parts add up to the total exactly.
    """
    share, left = divmod(total, parts)
    return [share + (place < left) for place in range(parts)]
