"""/pratinjau: what admins see of the update before it goes out, and while it does."""

from collections import Counter
from html import escape

from telegram import Update

from bot import outbox
from bot.coverage.mailing import recipients
from bot.coverage.mailing.digests import KIND
from bot.outbox import Run, RunState
from bot.people.subscriptions import Frequency
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, region_choice, staff_words
from handlers.report_jobs import REPORT_PREVIEW, REPORT_SEND

_HEAD = (
    "📤 <b>Laporan cakupan ke semua penerima</b>\n{count} penerima aktif. Lihat dulu isinya; yang "
    "tampil persis seperti yang dikirim."
)
_NOBODY = "📤 Belum ada penerima laporan yang aktif. Undang pejabat: /undang"
_SURE = "Kirim laporan <b>sekarang</b> ke <b>{count} penerima</b>? Jadwal mereka tidak berubah."
_PREPARING = (
    "⏳ Laporan untuk {count} penerima disiapkan. Lihat kemajuannya dengan tombol di bawah."
)
_PROGRESS = (
    "📤 <b>Pengiriman {name}</b>\n• Terkirim: {sent}\n• Menunggu: {waiting}\n• Gagal: {failed}\n"
    "• Dibatalkan: {cancelled}\n• Keadaan: <b>{state}</b>"
)
_COUNTED_IN_MESSAGES = "\n\n<i>Dihitung per pesan: satu penerima mendapat gambar dan teks.</i>"
_NOT_YET = "Masih disiapkan. Coba lihat lagi sebentar."
_FAILURES = "<b>Yang gagal</b>"
_NO_FAILURES = "Tidak ada yang gagal."
_STATES = {
    RunState.RUNNING: "berjalan",
    RunState.STOPPED: "dihentikan",
    RunState.DONE: "selesai",
}
_MOST_SETS = 8
_MOST_READ = 5_000
_MOST_FAILURES = 20
_MOST_RUNS = 5
_LONGEST_LABEL = 40
_BACK = Button("« Kembali", f"{buttons.SENDING}:p")


async def on_preview(_: Update, turn: Turn) -> None:
    """/pratinjau."""
    turn.say(*await _panel(turn))


async def on_tap(turn: Turn, arguments: list[str]) -> None:
    """A button of /pratinjau, tapped by an admin."""
    match arguments:
        case ["p"]:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _panel(turn))
        case ["v", chosen] if region_choice.parsed(chosen):
            await _show(turn, int(chosen))
        case ["s"]:
            await _ask_whether(turn)
        case ["y", stamp] if buttons.number_in(stamp) is not None:
            await _begin(turn, f"manual-{stamp}")
        case ["k", stamp] if buttons.number_in(stamp) is not None:
            await _show_run(turn, await outbox.find(turn.connection, KIND, f"manual-{stamp}"))
        case [what, number] if (run_id := buttons.number_in(number)) is not None:
            await _on_run(turn, what, run_id)
        case _:
            turn.answer_tap(buttons.STALE)


async def _panel(turn: Turn) -> tuple[str, list[list[Button]]]:
    sets = Counter(
        each.regions for each in await recipients.active(turn.connection, None, _MOST_READ)
    )
    runs = [
        [Button(f"📦 {_name(run)}: {_STATES[run.state]}", f"{buttons.SENDING}:g:{run.id}")]
        for run in await outbox.recent(turn.connection, KIND, _MOST_RUNS)
    ]
    if not sets:
        return _NOBODY, runs
    count = await recipients.count_active(turn.connection)
    looks = [
        [
            Button(
                f"👀 {region_choice.in_words(regions)[:_LONGEST_LABEL]} ({times} penerima)",
                f"{buttons.SENDING}:v:{region_choice.choice_of(regions)}",
            )
        ]
        for regions, times in sets.most_common(_MOST_SETS)
    ]
    send = [Button("📤 Kirim sekarang …", f"{buttons.SENDING}:s")]
    return _HEAD.format(count=count), [*looks, send, *runs]


async def _show(turn: Turn, chosen: int) -> None:
    """A reader's report as it would go out: of the first with these regions."""
    regions = region_choice.regions_of(chosen)
    readers = await recipients.active(turn.connection, None, _MOST_READ)
    reader = next((each for each in readers if each.regions == regions), None)
    turn.answer_tap("Sebentar, laporannya disiapkan.")
    data = {
        "regions": list(regions),
        "frequency": (reader.frequency if reader else Frequency.WEEKLY).value,
        "told_as": reader.chat_id if reader else None,
    }
    await turn.ask_for_job(REPORT_PREVIEW, data, key=f"{REPORT_PREVIEW}:{turn.chat_id}")


async def _ask_whether(turn: Turn) -> None:
    count = await recipients.count_active(turn.connection)
    turn.answer_tap()
    stamp = f"{turn.now.astimezone(turn.services.settings.zone):%Y%m%d%H%M%S}"
    yes = Button(f"✅ Ya, kirim ke {count} penerima", f"{buttons.SENDING}:y:{stamp}")
    turn.edit(turn.tapped_message_id, _SURE.format(count=count), [[yes], [_BACK]])


async def _begin(turn: Turn, key: str) -> None:
    """The same button tapped twice sends once: its moment is the run's name."""
    data = {"everybody": True, "key": key, "created_by": turn.person_id}
    await turn.ask_for_job(REPORT_SEND, data, key=f"{REPORT_SEND}:{key}")
    count = await recipients.count_active(turn.connection)
    turn.answer_tap()
    look = Button("🔄 Lihat kemajuan", f"{buttons.SENDING}:k:{key.removeprefix('manual-')}")
    turn.edit(turn.tapped_message_id, _PREPARING.format(count=count), [[look], [_BACK]])


async def _on_run(turn: Turn, what: str, run_id: int) -> None:
    runs = await outbox.recent(turn.connection, KIND, _MOST_RUNS * 4)
    run = next((run for run in runs if run.id == run_id), None)
    if run is None or what not in {"g", "t", "l", "f"}:
        turn.answer_tap(buttons.STALE)
    elif what == "f":
        await _show_failures(turn, run)
    else:
        if what == "t":
            await outbox.stop(turn.connection, run_id, turn.now)
        elif what == "l":
            await outbox.resume(turn.connection, run_id)
        await _show_run(turn, await outbox.find(turn.connection, KIND, run.key))


async def _show_run(turn: Turn, run: Run | None) -> None:
    if run is None:
        turn.answer_tap(_NOT_YET)
        return
    turn.answer_tap()
    progress = await outbox.progress(turn.connection, run.id)
    is_stopped = run.state is RunState.STOPPED
    html = _PROGRESS.format(
        name=_name(run),
        sent=progress.sent,
        waiting=progress.waiting + progress.sending,
        failed=progress.failed,
        cancelled=progress.cancelled,
        state=_STATES[run.state],
    )
    rows = [[Button("🔄 Perbarui", f"{buttons.SENDING}:g:{run.id}")]]
    if is_stopped:
        rows.append([Button("▶️ Lanjutkan", f"{buttons.SENDING}:l:{run.id}")])
    elif not progress.is_over:
        rows.append([Button("⏹ Hentikan", f"{buttons.SENDING}:t:{run.id}")])
    if progress.failed:
        rows.append([Button("⚠️ Lihat yang gagal", f"{buttons.SENDING}:f:{run.id}")])
    turn.edit(turn.tapped_message_id, f"{html}{_COUNTED_IN_MESSAGES}", [*rows, [_BACK]])


async def _show_failures(turn: Turn, run: Run) -> None:
    turn.answer_tap()
    failed = await outbox.failures(turn.connection, run.id, _MOST_FAILURES)
    lines = [
        f"• akun {each.recipient}: {escape(each.why or 'sebab tidak diketahui')}"
        + (f" ({staff_words.moment(turn, each.at)})" if each.at else "")
        for each in failed
    ]
    html = "\n".join([_FAILURES, *lines]) if lines else _NO_FAILURES
    back = Button("« Kembali", f"{buttons.SENDING}:g:{run.id}")
    turn.edit(turn.tapped_message_id, html, [[back]])


def _name(run: Run) -> str:
    """A run as admins may call it: "minggu 2026-W48", "25-11-2026 08.00"."""
    stamp = run.key.removeprefix("manual-")
    if stamp == run.key:
        return run.key
    return f"{stamp[6:8]}-{stamp[4:6]}-{stamp[:4]} {stamp[8:10]}.{stamp[10:12]}"
