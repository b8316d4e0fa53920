"""The registry with a million people: importing, finding somebody meanwhile, counting.

Compared, in one run, with what the databases' own tools do with the finished columns, in the list's
order, into a table with the same key: `sqlite3 .import` and COPY. They read no NIKs, hash and
encrypt nothing and find no contradictions. `.import` takes text only: the two binary columns are
in Base64, a third longer than ours. The import lets others go first (nice), so `.import` does too,
or a busy machine would say nothing.
`python -m tests.bench.registry_import [ROWS]` for another size.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import psycopg
from pydantic import SecretStr

from bot.registry.store.database import reading
from bot.registry.store.finding import find
from bot.registry.store.key_store import open_keys
from bot.registry.store.statistics import read_statistics
from bot.storage.migrations import upgrade
from bot.storage.storage import Storage, parse_url
from tests.bench.registry_lists import nik, write_list
from tests.postgres import postgres_server
from tests.registry.store.lists import NOW

_ROWS = 1_000_000
_ROOT = Path(__file__).parents[2]
_SECRET = "kunci-rahasia-yang-panjangnya-lebih-dari-32"  # noqa: S105 -- of an invented list
_LOOK_UPS = 2_000
_BETWEEN_LOOK_UPS = 0.004
_BETWEEN_LOOKS = 0.05
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took with its children: seconds by the clock, seconds of CPU, MiB at most."""

    seconds: float
    cpu: float
    memory: float
    """Of all of them together; pages they share count more than once."""

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.cpu:.1f} s of CPU"


def run(*command: str, **environment: str) -> Run:
    """Run a process to its end and see what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 -- the project's own command, or sqlite3
        command,
        cwd=_ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    pid, memory = 0, 0.0
    while not pid:
        memory = max(memory, _memory_of(process.pid))
        time.sleep(_BETWEEN_LOOKS)
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[:4]} ended with {process.returncode}")
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, memory)


def _memory_of(pid: int) -> float:
    """MiB that a process and its children have now; what has just ended has nothing."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 + sum(map(_memory_of, map(int, children)))


def _importing(url: str, file: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    command = (
        sys.executable, "-m", "bot", "registry", "import", str(file), "--as-of", "2026-09-30",
        "--yes",
    )  # fmt: skip
    return command, {"DATABASE_URL": url, "SECRET_KEY": _SECRET}


def import_list(url: str, file: Path) -> Run:
    """`jamsosbot registry import`, from the start of the process to its end."""
    command, environment = _importing(url, file)
    return run(*command, **environment)


async def look_up(url: str, rows: int, until: Callable[[], bool]) -> list[float]:
    """Milliseconds that looking somebody up took, transaction included; half aren't there."""
    storage = Storage(url)
    keys = await open_keys(storage, SecretStr(_SECRET), NOW)
    dice = random.Random(1)
    took = []
    while not until():
        wanted = nik(dice.randrange(2 * rows))
        start = time.perf_counter()
        async with storage.transaction() as connection:
            found = await find(connection, keys, wanted)
            found.memberships[0].open(keys)
        took.append((time.perf_counter() - start) * 1_000)
        await asyncio.sleep(_BETWEEN_LOOK_UPS)
    await storage.close()
    return took


def _look_up_so_often(url: str, rows: int, times: int) -> list[float]:
    left = iter(range(times))
    return asyncio.run(look_up(url, rows, lambda: next(left, None) is None))


def _look_up_during(url: str, rows: int, file: Path) -> list[float]:
    command, environment = _importing(url, file)
    process = subprocess.Popen(  # noqa: S603 -- the project's own command
        command,
        cwd=_ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    took = asyncio.run(look_up(url, rows, lambda: process.poll() is not None))
    if process.returncode:
        sys.exit(f"the second import ended with {process.returncode}")
    return took


def _told(took: list[float]) -> str:
    steps = quantiles(took, n=1_000)
    return (
        f"p50 {steps[499]:.2f} ms, p99 {steps[989]:.2f}, p99.9 {steps[998]:.1f}, "
        f"most {max(took):.1f} ({len(took)} look-ups)"
    )


def _looking_up(url: str, rows: int, other: Path, goal: int) -> None:
    print(f"  look-up, nothing else: {_told(_look_up_so_often(url, rows, _LOOK_UPS))}")
    print(f"  look-up, an import runs: {_told(_look_up_during(url, rows, other))}", end="")
    print(f" (goal: p99 at most {goal})")
    start = time.perf_counter()
    with reading(url) as engine, engine.connect() as connection:
        statistics = read_statistics(connection)
    seconds = time.perf_counter() - start
    assert statistics is not None
    print(f"  statistics {seconds * 1_000:.0f} ms, connecting included (goal: under 1 s)")


def _prepared(database: Path) -> Iterator[tuple[bytes, str, bytes]]:
    with closing(sqlite3.connect(database)) as connection:
        yield from connection.execute("SELECT nik_hash, segment, sealed FROM registry_rows")


def _write_columns(database: Path, csv_file: Path, copy_file: Path, *, ordered: bool) -> None:
    """The finished columns, as text, for the databases' own tools."""
    rows = list(_prepared(database))
    if ordered:
        rows.sort(key=lambda row: (_text(row[0]), row[1]))
    else:
        random.Random(3).shuffle(rows)  # as hashes come from a list
    with csv_file.open("w") as for_sqlite, copy_file.open("w") as for_postgres:
        for nik_hash, segment, sealed in rows:
            for_sqlite.write(f"1,{_text(nik_hash)},{segment},{_text(sealed)}\n")
            for_postgres.write(f"1\t\\\\x{nik_hash.hex()}\t{segment}\t\\\\x{sealed.hex()}\n")


def _text(binary: bytes) -> str:
    return b64encode(binary).decode()


def _sqlite_tool(folder: Path, csv_file: Path) -> Run:
    """`.import` into an empty table with the same key."""
    database = folder / "tool.sqlite3"
    database.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(
            "CREATE TABLE registry_rows (version INTEGER, nik_hash TEXT, segment TEXT, sealed TEXT,"
            " PRIMARY KEY (version, nik_hash, segment)) WITHOUT ROWID"
        )
    done = run(
        "nice",
        "-n",
        "5",
        "sqlite3",
        str(database),
        ".mode csv",
        f".import {csv_file} registry_rows",
    )
    database.unlink()
    return done


def bench_sqlite(folder: Path, file: Path, other: Path, rows: int) -> None:
    """SQLite against `sqlite3 .import`."""
    database = folder / "registry.sqlite3"
    url = f"sqlite:///{database}"
    upgrade(url)
    ours = import_list(url, file)
    print(f"SQLite, {rows:,} rows")
    print(f"  import, CSV to searchable: {ours}, {ours.memory:.0f} MiB (goal: under 300 MB)")
    if shutil.which("sqlite3"):
        for ordered in (True, False):
            _write_columns(database, folder / "tool.csv", folder / "tool.copy", ordered=ordered)
            tool = _sqlite_tool(folder, folder / "tool.csv")
            order = "sorted by their key beforehand" if ordered else "in the list's order"
            goal = "" if ordered else " (goal: at least 0.5)"
            print(f"  sqlite3 .import of the finished columns {order}: {tool}")
            print(
                f"    speed of ours to it: {tool.seconds / ours.seconds:.2f}, "
                f"by CPU {tool.cpu / ours.cpu:.2f}{goal}"
            )
    _looking_up(url, rows, other, 5)


def bench_postgres(folder: Path, file: Path, other: Path, rows: int) -> None:
    """PostgreSQL against COPY."""
    # The server runs as another user if we are root: it must get at its folder.
    folder.chmod(0o755)
    (folder / "postgres").mkdir()
    with postgres_server(folder / "postgres") as server:
        url = server.new_database()
        ours = import_list(url, file)
        tool = _copy(server.new_database(), folder / "tool.copy")
        print(f"PostgreSQL, {rows:,} rows")
        print(f"  import, CSV to searchable: {ours}")
        print(f"  COPY of the finished columns: {tool:.1f} s")
        print(f"    speed of ours to it: {tool / ours.seconds:.2f} (goal: at least 0.25)")
        _looking_up(url, rows, other, 10)


def _copy(url: str, copy_file: Path) -> float:
    plain = parse_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    start = time.perf_counter()
    with (
        psycopg.connect(plain) as connection,
        connection.cursor() as cursor,
        cursor.copy("COPY registry_rows FROM STDIN") as copy,
        copy_file.open("rb") as opened,
    ):
        while block := opened.read(_BLOCK):
            copy.write(block)
    return time.perf_counter() - start


def main(rows: int = _ROWS) -> None:
    """Print what each took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, other = folder / "list.csv", folder / "other.csv"
        write_list(file, rows)
        write_list(other, rows, edition=1)
        bench_sqlite(folder, file, other, rows)
        bench_postgres(folder, file, other, rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
