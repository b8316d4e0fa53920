"""A person leaves a message for the admins, goes on with the conversation, or ends it."""

from datetime import timedelta

from bot import dialog
from bot.desk import (
    BlockedError,
    ClosedBy,
    Conversation,
    GoneError,
    State,
    blocks,
    conversations,
    notices,
)
from bot.desk.conversations import LONGEST_MESSAGE, STAYS_OPEN
from bot.dialog import Step, replies
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons
from handlers.desk import words
from knowledge.scrubbing import scrub

STEP = "desk_writing"
_LASTS = timedelta(hours=1)
"""How long a message is waited for: people look for their papers first."""

_ASK = (
    "✍️ <b>Pesan untuk petugas</b>\n\n"
    "• <b>Siapa yang membaca:</b> admin bot ini. Mereka tidak melihat nama, nomor HP, atau akun "
    "Telegram Anda, jadi tulis semua yang perlu diketahui.\n"
    "• <b>Kapan dijawab:</b> pada jam kerja, {hours}. {opening} Kalau {limit} jam belum dijawab, "
    "petugas saya ingatkan.\n"
    "• <b>Di mana:</b> balasannya datang di obrolan ini.\n"
    "• <b>Disimpan:</b> sampai {{{{ bot_simpan_percakapan }}}} setelah selesai. Lihat atau hapus "
    "dengan /data_saya.\n"
    "• <b>Jangan tulis NIK</b>, nomor kartu, atau nomor HP. Angka seperti itu saya sembunyikan.\n\n"
    "{task} Tidak jadi? Tekan /batal. Untuk yang mendesak, telepon <b>175</b>."
)
_NEW = "Tulis pesan Anda sekarang, dalam satu pesan."
_MORE = "Pesan Anda ditambahkan ke percakapan #{number} yang masih berjalan. Tulis sekarang."
_GO_ON = "Tulis balasan Anda untuk petugas (percakapan #{number}). Tidak jadi? Tekan /batal."
_WAITING_FOR_IT = "Tulis saja pesannya."
_IN_WORDS = "Tulis pesannya dengan kata-kata, ya. Tidak jadi? Tekan /batal."
_ONLY_WORDS = (
    "Maaf, yang bisa saya teruskan ke petugas hanya tulisan, bukan gambar, suara, atau berkas. "
    "Ceritakan dengan kata-kata, ya. Tidak jadi? Tekan /batal.\n\n"
    "🔒 Kalau itu foto <b>KTP, KK, atau kartu peserta</b>, sebaiknya Anda hapus dari obrolan ini."
)
_TAKEN = "✅ Pesan Anda masuk antrean petugas (percakapan #{number}). {opening}"
_CUT = "✂️ Pesan Anda terlalu panjang: {cut} huruf terakhir tidak ikut. Kirim sebagai tambahan, ya."
_HIDDEN = "🔒 Nomor pribadi di pesan Anda saya sembunyikan."
_BLOCKED = (
    "Anda tidak bisa menulis pesan untuk petugas. Anda tetap bisa bertanya kepada saya kapan "
    "saja. Untuk bicara dengan petugas BPJS Ketenagakerjaan, telepon <b>175</b>."
)
_CHANGED = "Pesan Anda untuk petugas sudah saya ubah. 🙏"
_TOO_LATE = "Percakapan itu sudah selesai. Yang Anda ubah tidak sampai ke petugas."
_ENDED = (
    "Percakapan #{number} selesai. Terima kasih! 🙏\n\n"
    "Masih ada yang kurang? Selama {days} hari Anda bisa melanjutkan dengan tombol di bawah."
)
_ENDED_ALREADY = "Percakapan ini sudah selesai."
_ONLY_IN_PRIVATE = "Ini hanya untuk obrolan pribadi. Lanjutkan berdua dengan saya:"


def reply_rows(conversation: Conversation) -> list[list[Button]]:
    """The buttons under an answer."""
    return [
        [
            Button("💬 Balas", f"{buttons.DESK}:r:{conversation.id}"),
            Button("✔️ Selesai", f"{buttons.DESK}:e:{conversation.id}"),
        ]
    ]


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """One of the person's buttons; False for forged data."""
    match parts[1:]:
        case ["w"]:
            await _begin(turn)
        case ["r", number] if (known := await _own(turn, number)) is not None:
            await _go_on(turn, known)
        case ["e", number] if (known := await _own(turn, number)) is not None:
            await _end(turn, known)
        case _:
            return False
    return True


async def on_text(turn: Turn, step: Step) -> bool:
    """The message itself."""
    text = scrub(turn.text)
    if not any(character.isalnum() for character in text.text):
        turn.say(_IN_WORDS)
        return True
    await dialog.forget(turn.connection, turn.chat_id)
    try:
        conversation = await conversations.write(
            turn.connection,
            turn.chat_id,
            text,
            message_id=turn.message_id,
            now=turn.now,
            goes_on=step.data["goes_on"],
        )
    except BlockedError:
        turn.say(_BLOCKED, [[buttons.MENU_BUTTON]])
        return True
    settings = turn.services.settings
    await notices.ask_for_jobs(
        turn.connection,
        conversation,
        message_id=turn.message_id,
        reminds_after=timedelta(hours=settings.desk_reminder_hours),
        hours=settings.desk_hours,
        now=turn.now,
    )
    turn.work.asked_for_jobs = True
    turn.count("desk", "message")
    parts = [_TAKEN.format(number=conversation.id, opening=_opening(turn))]
    if len(text.text) > LONGEST_MESSAGE:
        parts.append(_CUT.format(cut=len(text.text) - LONGEST_MESSAGE))
    if text.text != turn.text and not text.had_nik:  # about a NIK all is said already
        parts.append(_HIDDEN)
    rows = [
        [Button("➕ Tambah pesan", f"{buttons.DESK}:r:{conversation.id}")],
        [Button("✖️ Batalkan", f"{buttons.DESK}:e:{conversation.id}")],
    ]
    turn.say("\n\n".join(parts), rows)
    return True


def on_other(turn: Turn, _: Step) -> None:
    """A picture, a voice note, a file where a message is waited for."""
    turn.say(_ONLY_WORDS)


async def on_edited(turn: Turn) -> bool:
    """A message to the admins was changed in the chat; False when it is none."""
    current = await conversations.rewrite(
        turn.connection, turn.chat_id, scrub(turn.text), message_id=turn.message_id
    )
    if current is None:
        return False
    is_over = current.state is State.CLOSED
    replaces = await replies.reply_to(turn.connection, turn.chat_id, turn.message_id)
    turn.reply(_TOO_LATE if is_over else _CHANGED, replaces=replaces)
    return True


async def _begin(turn: Turn) -> None:
    if not turn.is_private:
        turn.answer_tap()
        turn.say(_ONLY_IN_PRIVATE, [[buttons.private_chat_button(turn.services.bot_username)]])
        return
    if await blocks.of(turn.connection, turn.chat_id) is not None:
        turn.answer_tap()
        turn.say(_BLOCKED, [[buttons.MENU_BUTTON]])
        return
    current = await conversations.open_of(turn.connection, turn.chat_id)
    task = _NEW if current is None else _MORE.format(number=current.id)
    if await _wait(turn, None if current is None else current.id):
        settings = turn.services.settings
        html = _ASK.format(
            hours=settings.desk_hours.words,
            opening=_opening(turn),
            limit=settings.desk_reminder_hours,
            task=task,
        )
        turn.say(turn.services.library.answers.text(html, turn.today))


async def _go_on(turn: Turn, known: Conversation) -> None:
    if known.closed_at is not None and known.closed_at <= turn.now - STAYS_OPEN:
        await _begin(turn)
    elif await blocks.of(turn.connection, turn.chat_id) is not None:
        turn.answer_tap()
        turn.say(_BLOCKED, [[buttons.MENU_BUTTON]])
    elif await _wait(turn, known.id):
        turn.say(_GO_ON.format(number=known.id))


async def _wait(turn: Turn, goes_on: int | None) -> bool:
    """Wait for the message; False when it is waited for already: a second tap."""
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    data = {"goes_on": goes_on}
    if step is not None and step.name == STEP and step.data == data:
        turn.answer_tap(_WAITING_FOR_IT)
        return False
    turn.answer_tap()
    new = Step(STEP, data, step.version if step else 0)
    await dialog.save(turn.connection, turn.chat_id, new, turn.now, _LASTS)
    return True


async def _end(turn: Turn, known: Conversation) -> None:
    try:
        await conversations.close(
            turn.connection, known.id, ClosedBy.PERSON, turn.now, chat_id=turn.chat_id
        )
    except GoneError:
        turn.answer_tap(_ENDED_ALREADY)
        return
    turn.answer_tap()
    turn.count("desk", "closed")
    turn.edit_buttons(turn.tapped_message_id, [])
    row = [Button("💬 Lanjutkan", f"{buttons.DESK}:r:{known.id}")]
    turn.say(_ENDED.format(number=known.id, days=STAYS_OPEN.days), [row])


async def _own(turn: Turn, number: str) -> Conversation | None:
    """A conversation of this person's: the number may be forged."""
    known = buttons.number_in(number)
    if known is None or not turn.is_private:
        return None
    found = await conversations.find(turn.connection, known)
    return found if found is not None and found.chat_id == turn.chat_id else None


def _opening(turn: Turn) -> str:
    return words.opening(turn.services.settings.desk_hours, turn.now)
