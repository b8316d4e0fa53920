"""Webhook delivery as Telegram does it: several at once, in order within a chat, until accepted."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from bot.demo.hook_client import HookClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.demo.chats import Json
    from bot.demo.updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

_FIRST_SUCCESS = 200
_LAST_SUCCESS = 299


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What setWebhook was given."""

    url: str
    secret_token: str = ""
    max_connections: int = 40


@dataclass(slots=True)
class LastError:
    """The most recent failed delivery, for getWebhookInfo."""

    date: int
    message: str


class WebhookSender:
    """Posts queued updates to the bot. A failed one is sent again after growing pauses."""

    def __init__(
        self,
        queue: UpdateQueue,
        *,
        now: Callable[[], int],
        perform: Callable[[str, Json], Awaitable[None]],
        pauses: tuple[float, ...],
        timeout: float,
    ) -> None:
        self._queue = queue
        self._now = now
        self._perform = perform
        self._pauses = pauses
        self._timeout = timeout
        self._client: HookClient | None = None
        self._lanes: dict[tuple[str, int], deque[Update]] = {}
        self._failures: dict[tuple[str, int], int] = {}
        self._paused: dict[tuple[str, int], asyncio.TimerHandle] = {}
        self._ready: deque[tuple[str, int]] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self.settings: WebhookSettings | None = None
        self.last_error: LastError | None = None

    def set(self, settings: WebhookSettings) -> bool:
        """Deliver to this address from now on; False when that was so already.

        Setting the same webhook again sends at once what waited for its next attempt.
        """
        if settings == self.settings:
            self._retry_now()
            return False
        self._halt()
        self.settings = settings
        self.last_error = None
        headers = {SECRET_HEADER: settings.secret_token} if settings.secret_token else {}
        self._client = HookClient(settings.url, headers)
        self._queue.listener = self.enqueue
        for update in list(self._queue.pending.values()):
            self.enqueue(update)
        return True

    def remove(self) -> bool:
        """Stop delivering; what is undelivered stays queued. False when none was set."""
        was_set = self.settings is not None
        self._halt()
        self.settings = None
        self.last_error = None
        self._queue.listener = None
        return was_set

    async def close(self) -> None:
        """Stop and release connections."""
        workers = list(self._workers)
        self.remove()
        await asyncio.gather(*workers, return_exceptions=True)

    def enqueue(self, update: Update) -> None:
        """Line an update up behind others of its lane."""
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque((update,))
        self._start(update.lane)

    def _halt(self) -> None:
        for worker in self._workers:
            worker.cancel()
        for timer in self._paused.values():
            timer.cancel()
        self._workers.clear()
        self._paused.clear()
        self._lanes.clear()
        self._failures.clear()
        self._ready.clear()
        if self._client is not None:
            self._client.close()
            self._client = None

    def _retry_now(self) -> None:
        for lane, timer in list(self._paused.items()):
            timer.cancel()
            self._resume(lane)

    def _resume(self, lane: tuple[str, int]) -> None:
        self._paused.pop(lane, None)
        self._start(lane)

    def _start(self, lane: tuple[str, int]) -> None:
        self._ready.append(lane)
        if self.settings is None or self._client is None:
            return
        if len(self._workers) < self.settings.max_connections:
            worker = asyncio.get_running_loop().create_task(self._work(self._client))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work(self, client: HookClient) -> None:
        while self._ready:
            lane = self._ready.popleft()
            update = self._lanes[lane][0]
            problem = await self._post(client, update)
            if problem is not None:
                self._note_failure(lane, problem)
                continue
            self._queue.confirm(update.id)
            self._failures.pop(lane, None)
            waiting = self._lanes.get(lane)
            if waiting is None:
                return  # the webhook was removed by this very delivery's answer
            waiting.popleft()
            if waiting:
                self._ready.append(lane)
            else:
                del self._lanes[lane]

    def _note_failure(self, lane: tuple[str, int], problem: str) -> None:
        self.last_error = LastError(self._now(), problem)
        count = self._failures.get(lane, 0)
        self._failures[lane] = count + 1
        pause = self._pauses[min(count, len(self._pauses) - 1)]
        self._paused[lane] = asyncio.get_running_loop().call_later(pause, self._resume, lane)

    async def _post(self, client: HookClient, update: Update) -> str | None:
        """Send one update. Returns None when it was accepted, else what went wrong."""
        try:
            async with asyncio.timeout(self._timeout):
                answer = await client.post(update.body)
        except TimeoutError:
            return "Read timeout expired"
        except ConnectionRefusedError:
            return "Connection refused"
        except OSError as error:
            return str(error) or "Connection failed"
        if not _FIRST_SUCCESS <= answer.status <= _LAST_SUCCESS:
            return f"Wrong response from the webhook: {answer.status} {answer.reason}".rstrip()
        await self._perform_answer(answer.body)
        return None

    async def _perform_answer(self, body: bytes) -> None:
        """A webhook may answer with a method call; its result is not reported back."""
        if not body.startswith(b"{"):
            return
        try:
            call = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        method = call.pop("method", None)
        if isinstance(method, str):
            await self._perform(method, call)
