"""Greetings, thanks, anger, people wanted, and accidents."""

import pytest

from tests.chat import Chat

_FIRST = "bawa korban ke rumah sakit"
_VOTE = "👍 Membantu"


@pytest.mark.parametrize("text", ["halo", "assalamualaikum", "selamat pagi min"])
async def test_a_greeting_is_returned_briefly(worker: Chat, text: str) -> None:
    reply = await worker.say(text)
    assert reply.text.startswith("Halo!")
    assert len(reply.text) < 300
    assert _VOTE not in reply.buttons


@pytest.mark.parametrize("text", ["makasih ya min", "terima kasih banyak atas bantuannya"])
async def test_thanks_are_taken_briefly(worker: Chat, text: str) -> None:
    reply = await worker.say(text)
    assert reply.text.startswith("Sama-sama!")
    assert len(reply.text) < 300
    assert _VOTE not in reply.buttons


@pytest.mark.parametrize(
    "text",
    ["kecewa banget sama pelayanan bpjs, lelet!!!", "pelayanannya parah, saya dipingpong terus"],
)
async def test_anger_is_met_kindly_with_places_to_complain(worker: Chat, text: str) -> None:
    reply = await worker.say(text)
    assert reply.text.startswith("Maaf atas pengalaman")
    assert "175" in reply.text
    assert "care@bpjsketenagakerjaan.go.id" in reply.text


async def test_who_wants_a_human_is_told_where_one_is(worker: Chat) -> None:
    reply = await worker.say("mau bicara sama orang asli bukan robot")
    assert "telepon 175" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "teman saya jatuh dari atap proyek barusan",
        "tolong suami saya kecelakaan motor tadi pas antar paket, sekarang di igd",
    ],
)
async def test_an_accident_now_gets_what_to_do_first(worker: Chat, text: str) -> None:
    reply = await worker.say(text)
    assert _FIRST in reply.text.splitlines()[0]
    assert "PLKK" in reply.text
    assert "175" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "apakah kecelakaan kerja ditanggung bpjs ketenagakerjaan",
        "santunan kecelakaan kerja berapa",
        "kalau jatuh dari atap proyek apakah ditanggung",
    ],
)
async def test_a_question_about_accidents_is_no_emergency(worker: Chat, text: str) -> None:
    assert _FIRST not in (await worker.say(text)).text


async def test_despair_is_met_with_people_who_help_and_nothing_about_benefits(
    worker: Chat, admin: Chat
) -> None:
    for text in ("saya capek hidup mau mati saja", "/tanya cara bunuh diri", "/mau_bunuh_diri"):
        reply = await worker.say(text)
        assert reply.text.startswith("Saya sedih membacanya. Anda tidak sendirian"), text
        assert "119" in reply.text
        assert reply.buttons == ("Buka healing119.id",)
    assert "hidup" not in (await admin.say("/antrean")).text


async def test_an_accident_is_not_asked_back(worker: Chat, vague: tuple[str, str]) -> None:
    await worker.say(vague[0])
    urgent = await worker.say("barusan teman saya tertabrak truk waktu kerja")
    assert _FIRST in urgent.text
    assert "Bukan semua itu" in (await worker.say(vague[1])).buttons
