"""Hashing and sealing rows by the thousand, onto a stage."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bot.registry.keys import KeyRing
from bot.registry.sealing import Flat, pack_flat
from bot.registry.store.stage import Stage, StagedRow, staging

if TYPE_CHECKING:
    from pydantic import SecretStr  # which the second process needn't load

BATCH = 1_000
"""Rows in a batch."""
BATCHES_ALONE = 20
"""Lists that are no longer don't repay the start of a second process."""


class Batch(NamedTuple):
    """Some rows, with the kind and the place of each (see `notes`)."""

    kinds: list[int]
    places: list[int]
    rows: list[Flat]


class Sealer(Protocol):
    """Takes all batches, then names the list, then gives its rows in order; each once."""

    def take(self, batch: Batch) -> None:
        """Hash, seal and stage rows."""

    def content(self) -> bytes:
        """A keyed digest of all rows, in the order they were taken in."""

    def in_order(self) -> Iterator[list[StagedRow]]:
        """See `Stage.in_order`."""


class OwnSealer:
    """A sealer in this process."""

    def __init__(self, keys: KeyRing, stage: Stage) -> None:
        self._hash, self._seal = keys.hash_of, keys.sealer()
        self._content = keys.content_digest()
        self._stage = stage

    def take(self, batch: Batch) -> None:
        """Hash, seal and stage rows."""
        hash_of, seal = self._hash, self._seal
        staged: list[StagedRow] = []
        said: list[bytes] = []
        for kind, place, row in zip(*batch, strict=True):
            nik_hash = hash_of(row[0])
            bound = nik_hash + row[1].encode()
            plain = pack_flat(row)
            said += (bound, plain)
            staged.append((nik_hash, kind, place, seal(plain, bound)))
        self._content.update(b"".join(said))
        self._stage.add(staged)

    def content(self) -> bytes:
        """A keyed digest of all rows."""
        return self._content.digest()

    def in_order(self) -> Iterator[list[StagedRow]]:
        """See `Stage.in_order`."""
        return self._stage.in_order()


class Sealing:
    """A list's sealer: this process, or a second one when the list is long.

    Close `resources` when done with it.
    """

    def __init__(self, keys: KeyRing, secret: "SecretStr | None", resources: ExitStack) -> None:
        self._keys, self._secret, self._resources = keys, secret, resources
        self._sealer: Sealer

    def fill(self, batches: Iterator[Batch]) -> bytes:
        """Take all batches; the list's content digest. Raises SecondProcessError."""
        first = list(islice(batches, BATCHES_ALONE))
        self._sealer = sealer = self._sealer_for(is_long=len(first) == BATCHES_ALONE)
        for batch in _given_up(first, batches):
            sealer.take(batch)
        return sealer.content()

    def _sealer_for(self, *, is_long: bool) -> Sealer:
        if is_long and self._secret is not None and (os.cpu_count() or 1) > 1:
            from bot.registry.store.second_process import second_process

            return self._resources.enter_context(second_process(self._keys, self._secret))
        return OwnSealer(self._keys, self._resources.enter_context(staging()))

    def in_order(self) -> Iterator[list[StagedRow]]:
        """See `Stage.in_order`. Raises SecondProcessError."""
        return self._sealer.in_order()


def _given_up(first: list[Batch], others: Iterable[Batch]) -> Iterator[Batch]:
    """All batches; none is kept once it was given."""
    first.reverse()
    while first:
        yield first.pop()
    yield from others
