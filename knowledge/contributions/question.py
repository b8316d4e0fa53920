"""The question that asks a worker for the next missing input, with choices for buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.contributions import migrants, own_account
from knowledge.contributions.bands import Band, load_bands
from knowledge.contributions.employees import Package
from knowledge.contributions.inputs import NO, RISK_NOT_KNOWN, YES, Input, Inputs, Kind, missing
from knowledge.contributions.migrants import Stage
from knowledge.contributions.reading import Reading
from knowledge.contributions.wording import band_range
from knowledge.figures.wording import rupiah

TYPE_IT = "tulis"
"""The value of the choice to type a number instead."""
MOST_CHOICES = 6
_SHORT_LIST = (1, 4, 6, 10, 14)
"""Bands that are offered: incomes around one, one and a half, two, three and five million."""
_COMMON_WAGES = (3_000_000, 4_000_000, 5_000_000, 7_000_000, 10_000_000)
_TYPING = {
    Input.INCOME: "Silakan tulis angkanya, misalnya <b>2,5 juta</b>.",
    Input.MONTHS: "Silakan tulis berapa bulan, dengan angka saja.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says, and the value that `answered` takes."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question in Telegram HTML, with at most six choices."""

    wanted: Input
    text: str
    choices: tuple[Choice, ...]
    typing_prompt: str | None
    """What to say to somebody who wants to type a number; None where only choices will do."""


def next_question(inputs: Inputs, today: date) -> Question | None:
    """The question for the next missing input; None when nothing is missing."""
    wanted = missing(inputs, today)
    if wanted is None:
        return None
    text, choices = _QUESTIONS[wanted](inputs, today)
    prompt = _TYPING.get(wanted)
    if prompt is not None:
        choices = (*choices, Choice("✏️ Tulis angka lain", TYPE_IT))
    return Question(wanted, text, choices, prompt)


_Asked = tuple[str, tuple[Choice, ...]]


def _kind(_inputs: Inputs, _today: date) -> _Asked:
    return (
        "Saya bantu hitung iurannya. <b>Anda bekerja sebagai apa?</b>",
        (
            Choice("Kerja sendiri (mandiri)", Kind.OWN_ACCOUNT),
            Choice("Karyawan", Kind.EMPLOYEE),
            Choice("Pekerja migran (TKI)", Kind.MIGRANT),
            Choice("Pemilik usaha + karyawan", Kind.OWNER),
            Choice("Buruh proyek bangunan", Kind.PROJECT),
        ),
    )


def _transport(_inputs: Inputs, _today: date) -> _Asked:
    return (
        (
            "<b>Apakah Anda bekerja di angkutan?</b>\n"
            "Misalnya ojol, ojek pangkalan, kurir, atau sopir angkutan, taksi, dan logistik "
            "mandiri. Masa potongan iurannya berbeda."
        ),
        (Choice("Ya, angkutan", YES), Choice("Bukan", NO)),
    )


def _income(inputs: Inputs, today: date) -> _Asked:
    if inputs.kind is Kind.EMPLOYEE:
        days = Reading().figure("upah_harian_pengali", today)
        return (
            f"<b>Berapa upah Anda sebulan?</b>\nKalau upahnya harian, upah sehari dikali {days}.",
            tuple(Choice(rupiah(wage), str(wage)) for wage in _COMMON_WAGES),
        )
    bands = load_bands()
    return (
        (
            "<b>Berapa penghasilan Anda sebulan, kira-kira?</b>\n"
            "Iuran dan santunan kecelakaan mengikuti penghasilan yang dilaporkan."
        ),
        tuple(Choice(_label(bands[row - 1]), str(bands[row - 1].base)) for row in _SHORT_LIST),
    )


def _label(band: Band) -> str:
    said = band_range(band)
    return said[0].upper() + said[1:]


def _programmes(_inputs: Inputs, _today: date) -> _Asked:
    return (
        (
            "<b>Mau ikut berapa program?</b>\n"
            "• 2 program: JKK (kecelakaan kerja) dan JKM (kematian)\n"
            "• 3 program: ditambah JHT (tabungan hari tua)"
        ),
        (
            Choice("2 program", str(own_account.TWO_PROGRAMMES)),
            Choice("3 program, dengan JHT", str(own_account.THREE_PROGRAMMES)),
        ),
    )


def _months(inputs: Inputs, today: date) -> _Asked:
    if inputs.kind is not Kind.MIGRANT:
        text, lengths = "<b>Mau bayar untuk berapa bulan?</b>", own_account.payable_months(today)
    elif inputs.stage is Stage.EXTENSION:
        text, lengths = "<b>Diperpanjang berapa bulan?</b>", migrants.named_lengths(today)
    else:
        text, lengths = "<b>Berapa lama perjanjian kerjanya?</b>", migrants.named_lengths(today)
    return text, tuple(Choice(f"{length} bulan", str(length)) for length in lengths)


def _package(_inputs: Inputs, _today: date) -> _Asked:
    return (
        (
            "<b>Potongan apa yang ada di slip gaji Anda?</b>\n"
            "JHT adalah tabungan hari tua, JP pensiun."
        ),
        (
            Choice("JHT dan JP", Package.ALL),
            Choice("JHT saja", Package.WITHOUT_PENSION),
            Choice("Tidak ada potongan", Package.ACCIDENT_AND_DEATH),
            Choice("Tidak tahu", Package.ALL),
        ),
    )


def _risk(_inputs: Inputs, _today: date) -> _Asked:
    return (
        (
            "<b>Seberapa besar bahaya kecelakaan di tempat kerja Anda?</b>\n"
            "Ini hanya mengubah iuran JKK yang dibayar perusahaan. Potongan gaji Anda tetap sama. "
            "Kelompok resminya bisa ditanyakan ke bagian personalia."
        ),
        (
            Choice("Sangat rendah", "1"),
            Choice("Rendah", "2"),
            Choice("Sedang", "3"),
            Choice("Tinggi", "4"),
            Choice("Sangat tinggi", "5"),
            Choice("Tidak tahu", str(RISK_NOT_KNOWN)),
        ),
    )


def _stage(_inputs: Inputs, _today: date) -> _Asked:
    return (
        "<b>Iuran untuk apa yang mau dihitung?</b>",
        (
            Choice("Saya belum berangkat", Stage.BEFORE),
            Choice("Perjanjian kerja saja", Stage.CONTRACT),
            Choice("Perpanjangan", Stage.EXTENSION),
        ),
    )


def _alone(_inputs: Inputs, _today: date) -> _Asked:
    return (
        "<b>Apakah Anda berangkat sendiri, tanpa perusahaan penempatan?</b>",
        (Choice("Ya, sendiri", YES), Choice("Bukan, lewat perusahaan", NO)),
    )


_QUESTIONS: Mapping[Input, Callable[[Inputs, date], _Asked]] = {
    Input.KIND: _kind,
    Input.TRANSPORT: _transport,
    Input.INCOME: _income,
    Input.PROGRAMMES: _programmes,
    Input.MONTHS: _months,
    Input.PACKAGE: _package,
    Input.RISK: _risk,
    Input.STAGE: _stage,
    Input.ALONE: _alone,
}
