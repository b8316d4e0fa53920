"""/bantuan, /privasi, /batal."""

from telegram import Update

from bot import dialog
from bot.telegram.calls import NO_KEYS
from bot.telegram.work import Turn
from handlers import buttons, status, steps
from handlers.answers import show_topic
from handlers.commands import Audience, commands_for

_HELP = (
    "<b>Cara memakai bot ini</b>\n"
    "Tulis pertanyaan Anda dengan bahasa sehari-hari, boleh singkat. "
    "Satu pesan, satu pertanyaan.\n\n"
    "Contoh:\n"
    "• <i>“klaim jht abis resign gmn”</i>\n"
    "• <i>“jatuh dari motor pas antar pesanan, ditanggung?”</i>\n"
    "• <i>“telat bayar 2 bulan kena denda?”</i>\n\n"
    "<b>Perintah</b>\n{commands}"
)
_HELP_IN_GROUP = (
    "<b>Cara bertanya di grup</b>\n"
    "Tulis /tanya lalu pertanyaan Anda, sebut @{username}, atau balas pesan saya. "
    "Jangan tulis NIK atau data pribadi di grup.\n\n"
    "<b>Perintah</b>\n{commands}"
)
_PRIVACY = "privasi-data-bot"
_NOTHING_TO_CANCEL = "Tidak ada yang perlu dibatalkan. Silakan tulis pertanyaan Anda."
_CANCELLED = "Baik, dibatalkan. Silakan tulis pertanyaan Anda."


async def on_help(_: Update, turn: Turn) -> None:
    """/bantuan."""
    if not turn.is_private:
        username = turn.services.bot_username
        commands = _listed(Audience.GROUP)
        row = [buttons.private_chat_button(username)]
        turn.say(_HELP_IN_GROUP.format(username=username, commands=commands), [row])
        return
    commands = _listed(_audience(turn))
    turn.say(_HELP.format(commands=commands), [[buttons.MENU_BUTTON]])


async def on_privacy(_: Update, turn: Turn) -> None:
    """/privasi."""
    show_topic(turn, turn.services.library.topics[_PRIVACY])


async def on_cancel(_: Update, turn: Turn) -> None:
    """/batal."""
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    await dialog.forget(turn.connection, turn.chat_id)
    if status.awaits_contact(step):
        turn.say_with_keys(_CANCELLED, NO_KEYS)
        return
    turn.say(_CANCELLED if steps.is_going_on(step) else _NOTHING_TO_CANCEL)


def _audience(turn: Turn) -> Audience:
    if turn.is_admin:
        return Audience.ADMIN
    return Audience.OFFICIAL if turn.official else Audience.PRIVATE


def _listed(audience: Audience) -> str:
    return "\n".join(
        f"/{command.name} – {command.description}" for command in commands_for(audience)
    )
