"""/faq: two admins and a worker. Written, tried, approved, published, rolled back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.content import drafts, versions
from bot.content.drafts import Draft
from bot.people import audit
from bot.storage.models import TopicEdition
from bot.storage.storage import Storage
from knowledge.topics import topic_files
from tests.chat import Chat, Seen
from tests.content.small import passed
from tests.conversations.faq import (
    TOPIC,
    answer_of,
    begin,
    change_and_publish,
    open_topic,
    publish,
    try_out,
    write,
)
from tests.conversations.inviting import ON_SQLITE, accept, invite_admin, tap_last_of

_NOT_YOURS = "Rancangan ini milik admin lain. Tidak ada yang diubah."
_MOVED_ON = "Rancangan ini sudah berubah atau selesai."


@pytest.fixture
async def colleague(talk: object, admin: Chat, worker: Chat) -> Chat:
    """A second admin, by invitation."""
    person = Chat(admin._http, admin._url.rsplit("/demo/", 1)[0], "2001")
    await accept(person, await invite_admin(admin))
    return person


async def _draft(storage: Storage, topic: str = TOPIC) -> Draft | None:
    async with storage.transaction() as connection:
        return await drafts.draft_of(connection, topic)


async def _note(storage: Storage, topic: str = TOPIC, **changes: object) -> Draft:
    """Say that the draft was tried out, as the job does."""
    async with storage.transaction() as connection:
        draft = await drafts.draft_of(connection, topic)
        assert draft is not None
        numbers = await versions.published_numbers(connection)
        kept = await drafts.note_gate(connection, draft, passed(draft, numbers, **changes))
        assert kept is not None
        return kept


async def _actions(storage: Storage) -> list[str]:
    async with storage.transaction() as connection:
        _, entries = await audit.newest(connection, 20)
    return [entry.action for entry in entries if entry.action.startswith("content.")]


async def test_what_is_published_is_read_by_workers_without_a_restart_and_rolled_back_byte_for_byte(
    admin: Chat, worker: Chat, storage: Storage
) -> None:
    panel = await write(admin, await begin(admin))
    assert "➕ Buka tiap hari kerja." in panel.text
    assert "🚀 Terbitkan" not in panel.buttons
    assert "pukul 08.00" in (await worker.say(f"/start t-{TOPIC}")).text
    done = await publish(admin, await try_out(admin, panel))
    assert "Terbit sebagai versi 2" in done.text
    answer = await answer_of(worker, f"/start t-{TOPIC}", "tidak antre")
    assert "<b>Buka tiap hari kerja.</b>" in answer.html
    page = await open_topic(admin)
    assert "Versi 2" in page.text
    assert "oleh Anda (lewat obrolan)" in page.text
    assert "Alasan: Lebih jelas" in page.text
    history = await tap_last_of(admin, page, "🕘 Riwayat")
    assert "Versi 2 ✅ berlaku" in history.text
    old = await tap_last_of(admin, history, "Versi 1")
    assert "pukul 08.00" in old.text
    assert "Bedanya dengan versi 2" in old.text
    sure = await tap_last_of(admin, old, "↩️ Kembali ke versi 1")
    back = await tap_last_of(admin, sure, "↩️ Ya, kembali")
    assert "Terbit sebagai versi 3" in back.text
    await answer_of(worker, f"/start t-{TOPIC}", "pukul 08.00")
    async with storage.transaction() as connection:
        third = await versions.version(connection, TOPIC, 3)
    assert third is not None
    assert third.body == topic_files()[TOPIC]
    assert await _actions(storage) == ["content.rollback", "content.publish"]
    assert "mengembalikan versi lama topik (topic/jam-layanan)" in (await admin.say("/audit")).text


async def test_a_second_admin_approves_and_the_author_is_told(
    admin: Chat, colleague: Chat, worker: Chat, storage: Storage
) -> None:
    sent = await change_and_publish(admin)
    assert "Dikirim untuk disetujui" in sent.text
    asked = await colleague.last()
    assert "admin 1003 meminta persetujuan. Alasan: Lebih jelas" in asked.text
    assert "➕ Buka tiap hari kerja." in asked.text
    assert "pukul 08.00" in (await worker.say(f"/start t-{TOPIC}")).text
    await colleague.tap(asked, "👁 Lihat seperti pekerja")
    assert "tidak antre" in (await colleague.last()).text
    done = await tap_last_of(colleague, asked, "✅ Setujui")
    assert "Terbit sebagai versi 2" in done.text
    told = await admin.last()
    assert "disetujui Budi 2001 dan terbit sebagai versi 2" in told.text
    await answer_of(worker, f"/start t-{TOPIC}", "tidak antre")
    # A second tap on the same button, still open elsewhere.
    forged = {"message_id": asked.id, "data": f"fq:ok:{TOPIC}:1"}
    assert _MOVED_ON in (await colleague.tap_raw(forged) or "")
    assert await _actions(storage) == ["content.approve", "content.submit"]


@ON_SQLITE
async def test_a_rejected_draft_goes_back_to_its_author_with_the_reason(
    admin: Chat, colleague: Chat, worker: Chat, storage: Storage
) -> None:
    await change_and_publish(admin)
    asked = await colleague.last()
    draft = await _draft(storage)
    assert draft is not None
    own = {"message_id": asked.id, "data": f"fq:ok:{TOPIC}:{draft.revision}"}
    assert "sendiri" in (await admin.tap_raw({**own, "message_id": (await admin.last()).id}) or "")
    why = await tap_last_of(colleague, asked, "✖️ Tolak")
    await colleague.tap(why, "✍️ Tulis sendiri")
    refused = await colleague.say("Jam istirahat <belum> disebut")
    assert "Penulisnya sudah diberi tahu" in refused.text
    told = await admin.last()
    assert "belum disetujui Budi 2001" in told.text
    assert "Jam istirahat <belum> disebut" in told.text
    kept = await _draft(storage)
    assert kept is not None
    assert not kept.waits_for_approval
    assert "pukul 08.00" in (await worker.say(f"/start t-{TOPIC}")).text
    # It may be sent again, and taken back.
    panel = await tap_last_of(admin, await open_topic(admin), "✏️ Lanjutkan")
    sent = await publish(admin, panel)
    panel = await tap_last_of(admin, await open_topic(admin), "✏️ Lanjutkan")
    assert "Menunggu persetujuan" in panel.text
    panel = await tap_last_of(admin, panel, "↩️ Tarik kembali")
    assert "🚀 Terbitkan" in panel.buttons
    assert "Dikirim" in sent.text
    assert "tidak menunggu" in (await colleague.tap_raw(own) or "")


async def test_who_comes_second_is_told_whose_draft_it_is_and_nothing_is_overwritten(
    admin: Chat, colleague: Chat, storage: Storage
) -> None:
    theirs = await open_topic(colleague)
    panel = await write(admin, await begin(admin))
    assert await colleague.tap(theirs, "✏️ Ubah") == _NOT_YOURS
    told = await colleague.message(theirs.id)
    assert "sedang diubah admin 1003, sejak" in told.text
    seen = await tap_last_of(colleague, told, "✏️ Lihat rancangannya")
    assert "📝 Jawaban" not in seen.buttons
    draft = await _draft(storage)
    assert draft is not None
    for what in ("k:a", "c", "Z", "y", "pr:0", "m", "gp:0"):
        name, _, more = what.partition(":")
        data = ":".join(["fq", name, TOPIC, str(draft.revision), *more.split()])
        if name != "k":
            assert await colleague.tap_raw({"message_id": seen.id, "data": data}) == _NOT_YOURS
    assert await _draft(storage) == draft
    # Taken over after asking: then the first one is told.
    page = await open_topic(colleague)
    seen = await tap_last_of(colleague, page, "✏️ Lihat rancangan")
    sure = await tap_last_of(colleague, seen, "🤝 Ambil alih")
    mine = await tap_last_of(colleague, sure, "🤝 Ya, ambil alih")
    assert "📝 Jawaban" in mine.buttons
    assert _MOVED_ON in (await admin.tap(panel, "🧪 Coba dulu") or "")
    now = await admin.message(panel.id)
    assert "Oleh Budi 2001" in now.text
    assert "🧪 Coba dulu" not in now.buttons


@ON_SQLITE
async def test_a_trial_tells_what_moves_and_golden_failures_block(
    admin: Chat, storage: Storage
) -> None:
    panel = await write(admin, await begin(admin))
    moved = {
        "question": "kantor buka <jam> brp",
        "asked": "real",
        "before": ["answer", [TOPIC]],
        "after": ["answer", ["iuran-bpu"]],
    }
    golden = {
        "question": "saya kecelakaan kerja",
        "right": ["klaim-jkk"],
        "happened": ["fallback", []],
        "failed_before": False,
    }
    draft = await _note(
        storage, moved=3, lost=1, phrasings=5_000, real=500, examples=[moved], golden=[golden]
    )
    data = {"message_id": panel.id, "data": f"fq:p:{TOPIC}:{draft.revision}"}
    await admin.tap_raw(data)
    shown = await admin.message(panel.id)
    assert "3 pertanyaan pindah topik" in shown.text
    assert "5.500 pertanyaan dicoba" in shown.text
    assert "“kantor buka <jam> brp”: Jam buka → Besar iuran mandiri" in shown.text
    assert "1 pertanyaan wajib jadi salah" in shown.text
    assert "🚀 Terbitkan" not in shown.buttons
    await admin.tap_raw({**data, "data": f"fq:pr:{TOPIC}:{draft.revision}:0"})
    assert "Belum bisa terbit" in (await admin.message(panel.id)).text
    assert await _actions(storage) == []


@ON_SQLITE
async def test_a_topic_is_retired_and_brought_back_by_drafts(
    admin: Chat, worker: Chat, storage: Storage
) -> None:
    page = await open_topic(admin, "bsu")
    sure = await tap_last_of(admin, page, "🚫 Tarik topik")
    panel = await tap_last_of(admin, sure, "🚫 Ya, siapkan")
    assert "Topik ini akan ditarik" in panel.text
    draft = await _note(storage, "bsu")
    await admin.tap_raw({"message_id": panel.id, "data": f"fq:p:bsu:{draft.revision}"})
    done = await publish(admin, await admin.message(panel.id), "Aturan berubah")
    assert "versi 2" in done.text
    for _ in range(40):
        home = await admin.say("/faq")
        if "111 topik" in home.text:
            break
    retired = await tap_last_of(admin, home, "🗄 Ditarik (1)")
    page = await tap_last_of(admin, retired, "bsu")
    assert "Ditarik: tidak dijawab lagi" in page.text
    panel = await tap_last_of(admin, page, "♻️ Aktifkan lagi")
    assert "akan dijawab lagi" in panel.text
    assert "(ditarik)" in (await admin.say("/audit")).text


@ON_SQLITE
async def test_a_topic_the_program_needs_is_not_retired(admin: Chat) -> None:
    page = await open_topic(admin, "iuran-bpu")
    sure = await tap_last_of(admin, page, "🚫 Tarik topik")
    panel = await tap_last_of(admin, sure, "🚫 Ya, siapkan")
    assert "dipakai oleh program" in panel.text
    assert "🧪 Coba dulu" not in panel.buttons


async def _leave_few(storage: Storage) -> None:
    """Take most topics away: all questions that are left are asked in a moment."""
    async with storage.transaction() as connection:
        served = await versions.published(connection)
        gone = [
            versions.Change(v.topic, v.body, versions.Origin.IMPORT, "uji", v.number, retires=True)
            for v in served.values()
            if not v.topic.startswith(("iuran", "jkm", "jam", "jmo", "cara"))
        ]
        await versions.publish(connection, gone, datetime(2026, 11, 25, tzinfo=UTC))


async def _type_new_topic(admin: Chat) -> Seen:
    home = await admin.say("/faq")
    await admin.tap(home, "➕ Topik baru")
    await admin.tap(await admin.last(), "💰 Iuran & bayar")
    assert "judul" in (await admin.last()).text
    assert "Judul 3 sampai 64 huruf" in (await admin.say("x")).text
    assert "label tombol" in (await admin.say("Lomba foto pekerja tingkat provinsi")).text
    assert "jawaban" in (await admin.say("Lomba foto pekerja")).text
    first = await admin.say("Kirim foto ke <panitia> lewat kantor cabang.")
    assert "Format rusak" not in first.text
    assert "contoh pertanyaan" in first.text
    assert (
        "sumber"
        in (
            await admin.say("lomba foto pekerja kapan dimulai\nikut lomba foto pekerja gimana")
        ).text
    )
    return await admin.say("Halaman lomba | https://www.bpjsketenagakerjaan.go.id/")


@ON_SQLITE
async def test_a_new_topic_is_made_step_by_step_tried_with_all_questions_and_answered(
    admin: Chat, worker: Chat, storage: Storage
) -> None:
    await _leave_few(storage)
    panel = await _type_new_topic(admin)
    assert "🆕 Lomba foto pekerja tingkat provinsi" in panel.text
    assert "➕ ikut lomba foto pekerja gimana" in panel.text
    tried = await try_out(admin, panel)
    assert "pertanyaan dicoba" in tried.text
    assert "🚀 Terbitkan" in tried.buttons, tried.text
    assert "versi 1" in (await publish(admin, tried, "Pertanyaan baru")).text
    answer = await answer_of(worker, "lomba foto pekerja kapan dimulai", "<panitia>")
    assert "📖 Sumber" in answer.buttons


@ON_SQLITE
async def test_a_changed_file_of_an_edited_topic_is_decided_on(
    admin: Chat, storage: Storage
) -> None:
    await change_and_publish(admin)
    newer = topic_files()[TOPIC].replace("Supaya aman, datanglah pagi", "Datanglah pagi sekali")
    for choice, left in (("✋ Tetap", 2), ("📄 Pakai", 3)):
        async with storage.transaction() as connection:
            await connection.execute(
                update(TopicEdition).where(TopicEdition.topic == TOPIC).values(pending=newer)
            )
        home = await admin.say("/faq")
        assert home.buttons[0] == "⚖️ Putuskan beda berkas (1)"
        listed = await tap_last_of(admin, home, "⚖️")
        shown = await tap_last_of(admin, listed, TOPIC)
        assert "➕ Ada sumber lain" in shown.text
        assert "Datanglah pagi sekali" in shown.text
        after = await tap_last_of(admin, shown, choice)
        assert "Tidak ada yang perlu diputuskan" in after.text
        twice = {"message_id": shown.id, "data": f"fq:dt:{TOPIC}"}
        assert "tidak ada (lagi)" in (await admin.tap_raw(twice) or "")
        async with storage.transaction() as connection:
            assert (await versions.published_numbers(connection))[TOPIC] == left
    assert await _actions(storage) == ["content.take_file", "content.keep", "content.publish"]


@ON_SQLITE
async def test_a_draft_that_another_version_overtook_says_so(admin: Chat, storage: Storage) -> None:
    panel = await write(admin, await begin(admin))
    async with storage.transaction() as connection:
        now = datetime(2026, 11, 25, tzinfo=UTC)
        change = versions.Change(
            TOPIC, topic_files()[TOPIC] + "\n", versions.Origin.IMPORT, "impor", based_on=1
        )
        await versions.publish(connection, [change], now)
    draft = await _note(storage)
    await admin.tap_raw({"message_id": panel.id, "data": f"fq:pr:{TOPIC}:{draft.revision}:0"})
    blocked = await admin.message(panel.id)
    assert "Versi lain terbit lebih dulu" in blocked.text
    kept = await tap_last_of(admin, blocked, "📌 Tetap pakai")
    assert "Versi 2 terbit setelah" not in kept.text
    tried = await try_out(admin, kept)
    assert "versi 3" in (await publish(admin, tried)).text
