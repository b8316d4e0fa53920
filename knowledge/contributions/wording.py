"""Calculations in words: warm, simple Bahasa Indonesia in Telegram HTML, at most 1,000 characters.

The advice to check with 175 is the caller's to add, by the confidence of the result.
"""

from collections.abc import Iterator, Mapping
from functools import singledispatch

from knowledge.contributions.advice import REFERRALS, REFUSALS
from knowledge.contributions.bands import Band
from knowledge.contributions.benefits import AccidentBenefits, DeathBenefits
from knowledge.contributions.employees import EmployeeContribution, EmployeeLine, Package
from knowledge.contributions.errors import Problem
from knowledge.contributions.inputs import Calculation, Referral
from knowledge.contributions.migrants import (
    MigrantContribution,
    MigrantLine,
    Part,
    Stage,
)
from knowledge.contributions.months import Month
from knowledge.contributions.own_account import (
    Discount,
    Line,
    OwnAccountContribution,
    Stretch,
    payable_months,
)
from knowledge.contributions.programmes import Programme
from knowledge.contributions.reading import Reading
from knowledge.figures.wording import Unit, number, rupiah, worded

_NAMES: Mapping[Programme, str] = {
    Programme.JKK: "JKK (kecelakaan kerja)",
    Programme.JKM: "JKM (kematian)",
    Programme.JHT: "JHT (hari tua)",
    Programme.JP: "JP (pensiun)",
    Programme.JKP: "JKP (kehilangan pekerjaan)",
}
_GETS = "<b>Yang Anda dapat:</b>"


def in_words(result: Calculation) -> str:
    """A calculation as a worker reads it, or where to ask for one that is not done here."""
    return "\n".join(_lines_of(result)).strip()


def refusal(problem: Problem) -> str:
    """Why something cannot be calculated, and what to do about it."""
    return REFUSALS[problem]


@singledispatch
def _lines_of(result: object) -> Iterator[str]:
    raise TypeError(f"{type(result).__name__} is no calculation")


# Own-account workers


@_lines_of.register
def _(result: OwnAccountContribution) -> Iterator[str]:
    yield _own_account_head(result)
    yield ""
    yield f"Penghasilan {band_range(result.band)}, tiap bulan:"
    shown = next((part for part in result.stretches if part.discount), result.stretches[0])
    has_savings = any(line.programme is Programme.JHT for line in shown.lines)
    for line in shown.lines:
        yield f"• {_NAMES[line.programme]}: {_with_discount(line)}"
    if len(result.stretches) > 1:
        yield ""
        for stretch in result.stretches:
            yield f"• {_span(stretch.first, stretch.last)}: {_times(stretch)}"
    if shown.discount:
        yield _discount_sentence(shown.discount)
    yield from _how_many_months(result)
    if result.request.paid_by_government:
        yield "Iuran yang dibayari pemerintah tidak dapat potongan."
        if has_savings:
            yield "JHT biasanya tidak ikut dibayari."
    yield ""
    yield _GETS
    yield from _accident(result.accident)
    yield _death(result.death)
    if has_savings:
        yield "• Hari tua: tabungan JHT kembali bersama hasil pengembangannya."
    yield ""
    if not result.request.paid_by_government:
        yield "Bayarnya memakai NIK Anda. Pemilik usaha yang punya karyawan dihitung lain."


def _own_account_head(result: OwnAccountContribution) -> str:
    months = result.request.months
    if result.request.paid_by_government:
        return (
            "<b>Anda tidak membayar JKK dan JKM</b> selama dibayari pemerintah (APBN/APBD). "
            f"Iuran normalnya {rupiah(result.stretches[0].normal)} sebulan."
        )
    length = "sebulan" if months == 1 else f"untuk {_months(months)}"
    normal = f" (tarif normal {rupiah(result.normal_total)})" if result.saved else ""
    first, last = result.stretches[0].first, result.stretches[-1].last
    return f"<b>Iuran Anda {rupiah(result.total)} {length}</b>{normal}, {_span(first, last)}."


def band_range(band: Band) -> str:
    """The incomes of a band: "sampai Rp1.099.000", "Rp1.500.000–1.699.000"."""
    if band.lowest is None:
        return f"sampai Rp{number(band.highest or band.base)}"
    if band.highest is None:
        return f"Rp{number(band.lowest)} ke atas"
    return f"Rp{number(band.lowest)}–{number(band.highest)}"


def _with_discount(line: Line) -> str:
    if line.due == line.normal:
        return f"<b>{rupiah(line.due)}</b>"
    return f"{rupiah(line.normal)} jadi <b>{rupiah(line.due)}</b>"


def _times(stretch: Stretch) -> str:
    return f"{stretch.months} × <b>{rupiah(stretch.due)}</b>"


def _discount_sentence(discount: Discount) -> str:
    percent = worded(discount.percent, Unit.PERCENT)
    if discount.last is None:
        return f"JKK dan JKM dipotong {percent}."
    return (
        f"JKK dan JKM dipotong {percent} sampai iuran {discount.last}. "
        "Sesudah itu tarif normal, bila tidak ada aturan baru."
    )


def _how_many_months(result: OwnAccountContribution) -> Iterator[str]:
    day = result.stretches[0].first.first_day
    if result.request.months not in payable_months(day):
        everywhere = Reading().figure("bpu_bayar_sekaligus", day)
        yield (
            f"{_months(result.request.months).capitalize()} sekaligus hanya bisa di sebagian "
            f"dompet digital. Di tempat lain: {everywhere}."
        )


# Employees


@_lines_of.register
def _(result: EmployeeContribution) -> Iterator[str]:
    wage = rupiah(result.request.wage)
    if result.employee:
        yield f"<b>Potongan gaji Anda {rupiah(result.employee)} sebulan.</b>"
    else:
        yield (
            "<b>Gaji Anda tidak dipotong.</b> Iurannya dibayar perusahaan. "
            "Cek juga apakah Anda memang sudah didaftarkan."
        )
    yield ""
    yield f"Upah {wage}, iuran {result.month}:"
    for line in result.lines:
        yield f"• {_NAMES[line.programme]}: {_shares(line)}"
    yield f"Perusahaan menambah {_at_least(result.employer, result.employer_at_most)} sebulan."
    if result.pension_ceiling is not None:
        yield f"JP dihitung dari upah paling tinggi {rupiah(result.pension_ceiling)}."
    if result.ceiling_may_have_risen:
        yield "Batas upah JP biasanya berubah tiap tahun, jadi angkanya mungkin sudah naik."
    if result.request.package is Package.ALL:
        yield "Karyawan usaha mikro dan kecil bisa tanpa JP."
    yield ""
    yield _GETS
    yield from _accident(result.accident)
    yield _death(result.death)
    if result.unemployment:
        yield (
            f"• Kena PHK: sampai <b>{rupiah(result.unemployment.monthly)}</b> sebulan, paling lama "
            f"{_months(result.unemployment.months)}, bila iuran sedikitnya "
            f"{_months(result.unemployment.contributions_needed)}."
        )


def _shares(line: EmployeeLine) -> str:
    if line.programme is Programme.JKP:
        return "tanpa tambahan iuran"
    employer = f"perusahaan {_at_least(line.employer, line.employer_at_most)}"
    return f"Anda <b>{rupiah(line.employee)}</b>, {employer}" if line.employee else employer


def _at_least(least: int, most: int) -> str:
    if least == most:
        return rupiah(least)
    return f"{rupiah(least)} sampai {rupiah(most)} (menurut risiko kerja)"


# Migrant workers


@_lines_of.register
def _(result: MigrantContribution) -> Iterator[str]:
    what = f"{_NAMES[Programme.JKK]} dan {_NAMES[Programme.JKM]}"
    yield f"<b>Iuran Anda {rupiah(result.total)}</b> untuk {what}."
    yield ""
    for line in result.lines:
        yield f"• {_part(line)}: <b>{rupiah(line.amount)}</b>"
    if result.request.stage is Stage.BEFORE and result.request.goes_alone:
        yield "• Sebelum berangkat: PMI perseorangan tidak membayar"
    least, most = result.saving_range
    if result.request.saving:
        yield f"• JHT (tabungan): <b>{rupiah(result.request.saving)}</b> tiap bulan"
    else:
        yield f"• JHT (tabungan): pilihan, {rupiah(least)} sampai {rupiah(most)} tiap bulan"
    yield ""
    yield _GETS
    benefits = result.benefits
    yield f"• Meninggal di masa bekerja: <b>{rupiah(benefits.death_during_work)}</b>"
    yield (
        "• Meninggal bukan karena kerja, sebelum atau setelah masa bekerja: "
        f"<b>{rupiah(benefits.death_otherwise)}</b>"
    )
    yield f"• Cacat total tetap karena kerja: <b>{rupiah(benefits.total_disability)}</b>"
    yield (
        "• Biaya rawat di negara tujuan yang tidak dijamin di sana: sampai "
        f"<b>{rupiah(benefits.treatment_abroad)}</b> per kasus"
    )
    yield ""
    yield "Cek kepesertaan dan perpanjangan di pmi.bpjsketenagakerjaan.go.id."


def _part(line: MigrantLine) -> str:
    if line.part is Part.BEFORE_WORK:
        return f"Sebelum berangkat (paling lama {_months(line.months)})"
    if line.part is Part.CONTRACT:
        return f"Selama dan setelah bekerja, perjanjian {_months(line.months)}"
    return f"Tambahan {_months(line.months)}"


# Referrals and what all share


@_lines_of.register
def _(result: Referral) -> Iterator[str]:
    yield REFERRALS[result]


def _accident(benefits: AccidentBenefits) -> Iterator[str]:
    yield (
        "• Kecelakaan kerja: biaya rawat sampai sembuh. Tidak bisa bekerja: "
        f"<b>{rupiah(benefits.unable_to_work)}</b> sebulan selama "
        f"{_months(benefits.unable_to_work_months)} pertama. "
        f"Cacat total tetap: <b>{rupiah(benefits.total_disability)}</b>. "
        f"Meninggal: <b>{rupiah(benefits.death_total)}</b>."
    )


def _death(benefits: DeathBenefits) -> str:
    said = f"• Meninggal bukan karena kerja: <b>{rupiah(benefits.full)}</b>"
    if not benefits.waiting_months:
        return f"{said}."
    return (
        f"{said} bila iuran sudah {_months(benefits.waiting_months)} berturut-turut, "
        f"sebelum itu {rupiah(benefits.while_waiting)}."
    )


def _months(count: int) -> str:
    return worded(count, Unit.MONTHS)


def _span(first: Month, last: Month) -> str:
    """The months from one to another: "November–Desember 2026", "November 2026–Oktober 2027"."""
    if first == last:
        return str(first)
    return f"{str(first).split()[0] if first.year == last.year else first}–{last}"
