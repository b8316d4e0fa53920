"""/antrean: clusters of questions, and what admins make of them."""

import pytest
from sqlalchemy import select, update

from bot.content import drafts
from bot.people import staff
from bot.people.invitations import Invited
from bot.people.roles import Role
from bot.storage.models import AuditEntry, RoleGrant, StoredJob, TopicDraft, Unanswered
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub
from tests.chat import Chat, Conversation, Seen
from tests.conversations.inviting import ON_SQLITE
from tests.waiting import until

_GONE = "Kelompok ini sudah diselesaikan admin lain, atau pertanyaannya sudah dihapus."
_STALE = "Tombol ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."
_DISMISS = "🗑 Tutup tanpa jawaban"
_COLLEAGUE = 880_002


async def _ask(talk: Conversation, text: str, *people: int) -> list[Chat]:
    """Have a question asked by several people."""
    chats = [talk.with_person(str(person)) for person in people]
    for chat in chats:
        await chat.say(text)
    return chats


async def _open(admin: Chat, number: str = "1") -> Seen:
    listed = await admin.say("/antrean")
    await admin.tap(listed, number)
    return await admin.message(listed.id)


async def _become_admin(talk: Conversation) -> Chat:
    async with talk.bot.storage.transaction() as connection:
        await staff.grant(
            connection,
            Invited(Role.ADMIN, (), "Disnaker Kaltim"),
            person_id=_COLLEAGUE,
            name="Rekan",
            granted_by=None,
            now=talk.bot.receiver._clock(),
        )
    return talk.with_person(str(_COLLEAGUE))


async def _settled(storage: Storage) -> list[tuple[str | None, str | None]]:
    async with storage.transaction() as connection:
        rows = await connection.execute(
            select(Unanswered.settled_as, Unanswered.settled_why).order_by(Unanswered.id)
        )
    return [(row.settled_as, row.settled_why) for row in rows]


async def _actions(storage: Storage) -> list[tuple[str, object]]:
    async with storage.transaction() as connection:
        rows = await connection.execute(
            select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.number)
        )
    return [(row.action, row.details) for row in rows]


@ON_SQLITE
async def test_a_cluster_says_how_often_where_and_what(
    talk: Conversation, admin: Chat, unknown: tuple[str, str]
) -> None:
    await _ask(talk, f"{unknown[0]} di samarinda", 770_001, 770_002)
    await _ask(talk, unknown[0], 770_001)
    view = await _open(admin)
    assert view.text.startswith("📥 3 pertanyaan serupa dari 2 penanya\nPertama ")
    assert "• tidak terjawab: 3" in view.text
    assert "• Wilayah: Samarinda 2" in view.text
    assert f"• {unknown[0]}" in view.text
    assert len([label for label in view.buttons if label.startswith("➕")]) == 3
    assert view.buttons[3:] == (
        "🆕 Buat topik baru", "✉️ Jawab 2 penanya", _DISMISS, "« Semua pertanyaan",
    )  # fmt: skip
    assert not {"77000", "770001"} & set(view.html.split())
    await admin.tap(view, "« Semua")
    assert (await admin.message(view.id)).text.startswith(
        "📥 3 pertanyaan belum terjawab, 1 kelompok"
    )


@ON_SQLITE
async def test_the_list_turns_its_pages(talk: Conversation, admin: Chat, storage: Storage) -> None:
    from bot.content import unanswered

    words = ("rendang", "emas", "kapal", "karburator", "ramalan", "juara", "cuaca", "kopi")
    async with storage.transaction() as connection:
        for word in words:
            await unanswered.keep(
                connection,
                chat_id=770_001,
                question=scrub(f"{word} {word}"),
                outcome="fallback",
                guesses=[],
                now=talk.bot.receiver._clock(),
            )
    listed = await admin.say("/antrean")
    assert listed.buttons == ("1", "2", "3", "4", "5", "6", "Berikutnya ›")
    await admin.tap(listed, "Berikutnya")
    second = await admin.message(listed.id)
    assert second.buttons == ("7", "8", "‹ Sebelumnya")
    await admin.tap(second, "8")
    await admin.tap(await admin.message(listed.id), "« Semua")
    assert (await admin.message(listed.id)).buttons == second.buttons


async def test_a_wrong_clarification_and_an_unhelpful_answer_are_questions_too(
    worker: Chat, admin: Chat, vague: tuple[str, str]
) -> None:
    asked = await worker.say(vague[0])
    await worker.tap(asked, "Bukan semua itu")
    assert "• pilihannya salah: 1" in (await _open(admin)).text
    await admin.tap(await _open(admin), _DISMISS)
    await admin.tap(await admin.last(), "Jawabannya sudah ada")

    answer = await worker.say("berapa iuran bpu untuk nelayan musiman")
    await until_noted(worker)
    await worker.tap(answer, "👎")
    await worker.tap(await worker.message(answer.id), "Kurang lengkap")
    view = await _open(admin)
    assert "• jawabannya tidak membantu: 1" in view.text
    assert "• berapa iuran bpu untuk nelayan musiman" in view.text


async def until_noted(chat: Chat) -> None:
    """What was asked is written down a moment after the answer."""
    import asyncio

    await asyncio.sleep(0.4)


@ON_SQLITE
async def test_dismissing_with_a_reason(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001, 770_002)
    view = await _open(admin)
    await admin.tap(view, _DISMISS)
    await admin.tap(await admin.message(view.id), "Bukan urusan")
    assert (await admin.message(view.id)).text == "🗑 2 pertanyaan ditutup."
    assert await _settled(storage) == [("dismissed", "luar")] * 2
    assert (await admin.say("/antrean")).text.startswith("Tidak ada pertanyaan")
    assert await _actions(storage) == [("queue.dismiss", {"questions": 2, "about": "luar"})]


@ON_SQLITE
async def test_dismissing_in_ones_own_words(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001)
    view = await _open(admin)
    await admin.tap(view, _DISMISS)
    await admin.tap(await admin.message(view.id), "Lainnya")
    assert "terlalu panjang" in (await admin.say("x" * 201)).text
    (refused,) = await admin.send({"sticker": True})
    assert refused.text.startswith("Tulis alasannya dengan kata-kata")
    assert (await admin.say("promosi toko 081250001234")).text == "🗑 1 pertanyaan ditutup."
    assert await _settled(storage) == [("dismissed", "promosi toko [telepon]")]
    assert (await _actions(storage))[0] == ("queue.dismiss", {"questions": 1, "about": "lain"})


async def test_the_second_of_two_admins_is_told(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    colleague = await _become_admin(talk)
    await _ask(talk, unknown[0], 770_001)
    views = [await _open(one) for one in (admin, colleague)]
    await colleague.tap(views[1], "✉️ Jawab")
    preview = await colleague.say("jawaban saya")
    await admin.tap(views[0], _DISMISS)
    await admin.tap(await admin.message(views[0].id), "Hanya coba-coba")
    await colleague.tap(preview, "✅ Kirim")
    assert (await colleague.message(preview.id)).text.startswith("Admin lain lebih dulu")
    assert await colleague.tap(views[1], _DISMISS) == _GONE
    assert (await colleague.message(views[1].id)).text.startswith("Tidak ada pertanyaan")
    assert await _settled(storage) == [("dismissed", "iseng")]


async def test_an_answer_goes_to_everybody_who_asked(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    one, other = await _ask(talk, unknown[0], 770_001, 770_002)
    (unwilling,) = await _ask(talk, f"{unknown[0]} ya", 770_003)
    assert "dihentikan" in (await unwilling.say("/berhenti")).text
    view = await _open(admin)
    await admin.tap(view, "✉️ Jawab 2 penanya")
    assert (await admin.say("NIK 6472990101900001")).text.startswith("Jawaban itu memuat angka")
    assert (await admin.say("a" * 3_001)).text.startswith("Jawabannya terlalu panjang")
    first = await admin.say("Tidak <ada> di sini.")
    assert "Begini yang dibaca tiap penanya" in first.text
    second = await admin.say("Tanyakan ke toko buku.")
    assert await admin.tap(first, "✅ Kirim") == _STALE
    await admin.tap(second, "✅ Kirim ke 2 penanya")
    sent = await admin.message(second.id)
    assert sent.text == "✅ Jawaban dikirim kepada 2 penanya; 3 pertanyaan selesai."

    async def has_arrived() -> bool:
        heard = [await chat.last() for chat in (one, other)]
        return all("toko buku" in seen.text for seen in heard)

    await until(has_arrived)
    answer = await one.last()
    assert answer.text.startswith(
        f"💡 Anda pernah bertanya:\n“{unknown[0]}”\n\nTanyakan ke toko buku."
    )
    assert answer.buttons == ("✍️ Tulis pesan untuk petugas",)
    assert "toko buku" not in (await unwilling.last()).text
    assert await admin.tap_raw({"message_id": second.id, "data": "aq:s:0123456789abcdef"}) == _STALE
    assert await _settled(storage) == [("answered", None)] * 3
    assert await _actions(storage) == [("queue.answer", {"questions": 3, "about": ""})]


@ON_SQLITE
async def test_questions_become_phrasings_of_a_draft_that_is_tried_out(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001, 770_002)
    await _ask(talk, f"{unknown[0]} 081250001234", 770_003)
    view = await _open(admin)
    label = next(label for label in view.buttons if label.startswith("➕"))
    await admin.tap(view, label)
    shown = await admin.message(view.id)
    assert shown.text.startswith("➕ 1 contoh pertanyaan masuk ke rancangan topik ")
    assert f"• {unknown[0]}" in shown.text
    async with storage.transaction() as connection:
        (draft,) = await drafts.all_drafts(connection)
        kinds = (await connection.execute(select(StoredJob.kind))).scalars().all()
    assert unknown[0] in draft.topic.examples["santai"]
    assert not any("[telepon]" in text for text in draft.topic.examples["santai"])
    assert "content_try_out" in kinds or draft.gate is not None
    assert await _settled(storage) == [("phrasing", None)] * 3
    assert (await _actions(storage))[0][0] == "queue.phrasing"


@ON_SQLITE
async def test_a_topic_that_another_admin_edits_is_left_alone(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001)
    view = await _open(admin)
    async with storage.transaction() as connection:
        for topic in talk.bot.receiver._services().library.topics:
            await drafts.begin(connection, topic, author=_COLLEAGUE, now=talk.bot.receiver._clock())
    notice = await admin.tap(view, "➕")
    assert notice == (
        "Topik ini sedang diubah admin lain. Tunggu sampai selesai, atau pilih topik lain."
    )
    assert await _settled(storage) == [(None, None)]


async def test_a_new_topic_begins_with_the_questions(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001)
    await admin.tap(await _open(admin), "🆕 Buat topik baru")
    served = next(iter(talk.bot.receiver._services().library.topics.values()))
    for title, why in (
        ("xy", "Judul 3 sampai 64 huruf"),
        ("x" * 65, "Judul 3 sampai 64 huruf"),
        ("dua\nbaris", "Judul harus satu baris"),
        ("hubungi 081250001234", "Judul tidak boleh memuat nomor pribadi"),
        (served.title, "Sudah ada topik dengan judul itu"),
    ):
        assert (await admin.say(title)).text.startswith(why), title
    made = await admin.say("Resep <dan> masakan")
    assert made.text.startswith("🆕 Rancangan topik Resep <dan> masakan dibuat, dengan 1 contoh")
    async with storage.transaction() as connection:
        (draft,) = await drafts.all_drafts(connection)
        published = await connection.scalar(
            select(TopicDraft.based_on).where(TopicDraft.topic == draft.id)
        )
    assert (draft.id, published) == ("resep-dan-masakan", 0)
    assert draft.topic.examples == {"santai": (unknown[0],)}
    assert await _settled(storage) == [("topic", None)]
    assert await _actions(storage) == [
        ("queue.topic", {"questions": 1, "about": "resep-dan-masakan"})
    ]


@ON_SQLITE
async def test_double_taps_do_nothing_twice(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001)
    view = await _open(admin)
    for _ in range(2):
        await admin.tap(view, "✉️ Jawab")
    asked = [seen for seen in await admin.messages() if seen.text.startswith("✉️ Tulis jawaban")]
    assert len(asked) == 1
    preview = await admin.say("jawaban")
    await admin.tap(preview, "✅ Kirim")
    token = {"message_id": preview.id, "data": "aq:d:1:luar"}
    assert await admin.tap_raw(token) == _GONE
    assert len(await _actions(storage)) == 1


@ON_SQLITE
async def test_forged_buttons_lead_nowhere(
    talk: Conversation, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _ask(talk, unknown[0], 770_001)
    view = await _open(admin)
    for data in (
        "aq", "aq:", "aq:l", "aq:l:x", "aq:c:1", "aq:t:1:tidak-ada", "aq:t:1", "aq:d:1:salah",
        "aq:s:x", "aq:z:1", "aq:c:1:-1", "aq:n:1:2",
    ):  # fmt: skip
        assert await admin.tap_raw({"message_id": view.id, "data": data}) == _STALE, data
    assert await admin.tap_raw({"message_id": view.id, "data": "aq:d:99:luar"}) == _GONE
    assert await _settled(storage) == [(None, None)]


@ON_SQLITE
@pytest.mark.parametrize("begun", ["✉️ Jawab", "🆕 Buat topik baru"])
async def test_who_is_no_admin_any_more_changes_nothing(
    talk: Conversation, storage: Storage, unknown: tuple[str, str], begun: str
) -> None:
    colleague = await _become_admin(talk)
    await _ask(talk, unknown[0], 770_001)
    view = await _open(colleague)
    await colleague.tap(view, begun)
    async with storage.transaction() as connection:
        await connection.execute(update(RoleGrant).values(revoked_at=talk.bot.receiver._clock()))
    assert (await colleague.say("tulisan saya")).text.startswith("Perintah ini hanya untuk admin.")
    for data in ("aq:l:0", "aq:c:1:0", "aq:d:1:luar", "aq:t:1:iuran-bpu", "aq:n:1", "aq:r:1"):
        notice = await colleague.tap_raw({"message_id": view.id, "data": data})
        assert notice == "Ini hanya untuk admin. Tidak ada yang diubah.", data
    assert await _settled(storage) == [(None, None)]
    assert await _actions(storage) == []
