"""An admin adds a value: number, first day, last day where there is one, source, preview, confirm.

What was typed so far is the dialog's step; nothing is stored before the admin has seen every
answer that changes.
"""

import asyncio
import secrets
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from html import escape

from bot import dialog
from bot.content import figures as store
from bot.content.figure_preview import Preview, preview
from bot.content.figures import HinderedError
from bot.dialog import Step
from bot.people import audit
from bot.people.roles import admins
from bot.telegram import calls
from bot.telegram.calls import Button, Rows
from bot.telegram.work import Turn
from handlers import buttons
from handlers.figures import changes, said
from handlers.figures.drafts import (
    TAKE,
    Draft,
    RefusedError,
    begins_on,
    iso,
    offered_days,
    offered_ends,
)
from knowledge.figures import Figure
from knowledge.figures.timeline import hindrance
from knowledge.figures.typed import TypedError, example_of
from knowledge.figures.wording import long_date

STEP = "figure"
_LASTS = timedelta(minutes=30)
_NAMED = 2
"""Parts of a button's data that name it and the dialog that it belongs to."""

_BEGIN = "➕ <b>{meaning}</b>\nSekarang: {now}"
_ASK = {
    "value": "Tulis <b>nilainya</b>, misalnya <code>{example}</code>.",
    "since": "Berlaku <b>mulai tanggal</b> berapa? Misalnya 01/03/2027 atau 1 Maret 2027.",
    "until": "Berlaku <b>sampai tanggal</b> berapa (tanggal terakhir)?",
    "source": (
        "Tulis <b>sumber hukumnya</b>, misalnya <i>PP 12/2027 Pasal 3</i>. Boleh ditambah alamat "
        "https:// halaman resminya."
    ),
    "reason": "Tulis <b>alasannya</b> singkat: kenapa nilai itu dikoreksi.",
    "confirm": "Tekan salah satu tombol di pratinjau.",
}
_OR_CANCEL = "Tidak jadi? Tekan /batal."
_GO_ON = "Anda sedang menambah nilai untuk <b>{meaning}</b>. {ask} " + _OR_CANCEL
_SAVED = "✅ <b>Tersimpan.</b> {about}\n\nJawaban dan /hitung ikut berubah menurut tanggalnya."
_WAITS = "⏳ <b>Menunggu persetujuan admin lain.</b>\n{about}"
_TO_APPROVE = "👥 <b>Ada nilai baru yang menunggu persetujuan Anda.</b>\n{about}"
_CANCELLED = "Dibatalkan. Tidak ada yang berubah."
_NOT_ADMIN = "Hanya admin yang bisa menambah angka."


async def begin(turn: Turn, key: str, figure: Figure, *, corrects: bool) -> None:
    """Ask for the value."""
    turn.answer_tap()
    current = figure.on(turn.today)
    now = said.span(current.period, figure.unit) if current is not None else "belum ada nilai"
    draft = Draft(key, corrects, secrets.token_hex(6))
    await _keep(turn, draft, await dialog.load(turn.connection, turn.chat_id, turn.now))
    head = _BEGIN.format(meaning=escape(figure.meaning), now=now)
    turn.say(f"{head}\n\n{_question(draft, figure)}")


async def on_text(turn: Turn, step: Step) -> bool:
    """What is asked for was typed; False once everything is known and only a tap is missing."""
    draft = Draft(**step.data)
    figure = _figure(turn, draft)
    if draft.wanted == "confirm":
        return False
    if figure is None or not turn.is_admin:
        await dialog.forget(turn.connection, turn.chat_id)
        turn.say(_NOT_ADMIN)
        return True
    try:
        filled = TAKE[draft.wanted](turn.text, draft, figure)
    except TypedError as error:
        _again(turn, said.TYPED[error.problem], draft, figure)
    except RefusedError as error:
        _again(turn, str(error), draft, figure)
    else:
        await _go_on(turn, filled, figure, step)
    return True


def remind(turn: Turn, step: Step) -> None:
    """Something else was answered meanwhile; this goes on."""
    draft = Draft(**step.data)
    figure = _figure(turn, draft)
    if figure is not None:
        ask = _ASK[draft.wanted].format(example=escape(example_of(figure.unit)))
        turn.say(_GO_ON.format(meaning=escape(figure.meaning), ask=ask))


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button of the dialog; False for forged data and for buttons of an older dialog."""
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    if step is None or step.name != STEP or len(parts) < _NAMED:
        return False
    draft = Draft(**step.data)
    figure = _figure(turn, draft)
    if figure is None or parts[1] != draft.token:
        return False
    is_known = True
    match parts:
        case ["s", _, which] if draft.wanted == "since":
            is_known = await _take_day(turn, draft, figure, step, which)
        case ["u", _, which] if draft.wanted == "until":
            is_known = await _take_end(turn, draft, figure, step, which)
        case ["p", _, page] if draft.wanted == "confirm":
            is_known = await _show_page(turn, draft, page)
        case ["y", _] if draft.wanted == "confirm":
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *(await _preview(turn, draft, figure)))
        case ["ok", _] if draft.wanted == "confirm":
            await _confirm(turn, draft, figure)
        case ["no", _]:
            turn.answer_tap()
            await dialog.forget(turn.connection, turn.chat_id)
            turn.edit(turn.tapped_message_id, _CANCELLED)
        case _:
            is_known = False
    return is_known


async def _take_day(turn: Turn, draft: Draft, figure: Figure, step: Step, which: str) -> bool:
    since = offered_days(figure, draft, turn.today).get(which)
    if since is None:
        return False
    turn.answer_tap()
    await _go_on(turn, begins_on(draft, figure, since), figure, step)
    return True


async def _take_end(turn: Turn, draft: Draft, figure: Figure, step: Step, which: str) -> bool:
    offered = offered_ends(figure, draft)
    if which not in offered:
        return False
    turn.answer_tap()
    filled = replace(draft, until=iso(offered[which]), wanted="source")
    await _go_on(turn, filled, figure, step)
    return True


async def _go_on(turn: Turn, draft: Draft, figure: Figure, step: Step) -> None:
    """Ask for what is missing; show the preview when nothing is."""
    if draft.wanted not in {"value", "since", "until"}:
        hindered = hindrance(figure, draft.later(), turn.today)
        if hindered is not None:
            again = replace(draft, wanted="since", since=None, until=None)
            await _keep(turn, again, step)
            _again(turn, said.obstacle(figure, hindered), again, figure)
            return
    await _keep(turn, draft, step)
    if draft.wanted == "confirm":
        turn.say(*(await _preview(turn, draft, figure)))
    else:
        turn.say(_question(draft, figure), _offers(draft, figure, turn.today))


def _again(turn: Turn, why: str, draft: Draft, figure: Figure) -> None:
    turn.say(f"{why}\n\n{_question(draft, figure)}", _offers(draft, figure, turn.today))


def _question(draft: Draft, figure: Figure) -> str:
    return f"{_ASK[draft.wanted].format(example=escape(example_of(figure.unit)))} {_OR_CANCEL}"


def _offers(draft: Draft, figure: Figure, today: date) -> Rows:
    """Days that are likely meant, to be tapped instead of typed."""
    if draft.wanted == "since":
        offered = offered_days(figure, draft, today)
        return [
            [Button(f"Mulai {long_date(day)}", _data("s", draft, which))]
            for which, day in offered.items()
        ]
    if draft.wanted == "until":
        return [
            [Button(_end_label(day), _data("u", draft, which))]
            for which, day in offered_ends(figure, draft).items()
        ]
    return []


def _end_label(day: date | None) -> str:
    return "Tanpa batas akhir" if day is None else f"Tetap sampai {long_date(day)}"


async def _preview(turn: Turn, draft: Draft, figure: Figure) -> tuple[str, Rows]:
    found = await _looked_at(turn, draft)
    html = changes.summary(figure, draft.later(), draft.reason, found, turn.today)
    rows = []
    if changes.pages(found):
        rows.append([Button("👀 Lihat perubahannya", _data("p", draft, "0"))])
    if not found.problems:
        rows.append([Button("✅ Simpan", _data("ok", draft))])
    return html, [*rows, [Button("✖️ Batal", _data("no", draft))]]


async def _looked_at(turn: Turn, draft: Draft) -> Preview:
    """In a thread: it fills dozens of answers for each day that matters."""
    return await asyncio.to_thread(preview, turn.services.library, draft.later(), turn.today)


async def _show_page(turn: Turn, draft: Draft, page: str) -> bool:
    number = buttons.number_in(page)
    if number is None:
        return False
    found = await _looked_at(turn, draft)
    message = changes.page(found, number, lambda at: _data("p", draft, str(at)), _data("y", draft))
    if message is None:
        return False
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *message)
    return True


async def _confirm(turn: Turn, draft: Draft, figure: Figure) -> None:
    """Store it, unless something has changed since the preview."""
    found = await _looked_at(turn, draft)
    if found.problems:
        turn.answer_tap()
        turn.edit(turn.tapped_message_id, *(await _preview(turn, draft, figure)))
        return
    settings = turn.services.settings
    all_admins = await admins(turn.connection, settings.admin_ids)
    others = [admin for admin in all_admins if admin != author_of(turn)]
    try:
        value_id = await store.add(
            turn.connection,
            draft.later(),
            author=author_of(turn),
            reason=draft.reason,
            needs_second=settings.content_approval.needs_second(len(all_admins)),
            now=local_now(turn),
        )
    except HinderedError as error:
        turn.answer_tap()
        turn.say(said.obstacle(figure, error.hindered))
        return
    await dialog.forget(turn.connection, turn.chat_id)
    turn.answer_tap()
    added = await store.load(turn.connection, value_id)
    assert added is not None  # noqa: S101 -- it was stored a moment ago
    about = f"{escape(figure.meaning)}: {said.added_line(added, figure.unit)}"
    look = [[Button("🔎 Lihat", f"{buttons.FIGURES}:v:{value_id}")]]
    waits = added.state is store.State.WAITING
    turn.edit(turn.tapped_message_id, (_WAITS if waits else _SAVED).format(about=about), look)
    for other in others if waits else ():
        tell(turn, other, _TO_APPROVE.format(about=about), look)
    await record_change(turn, "figure.add", value_id)


async def record_change(turn: Turn, action: str, value_id: int) -> None:
    """Write into the audit log what became of an added value; the last thing of an update."""
    await audit.record(turn.connection, author_of(turn), action, f"figure/{value_id}", turn.now)


def tell(turn: Turn, admin: int, html: str, rows: Rows) -> None:
    """Write to another admin, with the calls of this update: they are made or made again."""
    turn.work.calls.append(calls.send_text(admin, html, rows))


def author_of(turn: Turn) -> int:
    """Who writes; in a private chat the chat is the person."""
    return turn.chat_id


def local_now(turn: Turn) -> datetime:
    """The moment in the zone in which days begin."""
    return turn.now.astimezone(turn.services.settings.zone)


def _figure(turn: Turn, draft: Draft) -> Figure | None:
    return turn.services.library.answers.figures.by_id.get(draft.figure)


async def _keep(turn: Turn, draft: Draft, earlier: Step | None) -> None:
    version = earlier.version if earlier is not None else 0
    step = Step(STEP, asdict(draft), version)
    await dialog.save(turn.connection, turn.chat_id, step, turn.now, _LASTS)


def _data(name: str, draft: Draft, *more: str) -> str:
    return ":".join((buttons.FIGURES, name, draft.token, *more))
