"""What a column of a by-name-by-address list can hold."""

from enum import StrEnum


class Field(StrEnum):
    """A column's meaning. The value is its name in corrections: `--map "Nm_Peserta=nama"`."""

    NIK = "nik"
    NAME = "nama"
    REGION = "wilayah"
    """Kabupaten or kota, by name."""
    CODE = "kode_wilayah"
    """Code of the kabupaten or kota, or of something inside it."""
    DISTRICT = "kecamatan"
    VILLAGE = "desa"
    SEGMENT = "segmen"
    STATUS = "status"
    PROGRAMMES = "program"
    PHONE = "hp"
    KPJ = "kpj"
    START = "mulai"
    LAST_PAID = "iuran_terakhir"
    FUNDING = "sumber_dana"
    DATA_DATE = "tanggal_data"


LABELS = {
    Field.NIK: "NIK",
    Field.NAME: "nama",
    Field.REGION: "kabupaten/kota",
    Field.CODE: "kode wilayah",
    Field.DISTRICT: "kecamatan",
    Field.VILLAGE: "desa/kelurahan",
    Field.SEGMENT: "segmen",
    Field.STATUS: "status",
    Field.PROGRAMMES: "program",
    Field.PHONE: "nomor HP",
    Field.KPJ: "nomor KPJ",
    Field.START: "tanggal mulai",
    Field.LAST_PAID: "iuran terakhir",
    Field.FUNDING: "sumber dana",
    Field.DATA_DATE: "tanggal data",
}
"""How a field is called in sentences for admins."""

DROPPED_WHEN_UNREADABLE = frozenset(
    {Field.PHONE, Field.KPJ, Field.PROGRAMMES, Field.DISTRICT, Field.VILLAGE, Field.FUNDING}
)
"""Columns whose unreadable cells are left out and counted; those of all others reject the row.

Without them the person is told less, nothing wrong: telephone and KPJ only serve as a second proof.
But a start date or a last paid month would be told, and one in 1900 or 2090 most often means that
columns have shifted: such a row isn't trusted at all.
"""
