"""Lists of invented people, and what the registry says about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from pydantic import SecretStr

from bot.registry.keys import KeyRing
from bot.registry.memberships import Membership, Segment, Status
from bot.registry.nik import Nik
from bot.registry.rejects import Entry, Rejected
from bot.registry.sealing import Details
from bot.registry.store.finding import Found, find
from bot.registry.store.importing import Imported, Watcher, Wish, import_entries
from bot.registry.store.key_store import open_keys
from bot.registry.store.statistics import Statistics, read_statistics
from bot.storage.storage import Storage

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
AS_OF = date(2026, 9, 30)
SECRET = SecretStr("kunci-rahasia-yang-panjangnya-lebih-dari-32")
OTHER_SECRET = SecretStr("kunci-lain-yang-panjangnya-juga-lebih-dari-32")


def nik(number: int) -> Nik:
    """One of ten thousand NIKs of no kecamatan."""
    return Nik.parse(f"647299010190{number + 1:04d}")


def member(number: int, **changes: Any) -> Membership:
    """A person's membership, in BPU and active unless said otherwise."""
    usual = Membership(
        nik(number), f"Orang Nomor {number}", "64.72", Segment.BPU, Status.ACTIVE,
        phone=f"62812{number:08d}", kpj=f"{number:011d}",
    )  # fmt: skip
    return usual._replace(**changes)


@dataclass
class Office:
    """Somebody who brings lists into a registry and looks into it."""

    url: str
    secret: SecretStr = SECRET
    rejected: list[Rejected] = field(default_factory=list)

    def bring(
        self,
        rows: Iterable[Membership | Entry | Rejected],
        *,
        as_of: date | None = AS_OF,
        **wish: Any,
    ) -> Imported:
        """Import a list."""
        entries = (
            row if isinstance(row, Entry | Rejected) else Entry("Data", number, row)
            for number, row in enumerate(rows, start=2)
        )
        return import_entries(
            self.url,
            self.secret,
            entries,
            Wish(as_of=as_of, **wish),
            now=NOW,
            watcher=Watcher(rejected=self._took),
        )

    def _took(self, rejected: Iterator[Rejected]) -> None:
        self.rejected = list(rejected)

    async def keys(self) -> KeyRing:
        """The keys, as the bot opens them."""
        storage = Storage(self.url)
        try:
            return await open_keys(storage, self.secret, NOW)
        finally:
            await storage.close()

    async def found(self, number: int) -> Found:
        """Look a person up."""
        keys = await self.keys()
        storage = Storage(self.url)
        try:
            async with storage.transaction() as connection:
                return await find(connection, keys, nik(number))
        finally:
            await storage.close()

    async def details(self, number: int) -> list[Details]:
        """What the registry tells about a person; nothing when it doesn't know them."""
        return (await self.everybody([number]))[number]

    async def everybody(self, numbers: Iterable[int]) -> dict[int, list[Details]]:
        """What the registry tells about each of them."""
        storage = Storage(self.url)
        told = {}
        try:
            keys = await open_keys(storage, self.secret, NOW)
            async with storage.transaction() as connection:
                for number in numbers:
                    found = await find(connection, keys, nik(number))
                    there = found.memberships if found.is_there else ()
                    told[number] = [each.open(keys) for each in there]
        finally:
            await storage.close()
        return told

    async def names(self, *numbers: int) -> list[str]:
        """The names of those who are there."""
        return [each.name for told in (await self.everybody(numbers)).values() for each in told[:1]]

    async def statistics(self) -> Statistics | None:
        """The registry in numbers."""
        storage = Storage(self.url)
        try:
            async with storage.transaction() as connection:
                return await connection.run_sync(read_statistics)
        finally:
            await storage.close()
