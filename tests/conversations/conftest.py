"""A group to talk in, and questions of each kind, picked by what the search makes of them."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.content.serving import Serving
from bot.coverage.edition import load_edition
from bot.storage.storage import Storage
from knowledge.library import Library
from tests.chat import Conversation
from tests.conversations.group import GroupChat

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

_VAGUE = (
    "syarat", "klaim", "bayar", "kartu", "daftar", "santunan", "dokumen", "data", "kerja",
    "berapa", "berapa lama", "caranya gimana", "cara bayar klaim", "kecelakaan", "uang",
    "bpjs saya", "nomor", "syaratnya apa saja", "anak", "cair", "aktif", "biaya", "dapat berapa",
    "mau urus", "kantor", "saya berhenti", "tidak bisa", "ditolak", "kapan", "keluarga",
)  # fmt: skip
_OUT_OF_SCOPE = (
    "resep rendang padang yang empuk", "harga emas hari ini", "siapa juara liga champions",
    "jadwal kapal ke parepare besok", "cara servis karburator motor", "ramalan bintang hari ini",
)  # fmt: skip


@pytest.fixture(scope="session")
def furnished_file(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, library: Library
) -> Path:
    """A SQLite file in which the bot has been started once: content and figures are there."""
    path = tmp_path_factory.mktemp("template") / "furnished.sqlite3"
    shutil.copyfile(migrated_file, path)

    async def start_once() -> None:
        storage = Storage(f"sqlite:///{path}")
        now = datetime.now(UTC)
        await load_edition(storage, now)
        await Serving(library).begin(storage, now)
        await storage.close()

    asyncio.run(start_once())
    return path


@pytest.fixture(params=["sqlite"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, furnished_file: Path
) -> Iterator[str]:
    """A database to talk over: what is said doesn't depend on which it is.

    `ON_BOTH` has a test run on PostgreSQL as well; the services underneath are tested on both.
    """
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.empty_database() as url:
            yield url
        return
    path = tmp_path / "test.sqlite3"
    shutil.copyfile(furnished_file, path)
    yield f"sqlite:///{path}"


@pytest.fixture(scope="session")
def vague(library: Library) -> tuple[str, str]:
    """Two texts that may mean several things."""
    first, second, *_ = (
        text
        for text in _with_outcome(library, "clarify", _VAGUE)
        if len(library.ask(text).options) > 1
    )
    return first, second


@pytest.fixture(scope="session")
def unknown(library: Library) -> tuple[str, str]:
    """Two questions that no topic answers."""
    first, second, *_ = _with_outcome(library, "fallback", _OUT_OF_SCOPE)
    return first, second


def _with_outcome(library: Library, outcome: str, texts: tuple[str, ...]) -> list[str]:
    found = [text for text in texts if library.ask(text).outcome == outcome]
    assert len(found) > 1, f"hardly any of these texts leads to {outcome}"
    return found


@pytest.fixture
async def group(talk: Conversation) -> GroupChat:
    """A group of a worker and an admin that the bot was just added to."""
    made = await talk.post(
        "/demo/groups", {"title": "Ojol Samarinda", "members": ["pekerja", "admin"]}
    )
    chat = GroupChat(talk, made["id"])
    await chat.settle()
    return chat
