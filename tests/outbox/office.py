"""A sender with real parts: database, HTTP, the local Bot API server with its strict limits."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.demo import DemoServer, Door, Options, create_server, running
from bot.files import Shelf
from bot.outbox import Message, NewRun, Progress, enqueue, find, progress
from bot.outbox.pace import Pace
from bot.outbox.posting import Posting
from bot.outbox.sender import Sender
from bot.outbox.settling import Hooks
from bot.storage.models import OutboxMessage
from bot.storage.storage import Storage
from bot.telegram.calls import send_text
from bot.telegram.delivery import BotApi, Delivery
from bot.telegram.request import AiohttpRequest
from bot.telegram.traffic import Traffic
from tests.chat import make_token
from tests.waiting import until

FIRST = 700_001
RUN = NewRun("digest", "2026-W19")
FAST = Pace(per_second=400, lease=timedelta(seconds=1))
LOOKS_EVERY = 0.02
UNLIMITED = 1_000_000


def now() -> datetime:
    return datetime.now(UTC)


def people(count: int) -> range:
    """Recipients."""
    return range(FIRST, FIRST + count)


def digests(recipients: Iterable[int], text: str = "Cakupan minggu ini") -> list[Message]:
    """One message each."""
    return [Message(person, send_text(person, text)) for person in recipients]


@dataclass
class Office:
    """What a test works with."""

    server: DemoServer
    door: Door
    storage: Storage
    api: BotApi
    shelf: Shelf
    lost: list[int] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)

    async def somebody_starts(self, count: int) -> range:
        """So many people press /start; their ids."""
        wish = {"people": count, "first_person": FIRST, "texts": ["/start"]}
        await self.door.request("POST", "bulk", json=wish)
        return people(count)

    async def enqueue(self, messages: list[Message], run: NewRun = RUN) -> int:
        async with self.storage.transaction() as connection:
            return await enqueue(connection, run, messages, now())

    async def run_id(self, run: NewRun = RUN) -> int:
        async with self.storage.transaction() as connection:
            found = await find(connection, run.kind, run.key)
        assert found is not None
        return found.id

    async def progress(self, run: NewRun = RUN) -> Progress:
        run_id = await self.run_id(run)
        async with self.storage.transaction() as connection:
            return await progress(connection, run_id)

    async def rows(self) -> list[Any]:
        async with self.storage.transaction() as connection:
            table = OutboxMessage.__table__
            rows = await connection.execute(select(table).order_by(OutboxMessage.id))
            return list(rows.all())

    async def everything_is_due(self) -> None:
        """The pauses of messages that are tried again are over."""
        async with self.storage.transaction() as connection:
            await connection.execute(update(OutboxMessage).values(not_before=now()))

    async def until_over(self, seconds: float = 10.0) -> Progress:
        async def is_over() -> bool:
            return (await self.progress()).is_over

        await until(is_over, seconds)
        return await self.progress()

    async def until_state(self, state: str, count: int) -> None:
        async def is_so() -> bool:
            return [row.state for row in await self.rows()].count(state) >= count

        await until(is_so)

    async def calls(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        return await self.door.calls(method=method)

    async def arrived(self, person: int) -> list[str]:
        """The bot's messages that a person sees."""
        messages = await self.door.person(person).messages()
        return [message["text"] for message in messages if message["from"] == "bot"]

    def sender(self, pace: Pace = FAST, api: BotApi | None = None) -> Sender:
        async def lose(_: object, chat_id: int) -> None:
            self.lost.append(chat_id)

        async def move(_: object, old: int, new: int) -> None:
            self.moved.append((old, new))

        return Sender(
            self.storage,
            Posting(api or self.api, self.shelf),
            now,
            pace=pace,
            hooks=Hooks(lose, move),
            looks_every=LOOKS_EVERY,
        )

    @asynccontextmanager
    async def sending(self, pace: Pace = FAST) -> AsyncIterator[Sender]:
        sender = self.sender(pace)
        sender.start()
        try:
            yield sender
        finally:
            await sender.stop()

    async def reply(self, person: int, text: str) -> None:
        await Delivery(self.api, self.shelf).deliver([send_text(person, text)])


@asynccontextmanager
async def office(
    storage: Storage, *, strict: bool = False, most_per_second: int = UNLIMITED
) -> AsyncIterator[Office]:
    token = make_token()
    server = create_server(token=token, options=Options(strict_limits=strict))
    request = AiohttpRequest()
    await request.initialize()
    try:
        async with running(server) as url, Door.open(url) as door:
            traffic = Traffic(most_per_second=most_per_second)
            api = BotApi(request, f"{url}/bot{token}", f"{url}/file/bot{token}", traffic=traffic)
            yield Office(server, door, storage, api, Shelf(storage))
    finally:
        await request.shutdown()
