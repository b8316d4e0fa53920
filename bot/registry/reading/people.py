"""Who the row is about: NIK, name, telephone, KPJ."""

import re

from bot.registry.nik import Nik, NikError, NikProblem
from bot.registry.reading.cells import BadCellError, checked_text, text_of
from bot.registry.reading.fields import Field
from bot.spreadsheets import Cell

_NIK_LENGTH = 16
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?\s*[eE]\s*\+?\d+")
_NUMBER_AS_TEXT = re.compile(r"\d{12,}[.,]0{1,2}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3}){4,}")
_PROBLEMS = {
    NikProblem.NOT_DIGITS: "NIK berisi huruf atau tanda lain",
    NikProblem.NO_SUCH_PROVINCE: "dua angka pertama NIK bukan kode provinsi",
    NikProblem.NO_SUCH_DISTRICT: "enam angka pertama NIK bukan kode kecamatan",
    NikProblem.NO_SUCH_DATE: "tanggal lahir di dalam NIK tidak mungkin",
    NikProblem.NO_SERIAL: "empat angka terakhir NIK nol semua: mungkin hilang di Excel",
}
_AS_NUMBER = "NIK tersimpan sebagai angka, bukan teks: angka terakhirnya bisa hilang"
_SCIENTIFIC_REASON = "NIK berbentuk notasi ilmiah (6,47E+15): angkanya sudah hilang"
_ROUNDED = "NIK berakhiran 0 seperti hampir semua NIK di lembar ini: angka terakhirnya hilang"

_is_plain_name = re.compile(r"(?=.{3,100}\Z)[A-Za-z][A-Za-z.,'-]*(?: [A-Za-z.,'-]+)*").fullmatch
_LONGEST_NAME = 100
_FEWEST_LETTERS = 2
_FOUR_DIGITS = re.compile(r"(?:\d\D*){4}")

_is_plain_phone = re.compile(r"08[1-9]\d{7,10}", re.ASCII).fullmatch
_PHONE = re.compile(r"(?:0{0,2}62|0)?0?(8[1-9]\d{7,10})", re.ASCII)
_NOT_DIGITS = re.compile(r"[\s().+'’`-]+")
_KPJ_LENGTH = 11


def read_nik(cell: Cell) -> Nik:
    """The NIK. Raises BadCellError; a NIK that may have lost digits is never mended."""
    if type(cell) is str:
        if len(cell) != _NIK_LENGTH and _THOUSANDS.fullmatch(cell.strip()):
            # Dots and spaces between blocks are a person's; these are a spreadsheet's.
            raise BadCellError(Field.NIK, _AS_NUMBER)
        try:
            return Nik.parse(cell)
        except NikError as error:
            raise BadCellError(Field.NIK, _why_no_nik(cell, error)) from None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        digits = len(f"{abs(cell):.0f}")
        raise BadCellError(Field.NIK, _AS_NUMBER if digits >= _NIK_LENGTH else _count(digits))
    raise BadCellError(Field.NIK, _PROBLEMS[NikProblem.NOT_DIGITS])


def read_unrounded_nik(cell: Cell) -> Nik:
    """The NIK, in a column where a spreadsheet program has replaced last digits by 0."""
    nik = read_nik(cell)
    if nik.digits().endswith("0"):
        raise BadCellError(Field.NIK, _ROUNDED)
    return nik


def _why_no_nik(cell: str, error: NikError) -> str:
    text = checked_text(cell, Field.NIK)
    if not text:
        return "NIK kosong"
    if _SCIENTIFIC.fullmatch(text):
        return _SCIENTIFIC_REASON
    if _NUMBER_AS_TEXT.fullmatch(text):
        return _AS_NUMBER
    if error.found is not None:
        return _count(error.found)
    return _PROBLEMS[error.problem]


def _count(digits: int) -> str:
    return f"NIK {digits} angka, seharusnya {_NIK_LENGTH}"


def read_name(cell: Cell) -> str:
    """The name as written, spaces put right. Raises BadCellError."""
    if type(cell) is str and _is_plain_name(cell):
        return cell
    name = checked_text(cell, Field.NAME)
    if not name:
        raise BadCellError(Field.NAME, "nama kosong")
    if len(name) > _LONGEST_NAME:
        raise BadCellError(Field.NAME, "nama terlalu panjang")
    if _FOUR_DIGITS.search(name):
        raise BadCellError(Field.NAME, "nama berisi nomor")
    if sum(map(str.isalpha, name)) < _FEWEST_LETTERS:
        raise BadCellError(Field.NAME, "nama tidak terbaca")
    return name


def read_phone(cell: Cell) -> str | None:
    """A mobile number as "628…"; None when blank. Raises BadCellError."""
    if type(cell) is str and _is_plain_phone(cell):
        return "62" + cell[1:]
    if not cell:
        return None
    text = text_of(cell)
    if text in ("", "0"):
        return None
    found = _PHONE.fullmatch(_NOT_DIGITS.sub("", text))
    if found is None:
        raise BadCellError(Field.PHONE, "nomor HP tidak terbaca")
    return "62" + found[1]


def read_kpj(cell: Cell) -> str | None:
    """The eleven digits of a KPJ; None when blank. Raises BadCellError."""
    if type(cell) is str and len(cell) == _KPJ_LENGTH and cell.isdigit() and cell.isascii():
        return cell
    if not cell:
        return None
    text = _NOT_DIGITS.sub("", text_of(cell))
    if text in ("", "0"):
        return None
    if not (len(text) == _KPJ_LENGTH and text.isdigit() and text.isascii()):
        raise BadCellError(Field.KPJ, "nomor KPJ bukan 11 angka")
    return text
