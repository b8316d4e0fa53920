"""/faq: what admins write is taken as it is formatted, or refused with the reason and the place."""

import pytest

from bot.content import drafts
from bot.content.drafts import Draft
from bot.storage.storage import Storage
from tests.chat import Chat, Seen
from tests.conversations.faq import TOPIC, begin, write
from tests.conversations.inviting import ON_SQLITE, accept, invite_admin, open_page, tap_last_of
from tests.demo.support import picture

pytestmark = ON_SQLITE
_UNCHANGED = "Tidak ada yang diubah."


async def _draft(storage: Storage, topic: str = TOPIC) -> Draft:
    async with storage.transaction() as connection:
        draft = await drafts.draft_of(connection, topic)
    assert draft is not None
    return draft


async def _field(admin: Chat, panel: Seen, label: str, text: str) -> Seen:
    """One of the other parts, typed; the last message then."""
    page = await tap_last_of(admin, panel, "🧩 Bagian lain")
    await admin.tap(page, label)
    return await admin.say(text)


async def test_a_formatted_message_is_the_answer_and_what_cannot_be_shown_is_told(
    admin: Chat, storage: Storage
) -> None:
    panel = await begin(admin)
    await admin.tap(panel, "📝 Jawaban")
    prompt, current = (await admin.messages())[-2:]
    assert "biarkan apa adanya" in prompt.text
    assert "{{ pusat_layanan_jam }}" in current.text
    html = (
        "<b>Buka</b> &lt; malam & <i>siang</i> {{ pusat_layanan_jam }}\n• satu\n"
        '<tg-spoiler>rahasia</tg-spoiler> <a href="https://a.id/?x=1">situs</a>'
    )
    told, panel = (await admin.send({"html": html.replace("& <i>", "&amp; <i>")}))[-2:]
    assert "teks tersembunyi (spoiler) ditampilkan biasa" in told.text
    assert (await _draft(storage)).topic.answer == (
        "<b>Buka</b> &lt; malam &amp; <i>siang</i> {{ pusat_layanan_jam }}\n• satu\n"
        'rahasia <a href="https://a.id/?x=1">situs</a>\n'
    )
    await admin.tap(panel, "👁 Lihat")
    assert "Buka < malam & siang 24 jam" in (await admin.last()).text


async def test_conditions_survive_being_copied_and_losing_one_is_told(
    admin: Chat, storage: Storage
) -> None:
    panel = await begin(admin, "iuran-bpu")
    await admin.tap(panel, "📝 Jawaban")
    current = await admin.last()
    assert "{% if diskon_umum %}" in current.text
    before = await _draft(storage, "iuran-bpu")
    panel = (await admin.send({"html": current.html.replace("<br>", "\n")}))[-1]
    assert "Belum ada yang diubah." in panel.text
    after = await _draft(storage, "iuran-bpu")
    assert after.topic == before.topic
    assert after.body == before.body
    told, _ = await _answers(admin, panel, "Murah, cuma {{ bpu_dua_program }}.")
    assert "Syarat {% if diskon_umum %}" in told.text
    assert "bpu_tiga_program" in told.text


async def _answers(admin: Chat, panel: Seen, text: str) -> list[Seen]:
    await admin.tap(panel, "📝 Jawaban")
    return (await admin.say_all(text))[-2:]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Halo\n<b>tebal saja", "<b> tidak pernah ditutup (baris 2: <b>tebal saja)"),
        ("Halo</i>", "</i> menutup sesuatu yang tidak dibuka"),
        ("Bayar {{ tidak_ada }}", "Tidak ada angka bernama “tidak_ada” (baris 1"),
        ("{% if diskon_umum %} Diskon", "rusak atau belum ditutup"),
        ("Bayar {{ bpu_dua_program", "rusak atau belum ditutup"),
        ("a" * 1_201, "1.201 huruf"),
    ],
)
async def test_a_broken_answer_is_refused_with_the_place_and_nothing_is_changed(
    admin: Chat, storage: Storage, text: str, reason: str
) -> None:
    panel = await begin(admin)
    before = await _draft(storage)
    await admin.tap(panel, "📝 Jawaban")
    refused = await admin.say(text)
    assert reason in refused.text
    assert _UNCHANGED in refused.text
    assert await _draft(storage) == before


async def test_five_thousand_characters_that_come_as_two_messages_are_both_refused(
    admin: Chat, storage: Storage
) -> None:
    panel = await begin(admin)
    before = await _draft(storage)
    await admin.tap(panel, "📝 Jawaban")
    await admin.put({"text": "a" * 4_096})
    rest = await admin.say("b" * 904)
    texts = [seen.text for seen in await admin.messages() if seen.sender == "bot"]
    assert any("Terlalu panjang: 4.096 huruf, paling banyak 1.200." in text for text in texts)
    assert "sambungan pesan yang terlalu panjang" in rest.text
    assert await _draft(storage) == before


async def test_pictures_and_edited_messages_are_not_taken(admin: Chat, storage: Storage) -> None:
    panel = await begin(admin)
    before = await _draft(storage)
    earlier = await admin.put({"text": "Salam"})
    await admin.next_reply(earlier)
    await admin.tap(panel, "📝 Jawaban")
    (photo,) = await admin.send_file("foto.png", picture(), caption="Jawaban saya")
    assert "bukan gambar" in photo.text
    await admin.edit(earlier, "Jawaban lewat pesan lama")
    assert any("Pesan yang diubah tidak saya pakai" in m.text for m in await admin.messages())
    assert await _draft(storage) == before
    await admin.say("/batal")
    assert "Rancangan" not in (await admin.say("jam buka kantor")).text
    assert await _draft(storage) == before


async def test_a_role_that_was_revoked_a_second_ago_changes_nothing(
    admin: Chat, talk: object, storage: Storage
) -> None:
    colleague = Chat(admin._http, admin._url.rsplit("/demo/", 1)[0], "2001")
    await accept(colleague, await invite_admin(admin))
    panel = await write(colleague, await begin(colleague))
    before = await _draft(storage)
    await colleague.tap(panel, "📝 Jawaban")
    page = await tap_last_of(admin, await open_page(admin, "Budi 2001"), "🚫 Cabut peran")
    await tap_last_of(admin, page, "🚫 Ya, cabut")
    assert "hanya untuk admin" in (await colleague.say("Jawaban palsu")).text
    for label in ("🧪 Coba dulu", "👁 Lihat", "🗑 Buang", "💬 Contoh"):
        notice = await colleague.tap(panel, label)
        assert notice == "Ini hanya untuk admin. Tidak ada yang diubah."
    assert await _draft(storage) == before


async def test_double_taps_do_things_once(admin: Chat, storage: Storage) -> None:
    panel = await write(admin, await begin(admin))
    draft = await _draft(storage)
    page = await tap_last_of(admin, panel, "🧩 Bagian lain")
    tap = {"message_id": page.id, "data": f"fq:c:{TOPIC}:{draft.revision}"}
    assert await admin.tap_raw(tap) == "Sudah diubah."
    assert "sudah berubah atau selesai" in (await admin.tap_raw(tap) or "")
    assert (await _draft(storage)).revision == draft.revision + 1
    panel = await admin.message(page.id)
    sure = await tap_last_of(admin, panel, "🗑 Buang")
    gone = {"message_id": sure.id, "data": f"fq:Z:{TOPIC}:{draft.revision + 1}"}
    assert await admin.tap_raw(gone) == "Rancangan dibuang."
    assert "sudah berubah atau selesai" in (await admin.tap_raw(gone) or "")


async def test_a_typed_amount_becomes_a_figure_by_a_button(admin: Chat, storage: Storage) -> None:
    panel = await write(admin, await begin(admin), "Paling murah <b>Rp16.800</b> sebulan.")
    assert "“Rp16.800” ditulis dengan tangan" in panel.text
    assert "ada sebagai {{ bpu_dua_program }}" in panel.text
    assert "🧪 Coba dulu" not in panel.buttons
    offers = await tap_last_of(admin, panel, "🔢 Pakai angka resmi")
    panel = await tap_last_of(admin, offers, "Rp16.800 → bpu_dua_program")
    assert "ditulis dengan tangan" not in panel.text
    answer = (await _draft(storage)).topic.answer
    assert answer == "Paling murah <b>{{ bpu_dua_program }}</b> sebulan.\n"


async def test_all_other_parts_are_changed_one_by_one(admin: Chat, storage: Storage) -> None:
    panel = await begin(admin)
    panel = await _field(admin, panel, "🏷 Judul", "Jam buka & layanan")
    assert "➕ Jam buka & layanan" in panel.text
    assert "3 sampai 28 huruf" in (await _field(admin, panel, "🔘 Label", "x" * 29)).text
    panel = await admin.say("Jam layanan")
    wrong = await _field(admin, panel, "📖 Sumber", "PP 50/2025\nSitus | bpjs.go.id")
    assert "Baris 2" in wrong.text
    panel = await admin.say("PP 50/2025\nSitus | https://bpjs.go.id/")
    panel = await _field(admin, panel, "🔗 Tombol", "Situs resmi | https://bpjs.go.id/")
    assert (
        "Tanggal itu sudah lewat"
        in (await _field(admin, panel, "📅 Berlaku sampai", "1 Januari 2020")).text
    )
    panel = await admin.say("31 Desember 2030")
    page = await tap_last_of(admin, panel, "🧩 Bagian lain")
    groups = await tap_last_of(admin, page, "🗂 Kelompok")
    panel = await tap_last_of(admin, groups, "💰 Iuran")
    page = await tap_last_of(admin, await tap_last_of(admin, panel, "🧩"), "🧭 Topik terkait")
    panel = await tap_last_of(admin, page, page.buttons[0])
    page = await tap_last_of(admin, await tap_last_of(admin, panel, "🧩"), "🧭 Topik terkait")
    await admin.tap(page, "➕ Tambah")
    assert "Tidak ada topik lain" in (await admin.say("zzqq")).text
    picks = await admin.say("beasiswa")
    panel = await tap_last_of(admin, picks, picks.buttons[0])
    topic = (await _draft(storage)).topic
    assert (topic.title, topic.label, topic.group) == ("Jam buka & layanan", "Jam layanan", "iuran")
    assert [source.url for source in topic.sources] == [None, "https://bpjs.go.id/"]
    assert [link.label for link in topic.next] == ["Situs resmi"]
    assert topic.valid_until is not None
    assert "beasiswa-anak" in topic.related
    assert "Berlaku sampai" in panel.text


async def test_phrasings_are_added_by_lines_and_removed_by_number(
    admin: Chat, storage: Storage
) -> None:
    panel = await begin(admin)
    page = await tap_last_of(admin, panel, "💬 Contoh")
    before = [t for texts in (await _draft(storage)).topic.examples.values() for t in texts]
    await admin.tap(page, "➕ Tambah")
    told, panel = (
        await admin.say_all(f"kantor di penajam buka brp ya pak\n{before[0]}\nbrp iuran bpu")
    )[-2:]
    assert "sudah ada" in told.text
    assert "sudah dipakai topik" in told.text or "brp iuran bpu" in panel.text
    page = await tap_last_of(admin, panel, "💬 Contoh")
    await admin.tap(page, "➖ Hapus nomor")
    assert "Nomor 999 tidak ada" in (await admin.say("1, 999")).text
    panel = await admin.say("1-2")
    after = [t for texts in (await _draft(storage)).topic.examples.values() for t in texts]
    assert "kantor di penajam buka brp ya pak" in after
    assert before[0] not in after
    assert before[1] not in after
    assert "Contoh pertanyaan" in panel.text


async def test_an_answer_about_an_accident_is_taken_as_an_answer(
    admin: Chat, storage: Storage
) -> None:
    panel = await write(admin, await begin(admin), "Teman saya jatuh dari atap proyek barusan.")
    assert "Rancangan" in panel.text
    assert "barusan" in (await _draft(storage)).topic.answer


async def test_a_nik_is_not_taken_wherever_it_is_typed(admin: Chat, storage: Storage) -> None:
    panel = await begin(admin)
    before = await _draft(storage)
    nik = "6472995505920003"
    for label in ("📝 Jawaban", "💬 Contoh"):
        shown = await admin.message(panel.id)
        if label == "💬 Contoh":
            shown = await tap_last_of(admin, shown, label)
            label = "➕ Tambah"  # noqa: PLW2901 -- the button on that page
        await admin.tap(shown, label)
        replies = await admin.say_all(f"Contoh untuk NIK {nik}")
        assert any("memuat NIK" in reply.text for reply in replies)
        assert not any(nik in reply.text for reply in replies)
    await admin.tap(await admin.say("/faq"), "🔎 Cari kata")
    replies = await admin.say_all(nik)
    assert not any(nik in reply.text for reply in replies)
    assert await _draft(storage) == before
