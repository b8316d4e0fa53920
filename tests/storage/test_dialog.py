"""The step a chat is in, kept so that any replica can go on from it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from bot import dialog
from bot.dialog import DialogConflictError, Step, questions
from bot.dialog.replies import reply_to
from bot.storage.models import DialogState, LastQuestion, SentReply
from bot.storage.storage import Storage
from knowledge.context import Previous

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_LASTS = timedelta(minutes=15)
_CHAT = 640_001


async def _save(storage: Storage, step: Step, now: datetime = _NOW) -> None:
    async with storage.transaction() as connection:
        await dialog.save(connection, _CHAT, step, now, _LASTS)


async def _load(storage: Storage, now: datetime = _NOW) -> Step | None:
    async with storage.transaction() as connection:
        return await dialog.load(connection, _CHAT, now)


async def test_a_step_comes_back_as_it_was_saved(storage: Storage) -> None:
    assert await _load(storage) is None
    await _save(storage, Step("ask", {"question": "brp iuran", "options": ["a", "b"]}))
    assert await _load(storage) == Step("ask", {"question": "brp iuran", "options": ["a", "b"]}, 1)


async def test_each_change_makes_a_new_version(storage: Storage) -> None:
    for version in range(3):
        await _save(storage, Step("ask", version=version))
    assert await _load(storage) == Step("ask", version=3)


async def test_of_two_replicas_that_loaded_the_same_step_the_slower_one_loses(
    storage: Storage,
) -> None:
    await _save(storage, Step("ask"))
    loaded = await _load(storage)
    assert loaded is not None
    await _save(storage, Step("quicker", version=loaded.version))
    with pytest.raises(DialogConflictError):
        await _save(storage, Step("slower", version=loaded.version))
    assert await _load(storage) == Step("quicker", version=2)


async def test_of_two_replicas_that_begin_a_dialog_one_loses(storage: Storage) -> None:
    await _save(storage, Step("quicker"))
    with pytest.raises(DialogConflictError):
        await _save(storage, Step("slower"))


async def test_of_many_replicas_at_the_same_moment_one_wins(storage: Storage) -> None:
    await _save(storage, Step("ask"))
    results = await asyncio.gather(
        *(_save(storage, Step(f"replica {number}", version=1)) for number in range(8)),
        return_exceptions=True,
    )
    assert results.count(None) == 1
    losers = [result for result in results if result is not None]
    assert all(isinstance(loser, DialogConflictError) for loser in losers)
    assert await _load(storage) == Step(f"replica {results.index(None)}", version=2)


async def test_a_step_expires(storage: Storage) -> None:
    await _save(storage, Step("ask"))
    assert await _load(storage, _NOW + _LASTS - timedelta(seconds=1)) is not None
    assert await _load(storage, _NOW + _LASTS) is None


async def test_an_expired_step_stands_in_nobodys_way(storage: Storage) -> None:
    await _save(storage, Step("old"))
    later = _NOW + _LASTS
    await _save(storage, Step("new"), later)
    step = await _load(storage, later)
    assert step is not None
    assert step.name == "new"
    await _save(storage, Step("newer", version=step.version), later)


async def test_a_chat_can_leave_its_step(storage: Storage) -> None:
    await _save(storage, Step("ask"))
    async with storage.transaction() as connection:
        await dialog.forget(connection, _CHAT)
        await dialog.forget(connection, _CHAT)
    assert await _load(storage) is None
    await _save(storage, Step("ask"))


async def test_a_chats_step_is_its_own(storage: Storage) -> None:
    await _save(storage, Step("ask"))
    async with storage.transaction() as connection:
        assert await dialog.load(connection, _CHAT + 1, _NOW) is None


_MOVES = st.lists(
    st.tuples(st.sampled_from(["load", "save", "forget", "wait"]), st.integers(0, 1)), max_size=20
)


@given(_MOVES)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_save_succeeds_only_on_what_was_loaded_last(
    sqlite_storage: Storage, moves: list[tuple[str, int]]
) -> None:
    """Two replicas load, save, forget and wait in any order; a model says who may save."""
    storage = sqlite_storage
    now = _NOW
    held = [0, 0]  # the version each replica has in hand
    stored, expires = 0, _NOW  # the row, 0 for none
    async with storage.transaction() as connection:
        await connection.execute(delete(DialogState))
    for move, replica in moves:
        if move == "load":
            step = await _load(storage, now)
            held[replica] = step.version if step else 0
            assert held[replica] == (stored if expires > now else 0)
        elif move == "save":
            may = stored == 0 or expires <= now or held[replica] == stored
            try:
                await _save(storage, Step("x", version=held[replica]), now)
            except DialogConflictError:
                assert not may
            else:
                assert may
                stored = stored + 1 if stored else held[replica] + 1
                expires = now + _LASTS
        elif move == "forget":
            async with storage.transaction() as connection:
                await dialog.forget(connection, _CHAT)
            stored = 0
            expires = now
        else:
            now += timedelta(minutes=10)


async def test_an_answer_is_found_by_the_message_it_answers(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await connection.execute(
            insert(SentReply).values(chat_id=_CHAT, message_id=1, reply_id=2, sent_at=_NOW)
        )
        assert await reply_to(connection, _CHAT, 1) == 2
        assert await reply_to(connection, _CHAT, 2) is None
        assert await reply_to(connection, _CHAT + 1, 1) is None
        assert await connection.scalar(select(func.count()).select_from(SentReply)) == 1


async def test_of_a_chats_questions_the_last_is_remembered(storage: Storage) -> None:
    async with storage.transaction() as connection:
        first = {_CHAT: Previous("brp iuran", "iuran-bpu"), 7: Previous("cara daftar", "daftar")}
        await questions.remember(connection, first, _NOW)
        await questions.remember(
            connection, {_CHAT: Previous("kalau 3 program", "iuran-bpu")}, _NOW
        )
        await questions.remember(connection, {}, _NOW)
        rows = await connection.execute(
            select(LastQuestion.chat_id, LastQuestion.question).order_by(LastQuestion.chat_id)
        )
    assert [tuple(row) for row in rows] == [(7, "cara daftar"), (_CHAT, "kalau 3 program")]
