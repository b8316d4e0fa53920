"""Webhook delivery: the secret, retries, order, concurrency, answers that are calls."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web
from telegram.error import BadRequest

from bot.demo import DemoServer, Options, create_server
from tests.demo.support import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from telegram import Bot

    from bot.demo import Door, PersonAtDoor
    from tests.demo.support import Clock

SECRET = "rahasia-1"  # noqa: S105 - of this test only


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again for what another task brings about. Raises TimeoutError after 5 s."""
    async with asyncio.timeout(5):
        while not await condition():
            await asyncio.sleep(0.005)


@pytest.fixture
def server(clock: Clock) -> DemoServer:
    options = Options(webhook_pauses=(0.01, 0.05), webhook_timeout=0.3)
    return create_server(token=TOKEN, clock=clock, options=options)


@dataclass
class Hook:
    """A webhook that remembers what it was sent and answers as told."""

    url: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    refuse: int = 0
    slow: float = 0.0
    answer: dict[str, object] | None = None
    busy: int = 0
    busiest: int = 0

    async def serve(self, request: web.Request) -> web.Response:
        self.received.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            await asyncio.sleep(self.slow)
        finally:
            self.busy -= 1
        if self.refuse > 0:
            self.refuse -= 1
            return web.Response(status=503)
        return web.json_response(self.answer) if self.answer else web.Response()

    async def wait_for(self, count: int) -> None:
        async def arrived() -> bool:
            return len(self.received) >= count

        await until(arrived)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.received]


@contextlib.asynccontextmanager
async def listening(hook: Hook, port: int = 0) -> AsyncIterator[int]:
    application = web.Application()
    application.router.add_post("/hook", hook.serve)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    port = runner.addresses[0][1]
    hook.url = f"http://127.0.0.1:{port}/hook"
    try:
        yield port
    finally:
        await runner.cleanup()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    async with listening(made):
        yield made


async def no_updates_wait(bot: Bot) -> None:
    async def nothing_waits() -> bool:
        return (await bot.get_webhook_info()).pending_update_count == 0

    await until(nothing_waits)


async def test_an_update_arrives_with_the_secret(bot: Bot, door: Door, hook: Hook) -> None:
    await bot.set_webhook(hook.url, secret_token=SECRET, max_connections=7)
    await door.person("pekerja").say("halo")
    await hook.wait_for(1)
    assert hook.received[0]["message"]["text"] == "halo"
    assert hook.secrets == [SECRET]
    await no_updates_wait(bot)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.last_error_message) == (hook.url, 7, None)


async def test_what_waited_is_delivered_when_the_webhook_is_set(
    bot: Bot, door: Door, hook: Hook
) -> None:
    await door.person("pekerja").say("sudah lama menunggu")
    await bot.set_webhook(hook.url)
    await hook.wait_for(1)
    assert hook.secrets == [None]


async def test_a_refused_update_comes_again_until_it_is_taken(
    bot: Bot, door: Door, hook: Hook
) -> None:
    hook.refuse = 3
    await bot.set_webhook(hook.url)
    await door.person("pekerja").say("satu")
    await door.person("pekerja").say("dua")
    await hook.wait_for(5)
    await no_updates_wait(bot)
    assert hook.texts() == ["satu"] * 4 + ["dua"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.last_error_date is not None


async def test_updates_survive_a_bot_that_is_away(bot: Bot, door: Door) -> None:
    hook = Hook()
    async with listening(hook) as port:
        await bot.set_webhook(hook.url)
    await door.person("pekerja").say("di mana?")

    async def refused() -> bool:
        return (await bot.get_webhook_info()).last_error_message == "Connection refused"

    await until(refused)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    async with listening(hook, port):
        await hook.wait_for(1)
    assert hook.texts() == ["di mana?"]


async def test_setting_the_same_webhook_again_sends_at_once(
    bot: Bot, door: Door, hook: Hook
) -> None:
    hook.refuse = 1
    await bot.set_webhook(hook.url)
    await door.person("pekerja").say("halo")
    await hook.wait_for(1)
    await bot.set_webhook(hook.url)
    await hook.wait_for(2)


async def test_an_answer_that_takes_too_long_is_a_failure(bot: Bot, door: Door, hook: Hook) -> None:
    hook.slow = 1.0
    await bot.set_webhook(hook.url)
    await door.person("pekerja").say("halo")
    await hook.wait_for(2)
    assert (await bot.get_webhook_info()).last_error_message == "Read timeout expired"


async def test_chats_run_side_by_side_up_to_the_limit_and_in_order_within(
    bot: Bot, door: Door, hook: Hook
) -> None:
    hook.slow = 0.03
    await bot.set_webhook(hook.url, max_connections=4)
    await door.bulk(people=8, texts=["a", "b"], messages=24)
    await hook.wait_for(24)
    assert hook.busiest == 4
    for person in range(500_001, 500_009):
        own = [u["update_id"] for u in hook.received if u["message"]["from"]["id"] == person]
        assert own == sorted(own)


async def test_a_webhook_may_answer_with_a_method(
    bot: Bot, door: Door, worker: PersonAtDoor, hook: Hook
) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": 1001, "text": "langsung"}
    await bot.set_webhook(hook.url)
    assert (await worker.next_message(after=1))["text"] == "langsung"
    assert [call["status"] for call in await door.calls(method="sendMessage")] == [200]


async def test_a_repeated_update_is_sent_twice(bot: Bot, door: Door, hook: Hook) -> None:
    await bot.set_webhook(hook.url)
    await door.person("pekerja").say("halo")
    await hook.wait_for(1)
    await door.repeat_update()
    await hook.wait_for(2)
    assert hook.received[0] == hook.received[1]


async def test_undelivered_updates_go_to_polling_or_away(bot: Bot, door: Door) -> None:
    await bot.set_webhook("http://127.0.0.1:9/")
    await door.person("pekerja").say("satu")
    assert await bot.delete_webhook()
    assert len(await bot.get_updates(timeout=0)) == 1
    await bot.set_webhook("http://127.0.0.1:9/", drop_pending_updates=True)
    await door.person("pekerja").say("dua")
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates(timeout=0) == ()


@pytest.mark.parametrize(
    ("address", "secret", "reason"),
    [
        ("http://", "", "Invalid webhook url specified"),
        ("ftp://a.id", "", "Invalid webhook url specified"),
        ("http://a.id:99999", "", "Invalid webhook url specified"),
        ("https://a.id", "ada spasi", "Secret token contains unallowed characters"),
        ("https://a.id", "x" * 257, "Secret token is too long"),
    ],
)
async def test_impossible_webhooks_are_refused(
    bot: Bot, address: str, secret: str, reason: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.set_webhook(address, secret_token=secret)
    assert refusal.value.message.lower() == reason.lower()
