"""Reading by-name-by-address files, against the plain readers that stand below it, in one run."""

import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median

import xlsxwriter

from bot.registry.reading import examine, read_entries

_CSV_ROWS = 1_000_000
_XLSX_ROWS = 100_000
_ROUNDS = 3
_TODAY = date(2026, 11, 25)
_HEAD = ["NIK", "Nama", "Kab/Kota", "Kecamatan", "Desa/Kel", "Segmen", "Status", "Program"]
_HEAD += ["No HP", "KPJ", "Tgl Mulai", "Iuran Terakhir", "Sumber Dana"]
_REGIONS = ["Kota Samarinda", "Kab. Berau", "KUTAI TIMUR", "Bontang", "Kab. Paser", "PPU"]
_SEGMENTS = ["BPU", "PU", "Pekerja Rentan", "Non ASN"]
_FIRST, _LAST = ["BUDI", "SITI", "AGUS", "NUR AINI", "M. YUSUF"], ["SANTOSO", "RAHMAN", "LESTARI"]


def rows(count: int) -> Iterator[list[str]]:
    """Invented people: NIKs of a district that there isn't."""
    for n in range(count):
        day, month, year = n % 28 + 1, n // 28 % 12 + 1, 50 + n // 336 % 50
        yield [
            f"647299{day + n % 2 * 40:02}{month:02}{year:02}{n % 9999 + 1:04}",
            f"{_FIRST[n % 5]} {_LAST[n % 3]} {_FIRST[n // 5 % 5]}",
            _REGIONS[n % 6],
            f"Kecamatan {chr(65 + n % 26)}",
            f"Desa {n % 841}",
            _SEGMENTS[n % 4],
            "Aktif" if n % 5 else "Non Aktif",
            "JKK, JKM",
            f"08125{n % 10_000_000:07}",
            f"{n + 10_000_000_000:011}",
            f"{day:02}/{month:02}/{2015 + n % 11}",
            f"2026-{n % 10 + 1:02}",
            "APBD Kota",
        ]


def main() -> None:
    """Print CPU seconds and the ratio to the plain reader."""
    with tempfile.TemporaryDirectory() as folder:
        _measure_csv(Path(folder) / "daftar.csv")
        _measure_xlsx(Path(folder) / "daftar.xlsx")


def _measure_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(chain([_HEAD], rows(_CSV_ROWS)))
    examination = examine(path, path.name, today=_TODAY)
    contenders: dict[str, Callable[[], object]] = {
        "csv.reader": lambda: _exhaust(_plain(path)),
        "examine": lambda: examine(path, path.name, today=_TODAY),
        "read": lambda: _exhaust(read_entries(path, path.name, examination)),
    }
    times: dict[str, list[float]] = {what: [] for what in contenders}
    for _ in range(_ROUNDS):
        for what, run in contenders.items():
            times[what].append(_cpu(run))
    plain = median(times["csv.reader"])
    for what, seconds in times.items():
        print(f"{_CSV_ROWS:,} CSV rows, {what}: {median(seconds):.2f} s CPU, "
              f"{median(seconds) / plain:.1f} × csv.reader")  # fmt: skip
    print(f"resident {_resident(resource.RUSAGE_SELF):.0f} MiB at most (goal: under 300 MB)")


def _measure_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(chain([_HEAD], rows(_XLSX_ROWS))):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    start = time.perf_counter()
    examination = examine(path, path.name, today=_TODAY)
    examined = time.perf_counter() - start
    count = sum(1 for _ in read_entries(path, path.name, examination))
    seconds = time.perf_counter() - start
    print(f"{count:,} XLSX rows: examined in {examined:.1f} s, read in {seconds - examined:.1f} s "
          f"(goal: under a minute)")  # fmt: skip
    print(f"resident {_resident(resource.RUSAGE_CHILDREN):.0f} MiB in the process that reads "
          f"workbooks (goal: under 500 MB)")  # fmt: skip


def _plain(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def _exhaust(rows: Iterable[object]) -> None:
    for _ in rows:
        pass


def _cpu(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _resident(who: int) -> float:
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
