"""Questions that wait for an admin: kept, put together, settled once, answered to who wants it."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.content import clusters, unanswered
from bot.content.unanswered import UNHELPFUL, Settled
from bot.dialog import questions
from bot.outbox import Message, NewRun, enqueue
from bot.people import accounts, rights
from bot.people.retention import forget_old
from bot.people.stopping import stop_all
from bot.storage.models import OutboxMessage, Unanswered
from bot.storage.storage import Storage
from bot.telegram.calls import send_text
from knowledge.context import Previous
from knowledge.scrubbing import scrub
from knowledge.topics import load_topics

_NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
_CHAT, _OTHER, _GROUP = 640_001, 640_002, -100_640_003
_TOPIC = load_topics()["iuran-bpu"]


async def _keep(
    storage: Storage, text: str, *, chat: int = _CHAT, at: datetime = _NOW, topic: str = "iuran-bpu"
) -> None:
    async with storage.transaction() as connection:
        await accounts.seen(connection, {chat}, at)
        await unanswered.keep(
            connection,
            chat_id=chat,
            question=scrub(text),
            outcome="fallback",
            guesses=[topic],
            now=at,
        )


async def _ids(storage: Storage) -> list[int]:
    async with storage.transaction() as connection:
        _, kept = await unanswered.newest(connection, 100)
    return sorted(question.id for question in kept)


async def _settle(storage: Storage, ids: list[int], how: Settled = Settled.DISMISSED) -> list[int]:
    async with storage.transaction() as connection:
        return await unanswered.settle(connection, ids, how, _NOW, "luar")


async def test_what_is_settled_has_left_the_queue(storage: Storage) -> None:
    await _keep(storage, "bayar pakai kripto")
    await _keep(storage, "lain sekali")
    first, second = await _ids(storage)
    assert await _settle(storage, [first]) == [first]
    assert await _ids(storage) == [second]
    async with storage.transaction() as connection:
        waiting = await clusters.waiting(connection, _NOW)
    assert (waiting.total, waiting.with_question(first)) == (1, None)


async def test_of_two_admins_at_once_one_settles(storage: Storage) -> None:
    for number in range(5):
        await _keep(storage, f"soal {number}")
    ids = await _ids(storage)
    both = await asyncio.gather(
        _settle(storage, ids), _settle(storage, ids, Settled.PHRASING), return_exceptions=True
    )
    assert sorted(both, key=str) == sorted([[], ids], key=str)


async def test_the_busiest_cluster_of_the_week_comes_first(storage: Storage) -> None:
    old, lately = _NOW - timedelta(days=10), _NOW - timedelta(days=1)
    for _ in range(4):
        await _keep(storage, "resep rendang padang", at=old, topic="salam")
    for text in ("bayar iuran pakai kripto", "iuran bisa dibayar kripto?"):
        await _keep(storage, text, at=lately)
    await _keep(storage, "ganti nama ibu kandung", at=_NOW, topic="data-beda")
    async with storage.transaction() as connection:
        waiting = await clusters.waiting(connection, _NOW)
    assert waiting.total == 7
    assert [len(found.questions) for found in waiting.clusters] == [2, 1, 4]
    crypto = waiting.clusters[0]
    assert (crypto.people, crypto.first, crypto.last) == (1, lately, lately)
    assert waiting.with_question(crypto.ids[-1]) is crypto


async def _answered(storage: Storage, question: str, chat: int = _CHAT) -> None:
    async with storage.transaction() as connection:
        await questions.remember(connection, {chat: Previous(question, _TOPIC.id)}, _NOW)


async def _not_helped(storage: Storage, answer_id: int = 12) -> bool:
    async with storage.transaction() as connection:
        return await unanswered.keep_unhelpful(
            connection, chat_id=_CHAT, answer_id=answer_id, topic=_TOPIC, now=_NOW
        )


async def test_the_question_behind_an_answer_that_did_not_help_is_kept_once(
    storage: Storage,
) -> None:
    await _answered(storage, "iuran nelayan yang cuma musiman")
    assert await _not_helped(storage)
    assert not await _not_helped(storage)
    async with storage.transaction() as connection:
        _, (kept,) = await unanswered.newest(connection, 9)
    assert (kept.text, kept.outcome) == ("iuran nelayan yang cuma musiman", UNHELPFUL)
    assert kept.guesses == [_TOPIC.id]


async def test_who_was_helped_after_all_takes_it_back(storage: Storage) -> None:
    await _answered(storage, "iuran nelayan musiman")
    await _not_helped(storage)
    async with storage.transaction() as connection:
        await unanswered.take_back(connection, chat_id=_OTHER, answer_id=12)
        await unanswered.take_back(connection, chat_id=_CHAT, answer_id=13)
    assert len(await _ids(storage)) == 1
    async with storage.transaction() as connection:
        await unanswered.take_back(connection, chat_id=_CHAT, answer_id=12)
    assert await _ids(storage) == []


async def test_what_nobody_wrote_is_no_question(storage: Storage) -> None:
    assert not await _not_helped(storage)  # nothing was asked
    await _answered(storage, _TOPIC.title)
    assert not await _not_helped(storage)  # a button was tapped
    async with storage.transaction() as connection:
        await questions.remember(connection, {_CHAT: Previous("klaim", "klaim-jkk")}, _NOW)
    assert not await _not_helped(storage)  # another topic answered it
    assert await _ids(storage) == []


async def _askers(storage: Storage) -> dict[int, str]:
    ids = await _ids(storage)
    async with storage.transaction() as connection:
        return {a.chat_id: a.question for a in await unanswered.askers(connection, ids)}


async def test_each_asker_is_written_to_once_about_their_last_question(storage: Storage) -> None:
    await _keep(storage, "pertama")
    await _keep(storage, "kedua", at=_NOW + timedelta(minutes=1))
    await _keep(storage, "lain", chat=_OTHER)
    await _keep(storage, "di grup", chat=_GROUP)
    assert await _askers(storage) == {_CHAT: "kedua", _OTHER: "lain"}


async def test_who_blocked_stopped_or_was_erased_is_not_written_to(storage: Storage) -> None:
    for chat in (_CHAT, _OTHER, 640_004):
        await _keep(storage, "sama", chat=chat)
    async with storage.transaction() as connection:
        await accounts.unreachable(connection, {_CHAT}, _NOW)
        assert await stop_all(connection, _OTHER, _NOW)
        assert not await stop_all(connection, _OTHER, _NOW)
    assert await _askers(storage) == {640_004: "sama"}
    async with storage.transaction() as connection:
        await rights.erase(connection, 640_004, update_id=3, now=_NOW)
    assert await _askers(storage) == {}
    await _keep(storage, "baru lagi", chat=_OTHER)  # asking anew is wanting to know
    assert await _askers(storage) == {_OTHER: "baru lagi"}


async def test_stopping_cancels_an_answer_that_is_on_its_way(storage: Storage) -> None:
    async with storage.transaction() as connection:
        for kind in (unanswered.ANSWERS, "desk_notice"):
            message = Message(_CHAT, send_text(_CHAT, "jawaban"))
            await enqueue(connection, NewRun(kind, "1"), [message], _NOW)
        assert await stop_all(connection, _CHAT, _NOW)
        states = await connection.execute(
            select(OutboxMessage.state).order_by(OutboxMessage.run_id)
        )
        assert states.scalars().all() == ["cancelled", "waiting"]


async def test_settled_ones_are_forgotten_after_thirty_days_too(storage: Storage) -> None:
    await _keep(storage, "lama")
    await _settle(storage, await _ids(storage))
    async with storage.transaction() as connection:
        await forget_old(connection, _NOW + timedelta(days=30, seconds=1))
        assert (await connection.execute(select(Unanswered.id))).all() == []
