"""Everything the server knows: people, chats, files, the update queue, the bot's own settings."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.demo.calls import CallLog
from bot.demo.chats import Chat, Json, Message, user
from bot.demo.errors import ApiError, DoorError, bad_request, forbidden
from bot.demo.faults import Faults
from bot.demo.files import Files
from bot.demo.limits import SendingLimits
from bot.demo.people import Person, stranger
from bot.demo.updates import UpdateQueue

if TYPE_CHECKING:
    from bot.demo.parameters import Parameters

Clock = Callable[[], datetime]

TYPING_SECONDS = 5.0
_KEPT_CALLBACKS = 100_000
_FIRST_GROUP_ID = -4001
_FIRST_SUPERGROUP_ID = -1_002_000_000_001


def system_clock() -> datetime:
    """The real time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be set about the server. Durations are in seconds."""

    bot_name: str = "JamSosBot Kaltim"
    bot_username: str = "jamsosbot"
    strict_limits: bool = False
    privacy_mode: bool = True
    recorded_calls: int = 50_000
    webhook_pauses: tuple[float, ...] = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
    webhook_timeout: float = 60.0
    tap_wait: float = 10.0
    callback_lifetime: int = 900
    hang: float = 300.0


@dataclass(slots=True)
class CallbackQuery:
    """A tap that waits for the bot's answer."""

    date: int
    answer: asyncio.Future[Json]
    answered: bool = False


@dataclass(slots=True)
class BotProfile:
    """What the bot has set about itself."""

    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, int, int, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})


class World:
    """The state of one server, and the few operations that everything else is made of."""

    def __init__(
        self, token: str, people: Sequence[Person], clock: Clock, options: Options
    ) -> None:
        self.token = token
        self.options = options
        self.clock = clock
        self.people: dict[int, Person] = {person.id: person for person in people}
        self.keys: dict[str, int] = {person.key: person.id for person in people if person.key}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.faults = Faults()
        self.calls = CallLog(options.recorded_calls)
        self.limits = SendingLimits(time.monotonic, strict=options.strict_limits)
        self.updates = UpdateQueue(self.now)
        self.profile = BotProfile()
        self.callbacks: dict[str, CallbackQuery] = {}
        self.closing = False
        self._group_ids = itertools.count(_FIRST_GROUP_ID, -1)
        self._supergroup_ids = itertools.count(_FIRST_SUPERGROUP_ID, -1)
        number = token.split(":", 1)[0]
        self.bot_user: Json = {
            "id": int(number) if number.isdigit() else 7_000_000_001,
            "is_bot": True,
            "first_name": options.bot_name,
            "username": options.bot_username,
        }
        for person in people:
            self.private_chat(person)

    def now(self) -> int:
        """Unix time by the server's clock."""
        return int(self.clock().timestamp())

    @property
    def bot_id(self) -> int:
        """The bot's own user id."""
        return int(self.bot_user["id"])

    # People and chats -------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        """The person by key or number; a new number becomes a person. Raises DoorError 404."""
        person_id = self.keys.get(name)
        if person_id is None:
            if not (name.isascii() and name.isdigit()) or not 0 < int(name) < 2**52:
                raise DoorError(404, f"no such person: {name}")
            person_id = int(name)
        person = self.people.get(person_id)
        if person is None:
            person = self.people[person_id] = stranger(person_id)
        return person

    def private_chat(self, person: Person) -> Chat:
        """The chat between the person and the bot."""
        chat = self.chats.get(person.id)
        if chat is None:
            chat = Chat(person.id, "private", person=person)
            self.chats[person.id] = chat
        return chat

    def add_group(
        self, title: str, members: Sequence[Person], group_id: int | None, *, supergroup: bool
    ) -> Chat:
        """A new group with the bot in it. Raises DoorError when the id cannot be used."""
        if group_id is None:
            group_id = next(self._supergroup_ids if supergroup else self._group_ids)
        if group_id >= 0 or group_id in self.chats:
            raise DoorError(400, "id: a negative number that no other group has")
        kind = "supergroup" if supergroup or group_id <= -(10**12) else "group"
        chat = Chat(group_id, "supergroup" if kind == "supergroup" else "group", title=title)
        chat.members = {person.id: person for person in members}
        chat.started = True
        self.chats[group_id] = chat
        return chat

    def group(self, group_id: int) -> Chat:
        """The group. Raises DoorError 404."""
        chat = self.chats.get(group_id)
        if chat is None or not chat.is_group:
            raise DoorError(404, f"no such group: {group_id}")
        return chat

    def chat_of(self, parameters: Parameters) -> Chat:
        """The chat a call names. Raises ApiError 400 when there is none, or it has moved."""
        name = parameters.text("chat_id").strip()
        if not name:
            raise bad_request("chat_id is empty")
        try:
            chat_id = int(name)
        except ValueError:
            raise bad_request("chat not found") from None
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        return chat

    def recipient(self, parameters: Parameters) -> Chat:
        """The chat to send to. Raises ApiError 403 when the bot may not write there."""
        chat = self.chat_of(parameters)
        refusal = self.cannot_write(chat)
        if refusal is not None:
            raise refusal
        return chat

    def cannot_write(self, chat: Chat) -> ApiError | None:
        """Why the bot may not write into the chat, or None."""
        if chat.is_group:
            if not chat.bot_present:
                return forbidden(f"bot is not a member of the {chat.type} chat")
        elif not chat.started:
            return forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            reason = f"kicked from the {chat.type} chat" if chat.is_group else "blocked by the user"
            return forbidden(f"bot was {reason}")
        return None

    # Messages ---------------------------------------------------------------------------------

    def bot_body(self, chat: Chat, content: Json) -> Json:
        """The Message object of something new from the bot."""
        return self._body(chat, self.bot_user, content)

    def person_body(self, chat: Chat, person: Person, content: Json) -> Json:
        """The Message object of something new from a person."""
        return self._body(chat, user(person), content)

    def _body(self, chat: Chat, author: Json, content: Json) -> Json:
        return {
            "message_id": chat.next_id(),
            "from": author,
            "chat": chat.brief(),
            "date": self.now(),
            **content,
        }

    def new_callback(self) -> tuple[str, CallbackQuery]:
        """A fresh callback query id and its record."""
        query_id = str(secrets.randbelow(9 * 10**17) + 10**17)
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        query = CallbackQuery(self.now(), future)
        self.callbacks[query_id] = query
        if len(self.callbacks) > _KEPT_CALLBACKS:
            del self.callbacks[next(iter(self.callbacks))]
        return query_id, query

    def close(self) -> None:
        """End everything that waits."""
        self.closing = True
        self.updates.wake()
        for chat in self.chats.values():
            chat.signal.notify()


def quoted(message: Message) -> Json:
    """The message as it stands inside `reply_to_message`: without its own reply."""
    body = message.body()
    body.pop("reply_to_message", None)
    return body
