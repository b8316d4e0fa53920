"""The states of a run and of a message.

waiting → sending → sent; or back to waiting (later), or failed (refused for good). What waits can
be cancelled: because the run was stopped, or because the recipient can't be reached.
"""

from enum import StrEnum


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class State(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    """Taken by the sender: it may or may not have arrived."""
    SENT = "sent"
    CANCELLED = "cancelled"
    FAILED = "failed"


UNFINISHED = (State.WAITING, State.SENDING)

STOPPED = "stopped"
"""Why a message was cancelled that goes on waiting when its run is resumed."""
UNREACHABLE = "unreachable"
MERGED = "its group became one that gets the same"
