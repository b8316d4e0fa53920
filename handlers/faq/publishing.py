"""Trying a draft out, publishing it, a second admin's approval, and going back to a version."""

from collections.abc import Sequence
from html import escape

from bot.content import drafts, publishing
from bot.content.drafts import Draft
from bot.content.publishing import Blocked, NotWaitingError, Obstacle, OwnDraftError, Published
from bot.content.trying import TRY_OUT, trial_data, trial_key
from bot.people import audit, roles
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers.answers import Message
from handlers.faq.editing import show, show_now
from handlers.faq.findings import in_words
from handlers.faq.panel import panel
from handlers.faq.scene import GONE, HOME, Scene, button

REASONS = ("Aturan berubah", "Lebih jelas", "Salah tulis", "Pertanyaan baru", "Data diperbarui")
REJECTIONS = ("Isinya belum tepat", "Sumbernya kurang", "Kalimatnya belum jelas")
LONGEST_REASON = 300
_TRYING = "🧪 Sedang dicoba… Hasilnya muncul di sini, biasanya dalam setengah menit."
_WHY = "🚀 <b>Kenapa diubah?</b> Alasannya tersimpan di riwayat."
_WHY_NOT = "✖️ <b>Kenapa ditolak?</b> Penulisnya akan membaca alasannya."
_PUBLISHED = "✅ <b>Terbit</b> sebagai versi {number}. Pekerja membacanya beberapa detik lagi."
_SUBMITTED = (
    "⏳ <b>Dikirim untuk disetujui.</b> {count} admin lain diberi tahu; jawaban belum berubah "
    "sampai ada yang menyetujui."
)
_NOBODY_ELSE = (
    "⏳ Rancangan ini perlu disetujui admin lain, tetapi belum ada admin lain. Undang dulu lewat "
    "/undang."
)
_PLEASE_LOOK = "🔔 <b>{name}</b> meminta persetujuan. Alasan: {reason}\n\n"
_TOLD_APPROVED = "✅ Rancangan <b>{topic}</b> disetujui {name} dan terbit sebagai versi {number}."
_TOLD_REJECTED = (
    "✖️ Rancangan <b>{topic}</b> belum disetujui {name}.\nAlasan: {reason}\n\nRancangannya masih "
    "ada; perbaiki lewat /faq."
)
_REJECTED = "✖️ Ditolak. Penulisnya sudah diberi tahu; jawaban tidak berubah."
_OWN = "Rancangan sendiri tidak bisa disetujui sendiri. Tidak ada yang diubah."
_DECIDED = "Rancangan ini tidak menunggu persetujuan lagi. Tidak ada yang diubah."
_TAKEN_BACK = "Ditarik kembali. Anda bisa mengubahnya lagi."
_BLOCKED = {
    Obstacle.SAME: "Isinya sama dengan yang sudah berlaku. Tidak ada yang diterbitkan.",
    Obstacle.OUTDATED: "Versi lain terbit lebih dulu. Tidak ada yang diubah.",
    Obstacle.FINDINGS: "Masih ada yang perlu dibetulkan. Tidak ada yang diubah.",
    Obstacle.NOT_TRIED: "Isi lain berubah sejak dicoba. Tekan “Coba dulu” sekali lagi.",
    Obstacle.GOLDEN: "Ada pertanyaan wajib yang jadi salah. Belum bisa terbit.",
}


async def try_out(turn: Turn, draft: Draft) -> None:
    """Have the draft tried; the panel tells how it goes."""
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, _TRYING, [[HOME]])
    data = trial_data(draft, turn.tapped_message_id)
    await turn.ask_for_job(TRY_OUT, data, key=trial_key(draft))


def reasons_page(draft: Draft) -> Message:
    """Why it is changed: picked or typed."""
    return _WHY, _choices(draft, REASONS, "pr", "R")


def rejections_page(draft: Draft) -> Message:
    """Why it is rejected: picked or typed."""
    return _WHY_NOT, _choices(draft, REJECTIONS, "nr", "N")


def _choices(draft: Draft, reasons: Sequence[str], what: str, field: str) -> list[list[Button]]:
    about = (draft.id, draft.revision)
    rows = [[button(reason, what, *about, at)] for at, reason in enumerate(reasons)]
    typed = button("✍️ Tulis sendiri", "k", *about, field)
    return [*rows, [typed], [button("« Rancangan", "p", *about)]]


async def publish(turn: Turn, draft: Draft, reason: str) -> Message:
    """Publish with a reason, or ask the other admins. Raises DraftConflictError."""
    others = await _other_admins(turn, draft.author)
    draft = await drafts.set_reason(turn.connection, draft, reason, author=turn.person_id)
    result = await publishing.publish_draft(
        turn.connection,
        draft,
        turn.services.library.topics,
        by=turn.person_id,
        now=turn.now,
        today=turn.today,
        needs_second=turn.services.settings.content_approval.needs_second(len(others) + 1),
    )
    if isinstance(result, Blocked):
        return await _blocked(turn, draft, result)
    back = [[button("« Topik", "t", draft.id), HOME]]
    if isinstance(result, Published):
        return _PUBLISHED.format(number=result.number), back
    for person in others:
        await _ask(turn, person, result.draft)
    await record(turn, "content.submit", draft.id)
    html = _SUBMITTED.format(count=len(others)) if others else _NOBODY_ELSE
    return html, back


async def approve(turn: Turn, draft: Draft) -> None:
    """A second admin agrees."""
    try:
        result = await publishing.approve(
            turn.connection,
            draft,
            turn.services.library.topics,
            by=turn.person_id,
            now=turn.now,
            today=turn.today,
        )
    except OwnDraftError:
        turn.answer_tap(_OWN, alert=True)
        return
    except NotWaitingError:
        turn.answer_tap(_DECIDED, alert=True)
        await show_now(turn, draft.id, draft)
        return
    turn.answer_tap()
    if isinstance(result, Blocked):
        turn.edit(turn.tapped_message_id, *await _blocked(turn, draft, result))
        return
    name = escape(await _named(turn))
    told = _TOLD_APPROVED.format(topic=escape(draft.id), name=name, number=result.number)
    turn.work.calls.append(send_text(draft.author, told))
    html = _PUBLISHED.format(number=result.number)
    turn.edit(turn.tapped_message_id, html, [[button("« Topik", "t", draft.id), HOME]])


async def reject(turn: Turn, draft: Draft, reason: str) -> Message:
    """A second admin doesn't agree. Raises DraftConflictError."""
    if draft.author == turn.person_id:
        return _OWN, [[HOME]]
    try:
        await publishing.reject(turn.connection, draft)
    except NotWaitingError:
        return _DECIDED, [[HOME]]
    name = escape(await _named(turn))
    told = _TOLD_REJECTED.format(topic=escape(draft.id), name=name, reason=escape(reason))
    turn.work.calls.append(
        send_text(draft.author, told, [[button("✏️ Buka", "p", draft.id, draft.revision)]])
    )
    await record(turn, "content.reject", draft.id)
    return _REJECTED, [[HOME]]


async def withdraw(turn: Turn, draft: Draft) -> None:
    """The author takes a waiting draft back."""
    try:
        draft = await publishing.reject(turn.connection, draft)
    except NotWaitingError:
        turn.answer_tap(_DECIDED, alert=True)
    else:
        turn.answer_tap(_TAKEN_BACK)
    await show(turn, draft)


async def restore(turn: Turn, topic: str, number: int) -> None:
    """Go back to a version: it is published again at once, as a version of its own."""
    try:
        result = await publishing.restore(
            turn.connection,
            topic,
            number,
            turn.services.library.topics,
            by=turn.person_id,
            now=turn.now,
            today=turn.today,
        )
    except LookupError:
        turn.answer_tap(GONE)
        return
    back = [[button("« Riwayat", "hi", topic, 0), HOME]]
    if isinstance(result, Blocked):
        turn.answer_tap(_BLOCKED[result.obstacle], alert=True)
        wrong = "\n".join([_BLOCKED[result.obstacle], *in_words(list(result.findings))])
        turn.edit(turn.tapped_message_id, wrong, back)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, _PUBLISHED.format(number=result.number), back)


async def record(turn: Turn, action: str, topic: str) -> None:
    """Note a change that isn't a publication: those are noted where they are made."""
    await audit.record(turn.connection, turn.person_id, action, f"topic/{topic}", turn.now)


async def _blocked(turn: Turn, draft: Draft, blocked: Blocked) -> Message:
    html, rows = await panel(Scene.of(turn), draft)
    return f"⛔ {_BLOCKED[blocked.obstacle]}\n\n{html}", _with_trial(draft, rows, blocked)


def _with_trial(draft: Draft, rows: list[list[Button]], blocked: Blocked) -> list[list[Button]]:
    if blocked.obstacle is not Obstacle.NOT_TRIED or draft.gate is None:
        return rows
    return [[button("🧪 Coba dulu", "y", draft.id, draft.revision)], *rows]


async def _other_admins(turn: Turn, author: int) -> list[int]:
    ids = turn.services.settings.admin_ids
    return [person for person in await roles.admins(turn.connection, ids) if person != author]


async def _ask(turn: Turn, person: int, draft: Draft) -> None:
    scene = Scene(turn.connection, turn.services, person, turn.now)
    html, rows = await panel(scene, draft)
    name = escape(await scene.name(draft.author))
    asked = _PLEASE_LOOK.format(name=name, reason=escape(draft.reason))
    turn.work.calls.append(send_text(person, asked + html, rows))


async def _named(turn: Turn) -> str:
    """How the other side knows whoever is at it."""
    return await Scene(turn.connection, turn.services, 0, turn.now).name(turn.person_id)
