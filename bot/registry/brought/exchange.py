"""What the bot and the child that works on a list say to each other."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.registry.reading import Field


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Request(_Message):
    """What is to be done with the list that follows. `secret` never leaves the pipe."""

    do: Literal["look", "take"]
    database_url: str
    secret: str
    file_name: str
    maps: tuple[str, ...] = ()
    """As `parse_corrections` takes them: "Nm_Peserta=nama"."""
    defaults: tuple[str, ...] = ()
    """"segmen=BPU"."""
    as_of: date | None = None
    add: bool = False
    force: bool = False
    imported_by: int
    now: datetime


class Place(_Message):
    """A rejected row: where, and why."""

    sheet: str
    row: int
    column: str | None
    reason: str


class Missing(_Message):
    """Something obligatory that no column was found for, and the headings that may be it."""

    field: Field
    headings: tuple[str, ...]


class Outlook(_Message):
    """What taking the list in would do. Counts of rows but for people and memberships."""

    as_of: date
    read: int
    rejected: int
    identical: int
    people: int
    memberships: int
    people_before: int
    shrinks: bool
    unchanged: bool


class Looked(_Message):
    """What a list looks like. Without `outlook` it can't be taken in as it is."""

    kind: Literal["looked"] = "looked"
    columns: tuple[str, ...]
    counts: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    missing: tuple[Missing, ...]
    headings: tuple[str, ...]
    """Of the first table, to choose from."""
    needs_date: bool = False
    outlook: Outlook | None = None
    rejected: tuple[Place, ...] = ()
    """The first ones."""


class Step(_Message):
    """How far the work is, in rows."""

    kind: Literal["step"] = "step"
    read: int
    written: int
    to_write: int


class Taken(_Message):
    """What came of taking the list in. `rejects` is the file of rejected rows, as text."""

    kind: Literal["taken"] = "taken"
    version: int | None
    outlook: Outlook
    rejected: tuple[Place, ...]
    rejects: str


class Refused(_Message):
    """Why nothing was done, in Indonesian."""

    kind: Literal["refused"] = "refused"
    why: str
