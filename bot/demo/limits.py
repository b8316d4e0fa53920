"""Telegram's sending limits, enforced strictly when switched on."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from bot.demo.errors import too_many_requests

if TYPE_CHECKING:
    from collections.abc import Callable

PER_SECOND = 30
CHAT_BURST = 3
CHAT_WINDOW = 3.0
GROUP_PER_MINUTE = 20


class SendingLimits:
    """30 messages a second in all, one a second per chat (a burst of three), 20 a minute per group.

    Sliding windows over real time; a refused message does not count.
    """

    def __init__(self, monotonic: Callable[[], float], *, strict: bool) -> None:
        self._monotonic = monotonic
        self._all: deque[float] = deque()
        self._chats: dict[int, deque[float]] = {}
        self._groups: dict[int, deque[float]] = {}
        self.strict = strict

    def count(self, chat_id: int, *, group: bool) -> None:
        """Let a message pass or raise ApiError 429 with the pause to make."""
        if not self.strict:
            return
        now = self._monotonic()
        windows = [
            (self._all, PER_SECOND, 1.0),
            (self._chats.setdefault(chat_id, deque()), CHAT_BURST, CHAT_WINDOW),
        ]
        if group:
            windows.append((self._groups.setdefault(chat_id, deque()), GROUP_PER_MINUTE, 60.0))
        wait = 0.0
        for times, limit, seconds in windows:
            while times and times[0] <= now - seconds:
                times.popleft()
            if len(times) >= limit:
                wait = max(wait, times[0] + seconds - now)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for times, _, _ in windows:
            times.append(now)
