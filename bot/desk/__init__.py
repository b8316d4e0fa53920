"""The desk: people who need a person write, admins answer, neither sees the other's account."""

from bot.desk.blocks import Block, BlockedError
from bot.desk.conversations import (
    AnsweredMeanwhileError,
    ClosedBy,
    Conversation,
    GoneError,
    Line,
    State,
)
from bot.desk.office import OfficeHours, parse_office_hours

__all__ = [
    "AnsweredMeanwhileError",
    "Block",
    "BlockedError",
    "ClosedBy",
    "Conversation",
    "GoneError",
    "Line",
    "OfficeHours",
    "State",
    "parse_office_hours",
]
