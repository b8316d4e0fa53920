"""Any order of taking, landing, dying, stopping: nothing is lost and nothing is sent in vain."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from bot.outbox import enqueue, lease, queue, resume, stop
from bot.outbox.posting import Outcome, Result
from bot.outbox.queue import Taken
from bot.outbox.settling import Hooks, Settling
from bot.storage.models import OutboxLease, OutboxMessage, OutboxRun
from bot.storage.storage import Storage
from tests.outbox.office import FIRST, RUN, digests

_NOW = datetime(2026, 5, 4, 0, 0, tzinfo=UTC)
_LASTS = timedelta(seconds=10)
_FINAL = {"sent", "failed", "unreachable"}
_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("enqueue"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("lease"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("take"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("land"), st.integers(0, 1), st.integers(0, 5)),
        st.tuples(st.just("wait"), st.integers(0, 30), st.just(0)),
        st.tuples(st.sampled_from(["stop", "resume"]), st.just(0), st.just(0)),
    ),
    max_size=40,
)
_RESULTS = [
    Result.ARRIVED,
    Result.REFUSED,
    Result.UNREACHABLE,
    Result.PAUSE,
    Result.NOT_SENT,
    Result.UNCERTAIN,
]


@dataclass
class _Sender:
    """A replica in the model: its token, and what it has in flight."""

    token: int | None = None
    in_flight: list[Taken] = field(default_factory=list)


@dataclass
class _Model:
    """What should be so."""

    storage: Storage
    now: datetime = _NOW
    run_id: int | None = None
    is_stopped: bool = False
    newest_token: int = 0
    senders: tuple[_Sender, _Sender] = field(default_factory=lambda: (_Sender(), _Sender()))
    enqueued: set[int] = field(default_factory=set)
    final: dict[int, str] = field(default_factory=dict)

    async def clear(self) -> None:
        async with self.storage.transaction() as connection:
            for table in (OutboxMessage, OutboxRun, OutboxLease):
                await connection.execute(delete(table))

    async def enqueue(self, number: int, _: int) -> None:
        async with self.storage.transaction() as connection:
            added = await enqueue(connection, RUN, digests([FIRST + number]), self.now)
            self.run_id = await connection.scalar(select(OutboxRun.id))
        may = not self.is_stopped and FIRST + number not in self.enqueued
        assert added == may
        if may:
            self.enqueued.add(FIRST + number)

    async def lease(self, who: int, _: int) -> None:
        async with self.storage.transaction() as connection:
            held = await lease.acquire(connection, str(who), self.now, _LASTS)
            if held is None:
                return
            await queue.recover(connection, self.now)
        assert held.token > self.newest_token
        self.senders[who].token = self.newest_token = held.token

    async def take(self, who: int, _: int) -> None:
        sender = self.senders[who]
        if sender.token is None:
            return
        async with self.storage.transaction() as connection:
            held = await lease.keep(connection, sender.token, self.now, _LASTS)
            assert (held is not None) == (sender.token == self.newest_token)
            if held is None:
                return
            found = await queue.due(connection, self.now, 1)
            if not found:
                return
            taken = await queue.take(connection, found[0].id, sender.token, self.now)
        assert taken is not None
        assert not self.is_stopped
        assert taken.recipient not in self.final, "it was settled already"
        sender.in_flight.append(taken)

    async def land(self, who: int, what: int) -> None:
        sender = self.senders[who]
        if not sender.in_flight:
            return
        message, result = sender.in_flight.pop(0), _RESULTS[what]
        settling = Settling(self.storage, lambda: self.now, Hooks())
        before = (await self.states()).get(message.recipient)
        await settling.settle(message, Outcome(result, "why"), is_last=True)
        is_in_hand = before is not None and before[0] == "sending" and before[2] == message.token
        if result is Result.ARRIVED:
            self.final[message.recipient] = "sent"
        elif result is Result.REFUSED and is_in_hand:
            self.final[message.recipient] = "failed"
        elif (
            result is Result.UNREACHABLE
            and before is not None
            and (is_in_hand or before[0] == "waiting")
        ):
            self.final[message.recipient] = "unreachable"
        elif result is Result.UNCERTAIN and is_in_hand and message.attempts == 6:
            self.final[message.recipient] = "failed"

    async def wait(self, seconds: int, _: int) -> None:
        self.now += timedelta(seconds=seconds)

    async def stop(self, *_: int) -> None:
        if self.run_id is not None:
            self.is_stopped = True
            async with self.storage.transaction() as connection:
                await stop(connection, self.run_id, self.now)

    async def resume(self, *_: int) -> None:
        if self.run_id is not None:
            self.is_stopped = False
            async with self.storage.transaction() as connection:
                await resume(connection, self.run_id)

    async def states(self) -> dict[int, tuple[str, str | None, int | None]]:
        async with self.storage.transaction() as connection:
            rows = await connection.execute(
                select(
                    OutboxMessage.recipient,
                    OutboxMessage.state,
                    OutboxMessage.why,
                    OutboxMessage.claim,
                )
            )
            return {row.recipient: (row.state, row.why, row.claim) for row in rows}

    async def check(self) -> None:
        """What is settled stays so; the rest waits, is in flight, or was stopped."""
        states = await self.states()
        assert set(states) == self.enqueued
        for recipient, (state, why, _) in states.items():
            expected = self.final.get(recipient)
            if expected is None:
                assert state in {"waiting", "sending"} or (state, why) == ("cancelled", "stopped")
            else:
                assert expected in _FINAL
                assert expected in {state, why}
            if state == "waiting":
                assert not self.is_stopped

    async def finish(self) -> None:
        """Whatever happened: one replica that goes on for long enough gets everything out."""
        await self.resume()
        self.now += timedelta(days=1)
        await self.lease(0, 0)
        while True:
            before = len(self.senders[0].in_flight)
            await self.take(0, 0)
            if len(self.senders[0].in_flight) == before:
                break
        while self.senders[0].in_flight:
            await self.land(0, 0)
        await self.check()
        assert set(self.final) == self.enqueued


@given(_MOVES)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_whatever_happens_each_message_is_settled_once(
    sqlite_storage: Storage, moves: list[tuple[str, int, int]]
) -> None:
    """Two senders take, land, lose their lease and die; somebody enqueues, stops and resumes."""
    model = _Model(sqlite_storage)
    await model.clear()
    for name, first, second in moves:
        await getattr(model, name)(first, second)
        await model.check()
    await model.finish()


async def test_two_senders_never_hold_the_same_message(storage: Storage) -> None:
    """Even if both believe that they may take: the row decides."""
    async with storage.transaction() as connection:
        await enqueue(connection, RUN, digests([FIRST]), _NOW)
        (candidate,) = await queue.due(connection, _NOW, 10)

    async def take(token: int) -> Taken | None:
        async with storage.transaction() as connection:
            return await queue.take(connection, candidate.id, token, _NOW)

    taken = await asyncio.gather(*(take(token) for token in range(1, 5)))
    assert len([one for one in taken if one is not None]) == 1
