"""What happens to an update whose handler fails, or whose database does."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError

from bot import dialog
from bot.content import tallies
from bot.dialog import Step
from bot.storage import storage as storage_module
from bot.storage.models import Account, DialogState, ReceivedUpdate
from bot.telegram.work import Turn
from tests.telegram.workbench import APOLOGY, WORKER, Bench, Json, echo
from tests.telegram.workbench import bench as workbench


async def _write_then_fail(turn: Turn) -> None:
    await dialog.save(turn.connection, turn.chat_id, Step("x"), turn.now, timedelta(minutes=5))
    turn.say("tidak boleh terkirim")
    turn.count("answer", "x")
    raise LookupError("a bug")


async def _insert_the_same_row_twice(turn: Turn) -> None:
    for _ in range(2):
        await turn.connection.execute(
            insert(Account).values(
                chat_id=turn.chat_id, first_seen=turn.today, last_seen=turn.today
            )
        )


async def _save_over_a_newer_step(turn: Turn) -> None:
    step = Step("x", version=41)
    await dialog.save(turn.connection, turn.chat_id, Step("y"), turn.now, timedelta(minutes=5))
    await dialog.save(turn.connection, turn.chat_id, step, turn.now, timedelta(minutes=5))


async def _wrong_sql(turn: Turn) -> None:
    await turn.connection.execute(text("SELECT * FROM no_such_table"))


async def _swallow_a_database_error(turn: Turn) -> None:
    try:
        await _wrong_sql(turn)
    except Exception:  # noqa: BLE001 -- the mistake to be seen
        turn.say("seolah-olah tidak ada apa-apa")
    await turn.connection.execute(select(Account))


@asynccontextmanager
async def _bench(
    database_url: str, handle: Callable[[Turn], Awaitable[None]]
) -> AsyncIterator[Bench]:
    async with workbench(database_url, handle) as opened:
        yield opened


async def test_effects_are_rolled_back_the_person_gets_an_apology_and_the_update_is_done(
    database_url: str,
) -> None:
    async with _bench(database_url, _write_then_fail) as bench:
        update = bench.message()
        await bench.receiver.receive(update)
        await bench.receiver.receive(update)
        assert await bench.sent() == [APOLOGY]
        assert await bench.count(DialogState) == 0
        assert await bench.count(ReceivedUpdate) == 1
        await bench.afterwards.flush()
        async with bench.storage.transaction() as connection:
            assert await tallies.of_day(connection, bench.moment[0].date()) == {}


@pytest.mark.parametrize(
    "handle", [_insert_the_same_row_twice, _save_over_a_newer_step, _wrong_sql]
)
async def test_a_handler_that_contradicts_the_database_is_not_tried_for_ever(
    database_url: str, handle: Callable[[Turn], Awaitable[None]]
) -> None:
    async with _bench(database_url, handle) as bench:
        await bench.receiver.receive(bench.message())
        assert await bench.sent() == [APOLOGY]
        assert await bench.count(ReceivedUpdate) == 1


async def test_a_handler_that_swallows_a_database_error_commits_nothing_half(
    database_url: str,
) -> None:
    async with _bench(database_url, _swallow_a_database_error) as bench:
        await bench.receiver.receive(bench.message())
        is_sqlite = bench.storage.is_sqlite  # where a failed statement leaves the others valid
        assert await bench.sent() == ["seolah-olah tidak ada apa-apa" if is_sqlite else APOLOGY]


async def test_a_conflict_with_another_replica_is_worked_on_again(database_url: str) -> None:
    tries = 0

    async def lose_once(turn: Turn) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise dialog.DialogConflictError
        turn.say("baik")

    async with _bench(database_url, lose_once) as bench:
        await bench.receiver.receive(bench.message())
        assert await bench.sent() == ["baik"]


async def test_a_tap_whose_handler_fails_stops_waiting(sqlite_url: str) -> None:
    async with _bench(sqlite_url, _write_then_fail) as bench:
        person = bench.door.person(WORKER)
        sent = await bench.api.call(
            "sendMessage",
            {
                "chat_id": WORKER,
                "text": "halo",
                "reply_markup": {"inline_keyboard": [[{"text": "Menu", "callback_data": "m"}]]},
            },
        )
        tapping = asyncio.create_task(person.tap(sent["message_id"], data="m"))
        updates: list[Json] = []
        while not any("callback_query" in update for update in updates):
            updates = await bench.api.call("getUpdates", {"timeout": 1})
        await bench.receiver.receive(updates[-1])
        assert (await tapping)["answer"] is None
        assert (await bench.sent())[-1] == APOLOGY


async def test_a_blocked_bot_does_not_apologise_for_the_block(sqlite_url: str) -> None:
    async with _bench(sqlite_url, _write_then_fail) as bench:
        member = {"user": {"id": 7, "is_bot": True, "first_name": "b"}, "status": "member"}
        chat = bench.message()["message"]["chat"]
        await bench.receiver.receive(
            {
                "update_id": 9,
                "my_chat_member": {
                    "chat": chat,
                    "from": {"id": WORKER, "is_bot": False, "first_name": "Ani"},
                    "date": 1_780_000_000,
                    "old_chat_member": member,
                    "new_chat_member": member | {"status": "left"},
                },
            }
        )
        assert await bench.tried() == 0
        assert await bench.count(ReceivedUpdate) == 1


_NO_DATE: dict[str, Any] = {"update_id": 5, "message": {"message_id": 1, "chat": {"id": WORKER}}}


@pytest.mark.parametrize(
    ("update", "answers"),
    [
        (_NO_DATE, [APOLOGY]),
        ({"update_id": 5, "message": {"chat": {"id": "?"}}}, []),
        ({"update_id": 5, "message": "?"}, []),
        ({"update_id": 5, "callback_query": {"id": "1", "from": {"id": WORKER}}}, [APOLOGY]),
        ({"update_id": 5, "callback_query": [1, 2]}, []),
        ({"update_id": 5, "message": {"chat": {"id": WORKER}, "date": "gestern"}}, [APOLOGY]),
    ],
)
async def test_an_update_that_cannot_be_read_is_apologised_for_and_done(
    bench: Bench, update: Json, answers: list[str]
) -> None:
    await bench.receiver.receive(update)
    await bench.receiver.receive(update)
    assert await bench.sent() == answers
    assert await bench.count(ReceivedUpdate) == 1


async def test_an_update_of_a_kind_that_nobody_knows_yet_is_done_silently(
    bench: Bench,
) -> None:
    await bench.receiver.receive({"update_id": 5, "telepathy": {"chat": {"id": WORKER}}})
    assert await bench.tried() == 0
    assert await bench.count(ReceivedUpdate) == 1


async def test_while_the_database_is_locked_nothing_is_acknowledged_nor_said(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_module, "_LOCK_PATIENCE", 0.1)
    async with _bench(sqlite_url, echo) as bench:
        update = bench.message("halo")
        other_process = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)
        other_process.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            await bench.receiver.receive(update)
        other_process.execute("ROLLBACK")
        other_process.close()
        assert await bench.tried() == 0
        await bench.receiver.receive(update)
        assert await bench.sent() == ["halo"]


async def test_while_postgresql_is_away_nothing_is_acknowledged_nor_said(
    postgres_url: str,
) -> None:
    async with _bench(postgres_url, _drop_own_connection) as bench:
        with pytest.raises(OperationalError):
            await bench.receiver.receive(bench.message())
        assert await bench.tried() == 0
        assert await bench.count(ReceivedUpdate) == 0


async def _drop_own_connection(turn: Turn) -> None:
    """As if the server were restarted in the middle of a handler."""
    await turn.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
