"""The door for programs: act as a person, read the chat, order misbehaviour, see every call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import orjson
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo import speaking
from bot.demo.errors import DoorError
from bot.demo.parameters import Upload
from bot.demo.tapping import Tap, tap
from bot.demo.views import message_view

if TYPE_CHECKING:
    from bot.demo.chats import Chat, Json, Message
    from bot.demo.people import Person
    from bot.demo.world import World

MAX_WAIT = 120.0
_MAX_CAPTION_PART = 64 * 1024

Endpoint = Callable[[Request], Awaitable[Response]]


def answer(body: Json, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint with DoorError turned into `{"error": reason}`."""

    async def serve(request: Request) -> Response:
        try:
            return await endpoint(request)
        except DoorError as refusal:
            return answer({"error": refusal.reason}, refusal.status)

    return serve


async def wish_of(request: Request) -> Json:
    """The JSON object in the request's body. Raises DoorError 400."""
    body = await request.body()
    try:
        wish = orjson.loads(body) if body else {}
    except orjson.JSONDecodeError:
        raise DoorError(400, "the body is not JSON") from None
    if not isinstance(wish, dict):
        raise DoorError(400, "the body must be a JSON object")
    return wish


def number_in(request: Request, name: str, default: float = 0) -> float:
    """A number from the query string. Raises DoorError 400."""
    value = request.query_params.get(name)
    try:
        return default if value is None else float(value)
    except ValueError:
        raise DoorError(400, f"{name}: a number") from None


def whole(wish: Json, name: str) -> int | None:
    """A whole number from the wish, or None. Raises DoorError 400."""
    value = wish.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise DoorError(400, f"{name}: a whole number")


class PeopleDoor:
    """`/demo/people/PERSON/…` and `/demo/groups/…`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """The routes of this door."""
        people = "/demo/people/{person}"
        group = "/demo/groups/{group}"
        return [
            Route(f"{people}/messages", guarded(self.post_message), methods=["POST"]),
            Route(f"{people}/messages", guarded(self.get_messages), methods=["GET"]),
            Route(f"{people}/taps", guarded(self.post_tap), methods=["POST"]),
            Route(f"{people}/block", guarded(self.block), methods=["POST"]),
            Route(f"{people}/unblock", guarded(self.unblock), methods=["POST"]),
            Route("/demo/groups", guarded(self.post_group), methods=["POST"]),
            Route(f"{group}/messages", guarded(self.get_group_messages), methods=["GET"]),
            Route(f"{group}/migrate", guarded(self.migrate), methods=["POST"]),
            Route(f"{group}/kick", guarded(self.kick), methods=["POST"]),
        ]

    def _person(self, request: Request) -> Person:
        return self._world.person(request.path_params["person"])

    def _chat(self, person: Person, group_id: int | None) -> Chat:
        if group_id is None or group_id == person.id:
            return self._world.private_chat(person)
        return self._world.group(group_id)

    def _group(self, request: Request) -> Chat:
        name = request.path_params["group"]
        try:
            return self._world.group(int(name))
        except ValueError:
            raise DoorError(404, f"no such group: {name}") from None

    async def post_message(self, request: Request) -> Response:
        """Say, share, upload or edit as the person."""
        person = self._person(request)
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            message = await self._upload(request, person)
        else:
            message = self._speak(person, await wish_of(request))
        return answer({"message_id": message.id})

    def _speak(self, person: Person, wish: Json) -> Message:
        chat = self._chat(person, whole(wish, "chat"))
        edited = whole(wish, "edit")
        if edited is not None:
            return speaking.edit(self._world, person, chat, edited, str(wish.get("text", "")))
        content = self._content(person, wish)
        return speaking.say(self._world, person, chat, content, whole(wish, "reply_to"))

    def _content(self, person: Person, wish: Json) -> Json:
        if "text" in wish:
            text = wish["text"]
            if not isinstance(text, str):
                raise DoorError(400, "text: a string")
            mention = f"@{self._world.options.bot_username} " if wish.get("mention") else ""
            return speaking.text_content(mention + text)
        if "html" in wish:
            return speaking.formatted_content(str(wish["html"]))
        if wish.get("contact"):
            return speaking.contact_content(person, wish["contact"])
        if wish.get("location"):
            return speaking.location_content(wish["location"])
        if wish.get("sticker"):
            return speaking.sticker_content(self._world, wish["sticker"])
        if wish.get("voice"):
            return speaking.voice_content(self._world, wish["voice"])
        raise DoorError(400, "text, contact, location, sticker, voice or edit: one is needed")

    async def _upload(self, request: Request, person: Person) -> Message:
        async with request.form(max_part_size=_MAX_CAPTION_PART) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise DoorError(400, "file: missing")
            upload = Upload(file.filename or "berkas", await file.read(), file.content_type)
            wish = {name: value for name, value in form.items() if isinstance(value, str)}
        content = speaking.upload_content(
            self._world,
            upload,
            wish.get("caption", ""),
            as_document=wish.get("as_document", "") in ("1", "true"),
        )
        chat = self._chat(person, _form_number(wish, "chat"))
        return speaking.say(self._world, person, chat, content, _form_number(wish, "reply_to"))

    async def get_messages(self, request: Request) -> Response:
        """The person's chat, or with `chat` a group's."""
        group_id = int(number_in(request, "chat")) or None
        return await self._messages(request, self._chat(self._person(request), group_id))

    async def get_group_messages(self, request: Request) -> Response:
        """A group's messages."""
        return await self._messages(request, self._group(request))

    async def _messages(self, request: Request, chat: Chat) -> Response:
        after = int(number_in(request, "after"))
        since = request.query_params.get("since")
        seq = int(number_in(request, "since"))
        wait = min(number_in(request, "wait"), MAX_WAIT)

        def found() -> list[Message]:
            if since is not None:
                return chat.changed_after(seq)
            if chat.last_message_id <= after:
                return []
            return [m for number, m in chat.messages.items() if number > after]

        messages = found()
        deadline = asyncio.get_running_loop().time() + wait
        while not messages and not self._world.closing:
            remaining = deadline - asyncio.get_running_loop().time()
            if remaining <= 0:
                break
            await chat.signal.wait(remaining)
            messages = found()
        return answer({"messages": [message_view(m) for m in messages], "seq": chat.seq})

    async def post_tap(self, request: Request) -> Response:
        """Tap a button and wait for the bot's answer."""
        person = self._person(request)
        wish = await wish_of(request)
        chat = self._chat(person, whole(wish, "chat"))
        data, label = wish.get("data"), wish.get("label")
        if not isinstance(data, str | None) or not isinstance(label, str | None):
            raise DoorError(400, "data, label: strings")
        wait = wish.get("wait", self._world.options.tap_wait)
        if not isinstance(wait, int | float):
            raise DoorError(400, "wait: seconds")
        wished = Tap(whole(wish, "message_id"), data, label)
        return answer(await tap(self._world, person, chat, wished, min(wait, MAX_WAIT)))

    async def block(self, request: Request) -> Response:
        """The person blocks the bot."""
        speaking.set_blocked(self._world, self._person(request), blocked=True)
        return answer({"blocked": True})

    async def unblock(self, request: Request) -> Response:
        """The person unblocks the bot."""
        speaking.set_blocked(self._world, self._person(request), blocked=False)
        return answer({"blocked": False})

    async def post_group(self, request: Request) -> Response:
        """Make a group with the bot in it."""
        wish = await wish_of(request)
        names = wish.get("members") or ["pekerja"]
        if not isinstance(names, list):
            raise DoorError(400, "members: a list of people")
        members = [self._world.person(str(name)) for name in names]
        title = str(wish.get("title", "Grup"))
        chat = speaking.gather(
            self._world,
            title,
            members,
            whole(wish, "id"),
            supergroup=wish.get("type") == "supergroup",
        )
        return answer({"id": chat.id, "title": chat.title, "type": chat.type})

    async def migrate(self, request: Request) -> Response:
        """Turn the group into a supergroup."""
        chat = speaking.migrate(self._world, self._group(request))
        return answer({"id": chat.id})

    async def kick(self, request: Request) -> Response:
        """Remove the bot from the group."""
        speaking.remove_bot(self._world, self._group(request))
        return answer({"kicked": True})


def _form_number(wish: dict[str, Any], name: str) -> int | None:
    value = wish.get(name)
    try:
        return None if value in (None, "") else int(str(value))
    except ValueError:
        raise DoorError(400, f"{name}: a whole number") from None
