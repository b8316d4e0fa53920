"""An admin sends topics back as a document: checked, shown, taken in as drafts."""

import pytest

from bot.content import bundles, drafts
from bot.content.drafts import Draft
from bot.content.workbook import to_workbook
from bot.storage.storage import Storage
from knowledge.topics import load_topics, topic_files
from tests.chat import Chat, Seen
from tests.content.small import NOW, body
from tests.waiting import until

_TOPIC = "jam-layanan"
_CHANGED = topic_files()[_TOPIC].replace("answer: |\n", "answer: |\n  <b>Perhatikan.</b>\n\n", 1)


async def _previewed(chat: Chat, name: str, content: bytes) -> Seen:
    (asked,) = await chat.send_file(name, content)
    await chat.tap(asked, "📚 Isi jawaban")

    async def is_read() -> bool:
        return "Sedang saya baca" not in (await chat.message(asked.id)).text and (
            "Berkas apa ini" not in (await chat.message(asked.id)).text
        )

    await until(is_read)
    return await chat.message(asked.id)


async def _confirmed(chat: Chat, shown: Seen) -> Seen:
    await chat.tap(shown, "✅ Simpan")

    async def is_done() -> bool:
        return (await chat.message(shown.id)).text.startswith(("✅", "Belum bisa"))

    await until(is_done)
    return await chat.message(shown.id)


async def _drafts(storage: Storage) -> list[Draft]:
    async with storage.transaction() as connection:
        return await drafts.all_drafts(connection)


async def test_a_topic_file_becomes_a_draft_byte_for_byte(admin: Chat, storage: Storage) -> None:
    shown = await _previewed(admin, f"{_TOPIC}.yaml", _CHANGED.encode())
    assert "1 topik berbeda" in shown.text
    assert "Jam dan hari layanan: jawaban\n" in shown.text
    assert await _drafts(storage) == []
    done = await _confirmed(admin, shown)
    assert "1 draf disimpan" in done.text
    (draft,) = await _drafts(storage)
    assert (draft.id, draft.body, draft.reason) == (_TOPIC, _CHANGED, f"dari berkas {_TOPIC}.yaml")


async def test_a_workbook_with_a_new_topic_becomes_a_draft(admin: Chat, storage: Storage) -> None:
    new = load_topics()[_TOPIC].model_copy(
        update={"id": "jam-lebaran", "title": "Jam saat Lebaran", "examples": {"baku": ("buka?",)}}
    )
    content = to_workbook({**load_topics(), "jam-lebaran": new}, NOW)
    shown = await _previewed(admin, "isi.xlsx", content)
    assert "Jam saat Lebaran: topik baru" in shown.text
    await _confirmed(admin, shown)
    assert [(draft.id, draft.topic) for draft in await _drafts(storage)] == [("jam-lebaran", new)]


async def test_what_is_the_same_needs_no_confirmation(admin: Chat, storage: Storage) -> None:
    shown = await _previewed(admin, "isi.zip", bundles.zipped(topic_files()))
    assert "Tidak ada yang perlu diubah" in shown.text
    assert not any(button.startswith("✅") for button in shown.buttons)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tarif.yaml", b"id: [", "tarif.yaml baris 1: susunan YAML-nya rusak"),
        (
            f"{_TOPIC}.yaml",
            _CHANGED.replace("kind: answer", "kind: x").encode(),
            "baris 5, jenis: harus salah satu dari: answer, talk, action",
        ),
        ("isi.zip", b"PK\x03\x04", "rusak"),
        ("isi.xlsx", b"bukan buku kerja", "tidak ada"),
    ],
)
async def test_a_broken_document_names_file_line_and_reason(
    admin: Chat, storage: Storage, name: str, content: bytes, words: str
) -> None:
    shown = await _previewed(admin, name, content)
    assert "Tidak ada yang diubah" in shown.text
    assert words in shown.text
    assert await _drafts(storage) == []


async def test_what_could_not_be_published_yet_is_said(admin: Chat) -> None:
    text = body("topik-baru", "Bayar Rp5.000.").replace("group: iuran", "group: iuran")
    shown = await _previewed(admin, "topik-baru.yaml", text.encode())
    assert "Masih ada yang harus dibetulkan" in shown.text
    assert "Tentang topik-baru: 1 hal" in shown.text


async def test_another_admins_draft_is_not_overwritten(admin: Chat, storage: Storage) -> None:
    async with storage.transaction() as connection:
        theirs = await drafts.begin(connection, _TOPIC, author=1, now=NOW)
    other = topic_files()["agen-perisai"].replace("answer: |\n", "answer: |\n  Lain.\n\n", 1)
    files = {_TOPIC: _CHANGED, "agen-perisai": other}
    shown = await _previewed(admin, "isi.zip", bundles.zipped(files))
    done = await _confirmed(admin, shown)
    assert "sedang dikerjakan admin lain" in done.text
    assert await _drafts(storage) == [theirs]
