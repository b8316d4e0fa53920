"""Which of the bot's messages answers a person's message."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import SentReply


async def reply_to(connection: AsyncConnection, chat_id: int, message_id: int) -> int | None:
    """The id of the bot's message that answers `message_id`; None when it isn't known any more."""
    return await connection.scalar(
        select(SentReply.reply_id).where(
            SentReply.chat_id == chat_id, SentReply.message_id == message_id
        )
    )
