"""An admin brings a list of members in the chat."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest
from sqlalchemy import select

from bot.registry.sample import cells_of, demo_people, sample_entries
from bot.registry.sample.files import COLUMNS, names_of_regions
from bot.storage.models import RegistryVersion
from bot.storage.storage import Storage
from tests.chat import Chat, Seen
from tests.conversations.registry import ACTIVE
from tests.waiting import until

AS_OF = date(2026, 10, 31)


def _list(people: int = 40, renamed: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """A list as CSV, with some headings renamed."""
    entries = [entry for person in demo_people(AS_OF) for entry in person.entries()]
    entries += sample_entries(people, as_of=AS_OF)
    regions = names_of_regions()
    heads = [renamed.get(column, column) for column in COLUMNS]
    rows = [heads, *(cells_of(entry, regions) for entry in entries)]
    return "\n".join(";".join(row) for row in rows).encode()


async def _shown(chat: Chat, message: Seen, *words: str) -> Seen:
    async def says_so() -> bool:
        text = (await chat.message(message.id)).text
        return any(word in text for word in words)

    await until(says_so, 60)
    return await chat.message(message.id)


async def _brought(chat: Chat, content: bytes, name: str = "peserta.csv") -> Seen:
    (asked,) = await chat.send_file(name, content)
    await chat.tap(asked, "👥 Daftar peserta")
    return await _shown(chat, asked, "Kalau dimasukkan", "Belum bisa", "Tidak ada yang diubah")


async def _versions(storage: Storage) -> int:
    async with storage.transaction() as connection:
        return len((await connection.execute(select(RegistryVersion.id))).all())


async def test_a_list_is_shown_taken_in_and_found_by_its_people(
    admin: Chat, worker: Chat, storage: Storage
) -> None:
    shown = await _brought(admin, _list())
    assert "• NIK: “NIK”" in shown.text
    assert "data per 31 Oktober 2026" in shown.text
    assert "(sekarang 0 orang)" in shown.text
    assert ACTIVE.nik not in shown.text
    assert await _versions(storage) == 0
    await admin.tap(shown, "✅ Masukkan")
    done = await _shown(admin, shown, "Daftar peserta berlaku")
    assert "43 orang" in done.text
    consent = await worker.say("/cek")
    await worker.tap(consent, "✅ Ya, saya setuju")
    await worker.say(ACTIVE.nik)
    assert "AKTIF" in (await worker.say(ACTIVE.name)).text


async def test_a_column_nobody_knows_is_asked_for(admin: Chat) -> None:
    name = next(column for column in COLUMNS if column.casefold().startswith("nama"))
    shown = await _brought(admin, _list(renamed={name: "Kolom X"}))
    assert "Belum bisa dimasukkan" in shown.text
    assert "Kolom mana yang berisi nama?" in shown.text
    await admin.tap(shown, "“Kolom X”")
    shown = await _shown(admin, shown, "Kalau dimasukkan")
    assert "• nama: “Kolom X”" in shown.text


async def test_a_column_is_corrected_as_often_as_it_takes(admin: Chat) -> None:
    name = next(column for column in COLUMNS if column.casefold().startswith("nama"))
    shown = await _brought(admin, _list())
    for wanted in (COLUMNS[-1], name):
        await admin.tap(shown, "✏️ Ubah kolom")
        shown = await _shown(admin, shown, "Kolom apa yang mau diubah?")
        await admin.tap(shown, "nama")
        shown = await _shown(admin, shown, "Kolom mana yang berisi nama?")
        assert {f"“{column}”" for column in COLUMNS} <= set(shown.buttons)
        await admin.tap(shown, f"“{wanted}”")
        shown = await _shown(admin, shown, "Kalau dimasukkan", "Belum bisa")
        assert f"• nama: “{wanted}”" in shown.text


async def test_how_codes_and_dates_are_read_can_be_chosen(admin: Chat) -> None:
    shown = await _brought(admin, _list())
    for label in ("🔢 Kode wilayah: BPS", "📅 Tanggal: hari/bulan", "⬜ Sel kosong: biarkan"):
        await admin.tap(shown, "✏️ Ubah kolom")
        shown = await _shown(admin, shown, "Kolom apa yang mau diubah?")
        await admin.tap(shown, label)
        shown = await _shown(admin, shown, "Kalau dimasukkan")


@pytest.mark.parametrize("typed", ["kemarin", "31/13/2026", "1/1/2199"])
async def test_a_wrong_date_is_asked_for_again(admin: Chat, typed: str) -> None:
    shown = await _brought(admin, _list())
    await admin.tap(shown, "📅 Ubah tanggal data")
    await admin.put({"text": typed})
    shown = await _shown(admin, shown, "tidak bisa dipakai")
    assert f"“{typed}”" in shown.text
    assert not any(button.startswith("✅") for button in shown.buttons)
    await admin.tap(shown, "Tanggal lain")
    await admin.put({"text": "30/10/2026"})
    shown = await _shown(admin, shown, "Kalau dimasukkan")
    assert "data per 30 Oktober 2026" in shown.text


async def test_rejected_rows_are_shown_and_handed_over_without_niks(admin: Chat) -> None:
    bad = _list() + b"\n" + b";".join([b"12345"] * len(COLUMNS))
    shown = await _brought(admin, bad)
    assert "Baris yang ditolak" in shown.text
    assert "12345" not in shown.text
    await admin.tap(shown, "✅ Masukkan")
    await _shown(admin, shown, "Daftar peserta berlaku")

    async def has_file() -> bool:
        return (await admin.last()).id > shown.id

    await until(has_file)


async def test_half_a_list_is_not_put_in_place_of_the_whole(admin: Chat) -> None:
    shown = await _brought(admin, _list(60))
    await admin.tap(shown, "✅ Masukkan")
    await _shown(admin, shown, "Daftar peserta berlaku")
    shown = await _brought(admin, _list(1))
    assert "kurang dari separuh" in shown.text
    assert not any(button.startswith("✅") for button in shown.buttons)
    await admin.tap(shown, "➕ Tambahkan saja")
    shown = await _shown(admin, shown, "ditambah", "sama dengan yang sudah berlaku")
    assert "kurang dari separuh" not in shown.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7 bukan tabel", "PDF"),
        (b"", "kosong"),
        (b"halo\nini bukan tabel\n", "Tidak ada tabel"),
    ],
)
async def test_what_is_no_list_is_refused_with_the_reason(
    admin: Chat, storage: Storage, content: bytes, told: str
) -> None:
    shown = await _brought(admin, content or b"\n")
    assert told in shown.text
    assert await _versions(storage) == 0
