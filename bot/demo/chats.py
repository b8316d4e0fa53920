"""Chats and their messages: the state that the Bot API, the door and the page look at."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import orjson

from bot.demo.packing import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.demo.people import Person

Json = dict[str, Any]
Author = Literal["bot", "person"]


class Signal:
    """Wakes everybody who waits for a change."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Wake all who wait now."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self, seconds: float) -> bool:
        """Wait for the next change; False when there was none within `seconds`."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True


class Message:
    """A message as the Bot API shows it, and what only the chat knows of it.

    The body is kept as JSON: it goes out as it is into answers and updates, and ten thousands of
    messages fit into memory.
    """

    __slots__ = (
        "author", "blocks_editing", "date", "deleted", "edited", "id", "raw", "sender_id", "seq"
    )  # fmt: skip

    def __init__(self, body: Json, author: Author, sender_id: int) -> None:
        self.id = int(body["message_id"])
        self.date = int(body["date"])
        self.author = author
        self.sender_id = sender_id
        self.raw = packed(body)
        self.seq = 0
        self.deleted = False
        self.edited = False
        self.blocks_editing = False

    def body(self) -> Json:
        """The Message object. Changes to it are kept with `rewrite`."""
        body: Json = orjson.loads(self.raw)
        return body

    def rewrite(self, body: Json) -> None:
        """Put another body in place."""
        self.raw = packed(body)

    def json(self) -> orjson.Fragment:
        """The Message object, to be put into an answer or an update as it is."""
        return orjson.Fragment(self.raw)


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group."""

    id: int
    type: Literal["private", "group", "supergroup"]
    title: str = ""
    person: Person | None = None
    members: dict[int, Person] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0
    # Every visible change takes the next number; the page asks for what changed after one.
    seq: int = 0
    changed: dict[int, None] = field(default_factory=dict)
    keyboard: Json | None = None
    keyboard_seq: int = 0
    commands_seq: int = 0
    typing_until: float = 0.0
    typing_seq: int = 0
    started: bool = False
    blocked: bool = False
    bot_present: bool = True
    migrated_to: int | None = None
    menu_button: Json | None = None
    signal: Signal = field(default_factory=Signal)
    _brief: Json | None = None

    @property
    def is_group(self) -> bool:
        """Whether several people read it."""
        return self.type != "private"

    def brief(self) -> Json:
        """The Chat object inside messages."""
        if self._brief is None:
            self._brief = {"id": self.id, "type": self.type}
            if self.person is not None:
                self._brief |= name_fields(self.person)
            else:
                self._brief["title"] = self.title
        return self._brief

    def next_id(self) -> int:
        """A fresh message_id."""
        self.last_message_id += 1
        return self.last_message_id

    def add(self, message: Message) -> None:
        """Put a new message into the chat and wake who waits."""
        self.messages[message.id] = message
        self.touch(message)

    def touch(self, message: Message) -> None:
        """Note that a message changed."""
        self.seq += 1
        message.seq = self.seq
        self.changed.pop(message.id, None)
        self.changed[message.id] = None
        self.signal.notify()

    def present(self, message_id: int) -> Message | None:
        """The message, unless it never was or is deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def changed_after(self, seq: int) -> list[Message]:
        """Messages that changed after `seq`, oldest change first."""
        return list(self._recent_changes(seq))[::-1]

    def _recent_changes(self, seq: int) -> Iterator[Message]:
        for message_id in reversed(self.changed):
            message = self.messages[message_id]
            if message.seq <= seq:
                return
            yield message

    def set_keyboard(self, keyboard: Json | None) -> None:
        """Show, change or hide the reply keyboard."""
        if keyboard == self.keyboard:
            return
        self.keyboard = keyboard
        self.seq += 1
        self.keyboard_seq = self.seq
        self.signal.notify()

    def set_typing(self, until: float) -> None:
        """Show "mengetik…" until that loop time; 0 hides it."""
        if until == 0.0 and self.typing_until == 0.0:
            return
        self.typing_until = until
        self.seq += 1
        self.typing_seq = self.seq
        self.signal.notify()

    def commands_changed(self) -> None:
        """The bot has set other commands."""
        self.seq += 1
        self.commands_seq = self.seq
        self.signal.notify()


def name_fields(person: Person) -> Json:
    """The name fields that User and Chat share; absent ones are left out as Telegram does."""
    fields: Json = {"first_name": person.first_name}
    if person.last_name:
        fields["last_name"] = person.last_name
    if person.username:
        fields["username"] = person.username
    return fields


def user(person: Person) -> Json:
    """The User object of a person."""
    return {
        "id": person.id,
        "is_bot": False,
        **name_fields(person),
        "language_code": person.language_code,
    }
