"""/pesan: admins see who waits, read, answer, close."""

from datetime import datetime, timedelta

from telegram import Update

from bot import dialog
from bot.desk import (
    AnsweredMeanwhileError,
    BlockedError,
    ClosedBy,
    Conversation,
    GoneError,
    State,
    blocks,
    conversations,
    notices,
)
from bot.dialog import Step
from bot.people import accounts, audit
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers import buttons
from handlers.answers import Message
from handlers.desk import blocking, person, transcript, words
from handlers.rights import ADMINS_ONLY
from knowledge.scrubbing import scrub

REPLYING = "desk_replying"
_LASTS = timedelta(hours=1)
_PER_PAGE = 8
_LONGEST_REPLY = 3_500
_TABS = {"w": State.WAITING, "a": State.ANSWERED, "c": State.CLOSED}
_ICONS = {State.WAITING: "📨", State.ANSWERED: "💬", State.CLOSED: "✔️"}
_LABEL = 30

_HEAD = "{icon} <b>Pesan untuk petugas: {count} {state}</b>"
_ORDER = "Yang paling lama dulu. Tekan untuk membaca."
_NONE = "Tidak ada. 👍"
_VIEW = "{icon} <b>Percakapan #{number}</b> – {state}{since}"
_IS_BLOCKED = "🚫 Orang ini diblokir dari pesan untuk petugas."
_IS_AWAY = "⚠️ Orang ini memblokir bot atau menghapus obrolannya; balasan mungkin tidak sampai."
_WRITE = (
    "✍️ Tulis balasan untuk percakapan #{number}, dalam satu pesan. Langsung dikirim, tanpa nama "
    "dan akun Anda. Tidak jadi? Tekan /batal."
)
_GONE = "Percakapan ini sudah selesai atau sudah dihapus orangnya."
_MEANWHILE = (
    "⚠️ Balasan Anda <b>belum dikirim</b>: admin lain sudah membalas sementara Anda menulis. "
    "Baca dulu, lalu tulis lagi kalau masih perlu."
)
_TOO_LONG = "Balasannya terlalu panjang, paling banyak 3.500 huruf. Tulis lebih pendek."
_HAS_NIK = "Balasan <b>tidak dikirim</b>, karena ada angka yang mirip NIK. Tulis tanpa angka itu."
_IN_WORDS = "Balas dengan kata-kata, ya: gambar dan berkas tidak diteruskan."
_REPLY = "💼 <b>Balasan petugas</b> (percakapan #{number})\n\n{text}"
_SENT = "✅ Balasan untuk percakapan #{number} dikirim."
_CLOSED = "Percakapan #{number} ditutup."
_TOLD_CLOSED = (
    "Petugas menutup percakapan #{number}. Masih perlu? Lanjutkan dengan tombol di bawah."
)
_NOT_CHANGED = "Balasan yang sudah dikirim tidak berubah. Kirim balasan baru lewat /pesan."


async def on_messages(_: Update, turn: Turn) -> None:
    """/pesan."""
    turn.say(*await _list(turn, "w", 0))


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button of /pesan, tapped by an admin; False for forged data."""
    match parts[1:]:
        case ["l", tab, page] if tab in _TABS and (at := buttons.number_in(page)) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _list(turn, tab, min(at, 10_000)))
        case ["v", number] if (known := await _find(turn, number)) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _view(turn, known))
        case ["v", number, page] if (known := await _find(turn, number)) is not None and (
            at := buttons.number_in(page)
        ) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _view(turn, known, at))
        case ["r", number] if (known := await _find(turn, number)) is not None:
            await _begin_reply(turn, known)
        case ["c", number] if (known := await _find(turn, number)) is not None:
            await _close(turn, known)
        case ["v" | "r" | "c", number] if buttons.number_in(number) is not None:
            turn.answer_tap(_GONE)
        case rest:
            return await blocking.on_tap(turn, rest)
    return True


async def on_text(turn: Turn, step: Step) -> bool:
    """The answer itself: sent at once, unless somebody else was faster."""
    if not turn.is_admin:
        await dialog.forget(turn.connection, turn.chat_id)
        turn.say(ADMINS_ONLY)
        return True
    message = turn.update.effective_message
    refusal = _refusal(turn.text)
    if refusal is not None or message is None:
        turn.say(refusal or _IN_WORDS)
        return True
    number = step.data["conversation"]
    await dialog.forget(turn.connection, turn.chat_id)
    try:
        replied = await conversations.reply(
            turn.connection,
            number,
            turn.text,
            by=turn.person_id,
            message_id=turn.message_id,
            seen=step.data["seen"],
            now=turn.now,
        )
    except AnsweredMeanwhileError:
        turn.say(_MEANWHILE, [[_open_button(number)]])
        return True
    except (GoneError, BlockedError):
        turn.say(_GONE, [[_back(State.WAITING)]])
        return True
    html = _REPLY.format(number=number, text=message.text_html)
    rows = person.reply_rows(replied)
    turn.work.calls.append(send_text(replied.chat_id, html, rows))
    await notices.ask_to_close(turn.connection, replied)
    parts = [_SENT.format(number=number)]
    if await accounts.are_unreachable(turn.connection, [replied.chat_id]):
        parts.append(_IS_AWAY)
    turn.say("\n\n".join(parts), [[_open_button(number)], [_back(State.WAITING)]])
    turn.count("desk", "reply")
    await audit.record(
        turn.connection, turn.person_id, "desk.reply", f"conversation/{number}", turn.now
    )
    return True


def on_other(turn: Turn, _: Step) -> None:
    """A picture, a file where an answer is waited for."""
    turn.say(_IN_WORDS)


async def on_edited(turn: Turn) -> bool:
    """An answer was changed after it was sent; False when the message is none."""
    if not await conversations.was_reply(turn.connection, turn.person_id, turn.message_id):
        return False
    turn.say(_NOT_CHANGED)
    return True


async def _list(turn: Turn, tab: str, page: int) -> Message:
    state = _TABS[tab]
    counts = await conversations.counts(turn.connection)
    shown = await conversations.page(turn.connection, state, _PER_PAGE, page * _PER_PAGE)
    head = _HEAD.format(icon=_ICONS[state], count=counts[state], state=words.STATES[state])
    texts = await conversations.first_words(turn.connection, [known.id for known in shown])
    rows = [[_line(turn.now, known, texts.get(known.id, ""))] for known in shown]
    turning = []
    if page > 0:
        turning.append(Button("‹ Sebelumnya", f"{buttons.DESK_STAFF}:l:{tab}:{page - 1}"))
    if (page + 1) * _PER_PAGE < counts[state]:
        turning.append(Button("Berikutnya ›", f"{buttons.DESK_STAFF}:l:{tab}:{page + 1}"))
    if turning:
        rows.append(turning)
    rows.append(
        [
            Button(f"{_ICONS[other]} {counts[other]}", f"{buttons.DESK_STAFF}:l:{key}:0")
            for key, other in _TABS.items()
            if other is not state
        ]
    )
    rows.append([blocking.LIST_BUTTON])
    return f"{head}\n{_ORDER if shown else _NONE}", rows


def _line(now: datetime, known: Conversation, text: str) -> Button:
    since = _since(known)
    age = f"{words.span(now - since)} · " if since is not None else ""
    label = f"#{known.id} · {age}{words.shortened(text, _LABEL)}"
    return Button(label, f"{buttons.DESK_STAFF}:v:{known.id}")


async def _view(turn: Turn, known: Conversation, page: int | None = None) -> Message:
    lines = await conversations.lines(turn.connection, known.id)
    texts = transcript.pages(lines, turn.services.settings.zone)
    at = len(texts) - 1 if page is None else min(page, len(texts) - 1)
    since = _since(known)
    lasted = f", {words.span(turn.now - since)}" if since is not None else ""
    state = words.STATES[known.state]
    head = _VIEW.format(icon=_ICONS[known.state], number=known.id, state=state, since=lasted)
    parts = [head, texts[at]]
    block = await blocks.of(turn.connection, known.chat_id)
    if block is not None:
        parts.append(_IS_BLOCKED)
    elif await accounts.are_unreachable(turn.connection, [known.chat_id]):
        parts.append(_IS_AWAY)
    name = buttons.DESK_STAFF
    rows = []
    turning = [
        Button(label, f"{name}:v:{known.id}:{to}")
        for label, to in (("‹ Lebih lama", at - 1), ("Lebih baru ›", at + 1))
        if 0 <= to < len(texts)
    ]
    if turning:
        rows.append(turning)
    if known.state is not State.CLOSED and block is None:
        rows.append([Button("✍️ Balas", f"{name}:r:{known.id}")])
        rows.append([Button("✔️ Tutup", f"{name}:c:{known.id}"), blocking.block_button(known.id)])
    elif block is None:
        rows.append([blocking.block_button(known.id)])
    else:
        rows.append([blocking.lift_button(block.id)])
    rows.append([_back(known.state)])
    return "\n\n".join(parts), rows


async def _begin_reply(turn: Turn, known: Conversation) -> None:
    if known.state is State.CLOSED:
        turn.answer_tap(_GONE)
        return
    lines = await conversations.lines(turn.connection, known.id)
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    data = {"conversation": known.id, "seen": lines[-1].id if lines else 0}
    turn.answer_tap()
    if step is not None and step.name == REPLYING and step.data == data:
        return  # a second tap
    new = Step(REPLYING, data, step.version if step else 0)
    await dialog.save(turn.connection, turn.chat_id, new, turn.now, _LASTS)
    turn.say(_WRITE.format(number=known.id))


async def _close(turn: Turn, known: Conversation) -> None:
    try:
        closed = await conversations.close(turn.connection, known.id, ClosedBy.ADMIN, turn.now)
    except GoneError:
        turn.answer_tap(_GONE)
        return
    turn.answer_tap(_CLOSED.format(number=known.id))
    turn.edit(turn.tapped_message_id, *await _view(turn, closed))
    html = _TOLD_CLOSED.format(number=known.id)
    row = [Button("💬 Lanjutkan", f"{buttons.DESK}:r:{known.id}")]
    turn.work.calls.append(send_text(known.chat_id, html, [row]))
    await audit.record(
        turn.connection, turn.person_id, "desk.close", f"conversation/{known.id}", turn.now
    )


async def _find(turn: Turn, number: str) -> Conversation | None:
    known = buttons.number_in(number)
    return None if known is None else await conversations.find(turn.connection, known)


def _since(known: Conversation) -> datetime | None:
    """Since when a conversation is in its state."""
    match known.state:
        case State.WAITING:
            return known.waiting_since
        case State.ANSWERED:
            return known.answered_at
    return known.closed_at


def _refusal(text: str) -> str | None:
    if not text.strip():
        return _IN_WORDS
    if scrub(text).had_nik:
        return _HAS_NIK
    return _TOO_LONG if len(text) > _LONGEST_REPLY else None


def _open_button(number: int) -> Button:
    return Button("Lihat percakapan", f"{buttons.DESK_STAFF}:v:{number}")


def _back(state: State) -> Button:
    tab = next(key for key, other in _TABS.items() if other is state)
    return Button("« Semua pesan", f"{buttons.DESK_STAFF}:l:{tab}:0")
