"""Photos, voice, stickers, documents, places and contacts: never silence, and never opened."""

from typing import Any

import pytest

from knowledge.library import Library
from tests.chat import Chat, Conversation
from tests.demo.support import picture

_SANGATTA = {"latitude": 0.5077, "longitude": 117.5378}
_JAKARTA = {"latitude": -6.2, "longitude": 106.8}
_NOWHERE = {"latitude": 90.0, "longitude": 0.0}


async def test_a_photo_is_not_read_and_papers_had_better_be_deleted(worker: Chat) -> None:
    (reply,) = await worker.send_file("ktp.png", picture())
    assert reply.text.startswith("Saya belum bisa membaca gambar.")
    assert "KTP" in reply.text
    assert reply.buttons == ("📋 Lihat semua topik",)


async def test_the_caption_of_a_photo_is_answered(worker: Chat) -> None:
    (reply,) = await worker.send_file("foto.png", picture(), caption="santunan kematian berapa")
    assert "👍 Membantu" in reply.buttons


async def test_a_caption_without_words_does_not_count(worker: Chat) -> None:
    (reply,) = await worker.send_file("foto.png", picture(), caption="   ")
    assert reply.text.startswith("Saya belum bisa membaca gambar.")


async def test_a_document_is_not_opened(talk: Conversation, worker: Chat) -> None:
    (reply,) = await worker.send_file("data.pdf", b"%PDF-1.4")
    assert reply.text.startswith("Saya tidak membuka berkas")
    assert not await talk.calls("getFile")


@pytest.mark.parametrize(
    ("body", "beginning"),
    [
        ({"voice": True}, "Maaf, saya belum bisa mendengar pesan suara."),
        ({"sticker": True}, "😊 Ada yang bisa saya bantu"),
        ({"contact": "own"}, "Terima kasih, tetapi nomor itu tidak saya perlukan"),
        ({"contact": {"phone_number": "+628115550000"}}, "Terima kasih, tetapi nomor itu"),
    ],
)
async def test_each_kind_gets_a_fitting_reply(
    worker: Chat, body: dict[str, Any], beginning: str
) -> None:
    (reply,) = await worker.send(body)
    assert reply.text.startswith(beginning)


async def test_a_place_in_the_province_leads_to_its_offices(worker: Chat) -> None:
    (reply,) = await worker.send({"location": _SANGATTA})
    assert reply.text.startswith("📍 Pilih kantor yang paling dekat dengan Anda.")
    assert "Sangatta" in reply.text
    assert "tidak saya simpan" in reply.text


@pytest.mark.parametrize("place", [_JAKARTA, _NOWHERE])
async def test_a_place_elsewhere_leads_to_the_official_page(
    worker: Chat, library: Library, place: dict[str, float]
) -> None:
    (reply,) = await worker.send({"location": place})
    assert reply.text.startswith("📍 Lokasi itu di luar Kalimantan Timur.")
    assert reply.buttons == tuple(
        link.label for link in library.topics["kantor-cabang-kaltim"].next
    )
    assert "Samarinda" not in reply.text
