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
_MOST_HEADINGS = 12
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
_BAD_DATE = "Tanggal “{text}” tidak terbaca. Tulis seperti 31/10/2026."
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
                "as_of": _day(options[_DATE]) if _DATE in options else None,
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


def _day(text: str) -> date:
    """A typed date. Raises RefusedError."""
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    raise RefusedError(_BAD_DATE.format(text=escape(text)))


def _preview(looked: Looked, file_name: str, options: Mapping[str, str], today: date) -> Preview:
    parts = [_HEAD.format(name=escape(file_name)), _lines(looked.columns)]
    edited = options.get(_EDIT, "")
    if edited == _ANY_FIELD:
        return _cut([*parts, _WHICH_FIELD], None, _field_choices())
    if edited and f"{_MAP}{edited}" not in options:
        which = _WHICH.format(field=LABELS[Field(edited)])
        return _cut([*parts, which], None, _heading_choices(looked.headings, Field(edited)))
    parts += [_lines(looked.counts), _lines(looked.notes)]
    if looked.problems:
        missing = looked.missing[0] if looked.missing else None
        parts += [f"{_NOT_YET}\n{_lines(looked.problems)}"]
        if missing is None:
            return _cut(parts, None, [[_EDIT_BUTTON]])
        parts.append(_WHICH.format(field=LABELS[missing.field]))
        choices = _heading_choices(missing.headings, missing.field)
        return _cut(parts, None, [*choices, *_default_choices(missing.field)])
    if looked.needs_date or looked.outlook is None:
        return _cut([*parts, _NEEDS_DATE], None, _date_choices(today))
    return _outlook(looked, looked.outlook, parts, options)


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
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def _heading_choices(headings: tuple[str, ...], field: Field) -> list[list[Choice]]:
    named = [heading for heading in headings if heading.strip()][:_MOST_HEADINGS]
    return [[Choice(f"“{heading[:40]}”", f"{_MAP}{field.value}", heading)] for heading in named]


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
    buttons = [Choice(label, option, value) for label, value in values]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


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
