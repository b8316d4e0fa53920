"""`kill -9` at any moment loses nothing; only what was in flight may be answered twice."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo import DemoServer, Door, create_server, running
from bot.demo.calls import CallLog
from bot.storage.models import ReceivedUpdate, Unanswered
from bot.storage.storage import Storage
from knowledge.topics import Kind, load_topics
from knowledge.urgency import load_urgent_advice
from tests.chat import make_token
from tests.telegram.processes import Installation, free_port
from tests.waiting import until

_PEOPLE = 24
_QUESTIONS = 16
"""Of each person; every fourth has no answer."""
_KILLS = 3
_MOST_WAITING = 80
"""People stop asking while so many questions wait, so that they ask in each of the bot's lives."""
_NO_ANSWER = "resep"


@dataclass
class _Talk:
    """Who asked what, by update, and how many of the answers may come a second time."""

    server: DemoServer
    door: Door
    asked: dict[int, tuple[int, str]] = field(default_factory=dict)
    may_come_twice: int = 0

    @property
    def waiting(self) -> list[int]:
        """The updates that the bot has not acknowledged."""
        return list(self.server.world.updates.pending)

    async def everybody_asks(self) -> None:
        """Questions arrive whether the bot lives or not."""
        for number, (person, question) in enumerate(_questions()):
            await until(lambda: len(self.waiting) <= _MOST_WAITING, seconds=60)
            wish = {"people": 1, "first_person": person, "texts": [question]}
            (sent,) = (await self.door.request("POST", "bulk", json=wish))["messages"]
            self.asked[sent["update_id"]] = (person, question)
            if number % 4 == 0:
                await asyncio.sleep(0.01)

    async def answers_to(self, person: int) -> Counter[str]:
        """The topics that a person got answers on; `_NO_ANSWER` for admitting there is none."""
        got: Counter[str] = Counter()
        for message in await self.door.person(person).messages():
            if message["from"] == "bot":
                data = [button.get("data") or "" for row in message["buttons"] for button in row]
                topic = next(
                    (item.rpartition(":")[2] for item in data if item.startswith("y:")), _NO_ANSWER
                )
                got[topic] += 1
        return got

    async def note_what_was_in_flight(self) -> None:
        """The bot is dead: what is answered but not acknowledged may be answered again."""
        await asyncio.sleep(0.1)  # calls that had reached the server are still being worked on
        unacknowledged: dict[int, Counter[str]] = {}
        # One that isn't noted as asked yet was put just now: nobody can have answered it.
        for update_id in self.asked.keys() & set(self.waiting):
            person, question = self.asked[update_id]
            unacknowledged.setdefault(person, Counter())[_topic(question)] += 1
        for person, questions in unacknowledged.items():
            self.may_come_twice += (questions & await self.answers_to(person)).total()


def _topic(question: str) -> str:
    return _NO_ANSWER if question.startswith(_NO_ANSWER) else question


def _questions() -> list[tuple[int, str]]:
    """Person and question: a topic's id, whose answer is known by its buttons, or nonsense."""
    is_urgent = load_urgent_advice().is_called_for
    topics = [
        topic.id
        for topic in load_topics().values()
        if topic.kind is Kind.ANSWER and not is_urgent(topic.id)
    ]
    return [
        (640_100 + person, topics[number] if number % 4 else f"{_NO_ANSWER} {number} dari {person}")
        for number in range(_QUESTIONS)
        for person in range(_PEOPLE)
    ]


async def _made(calls: CallLog, count: int) -> None:
    await until(lambda: calls.count >= count)


async def _kill_it_again_and_again(installation: Installation, talk: _Talk) -> None:
    moments = random.Random()
    calls = talk.server.world.calls
    for _ in range(_KILLS):
        async with installation.running() as bot:
            await bot.receives(talk.door, calls.count)
            # Each answer is a call; fetching by polling adds a few.
            enough = calls.count + moments.randrange(10, 60)
            await _made(calls, enough)
            await asyncio.sleep(moments.uniform(0, 0.02))
            await bot.kill()
            await talk.note_what_was_in_flight()


async def _let_it_finish(
    installation: Installation, talk: _Talk, asking: asyncio.Task[None]
) -> None:
    async with installation.running() as bot:
        await bot.receives(talk.door, talk.server.world.calls.count)
        await asking
        await until(lambda: not talk.waiting)
        assert await bot.stop() == 0, installation.log.read_text()


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_nothing_is_lost_and_only_what_was_in_flight_is_answered_twice(
    way: str, database_url: str, tmp_path: Path
) -> None:
    token = make_token()
    server = create_server(token=token)
    async with running(server) as url, Door.open(url) as door:
        port = free_port() if way == "webhook" else None
        installation = Installation(url, token, database_url, port, tmp_path / "bot.log")
        await door.fault("sendMessage", status=None, delay=0.02, times=None)
        talk = _Talk(server, door)
        asking = asyncio.create_task(talk.everybody_asks())
        await _kill_it_again_and_again(installation, talk)
        await _let_it_finish(installation, talk, asking)

        twice = 0
        for number in range(_PEOPLE):
            person = 640_100 + number
            asked = Counter(_topic(text) for who, text in talk.asked.values() if who == person)
            answered = await talk.answers_to(person)
            assert asked - answered == Counter(), f"{person} was left without an answer"
            twice += (answered - asked).total()
        assert twice <= talk.may_come_twice

    assert len(talk.asked) == _PEOPLE * _QUESTIONS
    storage = Storage(database_url)
    async with storage.transaction() as connection:
        rows = await connection.scalar(select(func.count()).select_from(ReceivedUpdate))
        kept = (await connection.execute(select(Unanswered.question))).scalars().all()
    await storage.close()
    assert rows == len(talk.asked)
    nonsense = [text for _, text in talk.asked.values() if _topic(text) == _NO_ANSWER]
    assert sorted(kept) == sorted(nonsense)
