"""Why a file can't be read, each reason with one sentence for the admin who sent it."""

from enum import Enum


class SpreadsheetProblem(Enum):
    """What is wrong with the file. The value is what the admin is told."""

    MISSING = "Berkas tidak ditemukan atau tidak boleh dibuka."
    EMPTY = "Berkas ini kosong."
    PDF = "Ini berkas PDF. Kirim berkas Excel (XLSX, XLS) atau CSV."
    IMAGE = "Ini gambar. Kirim berkas Excel (XLSX, XLS) atau CSV."
    DOCUMENT = "Ini berkas Word atau PowerPoint. Kirim berkas Excel (XLSX, XLS) atau CSV."
    WEB_PAGE = (
        "Isi berkas ini halaman web (HTML atau XML) meskipun namanya Excel. Buka di Excel, lalu "
        "simpan sebagai XLSX."
    )
    OTHER_SHEET = (
        "Jenis lembar kerja ini (ODS atau XLSB) tidak dibaca. Simpan sebagai XLSX, lalu kirim lagi."
    )
    ARCHIVE = "Ini berkas arsip (ZIP, RAR, 7z, GZ). Keluarkan dulu isinya, lalu kirim."
    UNKNOWN_TYPE = "Jenis berkas ini tidak dikenal. Kirim berkas Excel (XLSX, XLS) atau CSV."
    PASSWORD = "Berkas ini dikunci kata sandi. Buka kuncinya, simpan, lalu kirim lagi."  # noqa: S105 -- a sentence about passwords
    CORRUPT = "Berkas ini rusak atau terpotong. Simpan ulang dari Excel, lalu kirim lagi."
    BOMB = "Isi berkas ini mengembang jauh melebihi ukurannya, jadi tidak dibuka."
    TOO_LARGE = "Berkas ini terlalu besar. Bagi menjadi beberapa berkas."
    TOO_MANY_ROWS = "Baris di berkas ini terlalu banyak. Simpan sebagai CSV atau bagi berkasnya."
    TOO_MANY_COLUMNS = "Kolom di berkas ini terlalu banyak. Hapus kolom yang tidak dipakai."
    ROW_TOO_LONG = "Ada baris yang terlalu panjang, atau tanda kutip yang tidak ditutup."
    TOO_SLOW = "Berkas ini terlalu lama dibaca. Simpan ulang sebagai CSV, lalu kirim lagi."
    CHANGED = "Berkas berubah selagi dibaca. Tunggu sampai selesai ditulis, lalu ulangi."


class SpreadsheetError(Exception):
    """The file can't be read. Nothing of its content is in the error.

    `row` is where reading stopped, as the spreadsheet program counts, where that is known.
    """

    def __init__(self, problem: SpreadsheetProblem, row: int | None = None) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.row = row

    @property
    def message(self) -> str:
        """One sentence (or two) in Indonesian for the admin."""
        if self.row is None:
            return self.problem.value
        return f"{self.problem.value} (sekitar baris {self.row})"
