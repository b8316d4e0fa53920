"""An examination in words, for terminal and chat: what is read from where, what is asked."""

from collections.abc import Iterator, Sequence

from bot.registry.reading.corrections import NOT_USED
from bot.registry.reading.counts import Count
from bot.registry.reading.examination import Examination, SheetExamination
from bot.registry.reading.fields import LABELS, Field
from bot.registry.reading.heads import Column, Head
from knowledge.figures.wording import number
from knowledge.regions import load_regions

_MOST_LISTED = 12
_BY_DEFAULT = {
    Field.SEGMENT: "segmen=BPU",
    Field.STATUS: "status=aktif",
    Field.REGION: "wilayah=Samarinda",
}
"""What can be said for a whole file, with an example."""


def mapping_lines(sheet: SheetExamination) -> list[str]:
    """Which column is read as what, and which aren't read."""
    if sheet.hidden:
        return [f"Lembar “{sheet.name}” tersembunyi: tidak dibaca."]
    if sheet.head is None:
        return [f"Lembar “{sheet.name}”: tidak ada tabel peserta, tidak dibaca."]
    lines = [f"Lembar “{sheet.name}”, {number(sheet.rows)} baris, {_head_rows(sheet.head)}:"]
    lines += [
        f"• {LABELS[column.field]}: “{column.heading}” (kolom {column.letters}){_how(column)}"
        for column in sheet.head.columns
        if column.field is not None
    ]
    if sheet.head.unused:
        names = [f"“{column.heading}”" for column in sheet.head.unused[:_MOST_LISTED]]
        more = len(sheet.head.unused) - len(names)
        lines.append(f"• tidak dipakai: {', '.join(names)}" + (f" dan {more} lagi" if more else ""))
    return lines


def problem_lines(examination: Examination) -> list[str]:
    """What has to be said or mended before the file can be read; none when it is ready."""
    if not examination.tables:
        return ["Tidak ada tabel dengan judul kolom seperti NIK dan Nama di berkas ini."]
    return [
        line
        for sheet in examination.tables
        if sheet.head is not None
        for line in _problems(sheet, sheet.head)
    ]


def note_lines(examination: Examination) -> list[str]:
    """What the person should know before going on."""
    return [*_notes(examination)]


def count_lines(sheet: SheetExamination) -> list[str]:
    """How many rows say which region, segment and status."""
    names = {region.kemendagri_code: region.name for region in load_regions()}
    regions = [Count(names.get(one.label or "", one.label), one.rows) for one in sheet.regions]
    named = (("Wilayah", regions), ("Segmen", sheet.segments), ("Status", sheet.statuses))
    return [f"{what}: {_counted(counts)}" for what, counts in named if counts]


def _problems(sheet: SheetExamination, head: Head) -> Iterator[str]:
    for field in sheet.missing:
        way = f"sebutkan kolomnya (“JUDUL={field}”)"
        if field is Field.REGION:
            way = f"sebutkan kolomnya (“JUDUL={field}” atau “JUDUL={Field.CODE}”)"
        if field in _BY_DEFAULT:
            way += f" atau nilainya untuk semua baris (“{_BY_DEFAULT[field]}”)"
        yield f"Lembar “{sheet.name}”: kolom {LABELS[field]} tidak ditemukan; {way}."
    if sheet.missing:
        yield from _unclear(sheet, head)


def _unclear(sheet: SheetExamination, head: Head) -> Iterator[str]:
    for unclear in head.unclear:
        headings = ", ".join(f"“{heading}”" for heading in unclear.headings)
        fields = " atau ".join(LABELS[field] for field in unclear.fields)
        yield (
            f"Lembar “{sheet.name}”: {headings} bisa berarti {fields}; sebutkan yang benar "
            f"(“JUDUL={unclear.fields[0]}”, yang lain “JUDUL={NOT_USED}”)."
        )


def _notes(examination: Examination) -> Iterator[str]:
    codes = examination.codes
    if codes.needed and codes.system is None:
        yield (
            f"Kode wilayah 6402 atau 6403 berbeda arti di Kemendagri dan BPS, dan {codes.why}. "
            "Baris dengan kode itu ditolak, kecuali Anda sebutkan “kode=kemendagri” atau "
            "“kode=bps”."
        )
    elif codes.needed and codes.system is not None:
        yield f"Kode wilayah dibaca sebagai kode {codes.system.upper()}: {codes.why}."
    day_first, month_first = examination.dates_seen
    if examination.date_order is None:
        yield (
            f"Tanggal ada yang hari dulu ({day_first}) dan ada yang bulan dulu ({month_first}). "
            "Yang bisa berarti dua hari ditolak, kecuali Anda sebutkan “tanggal=dmy” atau "
            "“tanggal=mdy”."
        )
    elif month_first and not day_first:
        yield "Tanggal dibaca bulan dulu (bulan/hari/tahun)."
    for sheet in examination.sheets:
        if sheet.is_read and sheet.head is not None:
            yield from _sheet_notes(sheet, sheet.head)
        elif sheet.head is not None and not sheet.hidden and sheet not in examination.tables:
            yield f"Lembar “{sheet.name}”: tidak ada kolom NIK, tidak dibaca."


def _sheet_notes(sheet: SheetExamination, head: Head) -> Iterator[str]:
    name = f"Lembar “{sheet.name}”"
    if sheet.unsafe_niks:
        yield (
            f"{name}: {number(sheet.unsafe_niks)} NIK tersimpan sebagai angka atau notasi ilmiah "
            "dan akan ditolak. Minta berkas asli dengan kolom NIK sebagai teks."
        )
    if sheet.niks_are_rounded:
        yield (
            f"{name}: hampir semua NIK berakhiran 0. Angka terakhirnya hilang di Excel; barisnya "
            "akan ditolak. Minta berkas asli dengan kolom NIK sebagai teks."
        )
    if sheet.filled_down:
        fields = ", ".join(LABELS[field] for field in sheet.filled_down)
        yield (
            f"{name}: {fields} yang kosong diisi seperti baris di atasnya. Kalau itu keliru, "
            "sebutkan “isi-ke-bawah=tidak”."
        )
    if sheet.district:
        yield f"{name}: nama lembar dipakai sebagai kecamatan."
    if sheet.region:
        yield f"{name}: nama lembar dipakai sebagai kabupaten/kota."
    if sheet.has_formulas:
        yield f"{name}: berkas ini berisi rumus; yang dibaca hasil terakhir yang tersimpan."
    for field, value, rows in sheet.not_understood:
        yield f"{name}: {LABELS[field]} “{value}” tidak terbaca ({number(rows)} baris)."
    yield from _unclear(sheet, head)


def _head_rows(head: Head) -> str:
    if head.first_row == head.last_row:
        return f"judul di baris {head.first_row}"
    return f"judul di baris {head.first_row}–{head.last_row}"


def _how(column: Column) -> str:
    if column.corrected:
        return ", menurut Anda"
    return "" if column.exact else ", mirip"


def _counted(counts: Sequence[Count]) -> str:
    return ", ".join(f"{one.label or 'tidak dikenal'} {number(one.rows)}" for one in counts)
