"""Three thousand recipients, Telegram's limits enforced, workers asking meanwhile.

Server and bot are processes of their own, as in `throughput`. Bulk may use 25 of the 30 messages a
second; one worker after the other asks a question each second and a half, before and during it.
"""

import asyncio
import math
import random
import secrets
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.demo import Door
from bot.files import keep_file
from bot.outbox import Message, NewRun, enqueue
from bot.outbox.pace import Pace
from bot.storage.storage import Storage
from bot.telegram.calls import send_photo
from tests.bench.throughput import Contender, bot_process, questions_of, server_process

_BOT = Contender("the bot", [sys.executable, "-m", "bot", "run"], [])
_RECIPIENTS = 3_000
_FIRST = 700_001
_FIRST_WORKER = 640_001
_QUESTION_EVERY = 1.5
_ALONE = 20
"""Questions asked before bulk begins."""
_CHART = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03\xc0\x00\x00\x02\x1c\x08\x02\x00\x00\x00"
    + random.Random(1).randbytes(100_000)
)


@dataclass(frozen=True)
class _Sent:
    """What the server saw."""

    times: list[float]
    refused: int
    uploads: int
    recipients: set[int]


async def main() -> None:
    """Measure and print."""
    token = f"7000000001:{secrets.token_urlsafe(26)}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            server_process(token) as url,
            bot_process(_BOT, url, token, folder),
            Door.open(url) as door,
        ):
            while not await door.is_ready():
                await asyncio.sleep(0.05)
            await _measure(door, folder)


async def _measure(door: Door, folder: Path) -> None:
    everybody = {"people": _RECIPIENTS, "first_person": _FIRST, "texts": ["/start"]}
    await door.request("POST", "bulk", json=everybody)
    await _until_quiet(door)
    await door.request("POST", "limits", json={"strict": True})
    alone = []
    for number in range(_ALONE):
        alone.append(await _answer_time(door, number))
        await asyncio.sleep(0.2)
    before = (await door.request("GET", "calls", params={"after": "0"}))["last"]
    await _enqueue(folder)
    meanwhile: list[float] = []

    async def ask() -> None:
        meanwhile.append(await _answer_time(door, _ALONE + len(meanwhile)))

    await _until_all_sent(door, ask)
    _print(await _what_was_sent(door, before), alone, meanwhile)


async def _until_quiet(door: Door) -> None:
    """Until the answers to /start are out: they are no part of this."""
    while await _count(door, "sendMessage") < _RECIPIENTS:
        await asyncio.sleep(1)
    await asyncio.sleep(2)


async def _count(door: Door, method: str) -> int:
    """How often a method was called; without the calls, which would be megabytes."""
    answer = await door.request("GET", "calls", params={"after": "999999999"})
    return int(answer["counts"].get(method, 0))


async def _enqueue(folder: Path) -> None:
    storage = Storage(f"sqlite:///{folder / 'bench.sqlite3'}")
    now = datetime.now(UTC)
    people = range(_FIRST, _FIRST + _RECIPIENTS)
    async with storage.transaction() as connection:
        chart = await keep_file(
            connection, _CHART, name="cakupan.png", media_type="image/png", now=now
        )
        messages = [Message(person, send_photo(person, chart, "Cakupan")) for person in people]
        await enqueue(connection, NewRun("digest", "bench"), messages, now)
    await storage.close()


async def _until_all_sent(door: Door, ask: Callable[[], Awaitable[None]]) -> None:
    while await _count(door, "sendPhoto") < _RECIPIENTS:
        await ask()
        await asyncio.sleep(_QUESTION_EVERY)
    await asyncio.sleep(2)


async def _answer_time(door: Door, number: int) -> float:
    """Seconds from a worker's question to its answer."""
    questions = questions_of(0)
    worker = door.person(_FIRST_WORKER + number)
    loop = asyncio.get_running_loop()
    start = loop.time()
    message_id = await worker.say(questions[number % len(questions)])
    await worker.next_message(after=message_id, wait=30)
    return loop.time() - start


async def _what_was_sent(door: Door, before: int) -> _Sent:
    calls: list[dict[str, Any]] = await door.calls(before)
    photos = [call for call in calls if call["method"] == "sendPhoto"]
    return _Sent(
        times=[call["time"] for call in photos if call["status"] == 200],
        refused=sum(1 for call in calls if call["status"] == 429),
        uploads=sum(1 for call in photos if isinstance(call["params"].get("photo"), dict)),
        recipients={int(call["params"]["chat_id"]) for call in photos if call["status"] == 200},
    )


def _print(sent: _Sent, alone: list[float], meanwhile: list[float]) -> None:
    budget = Pace().per_second
    rate = (len(sent.times) - 1) / (max(sent.times) - min(sent.times))
    print(f"bulk: {len(sent.recipients)} recipients, {len(sent.times)} messages")
    print(f"  {rate:.1f} messages a second: {rate / budget:.1%} of {budget:.0f} (goal: 95 %)")
    print(f"  {sent.refused} refused with 429 (goal: 0), {sent.uploads} upload of the chart (1)")
    print(f"answers to workers, seconds (p95 goal: not 1 more than alone), {len(meanwhile)} asked")
    for name, times in (("alone", alone), ("meanwhile", meanwhile)):
        print(f"  {name:9} median {statistics.median(times):.3f}  p95 {_p95(times):.3f}")


def _p95(times: list[float]) -> float:
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]
