"""A message with a NIK is taken out of the chat before anything else is done with it."""

from collections.abc import Iterator

from telegram import Message, Update

from bot.telegram.work import Turn
from handlers import status
from knowledge.scrubbing import scrub

_HIDDEN = (
    "🔒 Pesan Anda saya <b>hapus dari obrolan ini</b>, karena ada angka yang mirip <b>NIK</b>. "
    "NIK bisa disalahgunakan orang lain. Angkanya tidak saya simpan. "
    "Untuk bertanya di sini, Anda tidak perlu menulis NIK. Mau cek terdaftar atau tidak? "
    "Tekan /cek."
)
_HIDDEN_IN_GROUP = (
    "🔒 Ada angka yang mirip <b>NIK</b> di pesan tadi. NIK bisa disalahgunakan orang lain. "
    "Angkanya tidak saya simpan. Kalau pesannya masih tampak, mohon Anda <b>hapus</b>."
)


async def hide(_: Update, turn: Turn) -> None:
    """Delete a message that carries a NIK anywhere, and say why. Others go on to their handler."""
    message = turn.update.effective_message
    if message is not None and any(scrub(part).had_nik for part in _written_parts(message)):
        turn.delete_message()
        turn.count("nik", "deleted")
        if not _was_asked_for(turn):
            turn.say(_HIDDEN if turn.is_private else _HIDDEN_IN_GROUP)


def _was_asked_for(turn: Turn) -> bool:
    """Whether the bot has just asked for the NIK: whoever looks up says what comes next."""
    is_new = turn.update.message is not None
    return turn.is_private and is_new and status.is_awaited(turn.work.step)


def _written_parts(message: Message) -> Iterator[str]:
    """The text, and what else people can write a number into."""
    contact, document = message.contact, message.document
    for part in (
        message.text,
        message.caption,
        document and document.file_name,
        contact and contact.phone_number,
        contact and contact.first_name,
        contact and contact.last_name,
        contact and contact.vcard,
    ):
        if part:
            yield part
