"""How fast bulk goes out."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """`in_flight` bounds what a crash can duplicate; `lease` is how long a crash delays the rest.

    25 messages a second of Telegram's 30 leave room for replies.
    """

    per_second: float = 25.0
    in_flight: int = 4
    lease: timedelta = timedelta(seconds=10)


class Metronome:
    """One message per interval, evenly: not many at once after a pause."""

    def __init__(self, per_second: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._interval = 1 / per_second
        self._monotonic = monotonic
        self._next = monotonic()

    def until_next(self) -> float:
        """Seconds until the next message may go."""
        return max(self._next - self._monotonic(), 0.0)

    def beat(self) -> None:
        """A message goes now. One that is late by less than an interval doesn't delay the next."""
        self._next = max(self._next + self._interval, self._monotonic())
