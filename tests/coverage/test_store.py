"""Figures in both databases: imported, replaced, taken back, editions."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.coverage.amounts import exactly
from bot.coverage.book import Book
from bot.coverage.books import Books
from bot.coverage.edition import FILE, load_edition, packaged_edition
from bot.coverage.store import (
    NotAppliedError,
    apply_import,
    imports,
    load_book,
    put_edition,
    take_back,
)
from bot.registry.sample import sample_entries
from bot.registry.store.importing import Wish, import_entries
from bot.storage.storage import Storage

_NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
_TODAY = _NOW.date()


def _file(covered: str, source: str = "Kanwil (BPJS Ketenagakerjaan)") -> bytes:
    return (
        "Wilayah;Peserta Aktif;Tenaga Kerja;Posisi;Sumber;Jenis Penyebut\n"
        f"Samarinda;{covered};350.000;2026-10-31;{source};bpjs\n"
    ).encode()


async def _book(storage: Storage) -> Book:
    async with storage.transaction() as connection:
        return await load_book(connection)


async def _import(storage: Storage, content: bytes) -> int | None:
    async with storage.transaction() as connection:
        return (await apply_import(connection, "a.csv", content, _NOW, _TODAY)).import_id


async def _covered(storage: Storage) -> str:
    shown = (await _book(storage)).shown("64.72")
    return str(shown.numerator) if shown else "–"


async def test_what_is_stored_comes_back_as_it_was(storage: Storage) -> None:
    assert await load_edition(storage, _NOW)
    found = {replace(figure, import_id=0) for figure in (await _book(storage)).figures}
    assert found == set(packaged_edition().book.figures)


async def test_an_edition_is_loaded_once(storage: Storage) -> None:
    assert await load_edition(storage, _NOW)
    assert not await load_edition(storage, _NOW)
    async with storage.transaction() as connection:
        assert len(await imports(connection)) == 1


async def test_replicas_that_start_together_load_one_edition(storage: Storage) -> None:
    loaded = await asyncio.gather(*(load_edition(storage, _NOW) for _ in range(4)))
    assert sum(loaded) == 1
    assert len((await _book(storage)).figures) == len(packaged_edition().figures)


async def test_another_edition_replaces_the_first_and_spares_imports(storage: Storage) -> None:
    await load_edition(storage, _NOW)
    await _import(storage, _file("150.000"))
    paser = [
        (row, replace(figure, numerator=exactly(1)))
        for row, figure in packaged_edition().figures
        if figure.region == "64.01"
    ]
    async with storage.transaction() as connection:
        assert await put_edition(connection, "f" * 64, paser, _NOW)
    book = await _book(storage)
    assert {figure.region for figure in book.figures} == {"64.01", "64.72"}
    assert await _covered(storage) == "150.000"
    assert await load_edition(storage, _NOW)  # an older program starts again
    assert len((await _book(storage)).figures) == len(packaged_edition().figures) + 1


async def test_the_same_file_twice_is_one_import(storage: Storage) -> None:
    assert await _import(storage, _file("150.000")) is not None
    assert await _import(storage, _file("150.000")) is None
    assert len((await _book(storage)).figures) == 1


async def test_importing_the_edition_as_a_file_changes_nothing(storage: Storage) -> None:
    await load_edition(storage, _NOW)
    assert await _import(storage, FILE.read_bytes()) is None


async def test_a_later_file_of_the_same_source_and_day_replaces(storage: Storage) -> None:
    await _import(storage, _file("150.000"))
    await _import(storage, _file("151.000"))
    assert await _covered(storage) == "151.000"
    assert len((await _book(storage)).figures) == 1


async def test_other_sources_of_one_day_live_side_by_side(storage: Storage) -> None:
    await _import(storage, _file("150.000"))
    await _import(storage, _file("149.000", "Koran"))
    assert len((await _book(storage)).figures) == 2
    assert await _covered(storage) == "150.000"


async def test_an_import_can_be_taken_back_and_what_it_replaced_counts_again(
    storage: Storage,
) -> None:
    await load_edition(storage, _NOW)
    first, second = [await _import(storage, _file(n)) for n in ("150.000", "151.000")]
    assert first is not None
    assert second is not None
    for import_id, covered in ((second, "150.000"), (first, "141.278")):
        async with storage.transaction() as connection:
            assert await take_back(connection, import_id, _NOW)
            assert not await take_back(connection, import_id, _NOW)
        assert await _covered(storage) == covered
    assert await _import(storage, _file("150.000")) is not None
    assert await _covered(storage) == "150.000"


async def test_taking_back_the_first_of_two_leaves_the_second(storage: Storage) -> None:
    first = await _import(storage, _file("150.000"))
    await _import(storage, _file("151.000"))
    async with storage.transaction() as connection:
        assert await take_back(connection, first or 0, _NOW)
    assert await _covered(storage) == "151.000"


async def test_an_edition_is_not_taken_back_and_neither_is_nothing(storage: Storage) -> None:
    await load_edition(storage, _NOW)
    async with storage.transaction() as connection:
        edition = (await imports(connection))[0]
        assert edition.is_edition
        assert not await take_back(connection, edition.id, _NOW)
        assert not await take_back(connection, 4711, _NOW)


async def test_a_file_with_one_bad_row_writes_nothing(storage: Storage) -> None:
    content = _file("150.000") + b"Kutai;1;2;2026-10-31;K;bpjs\n"
    with pytest.raises(NotAppliedError):
        await _import(storage, content)
    assert (await _book(storage)).figures == ()
    async with storage.transaction() as connection:
        assert await imports(connection) == []


async def test_a_correction_of_an_edition_outlives_the_next_edition(storage: Storage) -> None:
    await load_edition(storage, _NOW)
    text = FILE.read_text(encoding="utf-8").replace("141278,orang", "141300,orang")
    await _import(storage, text.encode())
    assert await _covered(storage) == "141.300"
    async with storage.transaction() as connection:
        await put_edition(connection, "e" * 64, packaged_edition().figures, _NOW)
    assert await _covered(storage) == "141.300"


async def test_the_copy_of_a_process_follows_every_change(storage: Storage) -> None:
    books = Books()

    async def covered() -> str:
        async with storage.transaction() as connection:
            shown = (await books.current(connection)).shown("64.72")
        return str(shown.numerator) if shown else "–"

    assert await covered() == "–"
    await load_edition(storage, _NOW)
    assert await covered() == "141.278"
    import_id = await _import(storage, _file("150.000"))
    assert await covered() == "150.000"
    async with storage.transaction() as connection:
        await take_back(connection, import_id or 0, _NOW)
    assert await covered() == "141.278"


async def test_the_registry_is_counted_only_where_that_is_wanted(
    storage: Storage, database_url: str
) -> None:
    secret = SecretStr("kunci-untuk-tes-saja-" + "x" * 32)
    entries = list(sample_entries(400, as_of=_NOW.date()))
    await asyncio.to_thread(
        import_entries, database_url, secret, entries, Wish(as_of=_NOW.date()), now=_NOW
    )
    await load_edition(storage, _NOW)
    async with storage.transaction() as connection:
        plain = await Books().current(connection)
        joined = await Books(counts_registry=True).current(connection)
    assert plain.by_registry("64.72") is None
    by_registry = joined.by_registry("64.72")
    assert by_registry is not None
    assert by_registry.percent is not None
    assert str(by_registry.denominator) == "349.784"
    shown = joined.shown("64.72")
    assert shown is not None
    assert not shown.source.from_registry


async def test_two_imports_at_once_leave_one_figure(storage: Storage) -> None:
    await asyncio.gather(*(_import(storage, _file(f"{n}.000")) for n in range(150, 154)))
    assert len((await _book(storage)).figures) == 1
