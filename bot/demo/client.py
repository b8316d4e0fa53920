"""A client of the door for programs: people as objects that speak, tap and read.

async with running(create_server(token=token)) as url, Door.open(url) as door:
    worker = door.person("pekerja")
    sent = await worker.say("brp iuran bpjs tk buat ojol")
    answer = await worker.next_message(after=sent)
"""

from __future__ import annotations

import contextlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

Json = dict[str, Any]


class DoorRefusalError(Exception):
    """The door did not do what was asked."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason


class Door:
    """The whole door of one server."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.url = url
        self._session = session

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[Door]:
        """A door with its own connections, closed at the end."""
        async with aiohttp.ClientSession() as session:
            yield cls(session, url)

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        params: Mapping[str, str] | None = None,
        form: aiohttp.FormData | None = None,
    ) -> Json:
        """Ask the door. Raises DoorRefusalError unless it answers 200."""
        body: object = form if json is None else orjson.dumps(json)
        async with self._session.request(
            method, f"{self.url}/demo/{path}", data=body, params=params
        ) as response:
            data = await response.read()
            answer: Json = orjson.loads(data) if data.startswith(b"{") else {}
            if response.status != HTTPStatus.OK:
                raise DoorRefusalError(response.status, str(answer.get("error", data)))
            return answer

    def person(self, name: str | int) -> PersonAtDoor:
        """Somebody to act as: `pekerja`, `pejabat`, `admin` or any number."""
        return PersonAtDoor(self, str(name))

    async def fault(self, method: str = "*", **order: object) -> None:
        """Order a misbehaviour: status, retry_after, delay, times, chat, description."""
        await self.request("POST", "faults", json={"method": method, **order})

    async def clear_faults(self) -> None:
        """Everything works again."""
        await self.request("DELETE", "faults")

    async def calls(self, after: int = 0, method: str = "") -> list[Json]:
        """Bot API calls after a number, of one method or of all."""
        params = {"after": str(after), "method": method}
        calls: list[Json] = (await self.request("GET", "calls", params=params))["calls"]
        return calls

    async def repeat_update(self, update_id: int | None = None) -> int:
        """Deliver an update a second time, by default the last."""
        wish = {} if update_id is None else {"update_id": update_id}
        return int((await self.request("POST", "updates/repeat", json=wish))["update_id"])

    async def make_group(
        self, title: str, members: Sequence[str | int], *, supergroup: bool = False
    ) -> int:
        """A group of these people and the bot; gives its id."""
        wish: Json = {"title": title, "members": list(members)}
        if supergroup:
            wish["type"] = "supergroup"
        return int((await self.request("POST", "groups", json=wish))["id"])

    async def group_messages(self, group: int, after: int = 0, wait: float = 0) -> list[Json]:
        """Messages of a group after an id."""
        params = {"after": str(after), "wait": str(wait)}
        answer = await self.request("GET", f"groups/{group}/messages", params=params)
        messages: list[Json] = answer["messages"]
        return messages

    async def bulk(self, people: int, texts: Sequence[str], messages: int = 0) -> list[Json]:
        """Many people write at once; gives person, message_id and update_id of each message."""
        wish: Json = {"people": people, "texts": list(texts)}
        if messages:
            wish["messages"] = messages
        sent: list[Json] = (await self.request("POST", "bulk", json=wish))["messages"]
        return sent

    async def is_ready(self) -> bool:
        """Whether the bot answers."""
        try:
            await self.request("GET", "ready")
        except DoorRefusalError:
            return False
        return True


class PersonAtDoor:
    """One person. `chat` in the calls names a group to speak in instead of the private chat."""

    def __init__(self, door: Door, name: str) -> None:
        self._door = door
        self.name = name

    async def send(self, **wish: object) -> int:
        """Send whatever the door knows (text, contact, location, sticker, voice, …)."""
        answer = await self._door.request("POST", f"people/{self.name}/messages", json=wish)
        return int(answer["message_id"])

    async def say(self, text: str, **more: object) -> int:
        """Send a text."""
        return await self.send(text=text, **more)

    async def edit(self, message_id: int, text: str) -> int:
        """Edit an own message."""
        return await self.send(edit=message_id, text=text)

    async def upload(self, data: bytes, filename: str, content_type: str, **fields: str) -> int:
        """Send a file, with `caption`, `chat`, `reply_to` or `as_document`."""
        form = aiohttp.FormData()
        form.add_field("file", data, filename=filename, content_type=content_type)
        for name, value in fields.items():
            form.add_field(name, value)
        answer = await self._door.request("POST", f"people/{self.name}/messages", form=form)
        return int(answer["message_id"])

    async def tap(self, message_id: int | None = None, **button: object) -> Json:
        """Tap a button by `data` or `label`; gives the bot's answer."""
        wish = {"message_id": message_id, **button}
        return await self._door.request("POST", f"people/{self.name}/taps", json=wish)

    async def messages(self, after: int = 0, wait: float = 0) -> list[Json]:
        """Messages after an id; waits up to `wait` seconds for the first."""
        params = {"after": str(after), "wait": str(wait)}
        answer = await self._door.request("GET", f"people/{self.name}/messages", params=params)
        messages: list[Json] = answer["messages"]
        return messages

    async def next_message(self, after: int, wait: float = 10) -> Json:
        """The first message after an id. Raises TimeoutError when none comes."""
        messages = await self.messages(after, wait)
        if not messages:
            raise TimeoutError(f"no message after {after} for {self.name}")
        return messages[0]

    async def message(self, message_id: int) -> Json:
        """One message as it is now."""
        return (await self.messages(message_id - 1))[0]

    async def changes(self, since: int, wait: float = 10) -> tuple[list[Json], int]:
        """Messages new, edited or deleted after state number `since`, and the number now."""
        params = {"since": str(since), "wait": str(wait)}
        answer = await self._door.request("GET", f"people/{self.name}/messages", params=params)
        return answer["messages"], int(answer["seq"])

    async def chat(self) -> Json:
        """The chat at a glance: commands, reply keyboard, typing, messages."""
        return await self._door.request("GET", f"people/{self.name}/chat")

    async def block(self) -> None:
        """Block the bot."""
        await self._door.request("POST", f"people/{self.name}/block")

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._door.request("POST", f"people/{self.name}/unblock")
