"""A group to talk in, and questions of each kind, picked by what the search makes of them."""

import pytest

from knowledge.library import Library
from tests.chat import Conversation
from tests.conversations.group import GroupChat

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
