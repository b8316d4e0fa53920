"""Talking to the bot in a group."""

import asyncio
from typing import Any

from tests.chat import Conversation, Seen

_QUIET = 0.25
_PATIENCE = 15.0


class GroupChat:
    """A group that people write into and read."""

    def __init__(self, talk: Conversation, group_id: int) -> None:
        self._talk = talk
        self.id = group_id

    async def say(
        self, text: str, *, person: str = "pekerja", answered: bool = True, **more: Any
    ) -> list[Seen]:
        """Write into the group; what the bot says then.

        `mention` puts the bot's name in front, `reply_to` makes it a reply. Where the bot has
        to keep still, `answered` is false: then nobody waits for its first word.
        """
        sent = await self._talk.post(
            f"/demo/people/{person}/messages", {"text": text, "chat": self.id, **more}
        )
        if answered:
            await self._first_word(sent["message_id"])
        await self.settle()
        return await self._said_since(sent["message_id"])

    async def _first_word(self, after: int) -> None:
        """Wait, on a busy machine too, until the bot has begun to answer."""
        async with asyncio.timeout(_PATIENCE):
            while not await self._said_since(after):
                await asyncio.sleep(0.02)

    async def _said_since(self, after: int) -> list[Seen]:
        return [seen for seen in await self.messages(after) if seen.sender == "bot"]

    async def tap(self, message: Seen, label: str, *, person: str = "pekerja") -> str | None:
        """Tap the button whose label starts so; the notice the bot shows, if any."""
        full = next(button for button in message.buttons if button.startswith(label))
        answer = await self._talk.post(
            f"/demo/people/{person}/taps",
            {"message_id": message.id, "label": full, "chat": self.id},
        )
        await self.settle()
        notice: str | None = answer["answer"]
        return notice

    async def messages(self, after: int = 0) -> list[Seen]:
        """All messages of the group."""
        url = f"{self._talk.url}/demo/groups/{self.id}/messages"
        async with self._talk.http.get(url, params={"after": after}) as response:
            return [Seen.of(message) for message in (await response.json())["messages"]]

    async def last(self) -> Seen:
        """The newest message."""
        return (await self.messages())[-1]

    async def settle(self) -> None:
        """Wait until the bot is quiet."""
        await asyncio.sleep(_QUIET)
