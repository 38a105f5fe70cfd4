"""How fast it goes, what time it is, and when it is over."""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


@dataclass
class Course:
    """Seconds of the day that is played pass `speed` times as fast as those on the wall."""

    speed: float = 1.0
    stop: threading.Event = field(default_factory=threading.Event)
    begins_at: datetime = field(default_factory=lambda: datetime.now(ZONE))
    _begun: float = field(default_factory=time.monotonic)

    def wait(self, seconds: float) -> None:
        """So many seconds of the day played; no longer than until the stop."""
        self.stop.wait(seconds / self.speed)

    @property
    def now(self) -> datetime:
        """Of the day played."""
        spent = (time.monotonic() - self._begun) * self.speed
        return self.begins_at + timedelta(seconds=spent)

    @property
    def is_over(self) -> bool:
        return self.stop.is_set()
