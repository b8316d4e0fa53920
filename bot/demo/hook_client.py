"""A small HTTP client that posts updates to one webhook address over kept connections.

A general client costs more per request than everything else this server does for an update, and in
benchmarks that would be taken from the bot on the same machine.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

import httptools

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """The webhook's answer."""

    status: int
    reason: str
    body: bytes


class _Connection(asyncio.Protocol):
    """One connection; it carries one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[HookAnswer] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._reason = b""
        self._body: list[bytes] = []
        self.reusable = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def connection_lost(self, _exc: Exception | None) -> None:
        self.reusable = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError("Connection reset by peer"))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def on_status(self, status: bytes) -> None:
        self._reason += status

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.close()
        answer = HookAnswer(
            self._parser.get_status_code(),
            self._reason.decode("latin-1"),
            b"".join(self._body),
        )
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)

    async def exchange(self, request: bytes) -> HookAnswer:
        """Send a request and wait for its answer. Raises ConnectionError."""
        if self._transport is None or not self.reusable:
            raise ConnectionResetError("Connection reset by peer")
        self._waiting = asyncio.get_running_loop().create_future()
        self._reason = b""
        self._body = []
        self._parser = httptools.HttpResponseParser(self)
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        """End the connection."""
        self.reusable = False
        if self._transport is not None:
            self._transport.abort()


class HookClient:
    """Posts JSON to one address. Use it in one event loop and close it at the end."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        self._host = parts.hostname or ""
        self._port = parts.port or _DEFAULT_PORTS[parts.scheme]
        self._secure = parts.scheme == "https"
        target = parts.path or "/"
        if parts.query:
            target += f"?{parts.query}"
        lines = [f"POST {target} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += ["Content-Type: application/json", "Content-Length: "]
        self._head = "\r\n".join(lines).encode("latin-1")
        self._idle: list[_Connection] = []
        self._closed = False

    async def post(self, body: bytes) -> HookAnswer:
        """Post one body. Raises OSError when the other side cannot be reached or hangs up."""
        connection = await self._connection()
        try:
            answer = await connection.exchange(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        except BaseException:
            # Also when cancelled: a late answer must not be taken for the next request's.
            connection.close()
            raise
        if connection.reusable and not self._closed:
            self._idle.append(connection)
        else:
            connection.close()
        return answer

    async def _connection(self) -> _Connection:
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable:
                return connection
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            _Connection, self._host, self._port, ssl=self._secure or None
        )
        return connection

    def close(self) -> None:
        """End all idle connections; the others end with their exchange."""
        self._closed = True
        for connection in self._idle:
            connection.close()
        self._idle.clear()
