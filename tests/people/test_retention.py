"""Every table that keeps rows for a time forgets them then, and not before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Date, func, select

from bot.people.retention import forget_old, kept_for
from bot.storage.models import (
    Account,
    AskedSample,
    Base,
    Consent,
    Erasure,
    LastQuestion,
    ReceivedUpdate,
    StoredJob,
    Unanswered,
)
from bot.storage.storage import Storage
from knowledge.figures import load_figures
from tests.people.rows import add_row, table_of

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_KEPT = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if mapper.class_.kept is not None),
    key=lambda model: table_of(model).name,
)


async def _count(storage: Storage, model: type[Base]) -> int:
    async with storage.transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(table_of(model))) or 0


async def _forget(storage: Storage, now: datetime = _NOW) -> None:
    async with storage.transaction() as connection:
        await forget_old(connection, now)


async def test_every_table_forgets_what_is_past_its_time_and_nothing_else(
    storage: Storage,
) -> None:
    for model in _KEPT:
        await _add_just_before_and_just_after_its_time(storage, model)
    before = {model: await _count(storage, model) for model in _KEPT}
    for _ in range(2):  # the second time there is nothing more to forget
        await _forget(storage)
        for model in _KEPT:
            assert await _count(storage, model) == before[model] - 1, table_of(model).name


async def _add_just_before_and_just_after_its_time(storage: Storage, model: type[Base]) -> None:
    assert model.kept is not None
    table = table_of(model)
    since = table.columns[model.kept.since]
    is_day = isinstance(since.type, Date)
    step = timedelta(days=1) if is_day else timedelta(seconds=1)
    async with storage.transaction() as connection:
        for chat_id, age in ((1, step), (2, -step)):
            moment = _NOW - kept_for(model) - age
            given = {since.name: moment.date() if is_day else moment}
            await add_row(connection, table, chat_id, _NOW, **given)


async def test_what_has_no_end_yet_stays(storage: Storage) -> None:
    """A consent that stands, a job that has not failed."""
    async with storage.transaction() as connection:
        await add_row(connection, table_of(Consent), 1, _NOW, withdrawn_at=None)
        await add_row(connection, table_of(StoredJob), 1, _NOW, failed_at=None)
    await _forget(storage, _NOW + timedelta(days=3_000))
    assert await _count(storage, Consent) == 1
    assert await _count(storage, StoredJob) == 1


async def test_what_is_kept_until_erased_stays(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await add_row(connection, table_of(Account), 1, _NOW)
    await _forget(storage, _NOW + timedelta(days=3_000))
    assert await _count(storage, Account) == 1
    with pytest.raises(LookupError, match="accounts"):
        kept_for(Account)


@pytest.mark.parametrize(
    ("name", "model", "unit", "longest_wait"),
    [
        ("bot_simpan_pertanyaan", Unanswered, timedelta(days=1), timedelta()),
        # Kept by the day: the last day may be over when the row goes.
        ("bot_simpan_pertanyaan", AskedSample, timedelta(days=1), timedelta(days=1)),
        ("bot_simpan_kiriman", ReceivedUpdate, timedelta(days=1), timedelta()),
        # Told in hours, so that the wait for the hourly job counts.
        ("bot_ingat_pertanyaan", LastQuestion, timedelta(hours=1), timedelta(hours=1)),
        ("bot_tanda_hapus", Erasure, timedelta(hours=1), timedelta(hours=1)),
    ],
)
def test_people_are_told_how_long_it_really_takes(
    name: str, model: type[Base], unit: timedelta, longest_wait: timedelta
) -> None:
    figure = load_figures().on(date(2026, 11, 25))[name]
    assert figure is not None
    assert figure.amount * unit == kept_for(model) + longest_wait
