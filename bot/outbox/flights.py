"""The messages that are in the air: taken, not yet known to have arrived."""

import asyncio
import math
import time
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.outbox.posting import Outcome, Posting, Result
from bot.outbox.queue import Taken
from bot.outbox.settling import Settling

_log = structlog.get_logger(__name__)
_LONGEST_TROUBLE = 30.0
_SETTLES_AGAIN_AFTER = 1.0


class Flights:
    """Posts messages and settles them; at most one for a recipient at a time."""

    def __init__(
        self,
        posting: Posting,
        settling: Settling,
        *,
        stale_after: float,
        on_landed: Callable[[], None],
    ) -> None:
        self._posting = posting
        self._settling = settling
        self._stale_after = stale_after
        self._on_landed = on_landed
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._troubles = 0
        self._trouble_until = -math.inf

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, recipient: int) -> bool:
        return recipient in self._tasks

    @property
    def trouble_for(self) -> float:
        """How many seconds to send nothing more, because nothing gets through."""
        return max(self._trouble_until - time.monotonic(), 0.0)

    def launch(self, message: Taken, taken_at: float, is_last: Callable[[], bool]) -> None:
        """Send what was taken at a moment of `time.monotonic`, unless that is too long ago.

        `is_last` tells, once it has landed, whether nothing else is known to wait.
        """
        self._posting.traffic.bulk(message.recipient)
        task = asyncio.create_task(self._fly(message, taken_at, is_last))
        self._tasks[message.recipient] = task
        task.add_done_callback(lambda _: self._landed(message))

    async def land(self, patience: float) -> None:
        """Wait for what is in the air; what takes longer may arrive twice."""
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _landed(self, message: Taken) -> None:
        del self._tasks[message.recipient]
        self._on_landed()

    async def _fly(self, message: Taken, taken_at: float, is_last: Callable[[], bool]) -> None:
        if time.monotonic() - taken_at > self._stale_after:
            # This process stood still. Another may have taken the message over by now.
            outcome = Outcome(Result.PAUSE)
            self._posting.traffic.landed()
        else:
            outcome = await self._post(message)
        self._note_trouble(outcome)
        while True:
            try:
                await self._settling.settle(message, outcome, is_last=is_last())
            except SQLAlchemyError as error:
                # Until it is written the message keeps its place among those in the air.
                _log.warning("bulk_message_not_settled", error=type(error).__name__)
                await asyncio.sleep(_SETTLES_AGAIN_AFTER)
            else:
                return

    async def _post(self, message: Taken) -> Outcome:
        try:
            return await self._posting.post(message.call)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others go on
            _log.error("bulk_message_failed", message=message.id, exc_info=error)
            return Outcome(Result.REFUSED, type(error).__name__)
        finally:
            self._posting.traffic.landed()

    def _note_trouble(self, outcome: Outcome) -> None:
        """While nothing gets through, bulk waits: 1, 2, 4, … 30 s from the second trouble on."""
        match outcome.result:
            case Result.UNCERTAIN | Result.NOT_SENT:
                self._troubles += 1
                if self._troubles > 1:
                    pause = min(2.0 ** (self._troubles - 2), _LONGEST_TROUBLE)
                    self._trouble_until = time.monotonic() + pause
                _log.warning("bulk_message_not_sent", why=outcome.why, troubles=self._troubles)
            case Result.PAUSE:
                pass
            case _:
                self._troubles = 0
