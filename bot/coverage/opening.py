"""The figures for a terminal: of the configured database, else those that come along."""

from bot.coverage.book import Book
from bot.coverage.edition import packaged_edition
from bot.coverage.store import load_book
from bot.storage.migrations import versions
from bot.storage.storage import Storage


async def open_book(database_url: str) -> Book:
    """The current figures. A database that isn't there yet, or is empty, is left as it is.

    Raises SQLAlchemyError when the database can't be reached.
    """
    has, wants = versions(database_url)
    if has != wants:
        return packaged_edition().book
    storage = Storage(database_url)
    try:
        async with storage.engine.connect() as connection:
            book = await load_book(connection)
    finally:
        await storage.close()
    return book if book.figures else packaged_edition().book
