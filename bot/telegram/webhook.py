"""Receiving by webhook: Telegram's request is answered when the update's work is done.

200 is the acknowledgement: it is sent after the effects are committed and the replies are out. Any
other answer makes Telegram deliver the update again.
"""

import hmac
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.telegram.receiver import Receiver

_log = structlog.get_logger(__name__)
_LARGEST_UPDATE = 1_000_000
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 -- the header's name
WEBHOOK_PATH = "/telegram"

_FORBIDDEN = PlainTextResponse("forbidden", status_code=403)
_TOO_LARGE = PlainTextResponse("too large", status_code=413, headers={"Connection": "close"})
_NOT_AN_UPDATE = PlainTextResponse("not an update", status_code=400)
_AGAIN = PlainTextResponse("again, please", status_code=503)


class _TooLargeError(Exception):
    """A body of more than `_LARGEST_UPDATE` bytes."""


class _NotAnUpdateError(Exception):
    """A body that is no update in JSON."""


def create_webhook_app(
    receiver: Receiver,
    secret: str,
    is_ready: Callable[[], bool],
    more_routes: Sequence[Route] = (),
) -> Starlette:
    """The ASGI app: POST /telegram for updates, /healthz (alive) and /readyz (may get traffic)."""

    async def telegram(request: Request) -> Response:
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return _FORBIDDEN
        try:
            payload = _update_in(await _body_of(request))
        except _TooLargeError:
            return _TOO_LARGE
        except (_NotAnUpdateError, ClientDisconnect):
            return _NOT_AN_UPDATE
        try:
            await receiver.receive(payload)
        except Exception as error:  # noqa: BLE001 -- whatever it is, Telegram shall bring it again
            _log.warning(
                "update_not_done", update_id=payload["update_id"], error=type(error).__name__
            )
            return _AGAIN
        return Response(status_code=200)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        ready = is_ready()
        return PlainTextResponse("ready" if ready else "not ready", 200 if ready else 503)

    return Starlette(
        routes=[
            Route(WEBHOOK_PATH, telegram, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *more_routes,
        ]
    )


async def _body_of(request: Request) -> bytes:
    """The body. Its bytes are counted: Content-Length may be missing. Raises _TooLargeError."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _LARGEST_UPDATE:
            raise _TooLargeError
        parts.append(part)
    return b"".join(parts)


def _update_in(body: bytes) -> dict[str, Any]:
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _NotAnUpdateError from None
    if not isinstance(payload, dict) or type(payload.get("update_id")) is not int:
        raise _NotAnUpdateError
    return payload
