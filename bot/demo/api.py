"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

Written on bare ASGI, without routing or middleware: in benchmarks this server shares the machine
with the bot it serves, so a call must cost little.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.demo.errors import ApiError
from bot.demo.methods import immediate_methods
from bot.demo.methods_updates import Described, UpdateMethods
from bot.demo.packing import packed
from bot.demo.parameters import Parameters, read_parameters
from bot.demo.webhook import WebhookSender

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from bot.demo.chats import Json
    from bot.demo.faults import Fault
    from bot.demo.world import World

# Where the HTTP protocol leaves its connection, so that a fault can cut it.
CONNECTION = "jamsosbot.demo.connection"

_JSON = (b"content-type", b"application/json")
_BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
_UNAUTHORIZED = ApiError(401, "Unauthorized")
_NOT_FOUND = ApiError(404, "Not Found")

Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One HTTP request on its way through the server."""

    scope: Scope
    receive: Receive
    send: Send


class BotApi:
    """Answers Bot API calls on one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sender = WebhookSender(
            world.updates,
            now=world.now,
            perform=self._perform_webhook_answer,
            pauses=world.options.webhook_pauses,
            timeout=world.options.webhook_timeout,
        )
        self._updates = UpdateMethods(world, self.sender)
        self._methods = immediate_methods(self._updates)
        self._prefix = f"/bot{world.token}/"
        self._file_prefix = f"/file/bot{world.token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request under `/bot` or `/file/bot`."""
        path: str = scope["path"]
        if path.startswith("/file/"):
            await self._serve_file(path, send)
        elif not path.startswith(self._prefix):
            await _send_answer(send, _refused(_UNAUTHORIZED))
        else:
            exchange = _Exchange(scope, receive, send)
            await self._serve_method(path[len(self._prefix) :], exchange)

    async def _serve_method(self, name: str, exchange: _Exchange) -> None:
        try:
            parameters = await read_parameters(exchange.scope, exchange.receive)
        except ApiError as refusal:
            self._world.calls.record(
                time.time(), name, Parameters(), refusal.status, packed(refusal.answer())
            )
            await _send_answer(exchange.send, _refused(refusal))
            return
        fault = self._world.faults.take(name.lower(), parameters) if self._world.faults else None
        if fault is not None:
            await self._serve_with_fault(fault, name, parameters, exchange)
            return
        answer = await self._answer(name, parameters)
        self._world.calls.record(time.time(), name, parameters, *answer)
        await _send_answer(exchange.send, answer)

    async def _serve_with_fault(
        self, fault: Fault, name: str, parameters: Parameters, exchange: _Exchange
    ) -> None:
        if fault.delay > 0:
            await asyncio.sleep(fault.delay)
        refusal = fault.refusal()
        if refusal is not None:
            answer = _refused(refusal)
            self._world.calls.record(time.time(), name, parameters, *answer)
            await _send_answer(exchange.send, answer, html=refusal.status == HTTPStatus.BAD_GATEWAY)
            return
        if fault.status is None:
            answer = await self._answer(name, parameters)
            self._world.calls.record(time.time(), name, parameters, *answer)
            await _send_answer(exchange.send, answer)
            return
        status = 0
        if fault.status == "drop_after":
            status, _ = await self._answer(name, parameters)
        self._world.calls.record(time.time(), name, parameters, status, None)
        if fault.status == "timeout":
            await self._hang(exchange.receive)
        await _cut(exchange)

    async def _hang(self, receive: Receive) -> None:
        """Give no answer until the caller gives up or the server stops."""
        deadline = time.monotonic() + self._world.options.hang
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            while not gone.done() and not self._world.closing and time.monotonic() < deadline:
                await asyncio.wait({gone}, timeout=0.1)
        finally:
            gone.cancel()

    async def _answer(self, name: str, parameters: Parameters) -> Answer:
        lower = name.lower()
        try:
            method = self._methods.get(lower)
            if method is not None:
                result = method(self._world, parameters)
            elif lower == "getupdates":
                result = await self._updates.get_updates(self._world, parameters)
            else:
                raise _NOT_FOUND
        except ApiError as refusal:
            return _refused(refusal)
        body: Json = {"ok": True, "result": result}
        if isinstance(result, Described):
            body = {"ok": True, "result": result.result, "description": result.description}
        return 200, packed(body)

    async def _perform_webhook_answer(self, method: str, call: Json) -> None:
        parameters = Parameters(call)
        answer = await self._answer(method, parameters)
        self._world.calls.record(time.time(), method, parameters, *answer)

    async def _serve_file(self, path: str, send: Send) -> None:
        if not path.startswith(self._file_prefix):
            await _send_answer(send, _refused(_UNAUTHORIZED))
            return
        stored = self._world.files.by_path(path[len(self._file_prefix) :])
        if stored is None:
            await _send_answer(send, _refused(_NOT_FOUND))
            return
        await _send_bytes(send, 200, stored.data, (b"content-type", b"application/octet-stream"))


def _refused(refusal: ApiError) -> Answer:
    return refusal.status, packed(refusal.answer())


async def _send_answer(send: Send, answer: Answer, *, html: bool = False) -> None:
    status, body = answer
    if html:
        # A real 502 comes from the web server in front of the Bot API and is no JSON.
        await _send_bytes(send, status, _BAD_GATEWAY, (b"content-type", b"text/html"))
    else:
        await _send_bytes(send, status, body, _JSON)


async def _send_bytes(send: Send, status: int, body: bytes, content: tuple[bytes, bytes]) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [content, length]})
    await send({"type": "http.response.body", "body": body})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _cut(exchange: _Exchange) -> None:
    """End the connection without an answer."""
    connection: object = exchange.scope.get("extensions", {}).get(CONNECTION)
    if isinstance(connection, asyncio.Transport):
        connection.abort()
        await _disconnected(exchange.receive)
    else:
        # Under another HTTP server: an answer that breaks off is the nearest thing.
        headers = [(b"content-length", b"1")]
        start = {"type": "http.response.start", "status": 200, "headers": headers}
        await exchange.send(start)
