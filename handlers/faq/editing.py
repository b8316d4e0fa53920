"""Changing a draft by buttons, and asking for what has to be typed."""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

from bot import dialog
from bot.content import drafts
from bot.content.drafts import Draft, DraftConflictError
from bot.dialog import Step
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers.answers import Message
from handlers.faq import amounts
from handlers.faq.differences import source_line
from handlers.faq.panel import amounts_in, amounts_in_words, panel
from handlers.faq.scene import GONE, HOME, Scene, button, turning
from handlers.faq.viewing import as_worker, phrasings_page, topic_page
from knowledge.markup import MarkupError, visible_text
from knowledge.topics import Topic

STEP = "faq"
LASTS = timedelta(minutes=60)
_OTHERS = (
    "Topik ini sedang diubah <b>{name}</b>, sejak {since}. Tidak ada yang ditimpa. Anda bisa "
    "melihat rancangannya, atau mengambil alih kalau sudah sepakat."
)
MOVED_ON = (
    "Rancangan ini sudah berubah atau selesai. Ini keadaannya sekarang; tidak ada yang diubah."
)
_NOT_YOURS = "Rancangan ini milik admin lain. Tidak ada yang diubah."
_CANCEL = "\n\nTidak jadi? Tekan /batal."
PROMPTS: Mapping[str, str] = {
    "a": (
        "📝 Kirim <b>jawaban baru</b>: tulis pesan biasa, boleh tebal, miring, tautan, dan daftar. "
        "Jawaban sekarang ada di pesan berikut; salin lalu ubah. Bagian <code>{{ … }}</code> ialah "
        "angka yang berubah sendiri dan <code>{% … %}</code> syarat tampil: biarkan apa adanya."
    ),
    "t": "🏷 Kirim <b>judul</b> baru, 3–64 huruf. Sekarang: <i>{now}</i>",
    "l": "🔘 Kirim <b>label tombol</b> baru, 3–28 huruf. Sekarang: <i>{now}</i>",
    "p": (
        "💬 Kirim <b>contoh pertanyaan</b>, seperti pekerja menulisnya. Boleh banyak sekaligus, "
        "satu baris satu pertanyaan."
    ),
    "r": "➖ Kirim <b>nomor contoh</b> yang dihapus, misalnya: <code>3, 5-7</code>",
    "s": (
        "📖 Kirim <b>semua sumber</b>, satu baris satu sumber: nama peraturan atau halaman, lalu "
        "bila ada <code>| https://alamat</code>. Sekarang:\n<code>{now}</code>"
    ),
    "u": (
        "📅 Jawaban ini <b>berlaku sampai</b> tanggal berapa? Misalnya: 31 Desember 2026. Kirim "
        "tanda <code>-</code> kalau tanpa batas."
    ),
    "b": (
        "🔗 Kirim <b>tombol</b>, paling banyak 2, satu baris satu tombol: "
        "<code>tulisan | https://alamat</code>. Kirim <code>-</code> untuk menghapus semua. "
        "Sekarang:\n<code>{now}</code>"
    ),
    "e": "🧭 Kirim <b>kata dari judul topik</b> yang mau dikaitkan.",
    "R": "✍️ Kirim <b>alasan</b> perubahan ini, satu kalimat.",
    "N": "✍️ Kirim <b>alasan penolakan</b>, satu kalimat. Penulisnya akan membacanya.",
}


async def wait_for(turn: Turn, field: str, data: dict[str, Any]) -> None:
    """Put the chat into the step that waits for a text."""
    version = turn.work.step.version if turn.work.step is not None else 0
    step = Step(STEP, {"field": field, **data}, version)
    await dialog.save(turn.connection, turn.chat_id, step, turn.now, LASTS)


async def begin(turn: Turn, topic_id: str) -> None:
    """Begin or go on with a draft; whoever comes second is told whose it is."""
    try:
        draft = await drafts.begin(turn.connection, topic_id, author=turn.person_id, now=turn.now)
    except LookupError:
        turn.answer_tap(GONE)
        return
    except DraftConflictError as conflict:
        await show_conflict(turn, conflict)
        return
    turn.answer_tap()
    await show(turn, draft)


async def show(turn: Turn, draft: Draft) -> None:
    """The draft's panel in place of the tapped message."""
    turn.edit(turn.tapped_message_id, *await panel(Scene.of(turn), draft))


def show_page(turn: Turn, message: Message | None) -> None:
    """A page in place of the tapped message; without one, say that it is gone."""
    if message is None:
        turn.answer_tap(GONE)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *message)


async def show_conflict(turn: Turn, conflict: DraftConflictError) -> None:
    """Somebody was faster: say who, or show what there is now."""
    scene, other = Scene.of(turn), conflict.draft
    if other is not None and other.author != turn.person_id:
        turn.answer_tap(_NOT_YOURS, alert=True)
        name = escape(await scene.name(other.author))
        html = _OTHERS.format(name=name, since=scene.moment(other.at))
        rows = [
            [button("✏️ Lihat rancangannya", "p", other.id, other.revision)],
            [button("« Topik", "t", other.id), HOME],
        ]
        turn.edit(turn.tapped_message_id, html, rows)
    else:
        turn.answer_tap(MOVED_ON, alert=True)
        await show_now(turn, conflict.topic, other)


async def show_now(turn: Turn, topic_id: str, draft: Draft | None) -> None:
    """The draft if there is one, else the topic's page, else the way home."""
    if draft is not None:
        await show(turn, draft)
        return
    page = await topic_page(Scene.of(turn), topic_id)
    turn.edit(turn.tapped_message_id, *(page or (GONE, [[HOME]])))


async def ask_for(turn: Turn, draft: Draft, field: str) -> None:
    """Ask for a text; what there is now is shown to be copied."""
    turn.answer_tap()
    await wait_for(turn, field, {"topic": draft.id, "revision": draft.revision})
    await prompt(turn, draft.topic, field)


async def prompt(turn: Turn, topic: Topic, field: str) -> None:
    """The words that ask for a text."""
    now = {
        "t": topic.title,
        "l": topic.label,
        "s": "\n".join(map(source_line, topic.sources)) or "–",
        "b": "\n".join(f"{link.label} | {link.url}" for link in topic.next) or "–",
    }.get(field, "")
    turn.say(PROMPTS[field].replace("{now}", escape(now)) + _CANCEL)
    if field == "a" and topic.answer.strip():
        turn.say(editable(topic.answer))


def editable(template: str) -> str:
    """An answer to be copied and changed: its formatting shown, its template parts as text."""
    try:
        visible_text(template)
    except MarkupError:
        return f"<pre>{escape(template, quote=False)}</pre>"
    return template


def fields_page(draft: Draft) -> Message:
    """The parts that are changed less often."""

    def own(label: str, what: str, *more: str) -> Button:
        return button(label, what, draft.id, draft.revision, *more)

    rows = [
        [own("🏷 Judul", "k", "t"), own("🔘 Label tombol", "k", "l")],
        [own("📖 Sumber", "k", "s"), own("🔗 Tombol", "k", "b")],
        [own("✅ Diperiksa hari ini", "c"), own("📅 Berlaku sampai", "k", "u")],
        [own("🧭 Topik terkait", "re"), own("🗂 Kelompok", "gl")],
        [own("« Rancangan", "p")],
    ]
    return f"🧩 <b>{escape(draft.topic.title)}</b>\nBagian mana yang diubah?", rows


def groups_page(scene: Scene, draft: Draft) -> Message:
    """The groups, to pick one."""
    choices = [
        button(f"{group.icon} {group.title}", "gp", draft.id, draft.revision, at)
        for at, group in enumerate(scene.library.groups)
    ]
    rows = [choices[at : at + 2] for at in range(0, len(choices), 2)]
    back = button("« Rancangan", "p", draft.id, draft.revision)
    return "🗂 Pilih kelompok topik ini:", [*rows, [back]]


def related_page(scene: Scene, draft: Draft) -> Message:
    """The related topics, to take away or add one."""
    known = scene.library.topics
    rows = [
        [
            button(
                f"❌ {known[name].title if name in known else name}",
                *("rx", draft.id, draft.revision, at),
            )
        ]
        for at, name in enumerate(draft.topic.related)
    ]
    if len(rows) < 4:  # noqa: PLR2004 -- as many as a topic may name
        rows.append([button("➕ Tambah", "k", draft.id, draft.revision, "e")])
    back = button("« Rancangan", "p", draft.id, draft.revision)
    return "🧭 <b>Topik terkait</b>, paling banyak 4. Tekan ❌ untuk melepas.", [*rows, [back]]


def draft_phrasings_page(draft: Draft, page: int) -> Message | None:
    """A page of the draft's phrasings."""
    shown = phrasings_page(draft.topic, page)
    if shown is None:
        return None
    html, pages = shown
    about = (draft.id, draft.revision)
    rows = [
        *turning(page, pages, "pp", *about),
        [button("➕ Tambah", "k", *about, "p"), button("➖ Hapus nomor", "k", *about, "r")],
        [button("« Rancangan", "p", *about)],
    ]
    return html, rows


def offers_page(scene: Scene, draft: Draft) -> Message:
    """Typed numbers, a button for each figure that has the value."""
    offered = amounts_in(scene, draft.topic)
    rows = [
        [button(f"{one.typed} → {one.figure}", "ai", draft.id, draft.revision, at)]
        for at, one in enumerate(offered)
    ]
    back = button("« Rancangan", "p", draft.id, draft.revision)
    return amounts_in_words(offered), [*rows, [back]]


def with_figure(scene: Scene, draft: Draft, at: int) -> Topic | None:
    """The topic with a figure in place of a typed number; None for one that isn't offered."""
    offered = amounts_in(scene, draft.topic)
    if at >= len(offered):
        return None
    answer = amounts.put_in(draft.topic.answer, offered[at])
    return draft.topic.model_copy(update={"answer": answer})


async def change(turn: Turn, draft: Draft, new: Topic) -> Draft:
    """Put a changed topic into a draft. Raises DraftConflictError."""
    return await drafts.change(
        turn.connection, draft, new, author=turn.person_id, reason="", now=turn.now
    )


def preview(turn: Turn, draft: Draft) -> None:
    """The draft's answer as the worker would see it, as a message of its own."""
    turn.answer_tap()
    html, rows = as_worker(Scene.of(turn), draft.topic)
    turn.say(html, rows)
