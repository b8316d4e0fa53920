"""The bot's parts put together around a handler of the test's own, against the local server."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from telegram import Update
from telegram.ext import TypeHandler

from bot.application import build_application
from bot.content.serving import Content
from bot.demo import DemoServer, Door, create_server, running
from bot.files import Shelf
from bot.registry.lookup import Lookup
from bot.services import Services
from bot.storage.models import Base, ReceivedUpdate
from bot.storage.storage import Storage
from bot.telegram.afterwards import Afterwards
from bot.telegram.delivery import BotApi, Delivery
from bot.telegram.receiver import Receiver, note_failure
from bot.telegram.request import AiohttpRequest
from bot.telegram.work import Turn
from tests.chat import make_settings, make_token
from tests.telegram.phrasebook import phrasebook_library

Json = dict[str, Any]
Handle = Callable[[Turn], Awaitable[None]]
APOLOGY = "Maaf, ada gangguan."
WORKER = 640_001


async def echo(turn: Turn) -> None:
    """Say what was said."""
    turn.say(turn.text)


@dataclass
class Pauses:
    """Sleeps that take no time, and how long they would have taken."""

    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@dataclass
class Bench:
    """What a test works with."""

    server: DemoServer
    url: str
    door: Door
    api: BotApi
    storage: Storage
    receiver: Receiver
    delivery: Delivery
    afterwards: Afterwards
    pauses: Pauses
    moment: list[datetime]
    handle: Handle = echo
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def message(self, text: str = "halo", chat_id: int = WORKER, **more: Any) -> Json:
        """A new update, as Telegram delivers it: a message in a private chat."""
        person = {"id": chat_id, "is_bot": False, "first_name": "Ani"}
        number = next(self._numbers)
        return {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": 1_780_000_000,
                "chat": {"id": chat_id, "type": "private", "first_name": "Ani"},
                "from": person,
                "text": text,
                **more,
            },
        }

    async def sent(self, method: str = "sendMessage") -> list[str]:
        """The texts that arrived at the server, in order."""
        calls = await self.door.calls(method=method)
        return [str(call["params"].get("text", "")) for call in calls if call["status"] == 200]

    async def tried(self, method: str = "sendMessage") -> int:
        """How often the server was asked for a method, whatever it answered."""
        return len(await self.door.calls(method=method))

    async def count(self, table: type[Base]) -> int:
        """How many rows a table has."""
        async with self.storage.transaction() as connection:
            return await connection.scalar(select(func.count()).select_from(table)) or 0

    async def kept_calls(self, update_id: int) -> list[Json] | None:
        """The calls that the database knows to be missing."""
        async with self.storage.transaction() as connection:
            calls: list[Json] | None = await connection.scalar(
                select(ReceivedUpdate.calls).where(ReceivedUpdate.update_id == update_id)
            )
            return calls


@asynccontextmanager
async def bench(database_url: str, handle: Handle = echo) -> AsyncIterator[Bench]:
    """Real parts: PTB's Application with one handler, database, HTTP, the local server."""
    token = make_token()
    server = create_server(token=token)
    moment = [datetime(2026, 5, 4, 9, tzinfo=UTC)]

    async def handled(_: Update, turn: Turn) -> None:
        await parts[0].handle(turn)

    parts: list[Bench] = []

    async with running(server) as url, Door.open(url) as door:
        settings = make_settings(token, url, database_url)
        request = AiohttpRequest()
        application = build_application(settings, request)
        application.add_handler(TypeHandler(Update, handled))
        application.add_error_handler(note_failure)
        storage = Storage(database_url)
        async with application:
            api = BotApi(request, application.bot.base_url, application.bot.base_file_url)
            pauses = Pauses()
            delivery = Delivery(api, Shelf(storage), pauses)
            afterwards = Afterwards(storage, lambda: moment[0])
            content = Content(phrasebook_library())
            lookup = Lookup(None, settings.budgets, settings.zone)
            services = Services(settings, content, lookup, application.bot.username)
            receiver = Receiver(
                application,
                lambda: services,
                storage=storage,
                delivery=delivery,
                afterwards=afterwards,
                clock=lambda: moment[0],
                apology=APOLOGY,
            )
            await door.person(WORKER).say("/start")
            try:
                parts.append(
                    Bench(
                        server,
                        url,
                        door,
                        api,
                        storage,
                        receiver,
                        delivery,
                        afterwards,
                        pauses,
                        moment,
                        handle,
                    )
                )
                yield parts[0]
            finally:
                await afterwards.close()
                await storage.close()
