"""Scenes of /faq: finding a topic, writing its answer, trying it out, publishing it."""

import asyncio

from tests.chat import Chat, Seen
from tests.conversations.inviting import tap_last_of

TOPIC = "jam-layanan"
ANSWER = "<b>Buka tiap hari kerja.</b>\nDatang pagi supaya <i>tidak antre</i>."


async def open_topic(admin: Chat, topic: str = TOPIC) -> Seen:
    """/faq, a search for the topic, and its page."""
    await admin.tap(await admin.say("/faq"), "🔎 Cari kata")
    found = await admin.say(topic)
    return await tap_last_of(admin, found, found.buttons[0])


async def begin(admin: Chat, topic: str = TOPIC) -> Seen:
    """The panel of a draft just begun."""
    return await tap_last_of(admin, await open_topic(admin, topic), "✏️ Ubah")


async def write(admin: Chat, panel: Seen, html: str = ANSWER) -> Seen:
    """Another answer, formatted; the panel then."""
    await admin.tap(panel, "📝 Jawaban")
    return (await admin.send({"html": html}))[-1]


async def try_out(admin: Chat, panel: Seen) -> Seen:
    """Coba dulu, until the result is there."""
    await admin.tap(panel, "🧪 Coba dulu")
    return await result_of(admin, panel)


async def result_of(admin: Chat, panel: Seen, word: str = "Hasil uji coba") -> Seen:
    """The panel once it has some word."""
    for _ in range(600):
        shown = await admin.message(panel.id)
        if word in shown.text:
            return shown
        await asyncio.sleep(0.05)
    raise AssertionError((await admin.message(panel.id)).text)


async def publish(admin: Chat, panel: Seen, reason: str = "Lebih jelas") -> Seen:
    """Terbitkan with a reason that is picked; the message then."""
    why = await tap_last_of(admin, panel, "🚀 Terbitkan")
    return await tap_last_of(admin, why, reason)


async def change_and_publish(admin: Chat, html: str = ANSWER, topic: str = TOPIC) -> Seen:
    """All of it, for an answer; the last message."""
    tried = await try_out(admin, await write(admin, await begin(admin, topic), html))
    return await publish(admin, tried)


async def answer_of(worker: Chat, text: str, word: str) -> Seen:
    """What a worker reads, once it has a word: what is published is served within seconds."""
    for _ in range(40):
        answer = await worker.say(text)
        if word in answer.text:
            return answer
        await asyncio.sleep(0.2)
    raise AssertionError(answer.text)
