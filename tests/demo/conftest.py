"""A running demo server, its door, and a python-telegram-bot Bot that talks to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from telegram import Bot

from bot.demo import DemoServer, Door, PersonAtDoor, create_server, running
from tests.demo.support import TOKEN, Clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> DemoServer:
    return create_server(token=TOKEN, clock=clock)


@pytest.fixture
async def url(server: DemoServer) -> AsyncIterator[str]:
    async with running(server) as base:
        yield base


@pytest.fixture
async def door(url: str) -> AsyncIterator[Door]:
    async with Door.open(url) as opened:
        yield opened


@pytest.fixture
async def http(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(url) as session:
        yield session


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as opened:
        yield opened


@pytest.fixture
async def worker(door: Door) -> PersonAtDoor:
    """A worker who has already started the bot (message 1, update read by nobody)."""
    person = door.person("pekerja")
    await person.say("/start")
    return person
