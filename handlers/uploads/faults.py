"""What is wrong with topic files and workbooks, in words for admins."""

from collections.abc import Sequence
from html import escape

from bot.content.bundles import Broken
from knowledge.topics.faults import Fault

_FAULTS = {
    "missing": "belum diisi",
    "extra_forbidden": "isian ini tidak dikenal",
    "string_too_short": "terlalu pendek (paling sedikit {limit} huruf)",
    "string_too_long": "terlalu panjang (paling banyak {limit} huruf)",
    "string_pattern_mismatch": "bentuknya tidak sesuai",
    "string_type": "harus berupa tulisan; beri tanda kutip",
    "enum": "harus salah satu dari: {limit}",
    "literal_error": "harus salah satu dari: {limit}",
    "too_long": "terlalu banyak (paling banyak {limit})",
    "date_type": "bukan tanggal; tulis seperti 2026-11-25",
    "date_parsing": "bukan tanggal; tulis seperti 2026-11-25",
    "date_from_datetime_parsing": "bukan tanggal; tulis seperti 2026-11-25",
    "date_from_datetime_inexact": "tulis tanggalnya saja, tanpa jam",
    "model_type": "isinya bukan topik",
    "dict_type": "bentuknya tidak sesuai",
    "tuple_type": "harus berupa daftar",
    "yaml": "susunan YAML-nya rusak",
    "id": "nama berkas dan id di dalamnya harus sama (di dalam: {limit})",
    "twice": "id ini sudah ada di {limit}",
    "not_utf8": "bukan teks UTF-8",
    "too_large": "berkasnya terlalu besar",
    "too_many": "berkasnya terlalu banyak (paling banyak {limit})",
    "zip": "berkas ZIP-nya rusak atau dikunci",
    "no_files": "tidak ada topik di dalamnya",
    "no_sheet": "lembar ini tidak ada",
    "no_column": "kolom ini tidak ada",
    "unknown_topic": "topik {limit} tidak ada di lembar Topik",
}
FIELDS = {
    "group": "kelompok",
    "title": "judul",
    "label": "label tombol",
    "kind": "jenis",
    "action": "aksi",
    "answer": "jawaban",
    "next": "tautan",
    "facts": "fakta",
    "sources": "sumber",
    "checked": "tanggal diperiksa",
    "valid_until": "berlaku sampai",
    "related": "topik terkait",
    "examples": "contoh pertanyaan",
}
"""A topic's fields as admins know them."""
_LONGEST_QUOTE = 80


def broken_in_words(broken: Sequence[Broken], most: int = 10) -> str:
    """What is wrong with files, a line a fault: the file, the line, the field, the reason."""
    lines = [
        f"• <b>{escape(each.name)}</b>{_place(fault)}: {fault_in_words(fault)}"
        for each in broken
        for fault in each.faults
    ]
    more = [f"… dan {len(lines) - most} lagi."] if len(lines) > most else []
    return "\n".join([*lines[:most], *more])


def fault_in_words(fault: Fault) -> str:
    """Why a field can't be taken, as Telegram HTML."""
    limit = fault.limit.replace("' or '", "', '").replace("'", "").replace(" or ", ", ")
    return _FAULTS.get(fault.kind, "isinya tidak sesuai").format(limit=_quoted(limit))


def _place(fault: Fault) -> str:
    line = f" baris {fault.line}" if fault.line is not None else ""
    name, _, rest = fault.field.partition(".")
    field = f", {escape(FIELDS.get(name, name))}{f' ({escape(rest)})' if rest else ''}"
    return f"{line}{field if fault.field else ''}"


def _quoted(text: str) -> str:
    return escape(
        text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…", quote=False
    )
