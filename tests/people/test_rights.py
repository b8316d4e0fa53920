"""What is held about a person is found and erased by the marks, whatever tables there are."""

from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple

import pytest
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped

from bot.content import feedback
from bot.people import rights
from bot.people.rights import Erased, Fate, Sealed
from bot.storage.models import Base, Feedback, Unanswered
from bot.storage.models.base import Kept, impersonal, personal, sealed, subject
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub
from tests.people.rows import add_row, rows_about, subject_of, table_of

_ANI, _BUDI = 640_001, 640_002
_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_ABOUT_PEOPLE = sorted(
    (
        mapper.class_
        for mapper in Base.registry.mappers
        if subject_of(table_of(mapper.class_)) is not None
    ),
    key=lambda model: model.__tablename__,
)


def _name(model: type[Base]) -> str:
    return table_of(model).name


async def _erase(storage: Storage, chat_id: int) -> dict[str, Erased]:
    async with storage.transaction() as connection:
        gone = await rights.erase(connection, chat_id, update_id=1, now=_NOW)
    return {erased.table: erased for erased in gone}


async def _held(storage: Storage, chat_id: int) -> dict[str, list[dict[str, Any]]]:
    async with storage.transaction() as connection:
        held = await rights.held_about(connection, chat_id)
    return {
        holding.table: [
            {value.column: value.value for value in record} for record in holding.records
        ]
        for holding in held
    }


async def _fill(storage: Storage, model: type[Base]) -> None:
    """Two rows about Ani where a table may have two, and one about Budi."""
    table = table_of(model)
    async with storage.transaction() as connection:
        await add_row(connection, table, _ANI, _NOW)
        if _may_have_two_rows(table):
            await add_row(connection, table, _ANI, _NOW)
        await add_row(connection, table, _BUDI, _NOW)


async def _fill_all(storage: Storage) -> None:
    for model in _ABOUT_PEOPLE:
        await _fill(storage, model)


class _Counts(NamedTuple):
    """How many rows a table has."""

    ani: int
    budi: int
    all: int


async def _counts(storage: Storage, model: type[Base]) -> _Counts:
    table = table_of(model)
    async with storage.transaction() as connection:
        return _Counts(
            len(await rows_about(connection, table, _ANI)),
            len(await rows_about(connection, table, _BUDI)),
            await connection.scalar(select(func.count()).select_from(table)) or 0,
        )


def _may_have_two_rows(table: Table) -> bool:
    """Whether a person's id alone identifies no row."""
    alone = [{_whose(table)}]
    constraints = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    unique = [set(c.columns) for c in (table.primary_key, *constraints)]
    unique += [set(index.columns) for index in table.indexes if index.unique]
    return not any(columns in alone for columns in unique)


def _whose(table: Table) -> Column[Any]:
    whose = subject_of(table)
    assert whose is not None
    return whose


async def test_every_table_shows_its_rows_to_the_person_and_to_nobody_else(
    storage: Storage,
) -> None:
    await _fill_all(storage)
    held = await _held(storage, _ANI)
    for model in _ABOUT_PEOPLE:
        table = table_of(model)
        for record in held[table.name]:
            assert list(record) == table.columns.keys()
            assert record[_whose(table).name] == _ANI
    assert held.keys() == {_name(model) for model in _ABOUT_PEOPLE}
    assert str(_BUDI) not in str(held)
    assert await _held(storage, 640_003) == {}


async def test_every_table_forgets_the_person_and_nobody_else(storage: Storage) -> None:
    await _fill_all(storage)
    before = {model: await _counts(storage, model) for model in _ABOUT_PEOPLE}
    async with storage.transaction() as connection:
        expected = await rights.would_erase(connection, _ANI)
    gone = await _erase(storage, _ANI)
    assert gone == {erased.table: erased for erased in expected}
    for model in _ABOUT_PEOPLE:
        name, fate, was = _name(model), rights.fate_of(model), before[model]
        assert fate is not None
        assert gone[name] == Erased(name, fate, was.ani), name
        stay = was.ani if fate is Fate.STAYS else 0
        left = was.all - was.ani if fate is Fate.DELETED else was.all
        assert await _counts(storage, model) == _Counts(stay, was.budi, left), name


@pytest.mark.parametrize("model", _ABOUT_PEOPLE, ids=_name)
def test_what_stays_without_the_person_can_be_emptied(model: type[Base]) -> None:
    if rights.fate_of(model) is Fate.ANONYMISED:
        personal_ones = [c for c in table_of(model).columns if c.info["personal"]]
        assert all(column.nullable for column in personal_ones)


def test_rows_that_belong_to_a_persons_rows_go_with_them() -> None:
    """A table that refers to one about people is about people itself, or is cleared with it."""
    tables_about_people = {table_of(model) for model in _ABOUT_PEOPLE}
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table in tables_about_people and table not in tables_about_people:
                assert key.ondelete in {"CASCADE", "SET NULL"}, key


async def test_erasing_twice_does_nothing_more(storage: Storage) -> None:
    await _fill(storage, Unanswered)
    assert (await _erase(storage, _ANI))["unanswered"].rows == 2
    assert (await _erase(storage, _ANI))["unanswered"].rows == 0


async def test_tables_that_do_not_say_whose_rows_they_hold_are_named_as_staying(
    storage: Storage,
) -> None:
    gone = await _erase(storage, _ANI)
    assert gone["received_updates"] == Erased("received_updates", Fate.STAYS, None)
    assert "tallies" not in gone


async def test_a_vote_still_counts_without_the_person_and_their_words(storage: Storage) -> None:
    async with storage.transaction() as connection:
        for chat_id in (_ANI, _BUDI):
            await feedback.vote(
                connection,
                chat_id=chat_id,
                message_id=5,
                topic="iuran-bpu",
                helpful=False,
                now=_NOW,
                reason="bingung",
            )
            comment = scrub("kurang jelas")
            await feedback.comment(connection, chat_id=chat_id, message_id=5, text=comment)
    for chat_id in (_ANI, _BUDI):
        await _erase(storage, chat_id)
    async with storage.transaction() as connection:
        assert await feedback.votes(connection, "iuran-bpu") == [(False, "bingung")] * 2
        columns = Feedback.chat_id, Feedback.message_id, Feedback.comment
        rows = (await connection.execute(select(*columns))).all()
    assert [tuple(row) for row in rows] == [(None, None, None)] * 2
    assert await _held(storage, _ANI) == {"erasures": (await _held(storage, _ANI))["erasures"]}


class _OwnBase(DeclarativeBase):
    """Tables of the test's own: nothing in the program knows of them."""

    kept: ClassVar[Kept | None] = None
    survives_erasure: ClassVar[str | None] = None
    stays_without_person: ClassVar[bool] = False


class Letter(_OwnBase):
    __tablename__ = "letters"

    number: Mapped[int] = impersonal(Integer, primary_key=True)
    writer: Mapped[int] = subject(Integer)
    words: Mapped[str] = personal(String(50))
    fingerprint: Mapped[str] = sealed(String(64))
    scan: Mapped[bytes | None] = personal(LargeBinary)


class Stamp(_OwnBase):
    """Refers to a letter: must go before it."""

    __tablename__ = "stamps"

    number: Mapped[int] = impersonal(Integer, primary_key=True)
    owner: Mapped[int] = subject(Integer)
    letter: Mapped[int] = impersonal(ForeignKey("letters.number"))


class Ballot(_OwnBase):
    __tablename__ = "ballots"
    stays_without_person = True

    number: Mapped[int] = impersonal(Integer, primary_key=True)
    voter: Mapped[int | None] = subject(Integer)
    choice: Mapped[str] = impersonal(String(20))


class Ledger(_OwnBase):
    __tablename__ = "ledgers"
    survives_erasure = "the law wants it kept for ten years"

    number: Mapped[int] = impersonal(Integer, primary_key=True)
    payer: Mapped[int] = subject(Integer)


class Weather(_OwnBase):
    """Nothing personal at all."""

    __tablename__ = "weather"

    day: Mapped[int] = impersonal(Integer, primary_key=True)


@pytest.fixture
async def own_tables(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """A database with the test's own tables, a row or two about Ani and about Budi in each."""
    monkeypatch.setattr(rights, "Base", _OwnBase)
    async with storage.transaction() as connection:
        await connection.run_sync(_OwnBase.metadata.create_all)
        for chat_id in (_ANI, _BUDI):
            letter = {
                "number": chat_id,
                "writer": chat_id,
                "words": "salam",
                "fingerprint": f"{chat_id:x}",
                "scan": b"gambar",
            }
            await connection.execute(insert(Letter), letter)
            await connection.execute(insert(Letter), letter | {"number": -chat_id, "scan": None})
            stamp = {"number": chat_id, "owner": chat_id, "letter": chat_id}
            await connection.execute(insert(Stamp), stamp)
            ballot = {"number": chat_id, "voter": chat_id, "choice": "ya"}
            await connection.execute(insert(Ballot), ballot)
            await connection.execute(insert(Ledger), {"number": chat_id, "payer": chat_id})
    return storage


async def test_a_new_tables_marks_say_what_is_shown(own_tables: Storage) -> None:
    held = await _held(own_tables, _ANI)
    assert sorted(held) == ["ballots", "ledgers", "letters", "stamps"]
    without_scan, with_scan = held["letters"]
    assert without_scan == {
        "number": -_ANI,
        "writer": _ANI,
        "words": "salam",
        "fingerprint": Sealed.SEALED,
        "scan": None,
    }
    assert with_scan["scan"] is Sealed.SEALED


async def test_a_new_tables_marks_say_what_is_erased(own_tables: Storage) -> None:
    gone = await _erase(own_tables, _ANI)
    assert gone == {
        "letters": Erased("letters", Fate.DELETED, 2),
        "stamps": Erased("stamps", Fate.DELETED, 1),
        "ballots": Erased("ballots", Fate.ANONYMISED, 1),
        "ledgers": Erased("ledgers", Fate.STAYS, 1),
    }
    assert sorted(await _held(own_tables, _ANI)) == ["ledgers"]
    assert sorted(await _held(own_tables, _BUDI)) == ["ballots", "ledgers", "letters", "stamps"]
    async with own_tables.transaction() as connection:
        ballots = (await connection.execute(select(Ballot.voter, Ballot.choice))).all()
    assert sorted(map(tuple, ballots), key=str) == [(_BUDI, "ya"), (None, "ya")]
