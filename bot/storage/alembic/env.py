"""Alembic's entry point; `bot.storage.migrations` hands it the connection."""  # noqa: INP001 -- run by Alembic, not imported

from alembic import context

from bot.storage.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
