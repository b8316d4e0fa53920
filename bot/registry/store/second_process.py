"""A sealer in a process of its own: one processor reads the list, the other hashes and seals.

Started as `python -m bot.registry.store.second_process`. Everything goes through pipes, in memory:
first the key, then batches with NIKs in them, then an empty message; back come the content's
digest and the staged rows in order. Without its parent it reads the end of its input and ends.
"""

import marshal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

import orjson

from bot.registry.keys import KeyRing
from bot.registry.store.errors import SecondProcessError
from bot.registry.store.sealer import Batch, OwnSealer
from bot.registry.store.stage import MARSHAL_VERSION, StagedRow, staging

if TYPE_CHECKING:
    from pydantic import SecretStr  # a third of the child's start

_LENGTH_BYTES = 4


class _BrokenOffError(Exception):
    """The other side is gone."""


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    if len(head) != _LENGTH_BYTES or len(data) != length:
        raise _BrokenOffError
    return data


class _SecondProcess:
    """The parent's side: a Sealer."""

    def __init__(self, to_child: IO[bytes], from_child: IO[bytes]) -> None:
        self._to, self._from = to_child, from_child

    def begin(self, keys: KeyRing, secret: "SecretStr") -> None:
        """Tell the key."""
        wrapped = [each.hex() for each in keys.wrapped_chain()]
        self._tell(orjson.dumps([secret.get_secret_value(), wrapped]))

    def take(self, batch: Batch) -> None:
        """Send rows to be hashed, sealed and staged."""
        self._tell(orjson.dumps([*batch]))

    def content(self) -> bytes:
        """A keyed digest of all rows."""
        self._tell(b"")
        return self._hear()

    def in_order(self) -> Iterator[list[StagedRow]]:
        """See `Stage.in_order`; the child sorts ahead as far as the pipe is wide."""
        while data := self._hear():
            rows: list[StagedRow] = marshal.loads(data)  # noqa: S302 -- from our own child
            yield rows

    def _tell(self, data: bytes) -> None:
        try:
            _send(self._to, data)
        except BrokenPipeError:
            raise SecondProcessError from None

    def _hear(self) -> bytes:
        try:
            return _receive(self._from)
        except _BrokenOffError:
            raise SecondProcessError from None


@contextmanager
def second_process(keys: KeyRing, secret: "SecretStr") -> Iterator[_SecondProcess]:
    """A second process, ended at the end. Raises SecondProcessError whenever it is lost."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.registry.store.second_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None  # noqa: S101 -- pipes that were asked for are there
    assert process.stdout is not None  # noqa: S101 -- likewise
    try:
        second = _SecondProcess(process.stdin, process.stdout)
        second.begin(keys, secret)
        yield second
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        with suppress(BrokenPipeError):
            process.stdin.close()


def main() -> None:
    """The child's side."""
    from_parent, to_parent = sys.stdin.buffer, sys.stdout.buffer
    with suppress(_BrokenOffError, BrokenPipeError, KeyboardInterrupt):
        secret, wrapped = orjson.loads(_receive(from_parent))
        keys = KeyRing(secret).with_earlier(secret, [bytes.fromhex(each) for each in wrapped])
        with staging() as stage:
            sealer = OwnSealer(keys, stage)
            while data := _receive(from_parent):
                sealer.take(Batch(*orjson.loads(data)))
            _send(to_parent, sealer.content())
            for rows in sealer.in_order():
                _send(to_parent, marshal.dumps(rows, MARSHAL_VERSION))
            _send(to_parent, b"")


if __name__ == "__main__":
    main()
