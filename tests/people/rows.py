"""A row for any table, made from its columns: new tables are tested without a word about them."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Enum,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Base
from bot.storage.types import UtcDateTime


def table_of(model: type[Base]) -> Table:
    """The model's table."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def subject_of(table: Table) -> Column[Any] | None:
    """The column with the person's id."""
    return next((column for column in table.columns if column.info.get("subject")), None)


async def add_row(
    connection: AsyncConnection, table: Table, chat_id: int, now: datetime, **given: Any
) -> dict[str, Any]:
    """Insert a row with something in every column, and one for each row that it refers to."""
    number = await _count(connection, table)
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name in given:
            row[column.name] = given[column.name]
        elif column.foreign_keys:
            row[column.name] = await _referred(connection, column, chat_id, now)
        elif column.info.get("subject"):
            row[column.name] = chat_id
        else:
            row[column.name] = _something(column, chat_id * 1_000 + number, now)
    await connection.execute(insert(table).values(row))
    return row


async def rows_about(connection: AsyncConnection, table: Table, chat_id: int) -> list[Any]:
    """The rows about a person."""
    whose = subject_of(table)
    assert whose is not None
    return list(await connection.execute(select(table).where(whose == chat_id)))


async def _count(connection: AsyncConnection, table: Table) -> int:
    return len((await connection.execute(select(*table.primary_key.columns))).all())


async def _referred(
    connection: AsyncConnection, column: Column[Any], chat_id: int, now: datetime
) -> Any:
    target = next(iter(column.foreign_keys)).column
    if target.table is column.table:
        return None
    return (await add_row(connection, target.table, chat_id, now))[target.name]


def _something(column: Column[Any], number: int, now: datetime) -> Any:
    """A value of the column's type that no other row has."""
    kind = column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, String):
        return f"{column.name} {number}"[-(kind.length or 100) :]
    values = {
        Boolean: True,
        Integer: number,
        Numeric: number,
        UtcDateTime: now - timedelta(microseconds=number),
        Date: date(2026, 1, 1) + timedelta(days=number % 1_000),
        LargeBinary: f"sidik {number}".encode(),
        JSON: {"isi": number},
    }
    for known, value in values.items():
        if isinstance(kind, known):
            return value
    raise NotImplementedError(f"{column}: say in tests/people/rows.py how to fill {kind!r}")
