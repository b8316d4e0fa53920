"""Writing down what came of a message, in one transaction with everything that follows from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import queue
from bot.outbox.posting import Outcome, Result
from bot.outbox.queue import Taken
from bot.outbox.runs import close_finished
from bot.storage.storage import Storage

_log = structlog.get_logger(__name__)


async def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Hooks:
    """What else is done when a recipient is lost or moves, in the same transaction."""

    on_unreachable: Callable[[AsyncConnection, int], Awaitable[None]] = _nothing
    on_moved: Callable[[AsyncConnection, int, int], Awaitable[None]] = _nothing
    """With the old and the new id."""


class Settling:
    """Writes outcomes down."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime], hooks: Hooks) -> None:
        self._storage = storage
        self._clock = clock
        self._hooks = hooks

    async def settle(self, message: Taken, outcome: Outcome, *, is_last: bool) -> None:
        """Write it down; `is_last`: nothing else is known to wait, so that its run may be done.

        Raises SQLAlchemyError when nothing was written. A hook that fails doesn't keep the
        message from being settled: it would be sent again and again.
        """
        try:
            await self._in_one_transaction(message, outcome, self._hooks, is_last=is_last)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 -- what a hook raises is not known here
            _log.error("outbox_hook_failed", message=message.id, exc_info=error)
            await self._in_one_transaction(message, outcome, Hooks(), is_last=is_last)

    async def _in_one_transaction(
        self, message: Taken, outcome: Outcome, hooks: Hooks, *, is_last: bool
    ) -> None:
        async with self._storage.transaction() as connection:
            await self._write(connection, message, outcome, hooks)
            if is_last:
                await close_finished(connection)

    async def _write(
        self, connection: AsyncConnection, message: Taken, outcome: Outcome, hooks: Hooks
    ) -> None:
        now = self._clock()
        match outcome.result:
            case Result.ARRIVED:
                await queue.sent(connection, message, now)
            case Result.REFUSED:
                await queue.failed(connection, message, outcome.why, now)
            case Result.UNREACHABLE:
                await queue.unreachable(connection, message, now)
                await hooks.on_unreachable(connection, message.recipient)
            case Result.MOVED:
                await queue.moved(connection, message, outcome.chat_id, now)
                await hooks.on_moved(connection, message.recipient, outcome.chat_id)
            case Result.UNCERTAIN:
                if not await queue.later(connection, message, outcome.why, now, counts=True):
                    _log.error("bulk_message_given_up", message=message.id)
            case Result.PAUSE | Result.NOT_SENT:
                await queue.later(connection, message, outcome.why, now, counts=False)
