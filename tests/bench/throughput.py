"""Updates per second: the bot answering questions, and two bare echo bots, on the same server.

Server and bot are processes of their own. A round: many people write at once, the clock stops when
every message has its reply. The bots take turns, so that what else the machine does hits all alike.
"""

import asyncio
import os
import random
import secrets
import socket
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.storage.migrations import upgrade
from knowledge.topics import Kind, load_topics

_PEOPLE = 200
_MESSAGES = 2_000
_WARM_UP = 200
_ROUNDS = 3
_PATIENCE = 15.0
"""Seconds without a reply after which a bot is taken to have lost the rest."""
_RUN = [sys.executable, "-m", "bot", "run"]


@dataclass(frozen=True)
class Contender:
    """A bot to measure: how it is started, and what is written to it."""

    name: str
    command: Sequence[str]
    texts: list[str]


async def main() -> None:
    """Measure and print."""
    rates: dict[str, list[float]] = {}
    for number in range(_ROUNDS):
        for contender in _contenders(number):
            rates.setdefault(contender.name, []).append(await _measure(contender))
    print("updates per second, median of", _ROUNDS, "rounds of", _MESSAGES)
    medians = {name: statistics.median(values) for name, values in rates.items()}
    for name, rate in medians.items():
        print(f"  {rate:7.0f}  {name}")
    echo_httpx, echo_own, *ours = medians.values()
    for name, rate in zip(list(medians)[2:], ours, strict=True):
        print(f"  {name}: {rate / echo_httpx:.2f} × the documentation's echo (goal: 2)")
        print(f"  {name}: {rate / echo_own:.2f} × the bare echo on our path (goal: 0.5)")


def _contenders(number: int) -> list[Contender]:
    questions = questions_of(number)
    frequent = questions[:100]
    return [
        Contender("echo as PTB's documentation builds one", _module("echo_httpx"), frequent),
        Contender("bare echo on our request and webhook path", _module("echo_own_path"), frequent),
        Contender("the bot, every question a new one", _RUN, questions),
        Contender("the bot, a hundred frequent questions", _RUN, frequent),
    ]


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.{name}"]


def questions_of(number: int) -> list[str]:
    """What people ask, in an order of its own for each number."""
    questions = [
        text
        for topic in load_topics().values()
        if topic.kind is not Kind.TALK
        for texts in topic.examples.values()
        for text in texts
    ]
    random.Random(number).shuffle(questions)
    return questions


async def _measure(contender: Contender) -> float:
    """Updates per second of one bot in one round."""
    token = f"7000000001:{secrets.token_urlsafe(26)}"
    with tempfile.TemporaryDirectory() as folder:
        async with (
            server_process(token) as url,
            bot_process(contender, url, token, Path(folder)),
            aiohttp.ClientSession() as http,
        ):
            await until_ready(http, url)
            await http.post(f"{url}/demo/calls", json={"record": False})
            await write_many(http, url, contender.texts[-_WARM_UP:], _WARM_UP, 500_000)
            return await write_many(http, url, contender.texts, _MESSAGES, 600_000)


async def write_many(
    http: aiohttp.ClientSession, url: str, texts: list[str], messages: int, first_person: int
) -> float:
    """Let people write, wait for as many replies; updates per second."""
    loop = asyncio.get_running_loop()
    before = seen = await _replies(http, url)
    start = last = loop.time()
    wish = {"people": _PEOPLE, "messages": messages, "texts": texts, "first_person": first_person}
    async with http.post(f"{url}/demo/bulk", json=wish) as response:
        response.raise_for_status()
    while seen < before + messages and loop.time() - last < _PATIENCE:
        await asyncio.sleep(0.02)
        now = await _replies(http, url)
        if now > seen:
            seen, last = now, loop.time()
    if seen < before + messages:
        print(f"  {before + messages - seen} of {messages} messages got no reply", file=sys.stderr)
    return (seen - before) / (last - start)


async def _replies(http: aiohttp.ClientSession, url: str) -> int:
    """How many messages the bot has sent; calls are counted, not recorded."""
    async with http.get(f"{url}/demo/calls", params={"after": 0}) as response:
        counts: dict[str, int] = (await response.json())["counts"]
    return sum(count for method, count in counts.items() if method.lower() == "sendmessage")


async def until_ready(http: aiohttp.ClientSession, url: str) -> None:
    while True:
        async with http.get(f"{url}/demo/ready") as response:
            if response.status == 200:
                return
        await asyncio.sleep(0.05)


@asynccontextmanager
async def server_process(token: str) -> AsyncIterator[str]:
    """The local Bot API server in a process of its own."""
    port = _free_port()
    arguments = ["-m", "bot.demo", "--port", str(port), "--token", token]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _until_listening(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def bot_process(
    contender: Contender, url: str, token: str, folder: Path
) -> AsyncIterator[int]:
    """The bot in a process of its own, with a database of its own."""
    port = _free_port()
    database_url = f"sqlite:///{folder / 'bench.sqlite3'}"
    upgrade(database_url)
    arguments = [] if contender.command[-1] == "run" else [url, token]
    if contender.command[-1].endswith("own_path"):
        arguments.append(str(port))
    environment = {
        "TELEGRAM_TOKEN": token,
        "TELEGRAM_API_URL": url,
        "DATABASE_URL": database_url,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "WEBHOOK_SECRET": secrets.token_hex(16),
        "WEBHOOK_PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        *contender.command, *arguments, env=os.environ | environment
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def _until_listening(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
