"""The bot as a process of its own, so that it can be stopped and killed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.demo import Door

_ROOT = Path(__file__).parents[2]
_PATIENCE = 30.0
WEBHOOK_SECRET = "rahasia-yang-cukup-panjang"  # noqa: S105 -- a secret of the tests' own


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Installation:
    """Where a bot runs: its server, its token, its database, its way of receiving."""

    api_url: str
    token: str
    database_url: str
    webhook_port: int | None
    log: Path

    def environment(self) -> dict[str, str]:
        """The settings, and of this process's environment only what Python needs."""
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        settings = {
            "TELEGRAM_TOKEN": self.token,
            "TELEGRAM_API_URL": self.api_url,
            "DATABASE_URL": self.database_url,
            "LOG_LEVEL": "WARNING",
        }
        if self.webhook_port is not None:
            settings |= {
                "WEBHOOK_URL": f"http://127.0.0.1:{self.webhook_port}",
                "WEBHOOK_SECRET": WEBHOOK_SECRET,
                "WEBHOOK_PORT": str(self.webhook_port),
            }
        return kept | settings

    async def start(self, *command: str) -> "BotProcess":
        """Start the bot with the phrasebook, or another command."""
        arguments = command or ("-m", "tests.telegram.program")
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                cwd=_ROOT,
                env=self.environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return BotProcess(process, self.log)

    @asynccontextmanager
    async def running(self, *command: str) -> AsyncIterator["BotProcess"]:
        """Start the bot; at the end it is gone, whatever happened."""
        bot = await self.start(*command)
        try:
            yield bot
        finally:
            await bot.kill()


@dataclass(frozen=True)
class BotProcess:
    """A bot that runs by itself."""

    process: asyncio.subprocess.Process
    log: Path

    async def receives(self, door: Door, after: int) -> None:
        """Wait until it has made the call before the first update, counted from call `after`."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                methods = {call["method"] for call in await door.calls(after)}
                if methods & {"deleteWebhook", "setWebhook"}:
                    return
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill it as `kill -9` does."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_PATIENCE):
            return await self.process.wait()
