"""/angka: looking at figures, deciding on what other admins added. Admins only, in private."""

import asyncio
from datetime import datetime
from html import escape

from telegram import Update

from bot.content import figures as store
from bot.content.figure_preview import preview
from bot.content.figures import Added, DecisionError, HinderedError, State
from bot.content.review import ending_soon, review
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, words
from handlers.answers import Message
from handlers.figures import adding, changes, said
from handlers.reviews import review_page
from knowledge.figures import Figure, Figures, figure_files
from knowledge.figures.wording import short_date, worded

_A_PAGE = 8
_A_ROW = 4
_MOST_FOUND = 24
_HEAD = (
    "🔢 <b>Angka bertanggal</b>\n{count} angka, dipakai jawaban dan /hitung. "
    "Cari dengan kata, misalnya: <code>/angka jkm</code>"
)
_ENDING = "⏳ <b>Berakhir dalam 60 hari</b>"
_NOTHING_ENDS = "Tidak ada angka yang berakhir dalam 60 hari."
_WAITING = "👥 <b>{count} nilai menunggu persetujuan</b>"
_FOUND = "🔎 <b>{count} angka</b> untuk “{words}”"
_NOT_FOUND = "Tidak ada angka dengan kata “{words}”. Coba kata lain, misalnya: <i>diskon</i>."
_DECIDED = "Sudah diputuskan, atau bukan untuk Anda putuskan."
_OWN = "Nilai ini Anda yang menulis: admin lain yang menyetujui."
_REALLY = "Tarik nilai ini? Yang berlaku sebelumnya jalan terus."


async def on_figures(_: Update, turn: Turn) -> None:
    """/angka, or /angka WORDS."""
    if not turn.is_admin:
        turn.say(words.ADMINS_ONLY)
        return
    wanted = " ".join(turn.args or [])
    turn.say(*(_search(turn, wanted) if wanted else await _main(turn)))


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button under a list, a figure, a value that waits; False for forged data."""
    if not turn.is_private:
        return False
    if not turn.is_admin:
        turn.answer_tap(words.ADMINS_ONLY, alert=True)
        return True
    return await _shown(turn, parts[1:])


async def _shown(turn: Turn, about: list[str]) -> bool:
    is_known = True
    match about:
        case []:
            await _show(turn, await _main(turn))
        case ["g", group, page]:
            is_known = await _on_group(turn, group, page)
        case ["r", page]:
            is_known = await _on_review(turn, page)
        case ["f" | "n" | "k" as what, key]:
            is_known = await _on_figure(turn, what, key)
        case ["v" | "a" | "d" | "w" | "wy" as what, value_id]:
            is_known = await _on_added(turn, what, value_id)
        case ["q", value_id, page]:
            is_known = await _on_page_of_added(turn, value_id, page)
        case _:
            is_known = await adding.on_tap(turn, about)
    return is_known


async def _show(turn: Turn, message: Message) -> None:
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *message)


async def _main(turn: Turn) -> Message:
    figures = _figures(turn)
    ending = ending_soon(figures, turn.today)
    lines = [_HEAD.format(count=len(figures.by_id)), "", _ENDING]
    lines += [said.ending_line(at, each, turn.today) for at, each in enumerate(ending, 1)]
    if not ending:
        lines[-1] = _NOTHING_ENDS
    waiting = await store.waiting(turn.connection)
    if waiting:
        lines += ["", _WAITING.format(count=len(waiting))]
        lines += [f"• {_about(figures, each)}" for each in waiting]
    rows = _numbered([each.key for each in ending])
    rows += [
        [Button(f"👥 {_short(figures, each)}", data("v", str(each.id)))] for each in waiting[:5]
    ]
    groups = [Button(said.GROUPS.get(name, name), data("g", name, "0")) for name in figure_files()]
    rows += [groups[at : at + 2] for at in range(0, len(groups), 2)]
    due = review(turn.services.library, turn.today)
    if due:
        rows.append([Button(f"📋 Perlu diperiksa ({len(due.topics)} topik)", data("r", "0"))])
    return "\n".join(lines), rows


def _search(turn: Turn, text: str) -> Message:
    wanted = text.lower().split()
    figures = _figures(turn)
    found = [
        key
        for key, figure in figures.by_id.items()
        if all(word in _searched(key, figure) for word in wanted)
    ]
    if not found:
        return _NOT_FOUND.format(words=escape(text[:60])), [_back()]
    lines = [_FOUND.format(count=len(found), words=escape(text[:60])), ""]
    shown = found[:_MOST_FOUND]
    lines += [said.line(at, figures.by_id[key], turn.today) for at, key in enumerate(shown, 1)]
    if len(found) > len(shown):
        lines.append(f"… dan {len(found) - len(shown)} lainnya. Tambah kata supaya lebih sedikit.")
    return "\n".join(lines), [*_numbered(shown), _back()]


def _searched(key: str, figure: Figure) -> str:
    sources = " ".join(said.source_of(period) for period in figure.values)
    return f"{key} {figure.meaning} {sources}".lower()


async def _on_group(turn: Turn, group: str, page: str) -> bool:
    keys = list(figure_files().get(group, {}))
    number = buttons.number_in(page)
    if number is None or number * _A_PAGE >= len(keys):
        return False
    shown = keys[number * _A_PAGE : (number + 1) * _A_PAGE]
    figures = _figures(turn)
    lines = [f"<b>{said.GROUPS.get(group, group)}</b> ({len(keys)} angka)", ""]
    lines += [said.line(at, figures.by_id[key], turn.today) for at, key in enumerate(shown, 1)]
    if any(key.startswith("bpu_") for key in shown):
        lines += ["", f"ℹ️ {said.BANDS}"]
    rows = _numbered(shown)
    turning = []
    if number:
        turning.append(Button("◀️", data("g", group, str(number - 1))))
    if (number + 1) * _A_PAGE < len(keys):
        turning.append(Button("▶️", data("g", group, str(number + 1))))
    rows += [turning] if turning else []
    await _show(turn, ("\n".join(lines), [*rows, _back()]))
    return True


async def _on_review(turn: Turn, page: str) -> bool:
    number = buttons.number_in(page)
    found = review(turn.services.library, turn.today)
    message = review_page(found, turn.today, number) if number is not None else None
    if message is None:
        return False
    await _show(turn, message)
    return True


async def _on_figure(turn: Turn, what: str, key: str) -> bool:
    figure = _figures(turn).by_id.get(key)
    if figure is None:
        return False
    if what == "f":
        await _show(turn, await _figure(turn, key, figure))
        return True
    if not store.may_change(key):
        return False
    await adding.begin(turn, key, figure, corrects=what == "k")
    return True


async def _figure(turn: Turn, key: str, figure: Figure) -> Message:
    added = await store.history(turn.connection, key)
    locked = not store.may_change(key)
    html = said.detail(key, figure, added, turn.today, locked=locked)
    rows = []
    if not locked:
        rows.append([Button("➕ Nilai periode berikutnya", data("n", key))])
        if figure.on(turn.today) is not None:
            rows.append([Button("✏️ Koreksi nilai yang berlaku", data("k", key))])
    rows += [
        [Button(f"🔎 {_label(each, figure)}", data("v", str(each.id)))]
        for each in added
        if each.state is State.WAITING or _can_be_withdrawn(turn, each)
    ]
    return html, [*rows, _back()]


async def _on_added(turn: Turn, what: str, value_id: str) -> bool:
    """A value that was added; whether it may be decided on, the database says."""
    added = await _added(turn, value_id)
    if added is None:
        return False
    try:
        match what:
            case "v":
                await _show(turn, await _value(turn, added))
            case "a":
                await _approve(turn, added)
            case "d":
                await store.refuse(turn.connection, added.id, by=_me(turn), now=_now(turn))
                await _decided(turn, added, "✖️ Ditolak. Tidak ada yang berubah.")
                await adding.record_change(turn, "figure.refuse", added.id)
            case "w":
                await _ask_to_withdraw(turn, added)
            case _:
                await store.withdraw(turn.connection, added.id, by=_me(turn), now=_now(turn))
                await _decided(turn, added, "🗑 Ditarik. Nilai sebelumnya jalan terus.")
                await adding.record_change(turn, "figure.withdraw", added.id)
    except DecisionError:
        turn.answer_tap(_DECIDED, alert=True)
    except HinderedError as error:
        figure = _figures(turn).by_id[added.later.figure]
        turn.answer_tap()
        turn.say(f"Tidak bisa disetujui lagi. {said.obstacle(figure, error.hindered)}")
    return True


async def _approve(turn: Turn, added: Added) -> None:
    if added.author == _me(turn):
        turn.answer_tap(_OWN, alert=True)
        return
    found = await asyncio.to_thread(preview, turn.services.library, added.later, turn.today)
    if found.problems:
        await _show(turn, await _value(turn, added))
        return
    await store.approve(turn.connection, added.id, by=_me(turn), now=_now(turn))
    begins = said.dates(added.later.since, added.later.until)
    await _decided(turn, added, f"✅ Disetujui: {begins}. Jawaban dan /hitung ikut berubah.")
    await adding.record_change(turn, "figure.approve", added.id)


async def _decided(turn: Turn, added: Added, html: str) -> None:
    """Say what became of it, to the one who wrote it too."""
    about = _about(_figures(turn), added)
    await _show(turn, (f"{html}\n\n{about}", [[_to_figure(added.later.figure)]]))
    if added.author != _me(turn):
        adding.tell(turn, added.author, f"{html}\n\n{about}", [[_to_figure(added.later.figure)]])


async def _ask_to_withdraw(turn: Turn, added: Added) -> None:
    if not _can_be_withdrawn(turn, added):
        raise DecisionError
    rows = [
        [Button("🗑 Ya, tarik", data("wy", str(added.id)))],
        [Button("Tidak jadi", data("v", str(added.id)))],
    ]
    await _show(turn, (f"{_about(_figures(turn), added)}\n\n{_REALLY}", rows))


async def _value(turn: Turn, added: Added) -> Message:
    figure = _figures(turn).by_id[added.later.figure]
    value_id = str(added.id)
    if added.state is not State.WAITING:
        rows = [[_to_figure(added.later.figure)]]
        if _can_be_withdrawn(turn, added):
            rows.insert(0, [Button("🗑 Tarik nilai ini", data("w", value_id))])
        return f"{escape(figure.meaning)}\n\n{said.added_line(added, figure.unit)}", rows
    found = await asyncio.to_thread(preview, turn.services.library, added.later, turn.today)
    html = changes.summary(figure, added.later, added.reason, found, turn.today)
    rows = []
    if changes.pages(found):
        rows.append([Button("👀 Lihat perubahannya", data("q", value_id, "0"))])
    if not found.problems and added.author != _me(turn):
        rows.append([Button("✅ Setujui", data("a", value_id))])
    rows.append([Button("✖️ Tolak", data("d", value_id))])
    own = f"\n\n<i>{_OWN}</i>" if added.author == _me(turn) else ""
    return f"{html}{own}", [*rows, [_to_figure(added.later.figure)]]


async def _on_page_of_added(turn: Turn, value_id: str, page: str) -> bool:
    added, number = await _added(turn, value_id), buttons.number_in(page)
    if added is None or number is None or added.state is not State.WAITING:
        return False
    found = await asyncio.to_thread(preview, turn.services.library, added.later, turn.today)
    message = changes.page(
        found, number, lambda at: data("q", value_id, str(at)), data("v", value_id)
    )
    if message is None:
        return False
    await _show(turn, message)
    return True


async def _added(turn: Turn, value_id: str) -> Added | None:
    number = buttons.number_in(value_id)
    added = await store.load(turn.connection, number) if number is not None else None
    return added if added is not None and added.later.figure in _figures(turn).by_id else None


def _can_be_withdrawn(turn: Turn, added: Added) -> bool:
    return added.state is State.HOLDS and added.later.since > turn.today


def _figures(turn: Turn) -> Figures:
    return turn.services.library.answers.figures


def _me(turn: Turn) -> int:
    return adding.author_of(turn)


def _now(turn: Turn) -> datetime:
    return adding.local_now(turn)


def _about(figures: Figures, added: Added) -> str:
    figure = figures.by_id.get(added.later.figure)
    if figure is None:
        return added.later.figure
    return f"{escape(figure.meaning)}: {said.added_line(added, figure.unit)}"


def _short(figures: Figures, added: Added) -> str:
    figure = figures.by_id.get(added.later.figure)
    return added.later.figure if figure is None else _label(added, figure)


def _label(added: Added, figure: Figure) -> str:
    value = worded(added.later.value, figure.unit)
    return f"{value} mulai {short_date(added.later.since)}"


def _numbered(keys: list[str]) -> list[list[Button]]:
    each = [Button(str(at), data("f", key)) for at, key in enumerate(keys, 1)]
    return [each[at : at + _A_ROW] for at in range(0, len(each), _A_ROW)]


def _to_figure(key: str) -> Button:
    return Button("🔢 Lihat angkanya", data("f", key))


def _back() -> list[Button]:
    return [Button("⬅️ Semua angka", buttons.FIGURES)]


def data(*parts: str) -> str:
    """What a button about figures carries."""
    return ":".join((buttons.FIGURES, *parts))
