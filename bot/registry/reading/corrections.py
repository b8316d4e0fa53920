"""What the person who brought the file corrects: columns, and what the file doesn't say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.registry.memberships import Segment, Status
from bot.registry.reading.cells import BadCellError, key_of
from bot.registry.reading.codes import CodeSystem
from bot.registry.reading.dates import DateOrder
from bot.registry.reading.fields import Field
from bot.registry.reading.memberships import read_segment, read_status
from bot.registry.reading.regions import RegionReader

NOT_USED = "abaikan"
"""`--map "Judul=abaikan"`: the column isn't used."""
BY_LETTER = "kolom "
"""`--map "kolom C=nama"`: the column by its letter, where its heading is blank or not unique."""
_YES, _NO = "ya", "tidak"


class CorrectionError(ValueError):
    """A correction that can't be understood; the message is for the person, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections to what was found. All are optional; a column of the file wins over a default."""

    columns: tuple[tuple[str, Field | None], ...] = ()
    """Heading, or "kolom C", → what it is; None: not used."""
    segment: Segment | None = None
    status: Status | None = None
    region: str | None = None
    """Kemendagri's code, "64.72"."""
    code_system: CodeSystem | None = None
    date_order: DateOrder | None = None
    fill_down: bool = True
    """Whether blank regions, districts and villages may be filled from above where the file
    clearly leaves out repetitions."""

    def for_column(self, heading: str, letters: str) -> tuple[bool, Field | None]:
        """Whether a column is corrected, and to what."""
        wanted = {key_of(heading), key_of(BY_LETTER + letters)} - {""}
        for corrected, field in self.columns:
            if key_of(corrected) in wanted:
                return True, field
        return False, None


NO_CORRECTIONS: Final = Corrections()


def parse_corrections(maps: Iterable[str] = (), defaults: Iterable[str] = ()) -> Corrections:
    """Corrections from the command line's options or lines of a chat.

    `maps`: "Nm_Peserta=nama", "kolom C=nik", "Status Kawin=abaikan". `defaults`: "segmen=BPU",
    "status=aktif", "wilayah=Bontang" (or 64.74), "kode=bps", "tanggal=dmy",
    "isi-ke-bawah=tidak". Raises CorrectionError.
    """
    columns = []
    for text in maps:
        heading, name = _halves(text, "Judul Kolom=nama")
        columns.append((heading, _field(name)))
    corrections = Corrections(columns=tuple(columns))
    for text in defaults:
        name, value = _halves(text, "segmen=BPU")
        setter = _DEFAULTS.get(name.casefold())
        if setter is None:
            raise CorrectionError(f"{name!r} tidak dikenal. Pilihan: {', '.join(_DEFAULTS)}.")
        try:
            corrections = setter(corrections, value)
        except (BadCellError, ValueError) as error:
            raise CorrectionError(f"Nilai untuk {name} tidak dikenal: {value!r}.") from error
    return corrections


def _halves(text: str, example: str) -> tuple[str, str]:
    # A heading may have "=" in it, a field's name doesn't.
    left, equals, right = text.rpartition("=")
    if not equals or not left.strip() or not right.strip():
        raise CorrectionError(f"Tulis seperti {example!r}, bukan {text!r}.")
    return left.strip(), right.strip()


def _field(name: str) -> Field | None:
    key = key_of(name).replace(" ", "_")
    if key == NOT_USED:
        return None
    try:
        return Field(key)
    except ValueError:
        names = ", ".join([*Field, NOT_USED])
        raise CorrectionError(f"Kolom {name!r} tidak dikenal. Pilihan: {names}.") from None


def _with_fill_down(corrections: Corrections, value: str) -> Corrections:
    if value.casefold() not in (_YES, _NO):
        raise ValueError
    return replace(corrections, fill_down=value.casefold() == _YES)


_DEFAULTS: Final[dict[str, Callable[[Corrections, str], Corrections]]] = {
    "segmen": lambda old, value: replace(old, segment=read_segment(value)),
    "status": lambda old, value: replace(old, status=read_status(value)),
    "wilayah": lambda old, value: replace(old, region=RegionReader()(value, "")),
    "kode": lambda old, value: replace(old, code_system=CodeSystem(value.casefold())),
    "tanggal": lambda old, value: replace(old, date_order=DateOrder(value.casefold())),
    "isi-ke-bawah": _with_fill_down,
}
