"""Headings of coverage files: what a column holds, however its heading is spelt."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.coverage.cells import squeezed
from bot.coverage.problems import Problem
from bot.coverage.tables import Row
from knowledge.coverage.segments import Segment

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_LAST_HEADING_ROW = 12
_FEWEST_KNOWN = 2


class Column(StrEnum):
    """What a column holds."""

    KEMENDAGRI = "kode_kemendagri"
    BPS = "kode_bps"
    CODE = "kode"
    REGION = "wilayah"
    DAY = "tanggal_data"
    INDICATOR = "indikator"
    SEGMENT = "segmen"
    VALUE = "nilai"
    UNIT = "satuan"
    SOURCE = "sumber_judul"
    URL = "sumber_url"
    PUBLISHED = "tanggal_terbit"
    NOTE = "catatan"
    BASIS = "jenis_penyebut"
    COVERED = "peserta_aktif"
    WORKERS = "tenaga_kerja"
    PERCENT = "cakupan_persen"
    UNCOVERED = "belum_terlindungi"
    TARGET = "target_cakupan_persen"
    KIND = "jenis"


_NAMES: Mapping[Column, str] = {
    Column.KEMENDAGRI: "kodekemendagri kodewilayahkemendagri",
    Column.BPS: "kodebps",
    Column.CODE: "kode kodewilayah kodekab kodekabkota kodekabupaten",
    Column.REGION: "wilayah kabupatenkota kabkota kabupaten daerah namawilayah namadaerah "
    "namakabkota",
    Column.DAY: "tanggaldata tanggal posisi posisidata tanggalposisi per pertanggal periode bulan",
    Column.INDICATOR: "indikator",
    Column.SEGMENT: "segmen",
    Column.VALUE: "nilai angka",
    Column.UNIT: "satuan",
    Column.SOURCE: "sumberjudul sumber sumberdata judulsumber",
    Column.URL: "sumberurl url tautan link alamatsumber",
    Column.PUBLISHED: "tanggalterbit terbit tglterbit",
    Column.NOTE: "catatan keterangan ket",
    Column.BASIS: "jenispenyebut dasarpenyebut penyebutversi",
    Column.COVERED: "pesertaaktif peserta jumlahpeserta pesertabpjstk terlindungi pembilang "
    "tkaktif",
    Column.WORKERS: "tenagakerja jumlahtenagakerja potensi potensipekerja jumlahpekerja penyebut "
    "pekerja sasaran",
    Column.PERCENT: "cakupanpersen cakupan persen persentase persencakupan coverage "
    "cakupankepesertaan persentasecakupan",
    Column.UNCOVERED: "belumterlindungi belum belumterdaftar sisa",
    Column.TARGET: "targetcakupanpersen target targetcakupan targetpersen",
    Column.KIND: "jenis jeniswilayah no nomor",
}
_COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names.split()}
_SEGMENT_OF = {
    "pu": Segment.EMPLOYEES,
    "formal": Segment.EMPLOYEES,
    "penerimaupah": Segment.EMPLOYEES,
    "bpu": Segment.OWN_ACCOUNT,
    "informal": Segment.OWN_ACCOUNT,
    "bukanpenerimaupah": Segment.OWN_ACCOUNT,
    "jakon": Segment.CONSTRUCTION,
    "jasakonstruksi": Segment.CONSTRUCTION,
    "pmi": Segment.MIGRANTS,
    "rentan": Segment.VULNERABLE,
    "pekerjarentan": Segment.VULNERABLE,
    "nonasn": Segment.NON_ASN,
}
_LONG = frozenset({Column.INDICATOR, Column.VALUE, Column.SEGMENT, Column.DAY})
_PLACES = frozenset({Column.REGION, Column.CODE, Column.KEMENDAGRI, Column.BPS})


@dataclass(frozen=True, slots=True)
class Heading:
    """A known column: where it stands, what it holds, and what its heading says beside that."""

    position: int
    title: str
    column: Column
    segment: Segment | None = None
    says_percent: bool = False
    says_people: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a file and the number of their row."""

    row: int
    known: tuple[Heading, ...]
    unknown: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """One number a row, as in cakupan_kaltim.csv."""
        return {heading.column for heading in self.known} >= _LONG

    def has(self, column: Column) -> bool:
        """Whether a column is there."""
        return any(heading.column is column for heading in self.known)

    def cell(self, row: Row, column: Column) -> str:
        """The text of a row in a column; "" where there is none."""
        for heading in self.known:
            if heading.column is column and heading.segment is None:
                return row.cells[heading.position] if heading.position < len(row.cells) else ""
        return ""


def find_headings(rows: Sequence[Row]) -> Headings | None:
    """The first row that looks like headings: a place and at least one more known name."""
    for row in rows[:_LAST_HEADING_ROW]:
        known = [_heading(position, title) for position, title in enumerate(row.cells) if title]
        found = [heading for heading in known if isinstance(heading, Heading)]
        columns = {heading.column for heading in found}
        if len(found) >= _FEWEST_KNOWN and columns & _PLACES:
            unknown = tuple(heading for heading in known if isinstance(heading, str))
            return Headings(row.number, tuple(found), unknown)
    return None


def _heading(position: int, title: str) -> Heading | str:
    """A known heading, or the title of an unknown one."""
    says_percent = "%" in title or "persen" in title.casefold()
    says_people = "orang" in title.casefold() or "jiwa" in title.casefold()
    year = _YEAR.search(title)
    plain = _YEAR.sub(" ", re.sub(r"\(.*?\)|%|tahun", " ", title, flags=re.IGNORECASE))
    name = squeezed(plain)
    column = _COLUMN_OF.get(name) or _COLUMN_OF.get(name.removesuffix("persen"))
    segment = None
    if column is None:
        for prefix in ("", "peserta", "pesertaaktif", "cakupan", "jumlah", "persen", "persentase"):
            segment = (
                _SEGMENT_OF.get(name.removeprefix(prefix)) if name.startswith(prefix) else None
            )
            if segment is not None:
                says_people = says_people or prefix in {"peserta", "pesertaaktif", "jumlah"}
                says_percent = says_percent or prefix in {"cakupan", "persen", "persentase"}
                column = Column.PERCENT if says_percent else Column.COVERED
                break
    if column is None:
        return title
    return Heading(
        position,
        title,
        column,
        segment,
        says_percent=says_percent,
        says_people=says_people,
        year=int(year[1]) if year else None,
    )


def problems_with(headings: Headings) -> list[Problem]:
    """What is wrong with the headings as such: a column twice, others that are missing."""
    problems = []
    seen: dict[tuple[Column, Segment | None, bool], Heading] = {}
    for heading in headings.known:
        if heading.column is Column.KIND:
            continue
        earlier = seen.setdefault((heading.column, heading.segment, heading.says_percent), heading)
        if earlier is not heading:
            problems.append(
                Problem(
                    f"kolom “{earlier.title}” dan “{heading.title}” berisi hal yang sama; "
                    f"sisakan yang terbaru",
                    headings.row,
                )
            )
    needed = _LONG | {Column.SOURCE} if headings.is_long else {Column.DAY, Column.SOURCE}
    problems += [
        Problem(f"kolom “{_TITLES.get(column, column)}” tidak ada", headings.row)
        for column in sorted(needed)
        if not headings.has(column)
    ]
    counts = {Column.COVERED, Column.WORKERS, Column.PERCENT, Column.UNCOVERED, Column.TARGET}
    if not headings.is_long and not any(heading.column in counts for heading in headings.known):
        problems.append(Problem("tidak ada kolom angka yang dikenal", headings.row))
    return problems


_TITLES = {Column.DAY: "Posisi", Column.SOURCE: "Sumber"}
