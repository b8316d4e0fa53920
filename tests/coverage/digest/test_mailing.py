"""Who gets what, once: on both databases, with several replicas, after being killed half-way."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.coverage.books import Books
from bot.coverage.edition import load_edition
from bot.coverage.mailing import recipients
from bot.coverage.mailing.alerting import not_at_night
from bot.coverage.store import apply_import
from bot.outbox import NewRun, enqueue, find, stop
from bot.people import subscriptions
from bot.people.stopping import stop_all
from bot.people.subscriptions import Frequency
from bot.storage.models import DigestSnapshot, OutboxMessage, OutboxRun
from bot.storage.storage import Storage
from tests.coverage.digest.mailing import SLOT, ZONE, alerts_at, digests_at, subscribe
from tests.postgres import PostgresServer

_ROOT = Path(__file__).parents[3]
_BEFORE = SLOT - timedelta(days=3)
_READERS = 1_000
_PATIENCE = 120.0
_FILE = (
    "Wilayah;Peserta Aktif;Tenaga Kerja;Posisi;Sumber;Tautan\n"
    "Samarinda;{};349784;{};Siaran pers;{}\n"
)
_LINK = "https://www.bpjsketenagakerjaan.go.id/berita/{}"


async def _import(storage: Storage, covered: int, day: str, number: int, now: datetime) -> None:
    """A figure of BPJS; one that is there already changes nothing."""
    content = _FILE.format(covered, day, _LINK.format(number)).encode()
    async with storage.transaction() as connection:
        await apply_import(connection, "angka.csv", content, now, now.date())


async def _messages(storage: Storage, kind: str = "digest") -> list[tuple[int, str, str]]:
    """Recipient, run, text of everything enqueued."""
    async with storage.engine.connect() as connection:
        rows = await connection.execute(
            select(OutboxMessage.recipient, OutboxRun.key, OutboxMessage.call)
            .join(OutboxRun, OutboxRun.id == OutboxMessage.run_id)
            .where(OutboxRun.kind == kind)
            .order_by(OutboxMessage.id)
        )
        return [(row[0], row[1], row[2]["params"]["text"]) for row in rows]


@pytest.mark.parametrize("replicas", [2, 3])
async def test_replicas_at_the_same_slot_enqueue_one_digest_for_each_reader(
    replicas: int, postgres: PostgresServer
) -> None:
    with postgres.empty_database() as url:
        storage = Storage(url)
        await load_edition(storage, _BEFORE)
        readers = await subscribe(storage, _READERS, ("64.72",), _BEFORE)
        processes = [
            await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.coverage.digest.program", url, SLOT.isoformat()),
                cwd=_ROOT,
            )
            for _ in range(replicas)
        ]
        async with asyncio.timeout(_PATIENCE):
            assert [await process.wait() for process in processes] == [0] * replicas
        sent = Counter(recipient for recipient, *_ in await _messages(storage))
        assert sent == Counter(readers)
        async with storage.engine.connect() as connection:
            kept = await connection.scalar(select(func.count()).select_from(DigestSnapshot))
        assert kept == _READERS
        await storage.close()


async def test_slot_snapshot_and_messages_come_together(storage: Storage) -> None:
    await load_edition(storage, _BEFORE)
    readers = await subscribe(storage, 120, ("64.02", "64.72"), _BEFORE)
    assert (await digests_at(storage, SLOT).send_due()).chats == 120
    assert [(who, run) for who, run, _ in await _messages(storage)] == [
        (reader, "2026-W48") for reader in readers
    ]
    assert (await digests_at(storage, SLOT + timedelta(hours=1)).send_due()).chats == 0
    async with storage.engine.connect() as connection:
        one = await subscriptions.of(connection, readers[0])
        kept = await connection.scalar(select(func.count()).select_from(DigestSnapshot))
    assert one is not None
    assert one.last_slot == SLOT
    assert kept == 2 * 120


async def test_who_changed_while_a_digest_was_composed_gets_none_of_the_old_one(
    storage: Storage,
) -> None:
    await load_edition(storage, _BEFORE)
    (reader, other) = await subscribe(storage, 2, ("64.72",), _BEFORE)
    async with storage.engine.connect() as connection:
        read = await recipients.active(connection, None, 10)
    async with storage.transaction() as connection:
        await subscriptions.change_regions(connection, reader, ("64.02",))
    async with storage.transaction() as connection:
        assert [each.chat_id for each in await recipients.unchanged(connection, read)] == [other]


async def test_another_rhythm_counts_from_its_next_slot(storage: Storage) -> None:
    await load_edition(storage, _BEFORE)
    (reader,) = await subscribe(storage, 1, ("64.72",), _BEFORE)
    late = SLOT + timedelta(hours=4)
    async with storage.transaction() as connection:
        await subscriptions.change_rhythm(connection, reader, Frequency.WEEKLY, 0, 10, late)
    assert (await digests_at(storage, late).send_due()).chats == 0
    assert (await digests_at(storage, SLOT + timedelta(days=7, hours=2)).send_due()).chats == 1


async def test_a_stopped_run_takes_no_more_and_nobody_is_composed_again_and_again(
    storage: Storage,
) -> None:
    await load_edition(storage, _BEFORE)
    await subscribe(storage, 2, ("64.72",), _BEFORE)
    async with storage.transaction() as connection:
        await enqueue(connection, NewRun("digest", "2026-W48"), [], SLOT)
        run = await find(connection, "digest", "2026-W48")
        assert run is not None
        await stop(connection, run.id, SLOT)
    async with asyncio.timeout(20):
        await digests_at(storage, SLOT).send_due()
    assert await _messages(storage) == []


async def test_for_all_at_once_the_same_name_adds_nothing(storage: Storage) -> None:
    await load_edition(storage, _BEFORE)
    readers = await subscribe(storage, 3, ("64",), _BEFORE)
    for _ in range(2):
        await digests_at(storage, SLOT - timedelta(days=1)).send_to_all("manual-1", None)
    assert [who for who, *_ in await _messages(storage)] == list(readers)
    assert (await digests_at(storage, SLOT).send_due()).chats == 3, "their slots stay"


async def test_stopping_takes_back_what_waits(storage: Storage) -> None:
    await load_edition(storage, _BEFORE)
    (reader,) = await subscribe(storage, 1, ("64.72",), _BEFORE)
    await digests_at(storage, SLOT).send_due()
    async with storage.transaction() as connection:
        assert await stop_all(connection, reader, SLOT)
    async with storage.engine.connect() as connection:
        states = (await connection.scalars(select(OutboxMessage.state))).all()
    assert states == ["cancelled"]


async def _changes(storage: Storage, covered: Sequence[int]) -> None:
    """Samarinda's figures of three months in a row."""
    days = ("30/09/2026", "31/10/2026", "15/11/2026")
    for number, (count, day) in enumerate(zip(covered, days, strict=False)):
        await _import(storage, count, day, number, SLOT)


@pytest.mark.parametrize(
    ("covered", "alerted"),
    [
        ((150_000, 149_000), "64.72 -0.28"),
        ((150_000, 158_000), "64.72 2.29"),
        ((150_000, 152_000), None),
    ],
)
async def test_readers_are_alerted_once_whoever_looks_and_however_often(
    covered: tuple[int, int], alerted: str | None, storage: Storage
) -> None:
    await load_edition(storage, _BEFORE)
    readers = await subscribe(storage, 3, ("64.72",), _BEFORE)
    await _changes(storage, covered[:1])
    await digests_at(storage, SLOT).send_due()
    await _changes(storage, covered)
    noon = SLOT + timedelta(hours=4)
    looks = [alerts_at(storage, noon).send() for _ in range(3)]
    await asyncio.gather(*looks)
    await alerts_at(storage, noon + timedelta(hours=1)).send()
    told = [(who, text) for who, _, text in await _messages(storage, "coverage_alert")]
    assert told == ([(reader, alerted) for reader in readers] if alerted else [])


async def test_whoever_was_told_nothing_yet_is_not_alerted(storage: Storage) -> None:
    await load_edition(storage, _BEFORE)
    await subscribe(storage, 1, ("64.72",), _BEFORE)
    await _changes(storage, (150_000, 100_000))
    assert await alerts_at(storage, SLOT).send() == 0


async def test_an_edition_has_another_name_once_figures_change(storage: Storage) -> None:
    books = Books()
    await load_edition(storage, _BEFORE)
    async with storage.engine.connect() as connection:
        before = await books.edition(connection)
    await _changes(storage, (150_000,))
    async with storage.engine.connect() as connection:
        assert await books.edition(connection) != before


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(6, (23, 7)), (7, None), (19, None), (20, (24, 7)), (23, (24, 7))],
)
def test_alerts_wait_for_the_morning(hour: int, expected: tuple[int, int] | None) -> None:
    later = not_at_night(SLOT.replace(hour=hour), ZONE)
    assert (None if later is None else (later.day, later.hour)) == expected
