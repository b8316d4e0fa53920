"""Talking to the bot as people do: say something, look at what comes back, tap a button.

The bot under test is the real one; it reaches the local Bot API server over HTTP, as it would reach
Telegram.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.application import Clock, Running, running_bot
from bot.demo import Options, create_server, running
from bot.demo.run import demo_settings
from bot.settings import Settings
from bot.telegram.polling import Polling
from bot.uploads import Kind
from knowledge.library import Library

_PATIENCE = 5.0
_QUIET = 0.08
"""Seconds without a further message after which the bot is taken to have finished."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a person sees it."""

    id: int
    sender: str
    text: str
    html: str
    buttons: tuple[str, ...]
    deleted: bool
    edited: bool

    @classmethod
    def of(cls, message: dict[str, Any]) -> "Seen":
        """From the server's JSON."""
        rows = message.get("buttons") or []
        return cls(
            message["message_id"],
            message["from"],
            message.get("text") or "",
            message.get("html") or "",
            tuple(button["label"] for row in rows for button in row),
            bool(message.get("deleted")),
            bool(message.get("edited")),
        )


class Chat:
    """One person's private chat with the bot."""

    def __init__(self, http: aiohttp.ClientSession, url: str, person: str) -> None:
        self._http = http
        self._url = f"{url}/demo/people/{person}"

    async def say(self, text: str) -> Seen:
        """Write a message; the bot's last reply to it."""
        return (await self.say_all(text))[-1]

    async def say_all(self, text: str) -> list[Seen]:
        """Write a message; all the bot's replies to it."""
        return await self.send({"text": text})

    async def send(self, body: dict[str, Any]) -> list[Seen]:
        """Send anything the door for programs takes; the bot's replies."""
        message_id = await self.put(body)
        return await self._replies_after(message_id)

    async def next_reply(self, message_id: int) -> Seen:
        """The bot's first reply after a message."""
        return (await self._replies_after(message_id))[0]

    async def put(self, body: dict[str, Any]) -> int:
        """Send without waiting for a reply; the message's id."""
        async with self._http.post(f"{self._url}/messages", json=body) as response:
            assert response.status == 200, await response.text()
            return int((await response.json())["message_id"])

    async def send_file(self, name: str, content: bytes, caption: str = "") -> list[Seen]:
        """Send a file; an image arrives as a photo."""
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        if caption:
            form.add_field("caption", caption)
        async with self._http.post(f"{self._url}/messages", data=form) as response:
            assert response.status == 200, await response.text()
            message_id = int((await response.json())["message_id"])
        return await self._replies_after(message_id)

    async def edit(self, message_id: int, text: str) -> None:
        """Edit one's own message, and wait until the bot is quiet."""
        # Which reply belongs to which message is written down a moment after it was sent.
        await asyncio.sleep(_QUIET * 5)
        before = await self.messages()
        await self.put({"edit": message_id, "text": text})
        for _ in range(20):
            await asyncio.sleep(_QUIET)
            after = await self.messages()
            if _of_bot(after) != _of_bot(before):
                break
        await asyncio.sleep(_QUIET * 2)

    async def tap(self, message: Seen, label: str) -> str | None:
        """Tap the button whose label starts so; the notice the bot shows, if any."""
        full = next(button for button in message.buttons if button.startswith(label))
        return await self.tap_raw({"message_id": message.id, "label": full})

    async def tap_raw(self, body: dict[str, Any]) -> str | None:
        """Tap anything, forged data too."""
        async with self._http.post(f"{self._url}/taps", json=body) as response:
            assert response.status == 200, await response.text()
            answer: str | None = (await response.json())["answer"]
        await asyncio.sleep(_QUIET)
        return answer

    async def messages(self, after: int = 0) -> list[Seen]:
        """All messages of the chat, deleted ones marked."""
        async with self._http.get(
            f"{self._url}/messages", params={"after": after, "wait": 0}
        ) as response:
            return [Seen.of(message) for message in (await response.json())["messages"]]

    async def last(self) -> Seen:
        """The newest message."""
        return (await self.messages())[-1]

    async def message(self, message_id: int) -> Seen:
        """One message as it is now."""
        return next(seen for seen in await self.messages() if seen.id == message_id)

    async def _replies_after(self, message_id: int) -> list[Seen]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _PATIENCE
        found: list[Seen] = []
        quiet_since = loop.time()
        while loop.time() < deadline:
            replies = [m for m in await self.messages(message_id) if m.sender == "bot"]
            if len(replies) != len(found):
                found, quiet_since = replies, loop.time()
            if found and loop.time() - quiet_since >= _QUIET:
                return found
            await asyncio.sleep(0.01)
        assert found, "the bot is silent"
        return found


def _of_bot(messages: list[Seen]) -> list[Seen]:
    return [seen for seen in messages if seen.sender == "bot"]


@dataclass(frozen=True)
class Conversation:
    """A running bot, its server, and a way to talk."""

    url: str
    http: aiohttp.ClientSession
    bot: Running

    def with_person(self, person: str) -> Chat:
        """A person's chat: pekerja, pejabat, admin, or the id of somebody new."""
        return Chat(self.http, self.url, person)

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask the server for something outside the chats: faults, groups, repeated updates."""
        async with self.http.post(f"{self.url}{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        """The Bot API calls the server received."""
        async with self.http.get(f"{self.url}/demo/calls", params={"after": 0}) as response:
            calls = (await response.json())["calls"]
        return [call for call in calls if not method or call["method"] == method]


def make_token() -> str:
    """A token of the right form for a bot of the tests' own."""
    return f"7000000001:{secrets.token_urlsafe(26)}"


def make_settings(token: str, api_url: str, database_url: str) -> Settings:
    """A bot's settings against a local server and a given database."""
    return demo_settings(token, api_url, database_url)


@asynccontextmanager
async def conversation(  # noqa: PLR0913 -- what tests may set up otherwise
    library: Library,
    database_url: str,
    clock: Clock | None = None,
    *,
    options: Options | None = None,
    upload_kinds: Mapping[str, Kind] | None = None,
    settings: Mapping[str, object] | None = None,
) -> AsyncIterator[Conversation]:
    """A bot that receives by polling, and a client for the door for programs.

    `settings` are those that differ from the demo's.
    """
    token = make_token()
    async with (
        running(create_server(token=token, options=options)) as url,
        running_bot(
            make_settings(token, url, database_url).model_copy(update=settings or {}),
            library,
            clock,
            upload_kinds=upload_kinds,
        ) as bot,
        aiohttp.ClientSession() as http,
    ):
        polling = Polling(bot.api, bot.receiver)
        work = asyncio.create_task(polling.run())
        try:
            yield Conversation(url, http, bot)
        finally:
            polling.stop()
            await work
