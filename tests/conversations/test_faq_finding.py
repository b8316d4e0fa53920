"""/faq: who may open it, finding topics, looking at them; forged data leads nowhere."""

import pytest

from knowledge.library import Library
from tests.chat import Chat, Conversation
from tests.conversations.faq import TOPIC, open_topic
from tests.conversations.group import GroupChat
from tests.conversations.inviting import ON_SQLITE, tap_last_of

pytestmark = ON_SQLITE
_REFUSED = "Ini hanya untuk admin. Tidak ada yang diubah."
_GONE = "Topik, versi, atau rancangan itu tidak ada (lagi). Tidak ada yang diubah."


async def test_only_admins_have_it_and_only_in_private(
    admin: Chat, worker: Chat, group: GroupChat
) -> None:
    assert "hanya untuk admin" in (await worker.say("/faq")).text
    mine = await admin.say("/faq")
    theirs = await worker.say("/start")
    for data in ("fq:h", f"fq:t:{TOPIC}", f"fq:e:{TOPIC}", f"fq:rB:{TOPIC}:1"):
        assert await worker.tap_raw({"message_id": theirs.id, "data": data}) == _REFUSED
    assert mine.text.startswith("📚 Isi jawaban")


async def test_topics_are_found_by_group_by_words_and_by_asking(
    admin: Chat, library: Library
) -> None:
    home = await admin.say("/faq")
    page = await tap_last_of(admin, home, "📤 Klaim")
    assert page.id == home.id
    page = await tap_last_of(admin, page, "Berikutnya ›")
    page = await tap_last_of(admin, page, "‹ Sebelumnya")
    topic = await tap_last_of(admin, page, page.buttons[0])
    assert "Hanya untuk admin" in topic.text
    await admin.tap(await tap_last_of(admin, topic, "« Awal"), "🔎 Cari kata")
    found = await admin.say("paklaring")
    assert "memuat “paklaring”" in found.text
    assert "(judul)" in found.text
    await admin.tap(found, "🔎 Cari lagi")
    assert "Tidak ada topik" in (await admin.say("zzqq <b>")).text
    await admin.tap(await admin.say("/faq"), "🙋 Tanya")
    asked = await admin.say("brp iuran bpjs tk buat ojol")
    assert "✅ Dijawab dengan" in asked.text
    assert "keyakinan" in asked.text
    assert "kenapa: mirip “" in asked.text
    await admin.tap(asked, "🙋 Tanya lagi")
    assert "🚫 Tidak dijawab" in (await admin.say("jadwal kapal ke parepare besok")).text


async def test_every_topics_page_can_be_shown(admin: Chat, library: Library) -> None:
    page = await admin.say("/faq")
    for topic in list(library.topics)[::9]:
        for what in (f"t:{topic}", f"d:{topic}", f"ph:{topic}:0", f"hi:{topic}:0", f"v:{topic}:1"):
            assert await admin.tap_raw({"message_id": page.id, "data": f"fq:{what}"}) is None
            shown = await admin.message(page.id)
            assert "« " in " ".join(shown.buttons), what


async def test_the_topic_is_shown_as_the_worker_sees_it_without_the_vote(
    admin: Chat, worker: Chat
) -> None:
    page = await open_topic(admin)
    answer = await worker.say(f"/start t-{TOPIC}")
    assert answer.text in page.text
    await admin.tap(page, "👁 Persis")
    shown = await admin.last()
    assert shown.html == answer.html
    assert shown.buttons == answer.buttons[:-3]


async def test_numbers_of_the_last_days_are_shown(admin: Chat, worker: Chat) -> None:
    answer = await worker.say(f"/start t-{TOPIC}")
    await worker.tap(answer, "👎")
    await worker.tap(await worker.message(answer.id), "Isinya salah")
    page = await open_topic(admin)
    assert "👎 1 (isinya salah 1)" in page.text


@pytest.mark.parametrize(
    ("data", "notice"),
    [
        ("fq:t:tidak-ada", _GONE),
        ("fq:e:tidak-ada", _GONE),
        ("fq:X:tidak-ada", _GONE),
        ("fq:x:tidak-ada", _GONE),
        (f"fq:v:{TOPIC}:99", _GONE),
        (f"fq:rB:{TOPIC}:99", _GONE),
        (f"fq:rB:{TOPIC}:1", "Isinya sama dengan yang sudah berlaku. Tidak ada yang diterbitkan."),
        (f"fq:bb:{TOPIC}", _GONE),
        (f"fq:hi:{TOPIC}:99", _GONE),
        (f"fq:ph:{TOPIC}:99", _GONE),
        ("fq:g:tidak-ada:0", _GONE),
        ("fq:dt:tidak-ada", _GONE),
        ("fq:dv:tidak-ada", _GONE),
        ("fq:w:tidak-ada", _GONE),
    ],
)
async def test_topics_and_versions_that_do_not_exist_change_nothing(
    admin: Chat, data: str, notice: str
) -> None:
    page = await admin.say("/start")
    assert await admin.tap_raw({"message_id": page.id, "data": data}) == notice


async def test_other_forged_data_is_told_to_be_out_of_date(talk: Conversation, admin: Chat) -> None:
    page = await admin.say("/start")
    for data in (
        *("fq", "fq:", "fq:zz", "fq:t", "fq:v:a:b", f"fq:v:{TOPIC}:-1", f"fq:rB:{TOPIC}:x"),
        *(f"fq:v:{TOPIC}:{'9' * 30}", "fq:g:iuran", "fq:h:1:2:3", "fq:rl:x", "fq:e"),
    ):
        answer = await admin.tap_raw({"message_id": page.id, "data": data})
        assert answer is not None, data
        assert "sudah tidak berlaku" in answer, data
    for data in (f"fq:p:{TOPIC}:1", "fq:Z:tidak-ada:5", "fq:ok", f"fq:pr:{TOPIC}:9:9", "fq:k:a"):
        answer = await admin.tap_raw({"message_id": page.id, "data": data})
        assert answer is not None, data
        assert "sudah berubah atau selesai" in answer, data
    assert not [call for call in await talk.calls() if not call.get("ok", True)]
