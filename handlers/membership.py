"""The bot is added to a group, or a person blocks and unblocks it."""

from telegram import ChatMember, Update
from telegram.constants import ChatType

from bot.people import accounts
from bot.telegram.work import Turn
from handlers import recipients

_HELLO_GROUP = (
    "Halo semua! 👋 Saya program yang menjawab soal <b>BPJS Ketenagakerjaan</b> "
    "untuk pekerja Kaltim.\n\n"
    "Mau bertanya? Tulis /tanya lalu pertanyaan Anda, atau sebut @{username}. "
    "Jangan tulis NIK atau data pribadi di grup, ya."
)
_GONE = {ChatMember.LEFT, ChatMember.BANNED}


async def on_membership(_: Update, turn: Turn) -> None:
    """The bot's own membership changed."""
    change = turn.update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in _GONE:
        await accounts.unreachable(turn.connection, {turn.chat_id}, turn.now)
        if not turn.is_private:
            await recipients.put_out(turn)
        return
    await accounts.seen(turn.connection, {turn.chat_id}, turn.now)
    was_gone = change.old_chat_member.status in _GONE
    if was_gone and change.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}:
        turn.say(_HELLO_GROUP.format(username=turn.services.bot_username))
        if turn.is_admin:
            await recipients.offer(turn)


async def on_moved(_: Update, turn: Turn) -> None:
    """A group became a supergroup; Telegram says so in both."""
    message = turn.update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await accounts.moved(turn.connection, turn.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await accounts.moved(turn.connection, message.migrate_from_chat_id, turn.chat_id)
