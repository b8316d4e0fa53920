"""Lists of invented people, as large as wanted."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from bot.registry.nik import Nik

_DISTRICT = "647299"
"""Of no kecamatan: NIKs that nobody has."""
_HEAD = (
    "NIK", "Nama Lengkap", "Kabupaten/Kota", "Segmen", "Status", "Kecamatan", "Desa/Kelurahan",
    "No HP", "No KPJ", "Bulan Iuran Terakhir", "Sumber Dana",
)  # fmt: skip
_FIRST = ("Siti", "Budi", "Ani", "Joko", "Dewi", "Rudi", "Sri", "Agus", "Nur", "Muhammad")
_LAST = ("Rahayu", "Santoso", "Lestari", "Wibowo", "Hidayat", "Saputra", "Aminah", "Kurniawan")
_REGIONS = ("Paser", "Kutai Timur", "Berau", "Balikpapan", "Samarinda", "Bontang")
_EPOCH = date(1950, 1, 1)
_DAYS = 20_000


def nik(number: int) -> Nik:
    """One of 199,980,000 NIKs."""
    day = _EPOCH + timedelta(days=number % _DAYS)
    return Nik(f"{_DISTRICT}{day:%d%m%y}{number // _DAYS % 9_999 + 1:04d}")


def write_list(file: Path, rows: int, *, edition: int = 0) -> None:
    """A CSV of so many people in no order; another edition says otherwise of the same people."""
    numbers = list(range(rows))
    random.Random(7).shuffle(numbers)
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(_HEAD)
        for number in numbers:
            first, last = _FIRST[number % 10], _LAST[number % 8]
            out.writerow(
                (
                    nik(number).digits(),
                    f"{first} {last} {_LAST[number // 10 % 8]}",
                    _REGIONS[number % 6],
                    "BPU" if number % 3 else "PU",
                    "aktif" if (number + edition) % 4 else "nonaktif",
                    "Sungai Pinang",
                    "Temindung Permai",
                    f"0812{number:08d}",
                    f"{number:011d}",
                    "08/2026",
                    "APBD Kota",
                )
            )
