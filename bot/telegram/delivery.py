"""Making the calls that an update led to, each according to the error table."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.files import Shelf
from bot.telegram.calls import Call
from bot.telegram.errors import Effect, seconds_to_wait
from bot.telegram.reactions import reaction_to, to_chat
from bot.telegram.request import JsonData, Upload
from bot.telegram.traffic import Traffic, is_message

_ATTEMPTS = 4
_FILE_FIELDS = {"sendPhoto": "photo", "sendDocument": "document"}
_FILE_ID_REFUSED = "wrong file identifier"
_FIRST_PAUSE = 0.3
_LONGEST_WAIT = 60.0
"""Seconds that the calls of an update wait for Telegram's retry_after, in all; then the update is
redelivered."""


class BotApi:
    """The Bot API of one token: raw answers, PTB's errors."""

    def __init__(
        self,
        request: BaseRequest,
        base_url: str,
        file_url: str,
        *,
        traffic: Traffic | None = None,
        on_result: Callable[[str, str], None] = lambda _method, _result: None,
    ) -> None:
        self._on_result = on_result
        self._request = request
        self._base_url = base_url
        self._file_url = file_url
        self.traffic = traffic or Traffic()

    async def call(self, method: str, params: dict[str, Any], **timeouts: float) -> Any:
        """Make one call. Raises telegram.error.TelegramError."""
        return await self._post(method, JsonData(params), timeouts)

    async def download(self, file_id: str) -> bytes:
        """A file that somebody sent. Raises telegram.error.TelegramError."""
        file = await self.call("getFile", {"file_id": file_id})
        return await self._request.retrieve(f"{self._file_url}/{file['file_path']}")

    async def upload(self, method: str, params: dict[str, Any], upload: Upload) -> Any:
        """Make a call that brings a file along. Raises telegram.error.TelegramError."""
        return await self._post(method, JsonData(params, upload), {})

    async def _post(self, method: str, data: JsonData, timeouts: dict[str, float]) -> Any:
        try:
            with self._noted(method):
                return await self._request.post(f"{self._base_url}/{method}", data, **timeouts)
        except RetryAfter as error:
            self.traffic.pause(seconds_to_wait(error))
            raise

    @contextmanager
    def _noted(self, method: str) -> Iterator[None]:
        """Tell how a call ends: made, refused, told to wait (429), failed (no answer)."""
        result = "failed"
        try:
            yield
            result = "made"
        except RetryAfter:
            result = "retry_after"
            raise
        except NetworkError as error:
            result = "refused" if isinstance(error, BadRequest) else "failed"
            raise
        except TelegramError:
            result = "refused"
            raise
        finally:
            self._on_result(method, result)


async def make_call(api: BotApi, shelf: Shelf, call: Call) -> Any:
    """Make a call; its file is uploaded the first time and named by its file_id afterwards.

    Raises telegram.error.TelegramError.
    """
    if call.file is None:
        return await api.call(call.method, call.params)
    field_name = _FILE_FIELDS[call.method]
    async with shelf.taken(call.file) as file:
        if file is None:
            raise BadRequest("the stored file is gone")
        if file.file_id is not None:
            try:
                return await api.call(call.method, call.params | {field_name: file.file_id})
            except BadRequest as error:
                if _FILE_ID_REFUSED not in error.message.lower():
                    raise
                await shelf.is_unknown_to_telegram(call.file)
                raise TelegramError("the file has to be uploaded again") from error
        upload = Upload(field_name, file.name, file.media_type, file.content)
        result = await api.upload(call.method, call.params, upload)
        await shelf.arrived(call.file, _file_id_in(result[field_name]))
        return result


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a series of calls, for the database."""

    replies: tuple[tuple[int, int, int], ...] = ()
    """(chat, the person's message, the bot's message) for each call that answers a message."""
    unreachable: frozenset[int] = frozenset()
    moved: tuple[tuple[int, int], ...] = ()
    expiring: tuple[tuple[int, int, int], ...] = ()
    """(chat, the bot's message, seconds) for each message that is to be deleted again."""


class UndeliveredError(Exception):
    """Telegram can't be reached, or not now: the update must be delivered again.

    `remaining` are the calls that were not made, `delivered` is what came of the others.
    """

    def __init__(self, why: str, remaining: tuple[Call, ...], delivered: Delivered) -> None:
        super().__init__(why)
        self.remaining = remaining
        self.delivered = delivered


class _GiveUpError(Exception):
    """A call can't be made now."""


@dataclass
class _Progress:
    replies: list[tuple[int, int, int]] = field(default_factory=list)
    unreachable: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    expiring: list[tuple[int, int, int]] = field(default_factory=list)
    waited: float = 0.0

    def so_far(self) -> Delivered:
        return Delivered(
            tuple(self.replies),
            frozenset(self.unreachable),
            tuple(self.moved.items()),
            tuple(self.expiring),
        )

    def note(self, call: Call, result: Any) -> None:
        """A call was made."""
        if not isinstance(result, dict) or "message_id" not in result:
            return
        if call.answers is not None:
            self.replies.append((call.chat_id, call.answers, result["message_id"]))
        if call.expires_in is not None:
            self.expiring.append((call.chat_id, result["message_id"], call.expires_in))


class Delivery:
    """Makes calls in order."""

    def __init__(
        self,
        api: BotApi,
        shelf: Shelf,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._shelf = shelf
        self._sleep = sleep

    async def deliver(self, calls: Sequence[Call]) -> Delivered:
        """Make all calls. Raises UndeliveredError when Telegram can't be reached.

        A call that Telegram refuses for good is logged and passed over: the others still count.
        """
        progress = _Progress()
        for number, call in enumerate(calls):
            if call.chat_id in progress.unreachable:
                continue
            try:
                await self._make(call, progress)
            except _GiveUpError as error:
                raise UndeliveredError(
                    str(error), tuple(calls[number:]), progress.so_far()
                ) from error
        return progress.so_far()

    async def _make(self, call: Call, progress: _Progress) -> None:
        following: Call | None = call
        attempt = 0
        while following is not None:
            call = following
            if call.chat_id in progress.moved:
                call = to_chat(call, progress.moved[call.chat_id])
            try:
                result = await self._answer(call)
            except TelegramError as error:
                attempt += 1
                following = await self._react(error, call, attempt, progress)
            else:
                progress.note(call, result)
                return

    async def _react(
        self, error: TelegramError, call: Call, attempt: int, progress: _Progress
    ) -> Call | None:
        """The call to make next, or None when this one is finished. Raises _GiveUpError."""
        reaction = reaction_to(error, call)
        following: Call | None = reaction.call
        match reaction.effect:
            case Effect.WAIT if isinstance(error, RetryAfter):
                await self._wait_as_told(error, progress)
            case Effect.MOVED if attempt < _ATTEMPTS:
                progress.moved[call.chat_id] = reaction.call.chat_id
            case Effect.PLAIN | Effect.ANEW:
                pass
            case Effect.AGAIN if attempt < _ATTEMPTS:
                await self._sleep(_FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.8, 1.2))  # noqa: S311 -- spreads attempts, guards nothing
            case Effect.AGAIN | Effect.MISCONFIGURED:
                raise _GiveUpError(error.message) from error
            case Effect.UNREACHABLE:
                progress.unreachable.add(call.chat_id)
                following = None
            case _:
                following = None
        return following

    async def _answer(self, call: Call) -> Any:
        """Make a call; a message waits if bulk has just used up what Telegram allows a second."""
        if not is_message(call.method):
            return await make_call(self._api, self._shelf, call)
        traffic = self._api.traffic
        pause = traffic.reply(call.chat_id)
        try:
            if pause > 0:
                await self._sleep(pause)
            return await make_call(self._api, self._shelf, call)
        finally:
            traffic.replied()

    async def _wait_as_told(self, error: RetryAfter, progress: _Progress) -> None:
        # Not all at once when the pause ends: that would earn the next refusal.
        pause = seconds_to_wait(error) + random.uniform(0, 0.5)  # noqa: S311 -- guards nothing
        progress.waited += pause
        if progress.waited > _LONGEST_WAIT:
            raise _GiveUpError(error.message) from error
        await self._sleep(pause)


def _file_id_in(sent: Any) -> str:
    """Telegram's id of what was sent; a photo comes in several sizes, the largest last."""
    return str((sent[-1] if isinstance(sent, list) else sent)["file_id"])
