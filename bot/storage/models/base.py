"""What all tables have in common: marks on columns, and what the marks lead to.

Each column says whether it holds personal data; a test fails on one that doesn't. Erasure, export
and retention are derived from the marks and from `Base.kept`, so that a new table can't be
forgotten.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only for INTEGER


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a table's rows are kept: so long after the moment or day in column `since`."""

    since: str
    lasts: timedelta


class Base(DeclarativeBase):
    """All tables; constraints are named so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    kept: ClassVar[Kept | None] = None
    """None: until erased, or always where nothing personal is in the table."""
    survives_erasure: ClassVar[str | None] = None
    """Why rows with personal columns stay when a person asks for erasure; None: they go."""
    stays_without_person: ClassVar[bool] = False
    """On erasure the rows stay and their personal columns are emptied, the subject among them."""


def personal(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that holds personal data or identifies a person."""
    return mapped_column(*args, info={"personal": True}, **options)


def subject(*args: Any, **options: Any) -> MappedColumn[Any]:
    """The Telegram id of the person (or group) that a row is about; at most one in a table.

    What /data_saya shows and /hapus_data removes is found by it.
    """
    return mapped_column(*args, info={"personal": True, "subject": True}, **options)


def sealed(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A personal column that only the program can read: hashed or encrypted. Shown to nobody."""
    return mapped_column(*args, info={"personal": True, "sealed": True}, **options)


def nik_hash(**options: Any) -> MappedColumn[Any]:
    """A column that holds the keyed hash of a NIK, 16 bytes.

    `jamsosbot registry rekey` finds every such column by this mark and renews what is in it.
    """
    return mapped_column(
        LargeBinary(16), info={"personal": True, "sealed": True, "nik_hash": True}, **options
    )


def impersonal(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that tells nothing about a person."""
    return mapped_column(*args, info={"personal": False}, **options)
