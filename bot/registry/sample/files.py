"""Lists of invented people as files, in the form that agencies exchange."""

import csv
from collections.abc import Iterable
from pathlib import Path

from bot.registry.rejects import Entry
from knowledge.regions import load_regions

COLUMNS = (
    "NIK", "NAMA LENGKAP", "KABUPATEN/KOTA", "KECAMATAN", "DESA/KELURAHAN", "SEGMEN", "STATUS",
    "PROGRAM", "NO HP", "KPJ", "TANGGAL MULAI", "IURAN TERAKHIR", "SUMBER DANA", "TANGGAL DATA",
)  # fmt: skip


def cells_of(entry: Entry, regions: dict[str, str]) -> tuple[str, ...]:
    """The cells of a row, in the order of `COLUMNS`; `regions` names the regencies by code."""
    row = entry.membership
    return (
        row.nik.digits(),
        row.name,
        regions[row.region],
        row.district or "",
        row.village or "",
        row.segment,
        row.status,
        " ".join(row.programmes),
        "0" + row.phone.removeprefix("62") if row.phone else "",
        row.kpj or "",
        row.start.isoformat() if row.start else "",
        row.last_paid or "",
        row.funding or "",
        row.data_date.isoformat() if row.data_date else "",
    )


def write_csv(path: Path, entries: Iterable[Entry]) -> int:
    """Write a clean list with headings, UTF-8, commas; the number of rows without the headings."""
    regions = names_of_regions()
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for count, entry in enumerate(entries, 1):  # noqa: B007 -- the last one is the answer
            writer.writerow(cells_of(entry, regions))
    return count


def names_of_regions() -> dict[str, str]:
    """The regencies' names by Kemendagri's code."""
    return {region.kemendagri_code: region.name for region in load_regions()}
