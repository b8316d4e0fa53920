"""The chat page: its files, a chat at a glance, live events, pictures and documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.demo.door import answer, guarded, number_in
from bot.demo.errors import DoorError
from bot.demo.views import chat_view, commands_view, message_view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from bot.demo.chats import Chat, Json, Message
    from bot.demo.world import World

PAGE_FOLDER = Path(__file__).with_name("page")
_KEEP_ALIVE_SECONDS = 15.0
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Page:
    """What the browser asks for."""

    def __init__(self, world: World, notes: str | None) -> None:
        self._world = world
        self._notes = notes

    def routes(self) -> list[BaseRoute]:
        """The page's routes."""
        return [
            Route("/", guarded(self.index), methods=["GET"]),
            Mount("/page", _PageFiles(directory=PAGE_FOLDER, check_dir=False)),
            Route("/demo/people/{person}/chat", guarded(self.chat), methods=["GET"]),
            Route("/demo/people/{person}/events", guarded(self.events), methods=["GET"]),
            Route("/demo/files/{file_id}", guarded(self.file), methods=["GET"]),
        ]

    async def index(self, _request: Request) -> Response:
        """The page itself."""
        index = PAGE_FOLDER / "index.html"
        if not index.is_file():
            raise DoorError(404, "the chat page is not installed")
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    async def chat(self, request: Request) -> Response:
        """A person's chat at a glance."""
        person = self._world.person(request.path_params["person"])
        return answer(chat_view(self._world, person, self._notes))

    async def events(self, request: Request) -> Response:
        """What changes in a person's chat, as server-sent events."""
        chat = self._world.private_chat(self._world.person(request.path_params["person"]))
        after = int(number_in(request, "after"))
        last_seen = request.headers.get("last-event-id", "")
        if last_seen.isdigit():
            after = max(after, int(last_seen))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = self._stream(chat, after)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _stream(self, chat: Chat, after: int) -> AsyncIterator[bytes]:
        yield b": selamat datang\n\n"
        # A number from before a restart of the server would hide everything that follows.
        seen = min(after, chat.seq)
        while not self._world.closing:
            for event in self._changes(chat, seen):
                seen = max(seen, int(event["seq"]))
                yield b"id: %d\ndata: %b\n\n" % (event["seq"], orjson.dumps(event))
            if chat.seq > seen:
                continue
            if not await chat.signal.wait(_KEEP_ALIVE_SECONDS):
                yield b": masih di sini\n\n"

    def _changes(self, chat: Chat, seen: int) -> list[Json]:
        """Everything that changed after `seen`, as events in order."""
        events = [_message_event(message) for message in chat.changed_after(seen)]
        if chat.keyboard_seq > seen:
            events.append(
                {"seq": chat.keyboard_seq, "type": "keyboard", "reply_keyboard": chat.keyboard}
            )
        if chat.commands_seq > seen:
            commands = commands_view(self._world, chat)
            events.append({"seq": chat.commands_seq, "type": "commands", "commands": commands})
        if chat.typing_seq > seen:
            typing = chat.typing_until > 0
            events.append({"seq": chat.typing_seq, "type": "typing", "typing": typing})
        return sorted(events, key=lambda event: int(event["seq"]))

    async def file(self, request: Request) -> Response:
        """A photo shown, or a document to save; nothing that a browser would run."""
        stored = self._world.files.find(request.path_params["file_id"])
        if stored is None:
            raise DoorError(404, "no such file")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        media_type = stored.mime_type
        if stored.kind == "photo":
            media_type = _picture_type(stored.data)
        if media_type not in _SHOWN_INLINE or stored.kind != "photo":
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
        return Response(stored.data, media_type=media_type, headers=headers)


class _PageFiles(StaticFiles):
    """The page's files, always asked for anew: they change while one works on them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        return response


def _message_event(message: Message) -> Json:
    if message.deleted:
        return {"seq": message.seq, "type": "deleted", "message_id": message.id}
    return {"seq": message.seq, "type": "message", "message": message_view(message)}


def _picture_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "image/png"
    if data[8:12] == b"WEBP":
        return "image/webp"
    return "image/gif" if data.startswith(b"GIF8") else "image/jpeg"
