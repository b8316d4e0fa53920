"""Pieces of what is said about figures: percentages, people, days, sources. Telegram HTML."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from html import escape

from bot.coverage.amounts import Amount
from bot.coverage.book import region_of_code
from bot.coverage.figures import FULL, Counted, Figure, Source
from knowledge.figures.wording import long_date, month_and_year, number

OLD_AFTER = timedelta(days=60)
_MONTH = 30.44
_LONGEST_TITLE = 70
_LONGEST_NOTE = 220
_INDICATORS = {
    "angkatan_kerja": "angkatan kerja (BPS)",
    "penduduk_bekerja": "penduduk bekerja (BPS)",
    "pekerja_formal": "pekerja formal (BPS)",
    "pekerja_informal": "pekerja informal (BPS)",
    "pengangguran": "pengangguran (BPS)",
    "tpt_persen": "tingkat pengangguran (BPS)",
    "target_cakupan_persen": "target cakupan",
    "target_peserta": "target peserta",
    "target_tambahan_peserta": "target tambahan peserta",
    "tambahan_peserta": "tambahan peserta",
    "pekerja_rentan_apbd_kab": "kuota dari APBD kabupaten/kota",
    "pekerja_rentan_apbd_provinsi": "kuota dari APBD provinsi",
    "pekerja_rentan_dbh_sawit": "kuota dari DBH sawit",
    "pekerja_rentan_dan_non_asn_apbd_kab": "pekerja rentan dan non-ASN dari APBD kabupaten",
    "pekerja_rentan_tervalidasi": "pekerja rentan yang sudah divalidasi",
    "rencana_pekerja_rentan_apbd_kab": "rencana dari APBD kabupaten",
    "rencana_pekerja_rentan_apbd_provinsi": "rencana dari APBD provinsi",
    "guru_non_asn_negeri": "guru non-ASN di sekolah negeri",
    "guru_tpa_terlindungi": "guru TPA yang terlindungi",
    "guru_paud_total": "guru PAUD",
    "ketua_rt_terlindungi": "ketua RT yang terlindungi",
    "perangkat_desa_terlindungi": "perangkat desa yang terlindungi",
    "perangkat_desa_rt_terlindungi": "perangkat desa dan ketua RT yang terlindungi",
    "kampung_sudah_bayar": "kampung yang sudah membayar iuran aparaturnya",
    "proyek_belum_terdaftar": "proyek yang belum mendaftar",
    "proyek_dishub_terdaftar": "proyek Dishub yang terdaftar",
    "proyek_dishub_total": "proyek Dishub seluruhnya",
}
_COUNTED = {
    Counted.ACTIVE: "peserta",
    Counted.REGISTERED: "orang terdaftar",
    Counted.PROTECTED: "orang terlindungi",
}


def region_name(code: str) -> str:
    """A region's short name."""
    region = region_of_code(code)
    return region.name if region else code


def percent(amount: Amount | Decimal) -> str:
    """A percentage as people write it: "40,39 %", "lebih dari 50 %", "66–67 %"."""
    return f"{amount if isinstance(amount, Amount) else number(float(amount))} %"


def people(amount: Amount) -> str:
    """A number of people: "141.278 orang", "sekitar 52.000 orang"."""
    return f"{amount} orang"


def points(change: Decimal) -> str:
    """A change in percentage points: "naik 2,5 poin"."""
    if not change:
        return "tetap"
    return f"{'naik' if change > 0 else 'turun'} {number(float(abs(change)))} poin"


def day(as_of: date) -> str:
    """A position: a month's last day stands for the month, as sources mostly give it."""
    is_last = (as_of + timedelta(days=1)).day == 1
    return month_and_year(as_of) if is_last else long_date(as_of)


def short_day(as_of: date) -> str:
    """A position in few letters, for lists: "Sep 2025"."""
    month, year = month_and_year(as_of).split()
    return f"{month[:3] if len(month) > 4 else month} {year}"  # noqa: PLR2004 -- "Juli" stays whole


def age(as_of: date, today: date) -> str:
    """How old a figure is, in months, where that matters: " (14 bulan lalu)"; else ""."""
    if today - as_of < OLD_AFTER:
        return ""
    return f" ({round((today - as_of).days / _MONTH)} bulan lalu)"


def indicator_label(indicator: str) -> str:
    """An indicator's name in plain words."""
    return _INDICATORS.get(indicator, indicator.replace("_", " "))


def counted_people(figure: Figure) -> str:
    """The people of a figure: "43.915 peserta", "sekitar 52.000 orang terlindungi"."""
    return f"{figure.numerator} {_COUNTED[figure.counted]}"


def capitalised(text: str) -> str:
    """The text with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def source_line(source: Source) -> str:
    """A source: who published it, what, when, with its link."""
    title, _, publisher = source.title.rpartition(" (")
    if not title or not publisher.endswith(")"):
        title, publisher = source.title, ""
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    said = escape(f"{publisher.removesuffix(')')}: “{title}”" if publisher else title)
    if source.url:
        said = f'<a href="{escape(source.url)}">{said}</a>'
    return f"{said}, terbit {long_date(source.published)}" if source.published else said


def all_sources(figures: Iterable[Figure]) -> tuple[Source, ...]:
    """Every source of several figures, each once."""
    return tuple(dict.fromkeys(source for figure in figures for source in figure.sources))


def sources_line(sources: Sequence[Source]) -> str:
    """Every source of a figure, on a line of its own when there are several."""
    if len(sources) == 1:
        return f"Sumber: {source_line(sources[0])}"
    return "\n".join(["Sumber:", *(f"• {source_line(source)}" for source in sources)])


def remark(figure: Figure) -> str:
    """The first thing a figure's note says, escaped; "" where it only repeats the position."""
    first = figure.note.split(". ")[0].strip().rstrip(".")
    if not first or first.startswith("Posisi") or first in {"Sekitar", "Pembulatan sumber"}:
        return ""
    cut = f"{first[:_LONGEST_NOTE].rstrip()}…" if len(first) > _LONGEST_NOTE else f"{first}."
    return escape(cut)


def brief(figure: Figure) -> str:
    """A figure in a list: "77 %", "sekitar 52.000 orang terlindungi"."""
    if figure.percent is not None:
        return percent(figure.percent)
    if figure.numerator is not None:
        return counted_people(figure)
    if figure.uncovered is not None:
        return f"{people(figure.uncovered)} belum terlindungi"
    if figure.denominator is not None:
        return f"{people(figure.denominator)} jumlah pekerjanya"
    return amount_in_unit(figure)


def amount_in_unit(figure: Figure) -> str:
    """The value of another indicator with its unit."""
    if figure.value is None:
        return "–"
    return f"{figure.value} {'%' if figure.unit == 'persen' else figure.unit}"


def on_hundred(figure: Figure) -> str:
    """What 100 % and more mean; "" below."""
    shown = figure.percent
    if shown is None or shown.value < FULL:
        return ""
    if shown.value > FULL:
        counts = ""
        if figure.numerator is not None and figure.denominator is not None:
            counts = f" ({figure.numerator} dari {figure.denominator})"
        return (
            f"Lebih dari 100 % karena pesertanya lebih banyak dari perkiraan jumlah pekerja"
            f"{counts}. Perkiraannya terlalu kecil; belum tentu semua orang sudah ikut."
        )
    if figure.is_complete:
        return ""
    return (
        "100 % ini yang diumumkan. Jumlah orang di baliknya tidak disebut, jadi tidak bisa kami "
        "hitung ulang. Perorangan bisa saja masih ada yang belum ikut."
    )
