"""/start: the first thing a person sees, and links that lead to a topic."""

import unicodedata
from html import escape

from telegram import Update

from bot.people import accounts
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, status
from handlers.answers import show_topic

_WELCOME = (
    "Halo{name}! 👋 Saya membantu pekerja di <b>Kalimantan Timur</b> soal "
    "<b>BPJS Ketenagakerjaan</b> (Jamsostek): iuran, cara daftar, klaim, dan cek status Anda.\n\n"
    "Tulis saja pertanyaan Anda dengan bahasa sehari-hari, misalnya:\n"
    "<i>“brp iuran bpjs tk buat ojol?”</i>\n\n"
    "Saya program otomatis, bukan petugas BPJS. Jawaban saya diambil dari aturan resmi. "
    "Jangan kirim NIK atau foto KTP ke sini, kecuali saat Anda sendiri menekan <b>Cek status "
    "saya</b>."
)
_FIRST_QUESTIONS = (
    ("💰 Berapa iurannya?", "iuran-bpu"),
    ("📝 Cara daftar", "cara-daftar-bpu"),
)
_LONGEST_NAME = 30


async def on_start(_: Update, turn: Turn) -> None:
    """/start, with or without a payload."""
    await accounts.seen(turn.connection, {turn.chat_id}, turn.now)
    payload = (turn.args or [""])[0]
    if payload == buttons.CHECK_PAYLOAD:
        await status.begin(turn)
        return
    topic = turn.services.library.topics.get(payload.removeprefix(buttons.topic_payload("")))
    if topic is not None and payload == buttons.topic_payload(topic.id):
        show_topic(turn, topic)
        return
    person = turn.update.effective_user
    name = name_to_greet(person.first_name) if person else ""
    rows = [[Button(label, f"{buttons.TOPIC}:{topic}")] for label, topic in _FIRST_QUESTIONS]
    turn.say(
        _WELCOME.format(name=f", {escape(name)}" if name else ""),
        [*rows, [buttons.CHECK_BUTTON], [buttons.MENU_BUTTON]],
    )


def name_to_greet(first_name: str) -> str:
    """A name that people gave themselves, if it reads like one; else nothing.

    Telegram lets a name be anything: a NIK, a link, characters that turn the text around.
    """
    name = " ".join(first_name.split())
    is_a_name = 0 < len(name) <= _LONGEST_NAME and all(
        unicodedata.category(character)[0] in "LM" or character in " .'’-" for character in name
    )
    return name if is_a_name else ""
