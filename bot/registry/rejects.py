"""Rows that a list holds and the registry doesn't take, each with its place and its reason."""

from typing import NamedTuple

from bot.registry.memberships import Membership


class Rejected(NamedTuple):
    """A row that is not taken. Nothing in it tells who it is about."""

    sheet: str
    row: int
    """As the spreadsheet program counts: from 1, header rows included."""
    column: str | None
    """The column's heading as the file has it; None when the whole row is meant."""
    reason: str
    """For the admin, in Indonesian, without the value."""


class Entry(NamedTuple):
    """A row that is taken, with its place."""

    sheet: str
    row: int
    membership: Membership
