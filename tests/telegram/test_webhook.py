"""The webhook over real HTTP: who may deliver what, and what the answer means."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import orjson
import pytest

from bot.receiving import serving
from bot.storage.models import ReceivedUpdate
from bot.telegram.webhook import create_webhook_app
from tests.telegram.workbench import WORKER, Bench, Json
from tests.waiting import until

_SECRET = "rahasia-yang-cukup-panjang"  # noqa: S105 -- a secret of the test's own
_HEADERS = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}


class _Webhook:
    def __init__(self, http: aiohttp.ClientSession, port: int) -> None:
        self._http = http
        self.port = port
        self.is_ready = True

    async def deliver(self, body: Any, headers: dict[str, str] | None = None) -> int:
        """Deliver as Telegram would; the answer's status."""
        data = orjson.dumps(body) if isinstance(body, dict | list) else body
        async with self._http.post(
            f"http://127.0.0.1:{self.port}/telegram",
            data=data,
            headers=_HEADERS if headers is None else headers,
        ) as response:
            return response.status

    async def get(self, path: str) -> tuple[int, str]:
        async with self._http.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.text()

    async def raw(self, request: bytes) -> bytes:
        """What comes back on one connection until the server closes it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            async with asyncio.timeout(5):
                await writer.drain()
                return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def _webhook(bench: Bench) -> AsyncIterator[_Webhook]:
    async with aiohttp.ClientSession() as http:
        webhook = _Webhook(http, 0)
        app = create_webhook_app(bench.receiver, _SECRET, lambda: webhook.is_ready)
        async with serving(app, "127.0.0.1", 0) as server:
            webhook.port = server.port
            yield webhook


@pytest.fixture
async def webhook(bench: Bench) -> AsyncIterator[_Webhook]:
    async with _webhook(bench) as opened:
        yield opened


async def test_an_update_is_acknowledged_after_its_effects_and_its_answer(
    bench: Bench, webhook: _Webhook
) -> None:
    assert await webhook.deliver(bench.message("halo")) == 200
    assert await bench.sent() == ["halo"]
    assert await bench.count(ReceivedUpdate) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
        {"X-Telegram-Bot-Api-Secret-Token": _SECRET[:-1]},
        {"X-Telegram-Bot-Api-Secret-Token": _SECRET + "x"},
        {"X-Telegram-Bot-Api-Secret-Token": "rähasia"},
    ],
)
async def test_who_does_not_know_the_secret_is_turned_away(
    bench: Bench, webhook: _Webhook, headers: dict[str, str]
) -> None:
    assert await webhook.deliver(bench.message(), headers) == 403
    assert await bench.count(ReceivedUpdate) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"bukan json",
        b"\xff\xfe",
        b"[]",
        b'"update_id"',
        b"null",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": 1.5}',
    ],
)
async def test_what_is_not_an_update_is_refused(webhook: _Webhook, body: bytes) -> None:
    assert await webhook.deliver(body) == 400


async def test_a_body_that_is_too_large_is_refused(webhook: _Webhook) -> None:
    assert await webhook.deliver(b" " * 1_000_001) == 413


async def test_a_body_of_unknown_length_is_counted_while_it_arrives(webhook: _Webhook) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(2_000):
            yield b" " * 1_000

    with suppress(aiohttp.ClientError):  # the server may hang up while the rest is being sent
        assert await webhook.deliver(endless()) == 413
    assert await webhook.get("/healthz") == (200, "ok")


_HEAD = (
    b"POST /telegram HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: " + _SECRET.encode() + b"\r\n"
)


async def test_a_length_that_is_no_number_is_refused(webhook: _Webhook) -> None:
    answer = await webhook.raw(_HEAD + b"Content-Length: banyak\r\n\r\n{}")
    assert answer.startswith(b"HTTP/1.1 400")


async def test_a_length_shorter_than_the_body_cuts_it_off(webhook: _Webhook) -> None:
    answer = await webhook.raw(_HEAD + b'Content-Length: 5\r\n\r\n{"update_id": 1}')
    assert answer.startswith(b"HTTP/1.1 400")


async def test_a_sender_that_hangs_up_half_way_does_no_harm(
    bench: Bench, webhook: _Webhook
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", webhook.port)
    writer.write(_HEAD + b'Content-Length: 5000\r\n\r\n{"update_id": 1,')
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.05)
    assert await webhook.get("/healthz") == (200, "ok")
    assert await bench.count(ReceivedUpdate) == 0


async def test_updates_are_posted_not_got(webhook: _Webhook) -> None:
    status, _ = await webhook.get("/telegram")
    assert status == 405


async def test_health_is_being_alive_and_readiness_is_wanting_traffic(webhook: _Webhook) -> None:
    assert await webhook.get("/healthz") == (200, "ok")
    assert await webhook.get("/readyz") == (200, "ready")
    webhook.is_ready = False
    assert await webhook.get("/healthz") == (200, "ok")
    assert await webhook.get("/readyz") == (503, "not ready")


async def test_what_could_not_be_delivered_asks_telegram_to_come_again(
    bench: Bench, webhook: _Webhook
) -> None:
    update = bench.message("halo")
    await bench.door.fault("sendMessage", status=500, times=4)
    assert await webhook.deliver(update) == 503
    assert await webhook.deliver(update) == 200
    assert await bench.sent() == ["halo"]


async def test_an_update_that_cannot_be_read_is_acknowledged(
    bench: Bench, webhook: _Webhook
) -> None:
    poisoned: Json = {"update_id": 1, "message": {"chat": {"id": WORKER}}}
    assert await webhook.deliver(poisoned) == 200
    assert await bench.count(ReceivedUpdate) == 1


async def test_what_telegram_brings_again_by_itself_is_answered_once(
    bench: Bench, webhook: _Webhook
) -> None:
    await bench.door.fault("sendMessage", status=500, times=6)
    url = f"http://127.0.0.1:{webhook.port}/telegram"
    await bench.api.call("setWebhook", {"url": url, "secret_token": _SECRET})
    await until(lambda: not bench.server.world.updates.pending)
    assert await bench.sent() == ["/start"]
    await bench.door.repeat_update()
    await asyncio.sleep(0.1)
    assert await bench.sent() == ["/start"]
    assert await bench.count(ReceivedUpdate) == 1


async def test_requests_in_work_are_answered_before_the_server_stops(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=None, delay=0.4)
    async with _webhook(bench) as webhook:
        delivering = asyncio.create_task(webhook.deliver(bench.message("halo")))
        await until(lambda: _is_kept(bench))
        assert not delivering.done()
    assert await delivering == 200
    assert await bench.sent() == ["halo"]


async def _is_kept(bench: Bench) -> bool:
    return await bench.count(ReceivedUpdate) > 0
