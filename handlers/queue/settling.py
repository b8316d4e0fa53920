"""Taking a cluster out of the queue: once, and on record."""

from collections.abc import Collection

from bot.content import unanswered
from bot.content.unanswered import Settled
from bot.people import audit
from bot.telegram.work import Turn

FASTER = "Admin lain lebih dulu menyelesaikan kelompok ini. Tidak ada yang diubah."
_ACTIONS = {
    Settled.PHRASING: "queue.phrasing",
    Settled.TOPIC: "queue.topic",
    Settled.ANSWERED: "queue.answer",
    Settled.DISMISSED: "queue.dismiss",
}


async def settle(
    turn: Turn, ids: Collection[int], how: Settled, why: str | None = None
) -> list[int]:
    """The questions that this settles; none when another admin was faster."""
    settled = await unanswered.settle(turn.connection, ids, how, turn.now, why)
    if settled:
        turn.count("settled", how)
    return settled


async def record(turn: Turn, settled: Collection[int], how: Settled, about: str = "") -> None:
    """Say in the audit log who did it, as the last thing of the update."""
    await audit.record(
        turn.connection,
        turn.person_id,
        _ACTIONS[how],
        f"question/{min(settled)}",
        turn.now,
        questions=len(settled),
        about=about,
    )
