"""/start: the first thing a person sees, and links that lead to a topic."""

import unicodedata
from collections.abc import Iterator
from html import escape

from telegram import Update

from bot.people import accounts
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import accepting, buttons, coverage, inviting, region_choice, status
from handlers.answers import show_topic
from handlers.profile import menu_of
from knowledge.coverage import understood
from knowledge.topics import Action

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
_AS_OFFICIAL = (
    "🏛️ Anda terdaftar sebagai <b>pejabat</b> ({agency}) untuk <b>{regions}</b>. Laporan cakupan "
    "datang berkala di sini. Atur hari, jam, dan wilayahnya: /laporan. Hentikan: /berhenti"
)
_AS_ADMIN = (
    "🛠️ Anda <b>admin</b>. Undang petugas: /undang. Lihat dan ubah: /petugas. "
    "Pertanyaan yang menunggu: /antrean. Laporan cakupan: /laporan dan /pratinjau. "
    "Catatan perubahan: /audit"
)
_LONGEST_NAME = 30


async def on_start(_: Update, turn: Turn) -> None:
    """/start, with or without a payload."""
    await accounts.seen(turn.connection, {turn.chat_id}, turn.now)
    payload = (turn.args or [""])[0]
    if payload == buttons.CHECK_PAYLOAD:
        await status.begin(turn)
        return
    if payload.startswith(inviting.PAYLOAD):
        await accepting.on_link(turn, payload.removeprefix(inviting.PAYLOAD))
        return
    topic = turn.services.library.topics.get(payload.removeprefix(buttons.topic_payload("")))
    if topic is not None and payload == buttons.topic_payload(topic.id):
        if topic.action is Action.COVERAGE:
            await coverage.begin(turn, understood(""))
        else:
            show_topic(turn, topic)
        return
    person = turn.update.effective_user
    name = name_to_greet(person.first_name) if person else ""
    rows = [[Button(label, f"{buttons.TOPIC}:{topic}")] for label, topic in _FIRST_QUESTIONS]
    welcome = _WELCOME.format(name=f", {escape(name)}" if name else "")
    turn.say(
        "\n\n".join([welcome, *_roles(turn)]),
        [*rows, [buttons.CHECK_BUTTON], [buttons.MENU_BUTTON]],
    )
    if turn.is_admin or turn.official is not None:
        # Commands may have come since the role was given, so that the menu is set anew.
        is_official = turn.official is not None
        menu = menu_of(turn.person_id, is_admin=turn.is_admin, is_official=is_official)
        turn.work.calls.append(menu)


def _roles(turn: Turn) -> Iterator[str]:
    """What somebody with a role can do, with its commands."""
    if turn.official is not None:
        yield _AS_OFFICIAL.format(
            agency=escape(turn.official.agency),
            regions=region_choice.in_words(turn.official.regions),
        )
    if turn.is_admin:
        yield _AS_ADMIN


def name_to_greet(first_name: str) -> str:
    """A name that people gave themselves, if it reads like one; else nothing.

    Telegram lets a name be anything: a NIK, a link, characters that turn the text around.
    """
    name = " ".join(first_name.split())
    is_a_name = 0 < len(name) <= _LONGEST_NAME and all(
        unicodedata.category(character)[0] in "LM" or character in " .'’-" for character in name
    )
    return name if is_a_name else ""
