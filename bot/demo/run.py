"""`jamsosbot demo`: the real bot and the local Bot API server in one process, until Ctrl-C."""

import asyncio
import secrets
import tempfile
import webbrowser
from pathlib import Path

import typer
from pydantic import AnyHttpUrl, SecretStr

from bot.application import clock_of, running_bot
from bot.demo import DEFAULT_PEOPLE, create_server, running
from bot.demo.notes import sample_notes
from bot.demo.seeding import fill_registry, seed
from bot.settings import Settings
from bot.storage.migrations import upgrade
from bot.telegram.polling import Polling
from knowledge.library import Library, build_library

_ADMIN_KEY = "admin"


def run_demo(port: int, *, open_browser: bool) -> None:
    """Serve until interrupted. Raises OSError when the port is taken."""
    try:
        asyncio.run(_demo(port, open_browser=open_browser))
    except KeyboardInterrupt:
        typer.echo("\nSampai jumpa.", err=True)


async def _demo(port: int, *, open_browser: bool) -> None:
    token = f"7000000001:{secrets.token_urlsafe(26)}"
    ready = asyncio.Event()
    server = create_server(token=token, ready=ready.is_set, notes=sample_notes())
    with tempfile.TemporaryDirectory(prefix="jamsosbot-demo-") as folder:
        async with running(server, port=port) as url:
            library = await asyncio.to_thread(build_library)
            database_url = f"sqlite:///{Path(folder) / 'demo.sqlite3'}"
            upgrade(database_url)
            settings = demo_settings(token, url, database_url)
            await seed(settings, clock_of(settings)())
            await asyncio.to_thread(fill_registry, settings, clock_of(settings)())
            await _chat(settings, library, url, ready, open_browser=open_browser)


async def _chat(
    settings: Settings, library: Library, url: str, ready: asyncio.Event, *, open_browser: bool
) -> None:
    async with running_bot(settings, library) as bot:
        polling = Polling(bot.api, bot.receiver)
        work = asyncio.create_task(polling.run())
        ready.set()
        typer.echo(f"Buka {url} di peramban untuk mengobrol dengan bot. Ctrl-C untuk berhenti.")
        if open_browser:
            await asyncio.to_thread(webbrowser.open, url)
        try:
            await work
        finally:
            polling.stop()


def demo_settings(token: str, url: str, database_url: str) -> Settings:
    """Settings of a demo: nothing of this machine's environment or .env takes part."""
    admins = {person.id for person in DEFAULT_PEOPLE if person.key == _ADMIN_KEY}
    return Settings.model_construct(
        telegram_token=SecretStr(token),
        telegram_api_url=AnyHttpUrl(url),
        database_url=SecretStr(database_url),
        secret_key=SecretStr(secrets.token_urlsafe(48)),
        webhook_url=None,
        webhook_secret=None,
        webhook_host="127.0.0.1",
        webhook_port=0,
        timezone="Asia/Makassar",
        admin_ids=frozenset(admins),
        log_level="WARNING",
        log_format="text",
    )
