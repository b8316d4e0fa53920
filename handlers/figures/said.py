"""How figures are shown to admins: values, periods, sources, what was added to them."""

from datetime import date, timedelta
from html import escape

from bot.content.figures import Added, State
from bot.content.review import Ending
from knowledge.facts import load_facts
from knowledge.figures import Figure, Period
from knowledge.figures.timeline import Hindered, LaterValue, Obstacle
from knowledge.figures.typed import TypedProblem
from knowledge.figures.wording import Unit, long_date, short_date, worded

GROUPS = {
    "iuran": "💰 Iuran & potongan",
    "manfaat": "🎁 Manfaat",
    "kepesertaan": "👷 Kepesertaan",
    "klaim": "📤 Klaim",
    "pendaftaran": "📝 Pendaftaran",
    "layanan": "📍 Layanan",
    "hitung": "🧮 Migran",
    "wilayah": "📊 Wilayah",
}
"""The files of figures, as they are called in the chat; a file without a name keeps its own."""

BANDS = (
    "33 lapis penghasilan peserta mandiri bukan angka di sini: tabelnya PP 44/2015 Lampiran II, di "
    "berkas <code>knowledge/contributions/bands.csv</code>. Berubah hanya lewat pembaruan program."
)
_FOLLOWS_PROGRAM = "🔒 Angka ini mengikuti program bot sendiri, jadi tidak diubah di sini."
_STATES = {
    State.WAITING: "⏳ menunggu admin kedua",
    State.HOLDS: "✅ disetujui",
    State.REFUSED: "✖️ ditolak",
    State.WITHDRAWN: "🗑 ditarik",
}
TYPED = {
    TypedProblem.NOT_A_NUMBER: "Itu belum angka.",
    TypedProblem.AMBIGUOUS: (
        "Titik atau komanya bisa dibaca dua cara. Titik untuk ribuan, koma untuk pecahan: "
        "16.800 atau 0,24."
    ),
    TypedProblem.OTHER_UNIT: "Satuannya lain dari angka ini.",
    TypedProblem.ZERO: (
        "Nol tidak bisa disimpan. Kalau aturannya selesai, koreksi tanggal akhir nilai yang "
        "berlaku."
    ),
    TypedProblem.TOO_LARGE: "Angkanya terlalu besar. Mungkin nolnya kelebihan?",
    TypedProblem.NOT_WHOLE: "Untuk angka ini hanya bilangan bulat.",
    TypedProblem.TOO_FINE: "Paling banyak dua angka di belakang koma.",
    TypedProblem.TOO_LONG: "Terlalu panjang: paling banyak 60 huruf.",
    TypedProblem.FORBIDDEN_SIGNS: "Tanda &lt; &gt; &amp; { } tidak bisa dipakai di sini.",
    TypedProblem.NOT_A_DAY: "Itu belum tanggal. Contoh: 01/03/2027 atau 1 Maret 2027.",
    TypedProblem.NO_SUCH_DAY: "Tanggal itu tidak ada. Periksa lagi hari, bulan, dan tahunnya.",
}
_OBSTACLES = {
    Obstacle.ENDS_BEFORE_IT_BEGINS: "Tanggal akhirnya sebelum tanggal mulai.",
    Obstacle.OVERLAPS: (
        "Bertumpuk dengan nilai lain: {period}. Pilih tanggal lain, atau koreksi nilai itu."
    ),
    Obstacle.NOTHING_TO_CORRECT: "Pada tanggal itu tidak ada nilai yang bisa dikoreksi.",
    Obstacle.WOULD_END: (
        "Angka ini harus selalu punya nilai: sesudah tanggal akhir itu jawaban tidak bisa dibuat."
    ),
    Obstacle.CHANGES_NOTHING: "Nilai itu sudah berlaku pada tanggal itu: {period}.",
}


def obstacle(figure: Figure, hindered: Hindered) -> str:
    """Why a value can't be added."""
    period = span(hindered.period, figure.unit) if hindered.period is not None else ""
    return _OBSTACLES[hindered.obstacle].format(period=period)


def span(period: Period, unit: Unit) -> str:
    """A value and when it holds: "Rp6.800, mulai 1 Januari 2027, tanpa batas akhir"."""
    said = f"<b>{escape(worded(period.value, unit))}</b>"
    return f"{said}, {dates(period.since, period.until)}"


def dates(since: date | None, until: date | None) -> str:
    """When something holds."""
    if since is None and until is None:
        return "selalu"
    if since is None:
        return f"sampai {long_date(until)}" if until else ""
    if until is None:
        return f"mulai {long_date(since)}, tanpa batas akhir"
    return f"{long_date(since)} – {long_date(until)}"


def line(number: int, figure: Figure, today: date) -> str:
    """A figure in a list."""
    current = figure.on(today)
    value = escape(str(current)) if current is not None else "belum ada nilai hari ini"
    last_day = current.period.until if current is not None else None
    ends = f", sampai {short_date(last_day)}" if last_day is not None else ""
    return f"<b>{number}.</b> {escape(figure.meaning)}: <b>{value}</b>{ends}"


def ending_line(number: int, ending: Ending, today: date) -> str:
    """A figure that ends soon."""
    days = (ending.last_day - today).days
    when = "hari ini terakhir" if not days else f"{days} hari lagi"
    if ending.following is None:
        after = "⚠️ belum ada penggantinya"
    else:
        after = f"lalu {escape(worded(ending.following.value, ending.figure.unit))}"
    return (
        f"<b>{number}.</b> {escape(ending.figure.meaning)}: sampai {long_date(ending.last_day)} "
        f"({when}), {after}"
    )


def detail(key: str, figure: Figure, added: list[Added], today: date, *, locked: bool) -> str:
    """Everything about a figure."""
    current = figure.on(today)
    lines = [
        f"🔢 <b>{escape(figure.meaning)}</b>",
        f"<code>{key}</code>, satuan: {figure.unit}",
        "",
    ]
    if current is None:
        lines.append("Hari ini <b>belum ada nilai</b>.")
    else:
        lines.append(f"Hari ini: {span(current.period, figure.unit)}")
        lines.append(f"Sumber: {source_of(current.period)}")
    later = [period for period in figure.values if period.since and period.since > today]
    if later:
        lines += ["", "<b>Berikutnya</b>"]
        lines += [
            f"• {span(period, figure.unit)}\n  Sumber: {source_of(period)}" for period in later
        ]
    if added:
        lines += ["", "<b>Yang ditambahkan admin</b>"]
        lines += [f"• {added_line(each, figure.unit)}" for each in added[-5:]]
    if key.startswith("bpu_"):
        lines += ["", BANDS]
    if locked:
        lines += ["", _FOLLOWS_PROGRAM]
    return "\n".join(lines)


def added_line(added: Added, unit: Unit) -> str:
    """An added value: what, when, why, where it stands."""
    later = added.later
    said = f"<b>{escape(worded(later.value, unit))}</b>, {dates(later.since, later.until)}"
    kind = "koreksi" if later.corrects else "periode berikutnya"
    why = f", alasan: {escape(added.reason)}" if added.reason else ""
    return f"{said} ({kind}, ditulis {short_date(added.at.date())}{why}): {_STATES[added.state]}"


def source_of(period: Period) -> str:
    """Where a value comes from: its own source, or the legal basis of its facts."""
    if period.source:
        return escape(period.source)
    facts = load_facts()
    known = [facts[fact] for fact in period.facts if fact in facts]
    basis = dict.fromkeys(fact.legal_basis for fact in known if fact.legal_basis != "–")
    named = "; ".join(basis) or "lembar fakta"
    return escape(f"{named} ({', '.join(period.facts)})")


def later_source(later: LaterValue) -> str:
    """The source of an added value, with its address."""
    if later.url is None:
        return escape(later.source)
    return f'<a href="{escape(later.url)}">{escape(later.source)}</a>'


def closing(figure: Figure, later: LaterValue) -> str:
    """What becomes of the value before."""
    before = figure.on(later.since)
    if before is None:
        return "Sebelumnya: tidak ada nilai pada tanggal itu."
    last = later.since - timedelta(days=1)
    value = escape(str(before))
    if before.period.since is not None and before.period.since > last:
        return f"Sebelumnya: {value}, diganti seluruhnya."
    return f"Sebelumnya: {value}, ditutup {long_date(last)}."
