"""`kill -9` at any moment loses nothing; only what was in flight may be answered twice."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo import DemoServer, Door, create_server, running
from bot.storage.models import ReceivedUpdate, Unanswered
from bot.storage.storage import Storage
from knowledge.topics import Kind, load_topics
from knowledge.urgency import load_urgent_advice
from tests.chat import make_token
from tests.telegram.processes import Installation, free_port

_PEOPLE = 24
_KILLS = 3
_QUESTIONS = 12
"""Of each person; every fourth is one that has no answer."""


@dataclass
class _Talk:
    """What people asked, by update; which updates were unfinished when the bot was killed."""

    asked: dict[int, tuple[int, str]] = field(default_factory=dict)
    in_flight: set[int] = field(default_factory=set)


def _questions() -> list[tuple[int, str]]:
    """Person and question; the answer to a topic's id can be told by its buttons."""
    is_urgent = load_urgent_advice().is_called_for
    topics = [
        topic.id
        for topic in load_topics().values()
        if topic.kind is Kind.ANSWER and not is_urgent(topic.id)
    ]
    return [
        (640_100 + person, topics[number] if number % 4 else f"resep ke {number} orang {person}")
        for number in range(_QUESTIONS)
        for person in range(_PEOPLE)
    ]


async def _ask(door: Door, talk: _Talk) -> None:
    """Everybody writes, a few at a time, whether the bot lives or not."""
    for number, (person, question) in enumerate(_questions()):
        wish = {"people": 1, "first_person": person, "texts": [question]}
        (sent,) = (await door.request("POST", "bulk", json=wish))["messages"]
        talk.asked[sent["update_id"]] = (person, question)
        if number % 6 == 0:
            await asyncio.sleep(0.02)


async def _kill_again_and_again(
    installation: Installation, server: DemoServer, door: Door, talk: _Talk
) -> None:
    moments = random.Random()
    asking: asyncio.Task[None] | None = None
    for _ in range(_KILLS):
        async with installation.running() as bot:
            await bot.receives(door, server.world.calls.count)
            asking = asking or asyncio.create_task(_ask(door, talk))
            await asyncio.sleep(moments.uniform(0.05, 0.6))
            await bot.kill()
            talk.in_flight |= server.world.updates.pending.keys()
    async with installation.running() as bot:
        await bot.receives(door, server.world.calls.count)
        if asking is not None:
            await asking
        async with asyncio.timeout(20):
            while server.world.updates.pending:  # noqa: ASYNC110 -- the server has no event for it
                await asyncio.sleep(0.02)
        assert await bot.stop() == 0, installation.log.read_text()


async def _answers_to(door: Door, person: int) -> Counter[str]:
    """The topics that a person got answers on; "" for admitting that there is none."""
    got: Counter[str] = Counter()
    for message in await door.person(person).messages():
        if message["from"] == "bot":
            data = [button.get("data") or "" for row in message["buttons"] for button in row]
            got[next((item[2:] for item in data if item.startswith("y:")), "")] += 1
    return got


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_nothing_is_lost_and_only_what_was_in_flight_is_answered_twice(
    way: str, database_url: str, tmp_path: Path
) -> None:
    token = make_token()
    server = create_server(token=token)
    talk = _Talk()
    async with running(server) as url, Door.open(url) as door:
        port = free_port() if way == "webhook" else None
        installation = Installation(url, token, database_url, port, tmp_path / "bot.log")
        await door.fault("sendMessage", status=None, delay=0.02, times=None)
        await _kill_again_and_again(installation, server, door, talk)

        assert len(talk.asked) == _PEOPLE * _QUESTIONS
        twice = 0
        for person in {person for person, _ in talk.asked.values()}:
            got = await _answers_to(door, person)
            asked = Counter(
                "" if question.startswith("resep") else question
                for who, question in talk.asked.values()
                if who == person
            )
            assert asked - got == Counter(), f"{person} was not answered"
            twice += (got - asked).total()
        assert twice <= len(talk.in_flight)

    storage = Storage(database_url)
    async with storage.transaction() as connection:
        rows = await connection.scalar(select(func.count()).select_from(ReceivedUpdate))
        kept = (await connection.execute(select(Unanswered.question))).scalars().all()
    await storage.close()
    assert rows == len(talk.asked)
    unanswered = [question for _, question in talk.asked.values() if question.startswith("resep")]
    assert sorted(kept) == sorted(unanswered)
