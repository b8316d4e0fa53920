"""A bare echo on the bot's own request and webhook path: no database, no knowledge.

What is left is the floor that the bot's own work stands on: uvicorn and Starlette, PTB's update
objects and handlers awaited inside the webhook request, a reply over aiohttp.
"""

import asyncio
import hmac
import sys

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.telegram.request import AiohttpRequest

_SECRET = "bench-secret-token"  # noqa: S105 -- of a benchmark on this machine


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same back."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


async def main(api_url: str, token: str, port: str) -> None:
    """Run until killed."""
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .updater(None)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))

    async def telegram(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given, _SECRET):
            return Response(status_code=403)
        update = Update.de_json(orjson.loads(await request.body()), application.bot)
        await application.process_update(update)
        return Response(status_code=200)

    app = Starlette(routes=[Route("/telegram", telegram, methods=["POST"])])
    config = uvicorn.Config(
        app, port=int(port), http="httptools", ws="none", lifespan="off", access_log=False,
        log_level="warning",
    )  # fmt: skip
    server = uvicorn.Server(config)
    async with application:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        await application.bot.set_webhook(
            f"http://127.0.0.1:{port}/telegram", secret_token=_SECRET, max_connections=100
        )
        await serving


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
