"""`jamsosbot run`: receive by webhook or by long polling until told to stop."""

import asyncio
import ctypes
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.application import Running, running_bot
from bot.metrics import create_metrics_app, metrics_route
from bot.settings import Settings
from bot.telegram.polling import ALLOWED_UPDATES, Polling
from bot.telegram.webhook import WEBHOOK_PATH, create_webhook_app
from knowledge.library import Library

_log = structlog.get_logger(__name__)
_WEBHOOK_CONNECTIONS = 100
_STOP_PATIENCE = 20
"""Seconds that updates in work get to finish."""
_WAITING_CONNECTIONS = 1_024


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: stopping is this module's business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def receive_updates(settings: Settings, library: Library) -> None:
    """Receive until SIGINT or SIGTERM; what is in work then is finished first.

    Raises what `running_bot` raises, and OSError when the webhook's or the metrics' port is taken.
    """
    stop = asyncio.Event()
    _settle_memory()
    with _stopped_by_signals(stop):
        async with running_bot(settings, library) as running, _metrics_served(running):
            if settings.webhook_url is None:
                await _poll(running, stop)
            else:
                await _serve(running, stop)
    _log.info("stopped")


@asynccontextmanager
async def _metrics_served(running: Running) -> AsyncIterator[None]:
    """Serve the numbers on a port of their own, where METRICS_PORT names one."""
    settings = running.settings
    if settings.metrics_port is None:
        yield
        return
    app = create_metrics_app(running.metrics, running.storage)
    async with serving(app, settings.metrics_host, settings.metrics_port) as server:
        _log.info("metrics_ready", port=server.port)
        yield


def _settle_memory() -> None:
    """Give back what training needed, and keep the garbage collector off the content.

    What the content is made of lives as long as the process; without this every full collection
    walks over it. Only glibc knows how to give memory back.
    """
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


async def _poll(running: Running, stop: asyncio.Event) -> None:
    await running.api.call("deleteWebhook", {"drop_pending_updates": False})
    polling = Polling(running.api, running.receiver)
    work = asyncio.create_task(polling.run())
    _log.info("ready", bot=running.bot_username, receiving_by="polling")
    await _until(stop, work)
    polling.stop()
    try:
        async with asyncio.timeout(_STOP_PATIENCE):
            await work
    except TimeoutError:
        _log.warning("stopped_before_all_was_done")  # not acknowledged: Telegram brings it again


async def _serve(running: Running, stop: asyncio.Event) -> None:
    settings = running.settings
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    numbers = metrics_route(running.metrics, running.storage)
    app = create_webhook_app(running.receiver, secret, lambda: not stop.is_set(), [numbers])
    async with serving(app, settings.webhook_host, settings.webhook_port) as server:
        await running.api.call(
            "setWebhook",
            {
                "url": f"{str(settings.webhook_url).rstrip('/')}{WEBHOOK_PATH}",
                "secret_token": secret,
                "max_connections": _WEBHOOK_CONNECTIONS,
                "allowed_updates": ALLOWED_UPDATES,
            },
        )
        _log.info("ready", bot=running.bot_username, receiving_by="webhook")
        await _until(stop, server.work)


@dataclass(frozen=True, slots=True)
class Serving:
    """An HTTP server at work."""

    port: int
    work: asyncio.Task[None]


@asynccontextmanager
async def serving(app: Starlette, host: str, port: int) -> AsyncIterator[Serving]:
    """Serve the app; at the end requests that are in work are answered first.

    Port 0 takes a free one. Raises OSError when the port is taken.
    """
    server = _Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            proxy_headers=False,
            log_config=None,
            timeout_graceful_shutdown=_STOP_PATIENCE,
        )
    )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=_WAITING_CONNECTIONS)
    # asyncio does this only for sockets that know they are TCP; without it an answer waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    work = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield Serving(listener.getsockname()[1], work)
    finally:
        server.should_exit = True
        await work


async def _until(stop: asyncio.Event, work: asyncio.Task[None]) -> None:
    """Wait until told to stop, or until the work ends by itself."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()


@contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
