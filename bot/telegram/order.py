"""One chat at a time, all chats at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


class ChatOrder:
    """Lets updates of one chat through in the order they arrive, while other chats go on."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}

    @property
    def chats(self) -> int:
        """How many chats have an update in work."""
        return len(self._locks)

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the chat's earlier updates. asyncio.Lock wakes waiters in order."""
        lock, waiting = self._locks.get(chat_id, (asyncio.Lock(), 0))
        self._locks[chat_id] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks.pop(chat_id)
            if waiting > 1:
                self._locks[chat_id] = lock, waiting - 1


def chat_of(payload: dict[str, Any]) -> int:
    """The chat an update belongs to, by its JSON; 0 for updates without one."""
    for part in payload.values():
        if isinstance(part, dict):
            for place in (part.get("message"), part):  # a tap's chat is that of the tapped message
                chat = place.get("chat") if isinstance(place, dict) else None
                if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                    return int(chat["id"])
            sender = part.get("from")
            if isinstance(sender, dict) and isinstance(sender.get("id"), int):
                return int(sender["id"])
    return 0


def sender_of(payload: dict[str, Any]) -> int:
    """The person an update comes from, by its JSON; 0 for updates without one."""
    for part in payload.values():
        sender = part.get("from") if isinstance(part, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return int(sender["id"])
    return 0
