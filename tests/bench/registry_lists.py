"""Lists of invented people, as large as wanted, and a reader that does no more than it must."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.registry.memberships import Membership, Programme, Segment, Status
from bot.registry.nik import Nik
from bot.registry.rejects import Entry

AS_OF = date(2026, 9, 30)
_DISTRICT = "647299"
"""Of no kecamatan: NIKs that nobody has."""
_FIRST = ("Siti", "Budi", "Ani", "Joko", "Dewi", "Rudi", "Sri", "Agus", "Nur", "Muhammad")
_LAST = ("Rahayu", "Santoso", "Lestari", "Wibowo", "Hidayat", "Saputra", "Aminah", "Kurniawan")
_REGIONS = ("64.01", "64.02", "64.03", "64.07", "64.08", "64.09", "64.11", "64.71", "64.72")
_EPOCH = date(1950, 1, 1)
_PROGRAMMES = (Programme.JKK, Programme.JKM)


def nik(number: int) -> Nik:
    """One of a hundred million NIKs."""
    day = _EPOCH + timedelta(days=number % 20_000)
    return Nik(f"{_DISTRICT}{day:%d%m%y}{number // 20_000 % 9_999 + 1:04d}")


def write_list(file: Path, rows: int, *, changed: int = 0) -> None:
    """A CSV of so many people in no order; `changed` makes another list of the same people."""
    numbers = list(range(rows))
    random.Random(7).shuffle(numbers)
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        for number in numbers:
            name = f"{_FIRST[number % 10]} {_LAST[number % 8]} {_LAST[number // 10 % 8]}"
            region = _REGIONS[number % 9]
            segment = "BPU" if number % 3 else "PU"
            status = "aktif" if (number + changed) % 4 else "nonaktif"
            out.writerow(
                (
                    nik(number).digits(), name, region, segment, status, "Sungai Pinang",
                    "Temindung Permai", f"62812{number:08d}", f"{number:011d}", "2026-08",
                    "APBD Kota",
                )
            )  # fmt: skip


def read_list(file: Path) -> Iterator[Entry]:
    """The rows of a list that `write_list` wrote."""
    segments = {segment.value: segment for segment in Segment}
    statuses = {status.value: status for status in Status}
    with file.open(encoding="utf-8", newline="") as opened:
        for number, row in enumerate(csv.reader(opened), start=1):
            digits, name, region, segment, status, district, village, phone, kpj, paid, fund = row
            membership = Membership(
                Nik.parse(digits), name, region, segments[segment], statuses[status], _PROGRAMMES,
                district, village, phone, kpj, paid, None, fund,
            )  # fmt: skip
            yield Entry("", number, membership)
