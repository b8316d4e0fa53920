"""A moment is the same moment after the database, whichever it is."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from bot.storage.models import ReceivedUpdate
from bot.storage.storage import Storage
from bot.storage.types import UtcDateTime

_MAKASSAR = ZoneInfo("Asia/Makassar")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 5, 4, 9, 30, 15, 123456, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 0, tzinfo=_MAKASSAR),
        datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-9))),
    ],
)
async def test_a_moment_comes_back_in_utc(storage: Storage, moment: datetime) -> None:
    async with storage.transaction() as connection:
        await connection.execute(insert(ReceivedUpdate).values(update_id=1, received_at=moment))
        kept = await connection.scalar(select(ReceivedUpdate.received_at))
    assert kept == moment
    assert kept.tzinfo is not None
    assert kept.utcoffset() == timedelta(0)


async def test_moments_are_compared_as_moments_not_as_clock_faces(storage: Storage) -> None:
    nine_in_makassar = datetime(2026, 5, 4, 9, tzinfo=_MAKASSAR)
    two_utc = datetime(2026, 5, 4, 2, tzinfo=UTC)
    async with storage.transaction() as connection:
        await connection.execute(
            insert(ReceivedUpdate).values(update_id=1, received_at=nine_in_makassar)
        )
        gone = await connection.execute(
            delete(ReceivedUpdate).where(ReceivedUpdate.received_at < two_utc)
        )
    assert gone.rowcount == 1


async def test_a_moment_without_a_time_zone_is_refused(storage: Storage) -> None:
    with pytest.raises(StatementError, match="time zone"):
        async with storage.transaction() as connection:
            await connection.execute(
                insert(ReceivedUpdate).values(update_id=1, received_at=datetime(2026, 5, 4))  # noqa: DTZ001 -- that is the mistake
            )


@given(st.datetimes(timezones=st.timezones()))
def test_any_moment_survives_sqlites_forgetting(moment: datetime) -> None:
    kind, dialect = UtcDateTime(), sqlite.dialect()
    try:
        stored = kind.process_bind_param(moment, dialect)
    except OverflowError:  # the first and the last day of the calendar, elsewhere
        return
    # An hour that the clocks repeat in autumn equals nothing in another zone, so both in UTC.
    assert kind.process_result_value(stored, dialect) == moment.astimezone(UTC)
