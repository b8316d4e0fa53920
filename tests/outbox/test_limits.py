"""With Telegram's limits enforced strictly: nothing of the bot's own making is refused."""

import asyncio
import itertools
import random

from bot.outbox import Message, NewRun, enqueue, find, progress
from bot.outbox.pace import Pace
from bot.storage.storage import Storage
from bot.telegram.calls import send_text
from bot.telegram.traffic import MOST_PER_SECOND
from tests.chat import Conversation
from tests.outbox.office import RUN, digests, now, office
from tests.waiting import until

_BULK = 75


async def test_bulk_and_a_burst_of_replies_are_never_refused(sqlite_storage: Storage) -> None:
    async with office(sqlite_storage, strict=True, most_per_second=MOST_PER_SECOND) as opened:
        everybody = await opened.somebody_starts(_BULK + 20)
        bulk, asking = everybody[:_BULK], everybody[_BULK:]
        await opened.enqueue(digests(bulk))
        waits: list[float] = []
        loop = asyncio.get_running_loop()

        async def ask(person: int) -> None:
            # Some one after the other, and then ten at the same moment.
            await asyncio.sleep(1.5 if person % 2 else random.uniform(0, 2.5))
            began = loop.time()
            await opened.reply(person, "jawaban")
            waits.append(loop.time() - began)

        async with opened.sending(Pace()):
            await asyncio.gather(*(ask(person) for person in asking))
            assert (await opened.until_over()).sent == _BULK
        calls = await opened.calls()
    assert {call["status"] for call in calls} == {200}
    assert len(calls) == len(everybody)
    assert max(waits) < 1.0


async def test_a_group_gets_no_more_than_it_may_and_others_do_not_wait_for_it(
    sqlite_storage: Storage,
) -> None:
    async with office(sqlite_storage, strict=True) as opened:
        group = await opened.door.make_group("Dinas Tenaga Kerja", ["pekerja"])
        everybody = await opened.somebody_starts(10)
        await opened.enqueue(
            [Message(group, send_text(group, str(part)), str(part)) for part in range(3)]
        )
        await opened.enqueue(digests(everybody), NewRun("notice", "1"))
        async with opened.sending():
            assert (await opened.until_over()).sent == 3
        calls = await opened.calls()
    times = [call["time"] for call in calls if call["params"]["chat_id"] == group]
    assert all(later - earlier > 0.95 for earlier, later in itertools.pairwise(times))
    before_the_second = [call for call in calls if call["time"] < times[1]]
    assert len(before_the_second) == 1 + len(everybody)


async def test_the_running_bot_sends_what_is_enqueued(talk: Conversation) -> None:
    person = 640_001
    chat = talk.with_person(str(person))
    await chat.say("/start")
    before = await chat.last()
    async with talk.bot.storage.transaction() as connection:
        await enqueue(connection, RUN, digests([person]), now())

    async def has_arrived() -> bool:
        return bool(await chat.messages(before.id))

    await until(has_arrived, 3.0)
    assert [seen.text for seen in await chat.messages(before.id)] == ["Cakupan minggu ini"]

    async def is_done() -> bool:
        async with talk.bot.storage.transaction() as connection:
            run = await find(connection, RUN.kind, RUN.key)
            return run is not None and (await progress(connection, run.id)).sent == 1

    await until(is_done)
