"""Puts the server together and runs it on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.demo.api import CONNECTION, BotApi
from bot.demo.chat_page import Page
from bot.demo.control import ControlDoor
from bot.demo.corked import CorkedTransport
from bot.demo.door import PeopleDoor, answer
from bot.demo.people import DEFAULT_PEOPLE, Person
from bot.demo.world import Clock, Options, World, system_clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

_SHUTDOWN_SECONDS = 2.0


class DemoServer:
    """The local Bot API server. `app` is its ASGI application; `running` serves it."""

    def __init__(
        self, world: World, *, ready: Callable[[], bool] | None, notes: str | None
    ) -> None:
        self.world = world
        self._api = BotApi(world)
        routes = [
            *PeopleDoor(world).routes(),
            *ControlDoor(world, self._api, ready).routes(),
            *Page(world, notes).routes(),
        ]
        self._rest: ASGIApp = Starlette(routes=routes)

    @property
    def token(self) -> str:
        """The token that the bot must use."""
        return self.world.token

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] == "http":
            path: str = scope["path"]
            if path.startswith(("/bot", "/file/bot")):
                await self._api(scope, receive, send)
                return
            if not _from_this_machine(scope):
                refusal = answer({"error": "this server answers its own machine only"}, 403)
                await refusal(scope, receive, send)
                return
        await self._rest(scope, receive, send)

    async def close(self) -> None:
        """End long polls and event streams, stop webhook delivery."""
        self.world.close()
        await self._api.sender.close()


def create_server(  # noqa: PLR0913 - independent choices, all by keyword
    *,
    token: str,
    people: Sequence[Person] = DEFAULT_PEOPLE,
    clock: Clock = system_clock,
    options: Options | None = None,
    ready: Callable[[], bool] | None = None,
    notes: str | None = None,
) -> DemoServer:
    """A server for one bot.

    `clock` dates messages (UTC-aware); `ready` is asked by `/demo/ready` once the bot is connected;
    `notes` is HTML about the sample data, shown beside the chat.
    """
    world = World(token, people, clock, options or Options())
    return DemoServer(world, ready=ready, notes=notes)


@contextlib.asynccontextmanager
async def running(server: DemoServer, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve in this event loop and give the base URL; port 0 takes a free one.

    Raises ValueError for an address that other machines could reach, OSError for a taken port.
    """
    listener = _listen(host, port)
    config = uvicorn.Config(
        server.app,
        http=_Protocol,
        interface="asgi3",
        proxy_headers=False,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        timeout_keep_alive=75,
        server_header=False,
    )
    http = _HttpServer(config)
    serving = asyncio.create_task(http.serve(sockets=[listener]), name="demo server")
    try:
        while not http.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.002)
        if serving.done():
            await serving
        bound_port = listener.getsockname()[1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound_port}"
    finally:
        await server.close()
        http.stop()
        await serving


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    if not is_loopback(host):
        raise ValueError(f"the demo server listens on this machine only, not on {host}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay off only for sockets that say they are TCP: 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


def _from_this_machine(scope: Scope) -> bool:
    """Refuse requests that a foreign web page makes through this machine's browser.

    Such a page can name this server by a host name of its own (DNS rebinding) or post to it across
    sites; the first shows in Host, the second in Origin.
    """
    for name, value in scope["headers"]:
        if name == b"host" and not is_loopback(_host_name(f"//{value.decode('latin-1')}")):
            return False
        if name == b"origin" and not is_loopback(_host_name(value.decode("latin-1"))):
            return False
    return True


def _host_name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


class _Protocol(HttpToolsProtocol):
    """Gives every request its connection, so that a fault can cut it off."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(CorkedTransport(transport))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        extensions: dict[str, Any] = {CONNECTION: self.transport}
        self.scope["extensions"] = extensions


class _HttpServer(uvicorn.Server):
    """Leaves signals to the program that it is part of, and stops without waiting for a tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Shut down."""
        self.should_exit = True
        self._stopped.set()

    async def main_loop(self) -> None:
        # The ticks of the original refresh the Date header, which is off, and look for signals.
        await self.on_tick(0)
        await self._stopped.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # As the original, with shorter looks: hundreds of tests start a server each.
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        deadline = asyncio.get_running_loop().time() + _SHUTDOWN_SECONDS
        while state.connections or state.tasks:
            await asyncio.sleep(0.002)
            if asyncio.get_running_loop().time() > deadline:
                break
        for task in state.tasks:
            task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
