"""A transport that sends what is written in one go together."""

from __future__ import annotations

import asyncio
from typing import Any


class CorkedTransport(asyncio.Transport):
    """Joins the writes of one turn of the event loop.

    uvicorn writes an answer's head and body apart; the second system call was a good part of what a
    call costs this server.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._waiting: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send before the loop's next turn."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(bytes(data))

    def _flush(self) -> None:
        if self._waiting:
            joined = b"".join(self._waiting)
            self._waiting.clear()
            self._transport.write(joined)

    def close(self) -> None:
        """Send the rest and close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Cut the connection at once."""
        self._waiting.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the transport below knows."""
        return self._transport.get_extra_info(name, default)

    def is_reading(self) -> bool:
        """Whether it takes in data."""
        return self._transport.is_reading()

    def pause_reading(self) -> None:
        """Take in no more data for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take in data again."""
        self._transport.resume_reading()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """When writing is paused."""
        self._transport.set_write_buffer_limits(high, low)

    def get_write_buffer_size(self) -> int:
        """Bytes not yet sent."""
        return self._transport.get_write_buffer_size() + sum(map(len, self._waiting))

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Whom it serves."""
        return self._transport.get_protocol()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Serve another."""
        self._transport.set_protocol(protocol)
