"""The queue of updates that wait for the bot, and long polling."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.demo.chats import Signal
from bot.demo.errors import conflict
from bot.demo.packing import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KEPT_SECONDS = 24 * 3600
_FIRST_UPDATE_ID = 100_000_001
_HISTORY = 20_000
# Telegram sends these only to bots that ask for them by name.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Update:
    """One update, already in JSON: what happened must not change while it waits.

    Updates of one `lane` (messages of a chat, taps of a person) are delivered in order.
    """

    id: int
    body: bytes
    lane: tuple[str, int]
    date: int


class UpdateQueue:
    """Updates in order, until they are confirmed or a day old."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._numbers = itertools.count(_FIRST_UPDATE_ID)
        self._history: dict[int, Update] = {}
        self._history_order: deque[int] = deque()
        self._repeats: list[Update] = []
        self._poll = 0
        self._interruption = ""
        self._signal = Signal()
        self.pending: dict[int, Update] = {}
        self.allowed: frozenset[str] | None = None
        self.polled = False
        self.last_id = 0
        self.listener: Callable[[Update], None] | None = None

    def put(self, kind: str, payload: object, lane: tuple[str, int]) -> int | None:
        """Queue an update and return its id; None when the bot does not want this kind."""
        wanted = kind not in _ON_REQUEST if self.allowed is None else kind in self.allowed
        if not wanted:
            return None
        update_id = self.last_id = next(self._numbers)
        body = packed({"update_id": update_id, kind: payload})
        update = Update(update_id, body, lane, self._now())
        self.pending[update_id] = update
        self._remember(update)
        if self.listener is not None:
            self.listener(update)
        else:
            self._signal.notify()
        return update_id

    def _remember(self, update: Update) -> None:
        self._history[update.id] = update
        self._history_order.append(update.id)
        if len(self._history_order) > _HISTORY:
            del self._history[self._history_order.popleft()]

    def allow(self, kinds: Sequence[str]) -> None:
        """Remember which kinds the bot wants; an empty list means the usual ones."""
        self.allowed = frozenset(kinds) or None

    def confirm(self, update_id: int) -> None:
        """Forget a delivered update."""
        self.pending.pop(update_id, None)

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()
        self._repeats.clear()

    def repeat(self, update_id: int | None) -> int | None:
        """Deliver an update once more, the last one by default; None when it is not known."""
        if update_id is None and self._history_order:
            update_id = self._history_order[-1]
        update = self._history.get(update_id) if update_id is not None else None
        if update is None:
            return None
        if self.listener is not None:
            self.listener(update)
        else:
            self._repeats.append(update)
            self._signal.notify()
        return update.id

    def interrupt(self, reason: str) -> None:
        """End a waiting long poll with a 409."""
        self._poll += 1
        self._interruption = reason
        self._signal.notify()

    def wake(self) -> None:
        """Let a waiting long poll look again, at shutdown."""
        self._signal.notify()

    async def poll(
        self, offset: int, limit: int, seconds: float, closing: Callable[[], bool]
    ) -> list[Update]:
        """Updates from `offset` on; waits up to `seconds` for the first.

        A positive offset confirms what is before it, a negative one keeps that many of the last.
        Raises ApiError 409 when another poll or a webhook takes over meanwhile.
        """
        self.interrupt(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )
        mine = self._poll
        self.polled = True
        self._confirm_before(offset)
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            ready = self._ready(limit)
            remaining = deadline - asyncio.get_running_loop().time()
            if ready or remaining <= 0 or closing():
                return ready
            await self._signal.wait(remaining)
            if self._poll != mine:
                raise conflict(self._interruption)

    def _confirm_before(self, offset: int) -> None:
        if offset > 0:
            # Ids rise along the queue, so what is confirmed stands at its head.
            done = list(itertools.takewhile(lambda number: number < offset, self.pending))
        else:
            done = list(self.pending)[:offset] if offset < 0 else []
        for number in done:
            del self.pending[number]

    def _ready(self, limit: int) -> list[Update]:
        if self._repeats:
            repeated, self._repeats = self._repeats[:limit], self._repeats[limit:]
            return repeated
        oldest = self._now() - KEPT_SECONDS
        expired = list(
            itertools.takewhile(lambda number: self.pending[number].date < oldest, self.pending)
        )
        for number in expired:
            del self.pending[number]
        return list(itertools.islice(self.pending.values(), limit))
