"""Free questions: answered, asked back once, or kept for the admins."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.library import Library
from knowledge.search import Candidate, Ranking
from tests.chat import Chat, Conversation, conversation
from tests.conversations.databases import ON_BOTH

pytestmark = ON_BOTH

_IURAN = "brp iuran bpjs tk buat ojol"
_WAY_OUT = "Bukan semua itu"
_STALE = "Tombol ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."
_ZONE = ZoneInfo("Asia/Makassar")


async def test_a_question_is_answered_with_the_amounts(worker: Chat) -> None:
    answer = await worker.say(_IURAN)
    assert "Rp16.800" in answer.text
    assert answer.buttons[-3:] == ("👍 Membantu", "👎 Belum", "📖 Sumber")


@pytest.mark.parametrize(
    ("day", "with_discount"),
    [((2026, 4, 1), True), ((2026, 12, 31), True), ((2027, 6, 1), False)],
)
async def test_the_amounts_are_those_of_the_day(
    library: Library, database_url: str, day: tuple[int, int, int], *, with_discount: bool
) -> None:
    def clock() -> datetime:
        return datetime(*day, 9, tzinfo=_ZONE)

    async with conversation(library, database_url, clock) as talk:
        answer = await talk.with_person("pekerja").say("/start t-iuran-bpu")
    assert "Rp16.800" in answer.text
    assert ("Rp8.400" in answer.text) == with_discount


async def test_a_new_year_changes_the_answer_at_midnight_here_not_in_london(
    library: Library, database_url: str
) -> None:
    now = datetime(2026, 12, 31, 23, 59, tzinfo=_ZONE)

    def clock() -> datetime:
        return now

    async with conversation(library, database_url, clock) as talk:
        worker = talk.with_person("pekerja")
        before = await worker.say("/start t-diskon-iuran")
        now = datetime(2027, 1, 1, 0, 1, tzinfo=_ZONE)
        after = await worker.say("/start t-diskon-iuran")
    assert before.text != after.text


async def test_the_sources_of_an_answer_are_named_with_the_day_they_were_checked(
    worker: Chat,
) -> None:
    answer = await worker.say("/start t-iuran-bpu")
    await worker.tap(answer, "📖 Sumber")
    sources = await worker.last()
    assert sources.text.startswith("📖 Sumber: ")
    assert "PP 44/2015" in sources.text
    assert "Diperiksa " in sources.text
    assert "<a href" in sources.html


async def test_related_topics_are_a_tap_away(worker: Chat, library: Library) -> None:
    answer = await worker.say("/start t-iuran-bpu")
    names = library.topics["iuran-bpu"].related[:3]
    related = [library.topics[name] for name in names if name != "aksi-hitung-iuran"]
    assert answer.buttons.count("🧮 Hitung iuran saya") == 1
    labels = tuple(topic.label for topic in related)
    assert tuple(button for button in answer.buttons if button in labels) == labels
    for topic in related:
        await worker.tap(answer, topic.label)
        shown = await worker.last()
        assert shown.id != answer.id
        assert any(library.topics[name].label in shown.buttons for name in topic.related[:3])


async def test_a_second_question_in_the_message_is_a_tap_away(worker: Chat) -> None:
    answer = await worker.say("santunan kematian berapa? cara daftar peserta mandiri gimana?")
    assert "Anda juga menanyakan hal lain." in answer.text
    await worker.tap(answer, answer.buttons[0])
    other = await worker.last()
    assert {"Rp42 juta" in answer.text, "Rp42 juta" in other.text} == {True, False}


async def test_an_unclear_question_is_asked_back_with_three_choices_at_most(
    worker: Chat, vague: tuple[str, str]
) -> None:
    asked = await worker.say(vague[0])
    assert asked.text == "Maksud Anda yang mana? Tekan yang paling cocok:"
    assert 2 <= len(asked.buttons) <= 4
    assert asked.buttons[-1] == _WAY_OUT


class _HalfSure:
    """A search that thinks of one topic only."""

    def rank(self, text: str) -> Ranking:
        return Ranking((Candidate("iuran-bpu", 0.5),), 0.9)


async def test_one_likely_meaning_is_asked_about_as_one(
    library: Library, database_url: str
) -> None:
    unsure = replace(library, search=_HalfSure())
    async with conversation(unsure, database_url) as talk:
        asked = await talk.with_person("pekerja").say("berapa")
    assert asked.text == "Apakah ini yang Anda maksud?"
    assert len(asked.buttons) == 2
    assert asked.buttons[-1] == "Bukan itu"


async def test_a_choice_is_answered_and_the_next_unclear_question_asked_back_again(
    worker: Chat, vague: tuple[str, str]
) -> None:
    asked = await worker.say(vague[0])
    await worker.tap(asked, asked.buttons[0])
    answer = await worker.last()
    assert answer.id != asked.id
    assert _WAY_OUT not in answer.buttons
    assert _WAY_OUT in (await worker.say(vague[1])).buttons


async def test_nobody_is_asked_back_twice_in_a_row(worker: Chat, vague: tuple[str, str]) -> None:
    await worker.say(vague[0])
    assert _WAY_OUT not in (await worker.say(vague[1])).buttons
    assert _WAY_OUT in (await worker.say(vague[0])).buttons


async def test_asking_by_command_is_no_way_to_be_asked_back_twice(
    worker: Chat, vague: tuple[str, str]
) -> None:
    await worker.say(f"/tanya {vague[0]}")
    assert _WAY_OUT not in (await worker.say(f"/tanya {vague[1]}")).buttons


async def test_none_of_the_choices_keeps_the_question_and_names_people(
    worker: Chat, admin: Chat, vague: tuple[str, str]
) -> None:
    asked = await worker.say(vague[0])
    assert await worker.tap(asked, _WAY_OUT) is None
    admitted = await worker.message(asked.id)
    assert "belum punya jawabannya" in admitted.text
    assert "175" in admitted.text
    assert admitted.buttons == ("✍️ Tulis pesan untuk petugas", "📋 Lihat semua topik")
    assert vague[0] in (await admin.say("/antrean")).text


async def test_tapping_the_way_out_twice_keeps_the_question_once(
    worker: Chat, admin: Chat, vague: tuple[str, str]
) -> None:
    asked = await worker.say(vague[0])
    await worker.tap(asked, _WAY_OUT)
    assert await worker.tap_raw({"message_id": asked.id, "data": f"x:{asked.id - 1}"}) == _STALE
    assert "1 pertanyaan" in (await admin.say("/antrean")).text


async def test_the_way_out_of_an_older_question_does_not_take_the_newer_one(
    worker: Chat, admin: Chat, vague: tuple[str, str]
) -> None:
    older = await worker.say(vague[0])
    await worker.tap(older, older.buttons[0])
    await worker.say(vague[1])
    assert await worker.tap(older, _WAY_OUT) == _STALE
    assert (await admin.say("/antrean")).text.startswith("Tidak ada pertanyaan")


async def test_a_question_without_an_answer_is_admitted_and_kept(
    worker: Chat, admin: Chat, unknown: tuple[str, str]
) -> None:
    admitted = await worker.say(unknown[0])
    assert "tidak mau menebak" in admitted.text
    assert "Telepon 175, buka 24 jam setiap hari" in admitted.text
    assert admitted.buttons == ("✍️ Tulis pesan untuk petugas", "📋 Lihat semua topik")
    queue = await admin.say("/antrean")
    assert queue.text.startswith("📥 1 pertanyaan belum terjawab")
    assert unknown[0] in queue.text


async def test_the_menu_under_an_admission_leaves_it_in_place(
    worker: Chat, unknown: tuple[str, str]
) -> None:
    admitted = await worker.say(unknown[0])
    await worker.tap(admitted, "📋")
    assert (await worker.last()).text.startswith("📋 Mau tahu")
    assert await worker.message(admitted.id) == admitted


async def test_kept_questions_are_scrubbed(
    worker: Chat, admin: Chat, unknown: tuple[str, str]
) -> None:
    await worker.say(f"{unknown[0]} 0812-5000-1234 / budi@contoh.id / 1234567890123")
    queue = (await admin.say("/antrean")).text
    assert unknown[0] in queue
    for number in ("0812", "1234", "budi@", "5000"):
        assert number not in queue


async def test_what_people_write_cannot_become_markup_in_the_queue(
    worker: Chat, admin: Chat, unknown: tuple[str, str]
) -> None:
    await worker.say(f"<b>{unknown[0]}</b> & <script>alert(1)</script>")
    assert f"<b>{unknown[0]}</b> & <script>" in (await admin.say("/antrean")).text


async def test_the_queue_shows_the_same_question_once(
    worker: Chat, admin: Chat, unknown: tuple[str, str]
) -> None:
    await worker.say(unknown[0])
    for _ in range(10):
        await worker.say(unknown[1])
    queue = (await admin.say("/antrean")).text
    assert queue.startswith("📥 11 pertanyaan")
    assert queue.count(unknown[1]) == 1
    assert queue.index("1. 10×") < queue.index(unknown[1]) < queue.index("2. 1×")
    assert queue.index("2. 1×") < queue.index(unknown[0])


async def test_the_queue_is_for_admins(worker: Chat) -> None:
    assert (await worker.say("/antrean")).text.startswith("Perintah ini hanya untuk admin.")


async def test_an_empty_queue_says_so(admin: Chat) -> None:
    assert (await admin.say("/antrean")).text.startswith("Tidak ada pertanyaan yang menunggu")


async def test_asking_by_command(worker: Chat) -> None:
    assert "Rp16.800" in (await worker.say(f"/tanya {_IURAN}")).text


@pytest.mark.parametrize("empty", ["/tanya", "/tanya   ", "/tanya\n\n"])
async def test_asking_by_command_without_a_question_shows_how(worker: Chat, empty: str) -> None:
    shown = await worker.say(empty)
    assert "/tanya berapa iuran untuk nelayan" in shown.text


@pytest.mark.parametrize("command", ["/iuran", "/cara_daftar", "/klaim jht resign"])
async def test_an_unknown_command_is_read_as_a_question(worker: Chat, command: str) -> None:
    shown = await worker.say(command)
    assert "tidak saya kenal" not in shown.text
    assert shown.buttons


async def test_a_command_that_means_nothing_is_said_to_be_unknown(
    worker: Chat, unknown: tuple[str, str]
) -> None:
    shown = await worker.say("/" + unknown[0].replace(" ", "_"))
    assert shown.text.startswith("Perintah itu tidak saya kenal.")
    assert shown.buttons


async def test_a_redelivered_question_is_answered_once(talk: Conversation, worker: Chat) -> None:
    answer = await worker.say(_IURAN)
    await talk.post("/demo/updates/repeat", {})
    assert (await worker.say("/batal")).id == answer.id + 2
