"""What the membership is: segment, status, programmes, in the words that lists use."""

import re

from bot.registry.memberships import Programme, Segment, Status
from bot.registry.reading.cells import BadCellError, checked_text, key_of
from bot.registry.reading.fields import Field
from bot.spreadsheets import Cell

_SEGMENT_WORDS = {
    Segment.PU: "pu|ppu|penerima upah|pekerja penerima upah|peserta penerima upah|formal"
    "|pekerja formal|sektor formal|tenaga kerja formal|karyawan|pekerja pu",
    Segment.BPU: "bpu|pbpu|bukan penerima upah|pekerja bukan penerima upah|bukan penerima upah bpu"
    "|peserta bukan penerima upah|informal|pekerja informal|sektor informal|mandiri|pekerja mandiri"
    "|peserta mandiri|bpu mandiri|tenaga kerja informal|non penerima upah|wiraswasta|pekerja bpu",
    Segment.JAKON: "jakon|jasa konstruksi|jaskon|konstruksi|pekerja jasa konstruksi"
    "|pekerja konstruksi|pekerja jakon|proyek jasa konstruksi",
    Segment.PMI: "pmi|pekerja migran|pekerja migran indonesia|migran|tki|cpmi|calon pmi"
    "|calon pekerja migran indonesia",
    Segment.RENTAN: "rentan|pekerja rentan|bpu rentan|pekerja rentan bpu|peserta rentan"
    "|masyarakat pekerja rentan|bpu pekerja rentan|rentan bpu|pekerja informal rentan",
    Segment.NON_ASN: "non asn|nonasn|non pns|honorer|tenaga honorer|guru honorer|pegawai non asn"
    "|tenaga non asn|guru non asn|guru tidak tetap|gtt|ptt|tkd|aparatur desa|perangkat desa"
    "|aparatur kampung|perangkat kampung|aparat desa|aparat kampung|ketua rt|tenaga kontrak"
    "|non aparatur sipil negara|pegawai honorer|pegawai tidak tetap|ketua rt rw",
}
_SEGMENTS = {
    word: segment for segment, words in _SEGMENT_WORDS.items() for word in words.split("|")
}
_PARENTHESES = re.compile(r"\(([^()]*)\)")

_STATUS_WORDS = {
    Status.ACTIVE: "aktif|active|peserta aktif|aktip|masih aktif|status aktif|aktif bayar|atif",
    Status.INACTIVE: "nonaktif|non aktif|tidak aktif|nonaktip|inactive|in aktif|inaktif|keluar"
    "|berhenti|nonactive|non active|tdk aktif|tidak aktip|sudah keluar|mengundurkan diri|meninggal"
    "|meninggal dunia|peserta non aktif|peserta tidak aktif|belum aktif|phk|pensiun"
    "|tak aktif",
}
_STATUSES = {word: status for status, words in _STATUS_WORDS.items() for word in words.split("|")}
_YES_OR_NO = {
    "ya": Status.ACTIVE,
    "y": Status.ACTIVE,
    "1": Status.ACTIVE,
    "true": Status.ACTIVE,
    "v": Status.ACTIVE,
    "tidak": Status.INACTIVE,
    "t": Status.INACTIVE,
    "tdk": Status.INACTIVE,
    "n": Status.INACTIVE,
    "0": Status.INACTIVE,
    "false": Status.INACTIVE,
}

_LONG_NAMES = (
    ("jaminan kehilangan pekerjaan", "JKP"),
    ("jaminan kecelakaan kerja", "JKK"),
    ("jaminan kematian", "JKM"),
    ("jaminan hari tua", "JHT"),
    ("jaminan pensiun", "JP"),
    ("kehilangan pekerjaan", "JKP"),
    ("kecelakaan kerja", "JKK"),
    ("kematian", "JKM"),
    ("hari tua", "JHT"),
    ("pensiun", "JP"),
)
_COUNTED = re.compile(r"(?:(\d)|(dua|tiga|empat|lima)) (?:program|prog)")
_COUNTS = {"dua": 2, "tiga": 3, "empat": 4, "lima": 5}
_IN_ORDER = (Programme.JKK, Programme.JKM, Programme.JHT, Programme.JP, Programme.JKP)
"""Programmes are taken in this order: two are JKK and JKM, with the third comes JHT."""
_FEWEST = 2
_SPELLINGS = {"jkm": "JKM", "jkk": "JKK", "jht": "JHT", "jp": "JP", "jpn": "JP"}
_SPELLINGS |= {"jkp": "JKP"}
_FILLERS = frozenset({"dan", "program", "prog"})


def read_segment(cell: Cell) -> Segment:
    """The segment. Raises BadCellError."""
    text = checked_text(cell, Field.SEGMENT)
    if not text:
        raise BadCellError(Field.SEGMENT, "segmen kosong")
    found = _SEGMENTS.get(key_of(text))
    if found is None:
        # "Bukan Penerima Upah (BPU)": outside and inside must not contradict each other.
        parts = {key_of(_PARENTHESES.sub(" ", text)), *map(key_of, _PARENTHESES.findall(text))}
        meant = {_SEGMENTS.get(part) for part in parts}
        found = meant.pop() if len(meant) == 1 else None
    if found is None:
        raise BadCellError(Field.SEGMENT, "segmen tidak dikenal")
    return found


def read_status(cell: Cell, *, yes_or_no: bool = False) -> Status:
    """The status; under a heading like "Aktif" also ya and tidak. Raises BadCellError."""
    text = str(int(cell)) if isinstance(cell, bool) else checked_text(cell, Field.STATUS)
    if not text:
        raise BadCellError(Field.STATUS, "status kosong")
    key = key_of(text)
    found = _STATUSES.get(key) or (_YES_OR_NO.get(key) if yes_or_no else None)
    if found is None:
        raise BadCellError(Field.STATUS, "status tidak dikenal")
    return found


def read_programmes(cell: Cell) -> tuple[Programme, ...]:
    """The programmes, none when blank. Raises BadCellError when a part isn't understood."""
    key = key_of(checked_text(cell, Field.PROGRAMMES))
    if not key:
        return ()
    counted = _COUNTED.fullmatch(key)
    if counted:
        count = int(counted[1]) if counted[1] else _COUNTS[counted[2]]
        if _FEWEST <= count <= len(_IN_ORDER):
            return _IN_ORDER[:count]
    for name, short in _LONG_NAMES:
        key = key.replace(name, short.casefold())
    words = [word for word in key.split() if word not in _FILLERS]
    found = {_SPELLINGS.get(word) for word in words}
    if None in found or not found:
        raise BadCellError(Field.PROGRAMMES, "program tidak terbaca")
    return tuple(programme for programme in _IN_ORDER if programme.value in found)
