"""Files: uploaded once, sent by Telegram's id afterwards; discreet messages are deleted again."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.files import Shelf, keep_file
from bot.jobs import JobRunner
from bot.storage.models import StoredFile, StoredJob
from bot.telegram.calls import discreet, send_document, send_photo, send_text
from bot.telegram.expiry import DELETE_MESSAGE, deleter
from bot.telegram.work import Turn
from tests.demo.support import picture
from tests.telegram.workbench import WORKER, Bench
from tests.waiting import until


async def _keep(bench: Bench, *, chat_id: int | None = None, name: str = "grafik.png") -> str:
    async with bench.storage.transaction() as connection:
        return await keep_file(
            connection,
            picture(),
            name=name,
            media_type="image/png",
            now=bench.moment[0],
            chat_id=chat_id,
        )


async def _uploads(bench: Bench, method: str, field: str) -> list[bool]:
    """For each call that worked, whether it brought the file along."""
    calls = await bench.door.calls(method=method)
    return [
        not isinstance(call["params"].get(field), str) for call in calls if call["status"] == 200
    ]


async def test_a_picture_for_many_is_uploaded_once(bench: Bench) -> None:
    key = await _keep(bench)
    await asyncio.gather(
        *(bench.delivery.deliver([send_photo(WORKER, key, f"<b>{n}</b>")]) for n in range(5))
    )
    assert sorted(await _uploads(bench, "sendPhoto", "photo")) == [False] * 4 + [True]


async def test_another_replica_sends_by_the_id_too(bench: Bench) -> None:
    key = await _keep(bench)
    await bench.delivery.deliver([send_photo(WORKER, key)])
    async with Shelf(bench.storage).taken(key) as file:
        assert file is not None
        assert file.file_id


async def test_an_id_that_telegram_forgot_is_uploaded_again(bench: Bench) -> None:
    key = await _keep(bench)
    await bench.delivery.deliver([send_photo(WORKER, key)])
    await bench.door.fault(
        "sendPhoto", status=400, times=1, description="Bad Request: wrong file identifier/HTTP URL"
    )
    await bench.delivery.deliver([send_photo(WORKER, key)])
    assert await _uploads(bench, "sendPhoto", "photo") == [True, True]


async def test_a_document_for_one_chat_is_gone_once_it_has_arrived(bench: Bench) -> None:
    key = await _keep(bench, chat_id=WORKER, name="data.png")
    await bench.delivery.deliver([send_document(WORKER, key, "Data Anda")])
    assert await bench.count(StoredFile) == 0


async def test_the_same_file_is_kept_once(bench: Bench) -> None:
    assert await _keep(bench) == await _keep(bench)
    assert await bench.count(StoredFile) == 1


async def test_a_file_that_is_gone_does_not_hold_up_the_rest(bench: Bench) -> None:
    await bench.delivery.deliver([send_photo(WORKER, "tidak-ada"), send_text(WORKER, "sesudah")])
    assert await bench.sent() == ["sesudah"]


async def test_a_discreet_message_is_protected_and_deleted_after_its_time(bench: Bench) -> None:
    async def tell(turn: Turn) -> None:
        turn.say_discreetly("rahasia", lasts=timedelta(minutes=5))

    async def is_deleted() -> bool:
        return any(m["deleted"] for m in await bench.door.person(WORKER).messages())

    bench.handle = tell
    await bench.receiver.receive(bench.message())
    (sent,) = [
        call for call in await bench.door.calls(method="sendMessage") if call["status"] == 200
    ]
    assert sent["params"]["protect_content"] in {True, "true"}
    worker = {DELETE_MESSAGE: deleter(bench.delivery)}
    runner = JobRunner(bench.storage, lambda: bench.moment[0], worker)
    runner.start()
    await asyncio.sleep(0.1)
    assert not await is_deleted()
    bench.moment[0] += timedelta(minutes=5, seconds=1)
    runner.wake()
    await until(is_deleted)
    await runner.stop()


async def test_the_deletion_is_on_record_before_the_update_is_acknowledged(bench: Bench) -> None:
    async def tell(turn: Turn) -> None:
        turn.say_discreetly("rahasia", lasts=timedelta(minutes=5))

    bench.handle = tell
    await bench.receiver.receive(bench.message())
    async with bench.storage.transaction() as connection:
        (run_at,) = (await connection.execute(select(StoredJob.run_at))).scalars()
    assert run_at == bench.moment[0] + timedelta(minutes=5)


def test_a_discreet_message_says_so_in_the_database_too() -> None:
    stored = discreet(send_text(1, "x"), timedelta(minutes=5)).as_json()
    assert stored["expires_in"] == 300
