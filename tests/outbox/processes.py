"""Starting tests.outbox.program and talking to it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.outbox.office import Office

_ROOT = Path(__file__).parents[2]
_PATIENCE = 60.0


async def program(
    way: str, office: Office, *, per_second: float, lease: float, people: int = 0
) -> asyncio.subprocess.Process:
    """A process of senders; see the program for what `way` can be."""
    token = office.server.world.token
    database_url = office.storage.url.render_as_string(hide_password=False)
    numbers = map(str, (per_second, lease, people))
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.outbox.program", way, office.door.url, token, database_url, *numbers),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


class Nursery:
    """Starts senders, stops them in their tracks, kills them."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(self) -> int:
        return int(await self._ask("start"))

    async def kill(self, sender: int) -> None:
        assert await self._ask(f"kill {sender}") == "gone"

    async def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n".encode())
        async with asyncio.timeout(_PATIENCE):
            return (await self._process.stdout.readline()).decode().strip()


@asynccontextmanager
async def nursery(office: Office, *, per_second: float, lease: float) -> AsyncIterator[Nursery]:
    process = await program("serve", office, per_second=per_second, lease=lease)
    try:
        yield Nursery(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()
