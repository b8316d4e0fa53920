"""Durable bulk messages and their one sender.

Whoever has a reason to write to many enqueues messages in the transaction that makes the reason
true (`enqueue`); the sender of one replica makes the calls, evenly, behind the replies.
"""

from bot.outbox.runs import (
    Failure,
    Message,
    NewRun,
    Progress,
    Run,
    cancel_for,
    enqueue,
    failures,
    find,
    progress,
    recent,
    resume,
    stop,
)
from bot.outbox.states import RunState, State

__all__ = [
    "Failure",
    "Message",
    "NewRun",
    "Progress",
    "Run",
    "RunState",
    "State",
    "cancel_for",
    "enqueue",
    "failures",
    "find",
    "progress",
    "recent",
    "resume",
    "stop",
]
