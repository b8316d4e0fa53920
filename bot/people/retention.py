"""Forgetting what is past its time, as the tables' marks say."""

from datetime import date, datetime, timedelta

from sqlalchemy import Date, Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Base, Kept


async def forget_old(connection: AsyncConnection, now: datetime) -> None:
    """Delete what is past its time in every table; running twice does nothing more."""
    for table, kept in _kept_for_a_time():
        since = table.columns[kept.since]
        before: datetime | date = now - kept.lasts
        if isinstance(since.type, Date):
            before = (now - kept.lasts).date()
        await connection.execute(delete(table).where(since < before))


def kept_for(model: type[Base]) -> timedelta:
    """How long a table's rows are kept. Raises LookupError for one whose rows stay."""
    if model.kept is None:
        raise LookupError(f"{model.__tablename__}: rows stay until they are erased")
    return model.kept.lasts


def _kept_for_a_time() -> list[tuple[Table, Kept]]:
    return [
        (mapper.local_table, mapper.class_.kept)
        for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
        if isinstance(mapper.local_table, Table) and mapper.class_.kept is not None
    ]
