"""Who is meant in a group: the bot hears more than what is for it, and answers only that."""

from telegram import Message, MessageEntity
from telegram.ext import filters

from handlers.commands import COMMANDS, Audience

_OWN = frozenset(command.name for command in COMMANDS)
_NOT_FOR_GROUPS = frozenset(
    command.name for command in COMMANDS if Audience.GROUP not in command.audiences
)


class Addressed(filters.MessageFilter):
    """A mention of the bot, a reply to it, or one of its commands."""

    def __init__(self, bot_id: int, bot_username: str) -> None:
        super().__init__("addressed")
        self._bot_id = bot_id
        self._username = bot_username.lower()

    def filter(self, message: Message) -> bool:
        """Whether the bot is meant."""
        name, username = _leading_command(message)
        if username:
            return username == self._username
        return name in _OWN or self._is_answered_by(message) or self._is_mentioned_in(message)

    def _is_answered_by(self, message: Message) -> bool:
        replied = message.reply_to_message
        return bool(replied and replied.from_user and replied.from_user.id == self._bot_id)

    def _is_mentioned_in(self, message: Message) -> bool:
        entities = message.parse_entities() | message.parse_caption_entities()
        return any(
            text.lower() == f"@{self._username}"
            if entity.type == MessageEntity.MENTION
            else entity.user is not None and entity.user.id == self._bot_id
            for entity, text in entities.items()
        )


class NotForGroups(filters.MessageFilter):
    """One of the bot's commands that it carries out in private only."""

    def filter(self, message: Message) -> bool:
        """Whether the message begins with one."""
        return _leading_command(message)[0] in _NOT_FOR_GROUPS


def _leading_command(message: Message) -> tuple[str, str]:
    """The command a message begins with and the bot it names, without / and @; "" for none."""
    word = (message.text or "").split(maxsplit=1)[:1]
    if not word or not word[0].startswith("/"):
        return "", ""
    name, _, username = word[0][1:].lower().partition("@")
    return name, username
