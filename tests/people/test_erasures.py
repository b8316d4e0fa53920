"""Notes that are written late don't bring back somebody who was erased meanwhile."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.people import accounts, rights
from bot.storage.models import Account, LastQuestion, SentReply
from bot.storage.storage import Storage
from bot.telegram.afterwards import Afterwards
from bot.telegram.delivery import Delivered
from knowledge.context import Previous

_ANI, _BUDI = 640_001, 640_002
_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_QUESTION = Previous("berapa iurannya", "iuran-bpu")
_ERASING = 100
"""The update by which Ani asks for erasure."""


async def _erase(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await rights.erase(connection, _ANI, update_id=_ERASING, now=_NOW)


async def _erase_and_fail(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await rights.erase(connection, _ANI, update_id=_ERASING, now=_NOW)
        raise ZeroDivisionError


async def _known(storage: Storage) -> set[int]:
    """Everybody about whom anything was noted."""
    async with storage.transaction() as connection:
        return {
            chat_id
            for column in (Account.chat_id, SentReply.chat_id, LastQuestion.chat_id)
            for chat_id in await connection.scalars(select(column))
        }


def _note_all(afterwards: Afterwards, chat_id: int, update_id: int) -> None:
    afterwards.seen(chat_id, update_id)
    afterwards.asked(chat_id, _QUESTION, update_id)
    afterwards.delivered(update_id, Delivered(replies=((chat_id, update_id, update_id + 1),)))


@pytest.fixture
def afterwards(storage: Storage) -> Afterwards:
    return Afterwards(storage, lambda: _NOW)


@pytest.mark.parametrize("update_id", [_ERASING - 1, _ERASING])
async def test_what_was_noted_before_is_not_written_after(
    storage: Storage, afterwards: Afterwards, update_id: int
) -> None:
    _note_all(afterwards, _ANI, update_id)
    _note_all(afterwards, _BUDI, update_id + 1_000)
    await _erase(storage)
    await afterwards.close()
    assert await _known(storage) == {_BUDI}


async def test_who_writes_again_is_noted_again(storage: Storage, afterwards: Afterwards) -> None:
    _note_all(afterwards, _ANI, _ERASING - 1)
    await afterwards.flush()
    await _erase(storage)
    afterwards.erased(_ANI)
    _note_all(afterwards, _ANI, _ERASING + 1)
    await afterwards.close()
    async with storage.transaction() as connection:
        assert list(await connection.scalars(select(Account.chat_id))) == [_ANI]
        assert list(await connection.scalars(select(SentReply.message_id))) == [_ERASING + 1]


async def test_older_notes_in_the_batch_of_newer_ones_are_dropped_all_the_same(
    storage: Storage, afterwards: Afterwards
) -> None:
    _note_all(afterwards, _ANI, _ERASING - 1)
    await _erase(storage)
    afterwards.delivered(_ERASING + 1, Delivered(replies=((_ANI, 7, 8),)))
    await afterwards.close()
    async with storage.transaction() as connection:
        assert list(await connection.scalars(select(SentReply.message_id))) == [7]
        assert list(await connection.scalars(select(LastQuestion.chat_id))) == []


async def test_notes_that_no_update_led_to_never_bring_anybody_back(
    storage: Storage, afterwards: Afterwards
) -> None:
    await _erase(storage)
    afterwards.noted(Delivered(replies=((_ANI, 7, 8),)))
    await afterwards.close()
    assert await _known(storage) == set()


async def test_erasing_waits_for_notes_that_another_replica_is_writing(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    are_read, may_go_on = asyncio.Event(), asyncio.Event()
    note = accounts.seen

    async def slowly(*arguments: object) -> None:
        are_read.set()
        await may_go_on.wait()
        await note(*arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(accounts, "seen", slowly)
    other = Afterwards(storage, lambda: _NOW)
    _note_all(other, _ANI, _ERASING - 1)
    writing = asyncio.create_task(other.flush())
    await are_read.wait()
    erasing = asyncio.create_task(_erase(storage))
    await asyncio.sleep(0.2)
    assert not erasing.done()
    may_go_on.set()
    await asyncio.gather(writing, erasing)
    await other.close()
    assert await _known(storage) == set()


async def test_an_erasure_that_is_taken_back_drops_nothing(
    storage: Storage, afterwards: Afterwards
) -> None:
    _note_all(afterwards, _ANI, _ERASING - 1)
    with pytest.raises(ZeroDivisionError):
        await _erase_and_fail(storage)
    await afterwards.close()
    assert await _known(storage) == {_ANI}
