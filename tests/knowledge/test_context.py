"""Messages that go on from the one before, and messages that hold two questions."""

import pytest

from knowledge.context import Previous, is_very_short, leans_on_before
from knowledge.language.sentences import questions_in
from knowledge.library import Library, Reply


def ask_after(library: Library, first: str, second: str) -> Reply:
    """What the second message is taken for, a moment after the first was answered."""
    reply = library.ask(first)
    assert reply.topic is not None, first
    return library.ask(second, previous=Previous(reply.meant, reply.topic.id))


@pytest.mark.parametrize(
    ("first", "second", "topic"),
    [
        ("brp iuran nelayan", "kalau yang 3 program?", "iuran-bpu"),
        ("cakupan kukar brp", "di bontang?", "cakupan-wilayah"),
        ("telat bayar 2 bulan gimana", "kena denda gak?", "telat-bayar-bpu"),
        ("santunan kematian berapa", "yang dapat siapa?", "jkm-manfaat"),
        ("apa itu jkp", "berapa bulan dapatnya", "jaminan-kehilangan-pekerjaan"),
        ("jam buka kantor samarinda", "kalau sabtu?", "jam-layanan"),
        ("siapa ahli warisnya", "kalau belum nikah?", "ahli-waris"),
        ("apa itu jht", "pajaknya?", "jht-pajak"),
    ],
)
def test_a_short_message_goes_on_from_the_one_before(
    library: Library, first: str, second: str, topic: str
) -> None:
    reply = ask_after(library, first, second)
    assert reply.topic is not None
    assert reply.topic.id == topic


def test_what_was_said_before_keeps_its_amounts_and_regions(library: Library) -> None:
    reply = ask_after(library, "hitung iuran gaji 2,5jt jualan pentol", "kalau yang 3 program?")
    assert reply.slots.amounts == (2_500_000,)
    assert reply.slots.programme_count == 3
    assert ask_after(library, "cakupan kukar brp", "di bontang?").slots.regions[-1] == "64.74"


@pytest.mark.parametrize(
    "second",
    ["harga emas hari ini", "kalau harga emas?", "resep soto dong", "cara klaim santunan kematian"],
)
def test_a_new_subject_is_not_read_in_the_light_of_the_old_one(
    library: Library, second: str
) -> None:
    alone = library.ask(second)
    after = ask_after(library, "brp iuran nelayan", second)
    assert (after.meant, after.outcome, after.topic) == (second, alone.outcome, alone.topic)


@pytest.mark.parametrize("second", ["makasih min", "halo"])
def test_small_talk_is_small_talk_after_any_answer(library: Library, second: str) -> None:
    reply = ask_after(library, "brp iuran nelayan", second)
    assert reply.topic is not None
    assert reply.topic.group == "percakapan"


def test_the_second_of_two_questions_is_offered(library: Library) -> None:
    reply = library.ask("brp iuran ojol? trus cara daftarnya gimana?")
    assert reply.topic is not None
    assert reply.topic.id == "iuran-bpu"
    assert reply.second is not None
    assert reply.second.id == "cara-daftar-bpu"


def test_one_question_has_no_second() -> None:
    assert questions_in("berapa iuran untuk nelayan di berau?") == []


def test_a_long_story_is_not_a_list_of_questions() -> None:
    assert questions_in("satu dua tiga. " * 10) == []


def test_leaning_is_told_from_the_words() -> None:
    assert leans_on_before("kalau yang 3 program?")
    assert leans_on_before("syaratnya apa")
    assert not leans_on_before(
        "saya mau daftar bpjs ketenagakerjaan lewat agen di samarinda seberang"
    )
    assert is_very_short("kena denda gak?")
    assert not is_very_short("")
    assert not is_very_short("klaim")
