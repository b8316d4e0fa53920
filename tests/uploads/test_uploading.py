"""An admin sends a document: it is shown, confirmed, taken in; nothing before that."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest

from bot.uploads import Applied, Choice, Preview, RefusedError
from bot.uploads.kinds import Report
from knowledge.library import Library
from tests.chat import Chat, Conversation, Seen, conversation
from tests.waiting import until


class Lists:
    """A kind of document for the tests: lines of words."""

    label = "Daftar kata"
    holds_personal_data = True

    def __init__(self) -> None:
        self.taken: list[tuple[bytes, dict[str, str]]] = []

    async def preview(self, content: bytes, file_name: str, options: Mapping[str, str]) -> Preview:
        if content == b"rusak":
            raise RefusedError("Berkas rusak.")
        chosen = ", ".join(f"{key}={value}" for key, value in options.items())
        return Preview(
            f"{file_name}: {len(content.splitlines())} baris {chosen}",
            "✅ Masukkan",
            [
                [Choice("Dari belakang", "arah", "mundur")],
                [Choice("Tulis judul", "judul", prompt="Judulnya?")],
            ],
        )

    async def apply(
        self, content: bytes, file_name: str, options: Mapping[str, str], *, by: int, report: Report
    ) -> Applied:
        await report("setengah")
        self.taken.append((content, dict(options)))
        return Applied("Selesai: <b>masuk</b>.")


@pytest.fixture
def lists() -> Lists:
    return Lists()


@pytest.fixture
async def talk(library: Library, database_url: str, lists: Lists) -> AsyncIterator[Conversation]:
    async with conversation(library, database_url, upload_kinds={"daftar": lists}) as running:
        yield running


async def _shown(chat: Chat, message: Seen, words: str) -> Seen:
    """The message once it says something."""

    async def says_so() -> bool:
        return words in (await chat.message(message.id)).text

    await until(says_so)
    return await chat.message(message.id)


async def _previewed(chat: Chat, content: bytes = b"satu\ndua", name: str = "kata.txt") -> Seen:
    (asked,) = await chat.send_file(name, content)
    await chat.tap(asked, "Daftar kata")
    return await _shown(chat, asked, "baris")


async def test_a_document_is_shown_before_it_is_taken_in(admin: Chat, lists: Lists) -> None:
    shown = await _previewed(admin)
    assert shown.text.strip() == "kata.txt: 2 baris"
    assert not lists.taken
    await admin.tap(shown, "✅ Masukkan")
    done = await _shown(admin, shown, "Selesai: masuk.")
    assert lists.taken == [(b"satu\ndua", {})]
    assert done.buttons == ()


async def test_the_document_is_deleted_from_the_chat_in_the_end(admin: Chat) -> None:
    shown = await _previewed(admin)
    document = (await admin.messages())[-2]
    await admin.tap(shown, "✅ Masukkan")
    await _shown(admin, shown, "Selesai")

    async def is_deleted() -> bool:
        return (await admin.message(document.id)).deleted

    await until(is_deleted)


async def test_a_choice_has_it_looked_at_again(admin: Chat, lists: Lists) -> None:
    shown = await _previewed(admin)
    await admin.tap(shown, "Dari belakang")
    shown = await _shown(admin, shown, "arah=mundur")
    await admin.tap(shown, "✅ Masukkan")
    await _shown(admin, shown, "Selesai")
    assert lists.taken[0][1] == {"arah": "mundur"}


async def test_a_value_may_be_typed(admin: Chat) -> None:
    shown = await _previewed(admin)
    await admin.tap(shown, "Tulis judul")
    assert (await admin.last()).text == "Judulnya?"
    await admin.put({"text": "Kata-kata kita"})
    await _shown(admin, shown, "judul=Kata-kata kita")


async def test_a_second_tap_takes_it_in_once(admin: Chat, lists: Lists) -> None:
    shown = await _previewed(admin)
    label = next(button for button in shown.buttons if button.startswith("✅"))
    taps = [admin.tap_raw({"message_id": shown.id, "label": label}) for _ in range(3)]
    await asyncio.gather(*taps, return_exceptions=True)
    await _shown(admin, shown, "Selesai")
    assert len(lists.taken) == 1


async def test_a_refused_document_says_why(admin: Chat, lists: Lists) -> None:
    (asked,) = await admin.send_file("kata.txt", b"rusak")
    await admin.tap(asked, "Daftar kata")
    refused = await _shown(admin, asked, "Berkas rusak.")
    assert refused.buttons == ()


async def test_a_cancelled_one_is_not_taken_in_and_its_buttons_are_dead(
    admin: Chat, lists: Lists
) -> None:
    shown = await _previewed(admin)
    await admin.tap(shown, "✖️ Batal")
    assert (await admin.message(shown.id)).text.startswith("Dibatalkan")
    for forged in ("ok", "0", "daftar"):
        assert await admin.tap_raw({"message_id": shown.id, "data": f"u:1:{forged}"})
    assert not lists.taken


async def test_a_worker_cannot_bring_anything_in(worker: Chat, admin: Chat, lists: Lists) -> None:
    (told,) = await worker.send_file("kata.txt", b"satu")
    assert "tidak membuka berkas" in told.text
    shown = await _previewed(admin)
    notice = await worker.tap_raw({"message_id": told.id, "data": "u:1:ok"})
    assert notice == "Hanya admin yang bisa memasukkan berkas."
    assert (await admin.message(shown.id)).text == shown.text
    assert not lists.taken


@pytest.mark.parametrize(
    "data", ["u:999:ok", "u:x:ok", "u:1:999", "u:1:", "u:9" + "9" * 30 + ":ok"]
)
async def test_forged_data_changes_nothing(admin: Chat, lists: Lists, data: str) -> None:
    shown = await _previewed(admin)
    assert "tidak berlaku" in (await admin.tap_raw({"message_id": shown.id, "data": data}) or "")
    assert not lists.taken
