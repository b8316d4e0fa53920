"""A person's rights, derived from the marks in the models: to see what is held, and to erase it.

UU 27/2022 (Pelindungan Data Pribadi) gives everybody a copy of their data (art. 7) and its erasure
(art. 8 and 43). A new table needs nothing here: its marks say all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import erasures
from bot.storage.models import Base, Erasure


class Sealed(Enum):
    """Stands for a value that only the program can read: a hash, something encrypted, a file."""

    SEALED = auto()


class Value(NamedTuple):
    """What a row holds in one column, as Python has it."""

    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class Holding:
    """What a table holds about a person: its rows about them, each with all its values."""

    table: str
    records: tuple[tuple[Value, ...], ...]

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.records)


class Fate(Enum):
    """What becomes of a table's rows when the person they are about is erased."""

    DELETED = auto()
    ANONYMISED = auto()
    """The rows stay without anything personal."""
    STAYS = auto()
    """The table says why, in `survives_erasure`."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a table's rows. `rows` is None where nobody can tell whose they are."""

    table: str
    fate: Fate
    rows: int | None


def fate_of(model: type[Base]) -> Fate | None:
    """What becomes of a table's rows; None for a table with nothing personal in it."""
    columns = _table(model).columns
    if not any(column.info["personal"] for column in columns):
        return None
    if model.survives_erasure is not None:
        return Fate.STAYS
    return Fate.ANONYMISED if model.stays_without_person else Fate.DELETED


async def held_about(connection: AsyncConnection, chat_id: int) -> tuple[Holding, ...]:
    """What is held about a person, table by table; tables with nothing about them are left out."""
    held = []
    for model in _models():
        whose = _subject(model)
        if whose is None:
            continue
        table = _table(model)
        shown = [_shown(column) for column in table.columns]
        rows = await connection.execute(
            select(*shown).where(whose == chat_id).order_by(*table.primary_key.columns)
        )
        records = tuple(
            tuple(Value(column.name, _said(column, value)) for column, value in pairs)
            for pairs in (zip(table.columns, row, strict=True) for row in rows)
        )
        if records:
            held.append(Holding(table.name, records))
    return tuple(held)


async def would_erase(connection: AsyncConnection, chat_id: int) -> tuple[Erased, ...]:
    """What would become of the rows of all tables if the person were erased now."""
    return tuple([await _expect(connection, model, chat_id) for model in reversed(_models())])


async def erase(
    connection: AsyncConnection, chat_id: int, *, update_id: int, now: datetime
) -> tuple[Erased, ...]:
    """Erase a person, as each table's marks say; what became of the rows of all tables.

    `update_id` is the update that asks for it: notes about earlier ones, still to be written, are
    dropped then. To be called before anything else is changed in the transaction.
    """
    await erasures.begin(connection, chat_id, update_id=update_id, now=now)
    # Rows that refer to others go first.
    return tuple([await _erase_from(connection, model, chat_id) for model in reversed(_models())])


def is_sealed(column: Column[Any]) -> bool:
    """Whether a column's values are shown to nobody. They aren't even read then."""
    return bool(column.info.get("sealed")) or isinstance(column.type, LargeBinary)


async def _erase_from(connection: AsyncConnection, model: type[Base], chat_id: int) -> Erased:
    table, whose, fate = _table(model), _subject(model), _fate(model)
    if whose is None or fate is Fate.STAYS:
        return await _expect(connection, model, chat_id)
    if fate is Fate.ANONYMISED:
        nothing = {column.name: None for column in table.columns if column.info["personal"]}
        result = await connection.execute(update(table).where(whose == chat_id).values(nothing))
    else:
        result = await connection.execute(delete(table).where(whose == chat_id))
    return Erased(table.name, fate, result.rowcount)


async def _expect(connection: AsyncConnection, model: type[Base], chat_id: int) -> Erased:
    table, whose = _table(model), _subject(model)
    if whose is None:
        return Erased(table.name, _fate(model), None)
    if model is Erasure:
        return Erased(table.name, _fate(model), 1)  # erasing writes it
    found = select(func.count()).select_from(table).where(whose == chat_id)
    return Erased(table.name, _fate(model), await connection.scalar(found) or 0)


def _models() -> list[type[Base]]:
    """The models with personal columns; a table comes after those it refers to."""
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    return sorted(_personal_models(), key=lambda model: order[_table(model).name])


def _personal_models() -> Iterator[type[Base]]:
    for mapper in Base.registry.mappers:
        if fate_of(mapper.class_) is not None:
            yield mapper.class_


def _fate(model: type[Base]) -> Fate:
    fate = fate_of(model)
    assert fate is not None  # noqa: S101 -- _models() leaves the others out
    return fate


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 -- no model is mapped to anything else
    return table


def _subject(model: type[Base]) -> Column[Any] | None:
    """The column with the person's Telegram id."""
    columns = _table(model).columns
    return next((column for column in columns if column.info.get("subject")), None)


def _shown(column: Column[Any]) -> ColumnElement[Any]:
    """The column, or only whether there is something in it."""
    if is_sealed(column):
        return (column.is_not(None)).label(column.name)
    return column


def _said(column: Column[Any], value: Any) -> Any:
    if is_sealed(column):
        return Sealed.SEALED if value else None
    return value
