"""A list of members by name and address, brought by an admin: what would it do, take it in."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from html import escape

from bot.registry import brought
from bot.registry.brought import ListRefusedError, Looked, Request, Taken
from bot.registry.brought.exchange import Outlook, Place, Step
from bot.registry.memberships import Segment, Status
from bot.registry.reading import LABELS, Field
from bot.settings import Settings
from bot.uploads import Applied, Attachment, Choice, Preview, RefusedError
from bot.uploads.kinds import Report
from knowledge.figures.wording import long_date, number
from knowledge.regions import load_regions

_MAP, _DEFAULT, _EDIT, _DATE, _ADD, _FORCE = "peta:", "nilai:", "ubah", "tanggal", "tambah", "paksa"
_YES = "ya"
_ANY_FIELD = "pilih"
_MOST_HEADINGS = 60
_MOST_LINES = 14
_LONGEST = 3_500

_HEAD = "👥 <b>Daftar peserta: {name}</b>"
_NOT_YET = "<b>Belum bisa dimasukkan:</b>"
_WHICH = "Kolom mana yang berisi <b>{field}</b>?"
_WHICH_FIELD = "Kolom apa yang mau diubah?"
_NEEDS_DATE = (
    "<b>Data ini per tanggal berapa?</b> Tanggalnya tidak ada di setiap baris. Pilih atau tulis."
)
_TYPE_DATE = "Tulis tanggal datanya, misalnya <code>31/10/2026</code>."
_BAD_DATE = (
    "⚠️ Tanggal “{text}” tidak bisa dipakai. Pilih, atau tulis lagi seperti 31/10/2026; "
    "tanggal yang akan datang tidak bisa."
)
_HINT = "Mau memilih? Tekan ✏️ Ubah kolom."
_EFFECT = (
    "<b>Kalau dimasukkan:</b>\n"
    "• data per {as_of}\n"
    "• {read} baris dibaca, {rejected} ditolak{identical}\n"
    "• {people} orang, {memberships} kepesertaan (sekarang {before} orang)"
)
_UNCHANGED = "Isinya sama dengan yang sudah berlaku. Tidak ada yang perlu dimasukkan."
_REPLACES = "Daftar yang sekarang <b>diganti seluruhnya</b>."
_ADDS = "Daftar yang sekarang <b>ditambah</b>; orang yang sama diperbarui."
_SHRINKS = (
    "⚠️ <b>Awas:</b> kurang dari separuh orang yang tersisa. Mungkin ini berkas satu daerah saja: "
    "tekan “Tambahkan saja”."
)
_REJECTED = "<b>Baris yang ditolak</b> (paling banyak 20 ditampilkan):"
_DELETED_LATER = "🔒 Berkas ini saya hapus dari obrolan setelah selesai."
_DONE = (
    "✅ <b>Daftar peserta berlaku.</b>\n"
    "Data per {as_of}: {people} orang, {memberships} kepesertaan.\n"
    "{read} baris dibaca, {rejected} ditolak."
)
_DONE_UNCHANGED = "Daftarnya sama dengan yang sudah berlaku. Tidak ada yang berubah."
_NO_KEY = (
    "Kunci registri (SECRET_KEY) belum diatur di server, jadi daftar peserta belum bisa "
    "dimasukkan. Hubungi pengelola bot."
)
_CONFIRM = "✅ Masukkan"
_READINGS = (
    ("🔢 Kode wilayah: Kemendagri", "kode", "kemendagri"),
    ("🔢 Kode wilayah: BPS", "kode", "bps"),
    ("📅 Tanggal: hari/bulan", "tanggal", "dmy"),
    ("📅 Tanggal: bulan/hari", "tanggal", "mdy"),
    ("⬇️ Sel kosong: isi dari atas", "isi-ke-bawah", "ya"),
    ("⬜ Sel kosong: biarkan", "isi-ke-bawah", "tidak"),
)
"""How doubtful cells are to be read (`parse_corrections`)."""


class MemberLists:
    """The kind of document that fills the registry."""

    label = "👥 Daftar peserta (BNBA)"
    holds_personal_data = True

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock

    async def preview(self, content: bytes, file_name: str, options: Mapping[str, str]) -> Preview:
        """Show the columns, the problems, and what would change."""
        request = self._request("look", file_name, options, by=0)
        try:
            looked = await brought.look_at(request, content)
        except ListRefusedError as error:
            raise RefusedError(_refusal(file_name, error)) from error
        return _preview(looked, file_name, options, request.now.date())

    async def apply(
        self, content: bytes, file_name: str, options: Mapping[str, str], *, by: int, report: Report
    ) -> Applied:
        """Fill a new version of the registry and put it in force."""

        async def show(step: Step) -> None:
            if step.written:
                await report(f"{number(step.written)} dari {number(step.to_write)} baris disimpan")
            else:
                await report(f"{number(step.read)} baris dibaca")

        request = self._request("take", file_name, options, by=by)
        try:
            taken = await brought.take_in(request, content, show)
        except ListRefusedError as error:
            raise RefusedError(_refusal(file_name, error)) from error
        return _applied(taken)

    def _request(self, do: str, file_name: str, options: Mapping[str, str], *, by: int) -> Request:
        secret = self._settings.secret_key
        if secret is None:
            raise RefusedError(_NO_KEY)
        now = self._clock()
        return Request.model_validate(
            {
                "do": do,
                "database_url": self._settings.database_url.get_secret_value(),
                "secret": secret.get_secret_value(),
                "file_name": file_name,
                "maps": [
                    f"{heading}={name.removeprefix(_MAP)}"
                    for name, heading in options.items()
                    if name.startswith(_MAP)
                ],
                "defaults": [
                    f"{name.removeprefix(_DEFAULT)}={value}"
                    for name, value in options.items()
                    if name.startswith(_DEFAULT)
                ],
                "as_of": _day(options.get(_DATE, ""), now.date()),
                "add": options.get(_ADD) == _YES,
                "force": options.get(_FORCE) == _YES,
                "imported_by": by,
                "now": now,
            }
        )


def _refusal(file_name: str, error: ListRefusedError) -> str:
    return (
        f"{_HEAD.format(name=escape(file_name))}\n\n{escape(error.why)}\n\nTidak ada yang diubah."
    )


def _day(text: str, today: date) -> date | None:
    """A chosen or typed day; None when it is none that a list can be of."""
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
        return day if day <= today else None
    return None


def _preview(looked: Looked, file_name: str, options: Mapping[str, str], today: date) -> Preview:
    parts = [_HEAD.format(name=escape(file_name)), _lines(looked.columns)]
    edited = options.get(_EDIT, "")
    if edited == _ANY_FIELD:
        return _cut([*parts, _WHICH_FIELD], None, _field_choices())
    if edited:
        which = _WHICH.format(field=LABELS[Field(edited)])
        return _cut([*parts, which], None, _heading_choices(looked.headings, Field(edited)))
    parts += [_lines(looked.counts), _lines(looked.notes)]
    if any("=" in note for note in looked.notes):
        parts.append(_HINT)
    if looked.problems:
        return _with_problems(looked, parts)
    bad_date = _DATE in options and _day(options[_DATE], today) is None
    if bad_date or looked.needs_date or looked.outlook is None:
        asked = _BAD_DATE.format(text=escape(options[_DATE])) if bad_date else _NEEDS_DATE
        return _cut([*parts, asked], None, _date_choices(today))
    return _outlook(looked, looked.outlook, parts, options)


def _with_problems(looked: Looked, parts: list[str]) -> Preview:
    """What has to be said first."""
    if looked.rejected:
        parts.append("\n".join([_REJECTED, *_places(looked.rejected)]))
    parts.append(f"{_NOT_YET}\n{_lines(looked.problems)}")
    if not looked.missing:
        return _cut(parts, None, [[_EDIT_BUTTON]])
    missing = looked.missing[0]
    choices = _heading_choices(missing.headings, missing.field)
    which = _WHICH.format(field=LABELS[missing.field])
    return _cut([*parts, which], None, [*choices, *_default_choices(missing.field)])


def _outlook(
    looked: Looked, outlook: Outlook, parts: list[str], options: Mapping[str, str]
) -> Preview:
    if outlook.unchanged:
        return _cut([*parts, _UNCHANGED], None, [])
    adds = options.get(_ADD) == _YES
    parts.append(_effect(outlook))
    parts.append(_ADDS if adds else _REPLACES)
    is_refused = outlook.shrinks and options.get(_FORCE) != _YES
    if outlook.shrinks:
        parts.append(_SHRINKS)
    if looked.rejected:
        parts.append("\n".join([_REJECTED, *_places(looked.rejected)]))
    parts.append(_DELETED_LATER)
    choices = [[Choice("♻️ Ganti seluruhnya", _ADD, "tidak")] if adds else [_ADD_BUTTON]]
    if is_refused:
        choices.append([Choice("⚠️ Tetap ganti seluruhnya", _FORCE, _YES)])
    choices += [[Choice("📅 Ubah tanggal data", _DATE, prompt=_TYPE_DATE)], [_EDIT_BUTTON]]
    return _cut(parts, None if is_refused else _CONFIRM, choices)


_EDIT_BUTTON = Choice("✏️ Ubah kolom", _EDIT, _ANY_FIELD)
_ADD_BUTTON = Choice("➕ Tambahkan saja", _ADD, _YES)


def _cut(parts: list[str], confirm: str | None, choices: list[list[Choice]]) -> Preview:
    """The message of these parts; what is too long loses its last parts but one."""
    kept = [part for part in parts if part]
    while len("\n\n".join(kept)) > _LONGEST and len(kept) > 2:  # noqa: PLR2004 -- head and end stay
        kept.pop(-2)
    return Preview("\n\n".join(kept), confirm, choices)


def _lines(lines: tuple[str, ...]) -> str:
    shown = [escape(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"… dan {len(lines) - _MOST_LINES} baris lagi")
    return "\n".join(shown)


def _effect(outlook: Outlook) -> str:
    identical = f", {number(outlook.identical)} kembar" if outlook.identical else ""
    return _EFFECT.format(
        as_of=long_date(outlook.as_of),
        read=number(outlook.read),
        rejected=number(outlook.rejected),
        identical=identical,
        people=number(outlook.people),
        memberships=number(outlook.memberships),
        before=number(outlook.people_before),
    )


def _places(rejected: tuple[Place, ...]) -> Iterator[str]:
    for place in rejected:
        column = f", kolom “{escape(place.column)}”" if place.column else ""
        yield f"• {escape(place.sheet)} baris {place.row}{column}: {escape(place.reason)}"


def _field_choices() -> list[list[Choice]]:
    fields = list(Field)
    buttons = [Choice(LABELS[field], _EDIT, field.value) for field in fields]
    buttons += [
        Choice(label, f"{_DEFAULT}{name}", value, drops=_EDIT) for label, name, value in _READINGS
    ]
    return _in_pairs(buttons)


def _heading_choices(headings: tuple[str, ...], field: Field) -> list[list[Choice]]:
    named = [heading for heading in headings if heading.strip()][:_MOST_HEADINGS]
    return _in_pairs(
        [Choice(f"“{name[:40]}”", f"{_MAP}{field.value}", name, drops=_EDIT) for name in named]
    )


def _in_pairs(buttons: list[Choice]) -> list[list[Choice]]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def _default_choices(field: Field) -> list[list[Choice]]:
    """One value for all rows, where that can be."""
    option = f"{_DEFAULT}{field.value}"
    match field:
        case Field.SEGMENT:
            values = [(f"Semua {segment.value}", segment.value) for segment in Segment]
        case Field.STATUS:
            values = [(f"Semua {status.value}", status.value) for status in Status]
        case Field.REGION:
            values = [
                (f"Semua {region.name}", region.kemendagri_code) for region in load_regions()[1:]
            ]
        case _:
            return []
    return _in_pairs([Choice(label, option, value) for label, value in values])


def _date_choices(today: date) -> list[list[Choice]]:
    month_before = today.replace(day=1) - timedelta(days=1)
    return [
        [Choice(f"Hari ini ({long_date(today)})", _DATE, today.isoformat())],
        [Choice(f"{long_date(month_before)}", _DATE, month_before.isoformat())],
        [Choice("Tanggal lain …", _DATE, prompt=_TYPE_DATE)],
    ]


def _applied(taken: Taken) -> Applied:
    if taken.outlook.unchanged:
        return Applied(_DONE_UNCHANGED)
    outlook = taken.outlook
    html = _DONE.format(
        as_of=long_date(outlook.as_of),
        people=number(outlook.people),
        memberships=number(outlook.memberships),
        read=number(outlook.read),
        rejected=number(outlook.rejected),
    )
    if not outlook.rejected:
        return Applied(html)
    file = Attachment("baris-ditolak.csv", "text/csv", taken.rejects.encode())
    return Applied("\n\n".join([html, "\n".join([_REJECTED, *_places(taken.rejected)])]), file)
