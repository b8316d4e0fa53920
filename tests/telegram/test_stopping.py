"""SIGTERM: what is in work is finished, acknowledged and noted; then the program ends with 0."""

import asyncio
import signal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo import Door, create_server, running
from bot.dialog.replies import reply_to
from bot.storage.models import ReceivedUpdate
from bot.storage.storage import Storage
from bot.telegram.polling import ALLOWED_UPDATES
from tests.chat import make_token
from tests.telegram.processes import WEBHOOK_SECRET, Installation, free_port
from tests.telegram.workbench import WORKER
from tests.waiting import until


async def _has_committed(storage: Storage) -> bool:
    async with storage.transaction() as connection:
        return bool(await connection.scalar(select(func.count()).select_from(ReceivedUpdate)))


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_in_work_is_finished_acknowledged_and_noted(
    way: str, number: signal.Signals, sqlite_url: str, tmp_path: Path
) -> None:
    token = make_token()
    server = create_server(token=token)
    storage = Storage(sqlite_url)
    async with running(server) as url, Door.open(url) as door:
        port = free_port() if way == "webhook" else None
        installation = Installation(url, token, sqlite_url, port, tmp_path / "bot.log")
        async with installation.running() as bot:
            await bot.receives(door, 0)
            await door.fault("sendMessage", status=None, delay=0.6, times=None)
            question = await door.person(WORKER).say("iuran-bpu")
            await until(lambda: _has_committed(storage))
            bot.process.send_signal(number)
            async with asyncio.timeout(20):
                assert await bot.process.wait() == 0, bot.log.read_text()
        (answer,) = await door.person(WORKER).messages(after=question)
        assert list(server.world.updates.pending) == []
        async with storage.transaction() as connection:
            assert await reply_to(connection, WORKER, question) == answer["message_id"]
    await storage.close()


async def test_the_webhook_is_set_with_the_secret_and_the_kinds_that_are_handled(
    sqlite_url: str, tmp_path: Path
) -> None:
    token = make_token()
    server = create_server(token=token)
    async with running(server) as url, Door.open(url) as door:
        port = free_port()
        installation = Installation(url, token, sqlite_url, port, tmp_path / "bot.log")
        async with installation.running() as bot:
            await bot.receives(door, 0)
            assert await bot.stop() == 0
        (call,) = await door.calls(method="setWebhook")
    assert call["params"]["url"] == f"http://127.0.0.1:{port}/telegram"
    assert call["params"]["secret_token"] == WEBHOOK_SECRET
    assert call["params"]["allowed_updates"] == ALLOWED_UPDATES


async def test_a_webhook_that_cannot_be_set_ends_the_program_with_one_line(
    sqlite_url: str, tmp_path: Path
) -> None:
    token = make_token()
    server = create_server(token=token)
    async with running(server) as url, Door.open(url) as door:
        await door.fault("setWebhook", status=400, description="Bad Request: bad webhook")
        installation = Installation(url, token, sqlite_url, free_port(), tmp_path / "bot.log")
        async with installation.running("-m", "bot", "run") as bot:
            async with asyncio.timeout(60):
                assert await bot.process.wait() == 1
            assert bot.log.read_text() == "cannot run: BadRequest: Bad webhook\n"


async def test_a_change_from_webhook_to_polling_and_back_loses_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    token = make_token()
    server = create_server(token=token)
    async with running(server) as url, Door.open(url) as door:
        person = door.person(WORKER)
        for port in (free_port(), None, free_port()):
            installation = Installation(url, token, sqlite_url, port, tmp_path / "bot.log")
            question = await person.say("iuran-bpu")
            async with installation.running() as bot:
                assert await person.next_message(after=question, wait=20)
                assert await bot.stop() == 0
    assert list(server.world.updates.pending) == []
