"""Commands that don't exist, or not in a group: say so, or read a question out of them."""

from telegram import Update

from bot.telegram.work import Turn
from handlers import buttons, urgent
from handlers.ask import answer

_UNKNOWN = "Perintah itu tidak saya kenal. Lihat /bantuan, atau langsung tulis pertanyaan Anda."
_ONLY_IN_PRIVATE = "Perintah itu hanya untuk obrolan pribadi. Lanjutkan berdua dengan saya:"


async def on_unknown_command(_: Update, turn: Turn) -> None:
    """/iuran, /daftar jht: people try commands that sound right; the words may be a question."""
    text = " ".join(turn.text.replace("/", " ").replace("_", " ").split())
    reply = turn.services.library.ask(text)
    if reply.outcome != "fallback" or urgent.advice_for(turn, text) is not None:
        await answer(turn, text)
    elif not reply.question.had_nik:  # what was done about a NIK is said already
        turn.say(_UNKNOWN, [[buttons.MENU_BUTTON]] if turn.is_private else [])


async def on_private_command(_: Update, turn: Turn) -> None:
    """One of the bot's commands for private chats, in a group."""
    turn.say(_ONLY_IN_PRIVATE, [[buttons.private_chat_button(turn.services.bot_username)]])
