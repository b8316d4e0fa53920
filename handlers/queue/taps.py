"""Taps in the queue. What they are about may be settled by now: then the admin is told."""

from bot.content import clusters
from bot.content.clusters import Cluster
from bot.telegram.work import Turn
from handlers import buttons
from handlers.queue import answering, dismissing, into_topics, pages

GONE = "Kelompok ini sudah diselesaikan admin lain, atau pertanyaannya sudah dihapus."


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button of the queue, tapped by an admin; False for forged data."""
    match parts[1:]:
        case ["l", page] if (at := buttons.number_in(page)) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await pages.list_page(turn, at))
            return True
        case ["s", token]:
            return await answering.on_send(turn, token)
        case [what, number, *rest] if (key := buttons.number_in(number)) is not None:
            return await _on_cluster(turn, what, key, rest)
    return False


async def _on_cluster(turn: Turn, what: str, key: int, rest: list[str]) -> bool:
    waiting = await clusters.waiting(turn.connection, turn.now)
    found = waiting.with_question(key)
    if found is None:
        turn.answer_tap(GONE)
        turn.edit(turn.tapped_message_id, *await pages.list_page(turn, 0))
        return True
    return await _on_found(turn, what, found, rest)


async def _on_found(turn: Turn, what: str, found: Cluster, rest: list[str]) -> bool:
    match what, rest:
        case "c", [page] if (at := buttons.number_in(page)) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await pages.cluster_view(turn, found, at))
        case "t", [topic] if topic in turn.services.library.topics:
            await into_topics.add_to(turn, found, turn.services.library.topics[topic])
        case "n", []:
            await into_topics.ask_for_title(turn, found)
        case "r", []:
            await answering.begin(turn, found)
        case "d", []:
            dismissing.ask_why(turn, found)
        case "d", [reason]:
            return await dismissing.on_reason(turn, found, reason)
        case _:
            return False
    return True
