"""A command's work in the database: one transaction, or one line that says why not."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bot.commands.output import refuse

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.settings import Settings

_Result = TypeVar("_Result")


def in_transaction(
    settings: "Settings", work: Callable[["AsyncConnection"], Awaitable[_Result]]
) -> _Result:
    """Do it; exit status 1 when the database is away or its schema is not up to date."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.logging import redact
    from bot.storage.migrations import SchemaError, ensure_schema
    from bot.storage.storage import Storage

    async def run() -> _Result:
        await ensure_schema(settings)
        storage = Storage(settings.database_url.get_secret_value())
        try:
            async with storage.transaction() as connection:
                return await work(connection)
        finally:
            await storage.close()

    try:
        return asyncio.run(run())
    except SchemaError as error:
        refuse(str(error))
    except (SQLAlchemyError, OSError) as error:
        refuse(redact(f"the database refused: {str(error).splitlines()[0]}"))
