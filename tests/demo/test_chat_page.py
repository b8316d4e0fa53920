"""What the chat page asks the server for, and who may ask."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
import pytest

from bot.demo import Door, Person, create_server, is_loopback, running
from tests.demo.support import TOKEN, picture

if TYPE_CHECKING:
    from telegram import Bot

    from bot.demo import PersonAtDoor


class Events:
    """The event stream of one person."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(5):
            async for line in self._response.content:
                if line.startswith(b"data: "):
                    event: dict[str, Any] = orjson.loads(line[6:])
                    return event
        raise EOFError

    async def until(self, kind: str) -> dict[str, Any]:
        while True:
            event = await self.next()
            if event["type"] == kind:
                return event


async def test_the_chat_at_a_glance(worker: PersonAtDoor, bot: Bot) -> None:
    await bot.send_message(1001, "Selamat datang")
    chat = await worker.chat()
    assert chat["person"] == {"id": 1001, "name": "Rahmat Hidayat", "key": "pekerja"}
    assert [p["key"] for p in chat["people"]] == ["pekerja", "pejabat", "admin"]
    assert [m["text"] for m in chat["messages"]] == ["/start", "Selamat datang"]
    assert "notes" not in chat


async def test_notes_are_given_to_the_page() -> None:
    people = [Person(5, "Ani", key="ani")]
    server = create_server(token=TOKEN, people=people, notes="<b>NIK contoh</b>")
    async with running(server) as url, Door.open(url) as door:
        chat = await door.person("ani").chat()
    assert chat["notes"] == "<b>NIK contoh</b>"
    assert chat["people"] == [{"id": 5, "name": "Ani", "key": "ani"}]


async def test_events_tell_every_change(
    http: aiohttp.ClientSession, bot: Bot, worker: PersonAtDoor
) -> None:
    seq = (await worker.chat())["seq"]
    async with http.get("/demo/people/pekerja/events", params={"after": str(seq)}) as response:
        assert response.content_type == "text/event-stream"
        events = Events(response)
        await bot.send_chat_action(1001, "typing")
        assert (await events.next())["typing"] is True
        sent = await bot.send_message(1001, "lama")
        assert (await events.until("message"))["message"]["text"] == "lama"
        await sent.edit_text("baru")
        edited = (await events.until("message"))["message"]
        assert (edited["text"], edited["edited"]) == ("baru", True)
        await bot.set_my_commands([("menu", "Menu")])
        assert (await events.until("commands"))["commands"] == [
            {"command": "menu", "description": "Menu"}
        ]
        await sent.delete()
        assert (await events.until("deleted"))["message_id"] == sent.message_id


async def test_events_missed_meanwhile_come_first(
    http: aiohttp.ClientSession, bot: Bot, worker: PersonAtDoor
) -> None:
    seq = (await worker.chat())["seq"]
    for text in ("satu", "dua"):
        await bot.send_message(1001, text)
    for headers, after in (({}, str(seq)), ({"Last-Event-ID": str(seq)}, "0")):
        parameters = {"after": after}
        async with http.get(
            "/demo/people/pekerja/events", params=parameters, headers=headers
        ) as response:
            events = Events(response)
            texts = [(await events.next())["message"]["text"] for _ in range(2)]
        assert texts == ["satu", "dua"]


async def test_a_number_from_before_a_restart_does_not_hide_what_follows(
    http: aiohttp.ClientSession, bot: Bot, worker: PersonAtDoor
) -> None:
    async with http.get("/demo/people/pekerja/events", params={"after": "9999"}) as response:
        await bot.send_message(1001, "halo")
        assert (await Events(response).next())["message"]["text"] == "halo"


async def test_photos_are_shown_and_documents_saved(
    http: aiohttp.ClientSession, bot: Bot, worker: PersonAtDoor
) -> None:
    await bot.send_photo(1001, picture(20, 10))
    await bot.send_document(1001, b"<script>", filename="a é.html")
    photo, document = await worker.messages(after=1)
    async with http.get(f"/demo/files/{photo['photo']['file_id']}") as response:
        assert response.content_type == "image/png"
        assert "Content-Disposition" not in response.headers
        assert await response.read() == picture(20, 10)
    async with http.get(f"/demo/files/{document['document']['file_id']}") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with http.get("/demo/files/tidak-ada") as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "jahat.example"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Host": "127.0.0.1.jahat.example:80"},
    ],
)
async def test_pages_of_others_are_refused(
    http: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with http.post(
        "/demo/people/pekerja/messages", json={"text": "x"}, headers=headers
    ) as response:
        assert response.status == 403


async def test_the_own_page_is_not_refused(http: aiohttp.ClientSession, url: str) -> None:
    async with http.post(
        "/demo/people/pekerja/messages", json={"text": "x"}, headers={"Origin": url}
    ) as response:
        assert response.status == 200


@pytest.mark.parametrize("host", ["192.168.1.5", "10.0.0.1", "::", "example.com", ""])
async def test_only_this_machine_is_served(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(ValueError, match="this machine only"):
        async with running(create_server(token=TOKEN), host=host):
            pass


async def test_a_taken_port_is_an_error(url: str) -> None:
    port = int(url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"):
        async with running(create_server(token=TOKEN), port=port):
            pass


async def test_open_streams_do_not_hold_up_the_end() -> None:
    async with aiohttp.ClientSession() as session:
        async with running(create_server(token=TOKEN)) as url:
            response = await session.get(f"{url}/demo/people/1001/events")
            waiting = asyncio.create_task(session.get(f"{url}/bot{TOKEN}/getUpdates?timeout=50"))
            await asyncio.sleep(0.05)
            started = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - started < 1.5
        response.close()
        (await waiting).close()
