"""Several replicas at the same slot: one composes, one sends, and one that slept doesn't go on."""

import asyncio
import os
import random
import signal
from collections import Counter

import pytest
from sqlalchemy import update

from bot.outbox.pace import Pace
from bot.storage.models import OutboxLease, OutboxMessage
from bot.storage.storage import Storage
from tests.outbox.office import Office, digests, office
from tests.outbox.processes import nursery, program
from tests.postgres import PostgresServer
from tests.waiting import until

_PEOPLE = 1_000
_PATIENCE = 60.0


@pytest.mark.parametrize("replicas", [2, 3])
async def test_replicas_at_the_same_slot_send_each_message_once(
    replicas: int, postgres: PostgresServer
) -> None:
    with postgres.empty_database() as url:
        storage = Storage(url)
        async with office(storage) as opened:
            everybody = await opened.somebody_starts(_PEOPLE)
            processes = [
                await program("once", opened, per_second=2_000, lease=1.0, people=_PEOPLE)
                for _ in range(replicas)
            ]
            try:
                async with asyncio.timeout(_PATIENCE):
                    assert [await process.wait() for process in processes] == [0] * replicas
            finally:
                for process in processes:
                    if process.returncode is None:
                        process.kill()
                    await process.wait()
            assert (await opened.progress()).sent == _PEOPLE
            calls = await opened.calls()
        await storage.close()
    assert Counter(call["params"]["chat_id"] for call in calls) == Counter(everybody)


async def test_two_senders_in_turn_share_the_work_of_one(office: Office) -> None:
    """One stops in the middle; the other goes on at once."""
    everybody = await office.somebody_starts(40)
    await office.enqueue(digests(everybody))
    pace = Pace(per_second=100)
    first, second = office.sender(pace), office.sender(pace)
    first.start()
    await office.until_state("sent", 10)
    second.start()
    await first.stop()
    assert (await office.until_over()).sent == 40
    await second.stop()
    assert len(await office.calls()) == 40


async def test_a_sender_that_slept_through_its_lease_repeats_only_what_was_in_flight(
    storage: Storage,
) -> None:
    async with office(storage) as opened:
        everybody = await opened.somebody_starts(200)
        await opened.door.fault("sendMessage", status=None, delay=0.01, times=None)
        await opened.enqueue(digests(everybody))
        calls = opened.server.world.calls
        async with nursery(opened, per_second=250, lease=1.5) as senders:
            before = calls.count
            sleeper = await senders.start()
            await until(lambda: calls.count >= before + 20)
            await _fall_asleep(sleeper, storage)
            in_flight = {row.recipient for row in await opened.rows() if row.state == "sending"}
            other = await senders.start()
            before = calls.count
            await until(lambda: calls.count >= before + 20)
            os.kill(sleeper, signal.SIGCONT)
            assert (await opened.until_over(_PATIENCE)).sent == 200
            await senders.kill(sleeper)
            await senders.kill(other)
        made = Counter(call["params"]["chat_id"] for call in await opened.calls())
    assert set(made) == set(everybody)
    assert {person for person, times in made.items() if times > 1} <= in_flight


async def _fall_asleep(sender: int, storage: Storage) -> None:
    """Stop a process, but not inside a transaction: nobody could go on before its locks end."""
    for _ in range(50):
        os.kill(sender, signal.SIGSTOP)
        try:
            async with asyncio.timeout(1.0), storage.transaction() as connection:
                await connection.execute(update(OutboxLease).values(owner=OutboxLease.owner))
                await connection.execute(update(OutboxMessage).values(part=OutboxMessage.part))
        except TimeoutError:
            os.kill(sender, signal.SIGCONT)
            await asyncio.sleep(random.uniform(0, 0.02))
        else:
            return
    raise AssertionError("the sender is always inside a transaction")
