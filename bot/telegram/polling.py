"""Receiving by long polling, for machines without a public address.

The offset is Telegram's acknowledgement: it never moves past an update that isn't done. Updates of
different chats are worked on at the same time; one that takes long (Telegram may ask for a minute's
pause) holds up only its own chat, and the acknowledgement.
"""

import asyncio
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.telegram.delivery import BotApi
from bot.telegram.errors import seconds_to_wait
from bot.telegram.receiver import Receiver

_log = structlog.get_logger(__name__)
_WAIT = 30
"""Seconds Telegram keeps a request open when there is nothing new."""
_PATIENCE = 0.5
"""Seconds that a batch gets to be done before newer updates are fetched beside it."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


class Polling:
    """Fetches updates until it is stopped."""

    def __init__(self, api: BotApi, receiver: Receiver) -> None:
        self._api = api
        self._receiver = receiver
        self._offset: int | None = None
        """All updates before it are done. The next four are about those from it on."""
        self._newest = 0
        self._in_work: dict[int, asyncio.Task[bool]] = {}
        self._done: set[int] = set()
        self._failures: dict[int, int] = {}
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Fetch no more; `run` returns when what is in work is done."""
        self._stopping.set()

    async def run(self) -> None:
        """Fetch and work. Raises InvalidToken when the token is refused."""
        pause = _FIRST_PAUSE
        try:
            while not self._stopping.is_set():
                try:
                    updates = await self._fetch()
                except InvalidToken:
                    raise
                except TelegramError as error:
                    told = seconds_to_wait(error) if isinstance(error, RetryAfter) else pause
                    _log.warning("polling_failed", error=error.message, again_in=told)
                    await self._sleep(told)
                    pause = min(pause * 2, _LONGEST_PAUSE)
                else:
                    pause = _FIRST_PAUSE
                    await self._work_on(updates)
        finally:
            await self._finish()
        await self._confirm()

    async def _finish(self) -> None:
        """Wait for what is in work; when that takes too long and this is cancelled, cancel it."""
        if not self._in_work:
            return
        try:
            await asyncio.wait(self._in_work.values())
        except asyncio.CancelledError:
            for task in self._in_work.values():
                task.cancel()
            raise

    async def _fetch(self) -> list[dict[str, Any]]:
        """The updates from the offset on, those in work among them; none when stopped meanwhile."""
        params: dict[str, Any] = {"timeout": _WAIT, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            params["offset"] = self._offset
        fetching = asyncio.ensure_future(
            self._api.call("getUpdates", params, read_timeout=_WAIT + 10.0)
        )
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            updates: list[dict[str, Any]] = fetching.result() if fetching.done() else []
        finally:
            fetching.cancel()
            stopping.cancel()
        return updates

    async def _work_on(self, updates: list[dict[str, Any]]) -> None:
        """Begin with those that are new; wait until all are done, but not for long."""
        if updates:
            first = min(update["update_id"] for update in updates)
            # A failed update that Telegram doesn't bring again is a day old and gone.
            self._failures = {
                update_id: failures
                for update_id, failures in self._failures.items()
                if update_id >= first
            }
        for update in updates:
            update_id: int = update["update_id"]
            self._newest = max(self._newest, update_id)
            if update_id not in self._in_work and update_id not in self._done:
                self._in_work[update_id] = asyncio.create_task(self._receive(update_id, update))
        if self._in_work:
            await asyncio.wait(self._in_work.values(), timeout=_PATIENCE)
            self._move_offset()

    async def _receive(self, update_id: int, update: dict[str, Any]) -> bool:
        """Whether the update is done. After a failure it takes a pause before it is tried again."""
        try:
            await self._receiver.receive(update)
        except Exception as error:  # noqa: BLE001 -- whatever it is, Telegram shall bring it again
            failures = self._failures[update_id] = self._failures.get(update_id, 0) + 1
            _log.warning("update_not_done", update_id=update_id, error=type(error).__name__)
            await self._sleep(min(_FIRST_PAUSE * 2 ** min(failures - 1, 10), _LONGEST_PAUSE))
            return False
        self._failures.pop(update_id, None)
        return True

    def _move_offset(self) -> None:
        """Move it to the first update that isn't done."""
        for update_id, task in list(self._in_work.items()):
            if task.done():
                del self._in_work[update_id]
                if task.result():
                    self._done.add(update_id)
        unfinished = self._in_work.keys() | self._failures.keys()
        self._offset = min(unfinished, default=self._newest + 1)
        self._done = {update_id for update_id in self._done if update_id > self._offset}

    async def _confirm(self) -> None:
        """Tell Telegram the last offset, so that the next start needn't look at these again."""
        self._move_offset()
        if not self._newest:
            return
        try:
            await self._api.call("getUpdates", {"offset": self._offset, "timeout": 0, "limit": 1})
        except TelegramError as error:
            _log.warning("last_offset_not_confirmed", error=error.message)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass
