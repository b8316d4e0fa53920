"""`kill -9` of the sender at any moment: everybody gets it, only what was in flight comes twice."""

import asyncio
import random
from collections import Counter

from bot.storage.storage import Storage
from tests.outbox.office import Office, digests, office
from tests.outbox.processes import Nursery, nursery
from tests.waiting import until

_PEOPLE = 1_000
"""At most; so many as there have to be for something to wait at each kill."""
_AT_LEAST_WAITING = 20
_KILLS = {"sqlite": 50, "postgresql": 20}
_IN_FLIGHT = 4
_PER_SECOND = 250
_LEASE = 0.08
_PATIENCE = 60.0


async def _kill_once(senders: Nursery, office: Office, moments: random.Random) -> list[int]:
    """Let a sender live for a while; who its messages in flight were for when it was killed."""
    calls = office.server.world.calls
    enough = calls.count + moments.randrange(0, 8)
    sender = await senders.start()
    try:
        await until(lambda: calls.count >= enough)
        await asyncio.sleep(moments.uniform(0, 0.02))
    finally:
        await senders.kill(sender)
    return [row.recipient for row in await office.rows() if row.state == "sending"]


async def test_everybody_gets_it_and_only_what_was_in_flight_comes_twice(
    storage: Storage,
) -> None:
    moments = random.Random()
    in_flight: Counter[int] = Counter()
    kills = _KILLS[storage.url.get_backend_name()]
    async with office(storage) as opened:
        everybody = await opened.somebody_starts(_PEOPLE)
        await opened.door.fault("sendMessage", status=None, delay=0.01, times=None)
        enqueued = 0
        async with nursery(opened, per_second=_PER_SECOND, lease=_LEASE) as senders:
            for _ in range(kills):
                enqueued += await _enqueue_more(opened, everybody[enqueued:])
                caught = await _kill_once(senders, opened, moments)
                assert len(caught) <= _IN_FLIGHT
                in_flight.update(caught)
            await asyncio.sleep(0.05)  # calls that had reached the server are still worked on
            last = await senders.start()
            over = await opened.until_over(_PATIENCE)
            await senders.kill(last)
        recipients = everybody[:enqueued]
        arrived = Counter({person: len(await opened.arrived(person)) for person in recipients})
    assert over.sent == enqueued
    assert min(arrived.values()) == 1
    twice = arrived - Counter(recipients)
    assert twice <= in_flight, "a message came twice that was not in flight at a kill"
    print(  # noqa: T201 -- shown by pytest -rP
        f"{kills} kills, {enqueued} recipients, {in_flight.total()} messages in flight at a kill,"
        f" {twice.total()} of them arrived twice"
    )


async def _enqueue_more(office: Office, people: range) -> int:
    """Have enough waiting that the next sender can't finish before it is killed."""
    waiting = [row.state for row in await office.rows()].count("waiting")
    if waiting >= _AT_LEAST_WAITING:
        return 0
    return await office.enqueue(digests(people[:_AT_LEAST_WAITING]))
