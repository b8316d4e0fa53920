"""Topics that were edited in the chat and whose files have changed since: one of both is kept."""

from html import escape

from bot.content import editions
from bot.content.editions import Difference
from bot.content.versions import ConflictError
from bot.telegram.work import Turn
from handlers.answers import Message
from handlers.faq.differences import differences
from handlers.faq.publishing import record
from handlers.faq.scene import GONE, HOME, Scene, button
from handlers.faq.viewing import fitting, readable

_LIST = (
    "⚖️ <b>Beda dengan berkas</b>\nTopik ini pernah diubah lewat obrolan, dan berkas isinya kini "
    "baru. Yang berlaku tetap yang dari obrolan sampai Anda memutuskan."
)
_NONE = "⚖️ Tidak ada yang perlu diputuskan. 👍"
_HEAD = "⚖️ <b>{topic}</b>\n➖ yang berlaku (versi {number}), ➕ isi berkas:"
_SAME = "Bedanya hanya catatan di dalam berkas."
_DECIDED = "Sudah diputuskan."


async def list_page(scene: Scene) -> Message:
    """The topics to decide on."""
    found = await editions.differences(scene.connection)
    rows = [[button(one.topic, "dv", one.topic)] for one in found[:20]]
    return (_LIST if found else _NONE), [*rows, [HOME]]


async def difference_page(scene: Scene, topic: str) -> Message | None:
    """What is different; None when there is nothing to decide on."""
    found = await _difference(scene, topic)
    if found is None:
        return None
    served, file = readable(topic, found.served.body), readable(topic, found.file)
    changed = differences(served, file) if served is not None and file is not None else []
    head = _HEAD.format(topic=escape(topic), number=found.served.number)
    rows = [
        [button("📄 Pakai isi berkas", "dt", topic)],
        [button("✋ Tetap yang sekarang", "dk", topic)],
        [button("« Daftar", "df"), HOME],
    ]
    return fitting([head, *(changed or [_SAME])]), rows


async def decide(turn: Turn, topic: str, *, take_file: bool) -> None:
    """Keep one of both."""
    try:
        number = await editions.decide(
            turn.connection, topic, take_file=take_file, author=turn.person_id, now=turn.now
        )
    except (LookupError, ConflictError):
        turn.answer_tap(GONE, alert=True)
        return
    turn.answer_tap(_DECIDED if number is None else f"{_DECIDED} Terbit: versi {number}.")
    turn.edit(turn.tapped_message_id, *await list_page(Scene.of(turn)))
    if not take_file:
        await record(turn, "content.keep", topic)


async def _difference(scene: Scene, topic: str) -> Difference | None:
    found = await editions.differences(scene.connection)
    return next((one for one in found if one.topic == topic), None)
