"""Numbers for Prometheus: what is counted, what is looked up, what is never in them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.content.versions import begin_change
from bot.jobs import enqueue
from bot.metrics import Metrics, create_metrics_app, metrics_route
from bot.receiving import serving
from bot.settings import Settings
from bot.storage.storage import Storage
from bot.telegram.webhook import create_webhook_app
from tests.chat import Chat, Conversation


def _value(text: str, sample: str) -> float:
    found = re.search(rf"^{re.escape(sample)} (\S+)$", text, re.MULTILINE)
    assert found, f"{sample} is not in\n{text}"
    return float(found[1])


async def _numbers(talk: Conversation) -> str:
    return (await talk.bot.metrics.exposition(talk.bot.storage)).decode()


async def test_updates_questions_calls_and_seconds_are_counted(
    talk: Conversation, worker: Chat
) -> None:
    await worker.say("berapa iuran bpjs ketenagakerjaan untuk ojol?")
    await worker.say("resep rendang padang yang empuk")
    text = await _numbers(talk)
    assert _value(text, 'jamsosbot_updates_total{result="done"}') == 2
    assert _value(text, 'jamsosbot_questions_total{outcome="answer"}') == 1
    assert _value(text, 'jamsosbot_questions_total{outcome="fallback"}') == 1
    assert _value(text, 'jamsosbot_calls_total{method="sendMessage",result="made"}') == 2
    assert _value(text, "jamsosbot_update_seconds_count") == 2
    assert _value(text, "jamsosbot_database_away") == 0


async def test_what_telegram_refuses_and_delays_is_told_apart(
    talk: Conversation, worker: Chat
) -> None:
    fault = {"method": "sendMessage", "status": 429, "retry_after": 1, "times": 1}
    await talk.post("/demo/faults", fault)
    await worker.say("halo")
    await talk.post("/demo/faults", {"method": "sendMessage", "status": 400, "times": 1})
    await worker.put({"text": "terima kasih"})
    await worker.say("halo")
    text = await _numbers(talk)
    assert _value(text, 'jamsosbot_calls_total{method="sendMessage",result="retry_after"}') == 1
    assert _value(text, 'jamsosbot_calls_total{method="sendMessage",result="refused"}') >= 1


async def test_nothing_personal_is_in_the_numbers(talk: Conversation, worker: Chat) -> None:
    await worker.say("nama saya Budi, klaim jht gimana?")
    text = await _numbers(talk)
    labels = set(re.findall(r'(\w+)="', text))
    assert labels <= {"result", "outcome", "method", "le", "state"}
    assert "Budi" not in text
    assert str(talk.bot.settings.admin_ids) not in text


async def test_what_waits_in_the_database_is_looked_up(storage: Storage) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    async with storage.transaction() as connection:
        await begin_change(connection)
        for at in range(3):
            await enqueue(connection, "x", {}, run_at=now + timedelta(days=at))
    text = (await Metrics().exposition(storage)).decode()
    assert _value(text, 'jamsosbot_jobs{state="waiting"}') == 3
    assert _value(text, 'jamsosbot_jobs{state="failed"}') == 0
    assert _value(text, "jamsosbot_content_generation") == 1


async def test_without_a_database_the_rest_is_told_all_the_same(tmp_path: Path) -> None:
    empty = Storage(f"sqlite:///{tmp_path / 'without-tables.sqlite3'}")
    metrics = Metrics()
    with pytest.raises(OSError, match="gone"), metrics.receiving():
        raise OSError("gone")
    text = (await metrics.exposition(empty)).decode()
    await empty.close()
    assert _value(text, "jamsosbot_database_away") == 1
    assert _value(text, 'jamsosbot_updates_total{result="failed"}') == 1


async def _get(port: int, path: str) -> tuple[int, str, str]:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}{path}") as response,
    ):
        return response.status, response.content_type, await response.text()


async def test_the_numbers_are_served_beside_the_webhook_and_alone(talk: Conversation) -> None:
    bot = talk.bot
    route = metrics_route(bot.metrics, bot.storage)
    webhook = create_webhook_app(bot.receiver, "rahasia-rahasia-rahasia", lambda: True, [route])
    for app in (webhook, create_metrics_app(bot.metrics, bot.storage)):
        async with serving(app, "127.0.0.1", 0) as server:
            status, kind, text = await _get(server.port, "/metrics")
            assert (status, kind) == (200, "text/plain")
            assert "jamsosbot_updates_total" in text
            assert (await _get(server.port, "/metrics/x"))[0] == 404


def test_two_bots_in_one_process_do_not_count_together() -> None:
    first, second = Metrics(), Metrics()
    with first.receiving():
        pass
    assert first.registry.get_sample_value("jamsosbot_updates_total", {"result": "done"}) == 1
    assert second.registry.get_sample_value("jamsosbot_updates_total", {"result": "done"}) is None


def test_the_port_is_closed_unless_it_is_set_and_then_on_loopback() -> None:
    settings = Settings.model_construct()
    assert settings.metrics_port is None
    assert settings.metrics_host == "127.0.0.1"
