"""A long session of invented NIKs in every spelling: none of them is found anywhere afterwards.

The messages go through the real bot's receiver, its answers over HTTP to the local Bot API server.
Then everything is read that might hold one: each log line, each column, each call, each file.
"""

import asyncio
import io
import itertools
import json
import logging
import random
import re
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.application import Running, running_bot
from bot.demo import Door, create_server, running
from bot.storage.migrations import upgrade
from bot.storage.models import Base, Unanswered
from bot.telegram.calls import Button, send_text
from knowledge.library import Library
from tests.chat import make_settings, make_token
from tests.logs import configured

_MESSAGES = 2_000
_PEOPLE = range(701_000, 701_040)
_AT_ONCE = 16
_LENGTH = 16
_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_GAPS = (
    " ", "  ", ".", "-", "–", "/", "_", "|", ":", "'", " - ", "\t", "\n", "\u00a0", "*",
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad",
)  # fmt: skip
_DIGITS = "0123456789"
_OTHER_DIGITS = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
_LOOK_ALIKES = str.maketrans("oOlI", "0011")


# What people write.


def _plain(nik: str, _: random.Random) -> str:
    return nik


def _grouped(nik: str, chance: random.Random) -> str:
    gap = chance.choice(_GAPS)
    return gap.join((nik[:4], nik[4:8], nik[8:12], nik[12:]))


def _by_parts(nik: str, chance: random.Random) -> str:
    return chance.choice((".", "-", " ")).join((nik[:2], nik[2:4], nik[4:6], nik[6:12], nik[12:]))


def _strewn(nik: str, chance: random.Random) -> str:
    return "".join(digit + chance.choice(("", "", *_GAPS)) for digit in nik).strip()


def _in_other_digits(nik: str, chance: random.Random) -> str:
    return nik.translate(str.maketrans(_DIGITS, chance.choice(_OTHER_DIGITS)))


def _with_look_alikes(nik: str, _: random.Random) -> str:
    inner = nik[1:-1]
    return nik[0] + inner.replace("0", "O", 3).replace("1", "l", 2) + nik[-1]


def _in_words(nik: str, _: random.Random) -> str:
    return " ".join(_WORDS[int(digit)] for digit in nik)


_SPELLINGS: tuple[Callable[[str, random.Random], str], ...] = (
    _plain, _grouped, _by_parts, _strewn, _in_other_digits, _with_look_alikes, _in_words,
)  # fmt: skip
_FRAMES = (
    "{}", "nik saya {}", "cek nik {} dong", "santunan kematian berapa? nik {}", "/tanya iuran {}",
    "/hitung ojol {}", "/start {}", "/{}", "/batal {}", "ini pak {} punya istri, aktif tidak",
    "resep rendang {} yang empuk", "{} jatuh dari atap proyek barusan", "NIK:{}.", "berapa {}",
    "/data_saya {}", "klaim jht abis resign gmn, ktp {} hp 0812 5000 1234",
)  # fmt: skip
_KINDS = (
    *("text", "text", "text", "text", "edited", "caption", "file", "contact", "tap", "name"),
    "broken",
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A NIK, and the update it arrives in, without its numbers."""

    nik: str
    kind: str
    text: str
    person: int


@st.composite
def _messages(draw: st.DrawFn) -> _Said:
    born, woman = draw(st.dates()), draw(st.booleans())
    day = born.day + (40 if woman else 0)
    nik = f"647299{day:02}{born:%m%y}{draw(st.integers(1, 9_999)):04}"
    spell, frame = draw(st.sampled_from(_SPELLINGS)), draw(st.sampled_from(_FRAMES))
    text = frame.format(spell(nik, random.Random(draw(st.integers(0, 10**6)))))
    return _Said(nik, draw(st.sampled_from(_KINDS)), text, draw(st.sampled_from(_PEOPLE)))


def _invented(number: int) -> list[_Said]:
    said: list[_Said] = []

    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_messages())
    def collect(message: _Said) -> None:
        said.append(message)

    collect()
    return said


def _update(said: _Said, number: int) -> dict[str, Any]:
    person = {"id": said.person, "is_bot": False, "first_name": "Ani"}
    chat = {"id": said.person, "type": "private", "first_name": "Ani"}
    message = {"message_id": number, "date": 1_780_000_000, "chat": chat, "from": person}
    if said.kind == "tap":
        tap = {"id": str(number), "from": person, "chat_instance": "1", "data": said.text[:64]}
        return {"update_id": number, "callback_query": tap | {"message": message}}
    if said.kind == "edited":
        edited = {"text": said.text, "edit_date": 1_780_000_001}
        return {"update_id": number, "edited_message": message | edited}
    file: dict[str, Any] = {"file_id": "x", "file_unique_id": "y"}
    written: dict[str, dict[str, Any]] = {
        "caption": {"photo": [file | {"width": 1, "height": 1}], "caption": said.text},
        "file": {"document": file | {"file_name": said.text}},
        "contact": {"contact": {"phone_number": said.text, "first_name": said.text}},
        "name": {"from": person | {"first_name": said.text}, "text": "/start"},
        # What no parser takes is told to the log, with a traceback.
        "broken": {"date": {said.text: 1}, "text": said.text},
    }
    return {"update_id": number, "message": message | written.get(said.kind, _command(said.text))}


def _command(text: str) -> dict[str, Any]:
    command = re.match(r"/\w+", text, re.ASCII)
    if command is None:
        return {"text": text}
    entity = {"type": "bot_command", "offset": 0, "length": len(command[0])}
    return {"text": text, "entities": [entity]}


# Where one might be found.


def _niks_in(text: str, niks: frozenset[str]) -> set[str]:
    """The NIKs that can be read in a text, whatever stands between their digits."""
    found: set[str] = set()
    for spelled in (text, text.translate(_LOOK_ALIKES), _words_to_digits(text)):
        digits = "".join(_digit(character) for character in spelled)
        windows = (digits[at : at + _LENGTH] for at in range(len(digits) - _LENGTH + 1))
        found |= niks.intersection(windows)
    return found


def _words_to_digits(text: str) -> str:
    return re.sub("|".join(_WORDS), lambda word: str(_WORDS.index(word[0])), text)


def _digit(character: str) -> str:
    if character.isascii():
        return character if character.isdigit() else ""
    value = unicodedata.digit(character, None)
    return "" if value is None else str(value)


def _as_text(values: Any) -> str:
    """As it is, without escapes: those have digits of their own."""
    return json.dumps(values, ensure_ascii=False, default=str)


@dataclass
class _Session:
    """A running bot and everything that it leaves behind."""

    bot: Running
    door: Door
    folder: Path
    log: io.StringIO
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1_000))

    async def receive(self, said: list[_Said]) -> None:
        """Bring messages to the bot, many at once."""
        free = asyncio.Semaphore(_AT_ONCE)

        async def one(message: _Said) -> None:
            async with free:
                await self.bot.receiver.receive(_update(message, next(self.numbers)))

        await asyncio.gather(*map(one, said))
        await asyncio.sleep(0.5)  # notes are written a moment later

    async def calls(self) -> list[dict[str, Any]]:
        """Every call of the bot's."""
        return [call for call in await self.door.calls() if call["method"] != "getUpdates"]

    async def places(self, niks: frozenset[str]) -> dict[str, set[str]]:
        """Where NIKs are found, and which."""
        calls = [call["params"] for call in await self.calls()]
        read = {"the log": self.log.getvalue(), "calls": _as_text(calls)}
        async with self.bot.storage.transaction() as connection:
            for table in Base.metadata.sorted_tables:
                rows = await connection.execute(select(table))
                read[f"table {table.name}"] = _as_text([list(row) for row in rows])
        for path in self.folder.rglob("*"):
            if path.is_file():
                read[f"file {path.name}"] = path.read_bytes().decode(errors="ignore") + path.name
        found = {place: _niks_in(text, niks) for place, text in read.items()}
        return {place: those for place, those in found.items() if those}


@contextmanager
def _logging_to(stream: io.StringIO) -> Iterator[None]:
    with configured("json"):
        (handler,) = logging.getLogger().handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(stream)
        yield


@asynccontextmanager
async def _session(library: Library, folder: Path) -> AsyncIterator[_Session]:
    url = f"sqlite:///{folder / 'bot.sqlite3'}"
    upgrade(url)
    token, log = make_token(), io.StringIO()
    with _logging_to(log):
        async with (
            running(create_server(token=token)) as server,
            Door.open(server) as door,
            running_bot(make_settings(token, server, url), library) as bot,
        ):
            for person in _PEOPLE:
                await door.person(person).say("/start")  # the server knows them then
            yield _Session(bot, door, folder, log)


@pytest.fixture
async def session(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[_Session]:
    """A bot whose database and temporary files are in one folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with _session(library, tmp_path) as opened:
        yield opened


async def test_no_nik_is_found_anywhere_after_a_long_session(session: _Session) -> None:
    said = _invented(_MESSAGES)
    await session.receive(said)
    niks = frozenset(message.nik for message in said)
    assert await session.places(niks) == {}
    # It was a real session: it was answered, noted and logged.
    assert len(niks) > _MESSAGES / 2
    assert len(await session.calls()) > _MESSAGES
    assert session.log.getvalue().count("\n") > 100
    async with session.bot.storage.transaction() as connection:
        assert (await connection.execute(select(Unanswered))).first() is not None
    assert {path.name for path in session.folder.iterdir()} >= {"bot.sqlite3", "bot.sqlite3-wal"}


_PLANTED = "6472990101900001"


async def test_a_nik_anywhere_would_have_been_found(session: _Session) -> None:
    """The same look finds one that is put there, in spellings that a plain search would miss."""
    grouped, full_width = "6472 9901 0190 0001", "６４７２９９０１０１９００００１"
    async with session.bot.storage.transaction() as connection:
        await connection.execute(
            insert(Unanswered).values(
                chat_id=1,
                question=f"nik {grouped}",
                outcome="fallback",
                guesses=[],
                asked_at=session.bot.receiver._clock(),
            )
        )
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"6472-9901-o19O-ooo1")
    session.log.write(f"nik {full_width}\n")
    call = send_text(_PEOPLE[0], "halo", [[Button("cek", f"c:{_PLANTED}")]])
    await session.bot.api.call(call.method, call.params)
    places = await session.places(frozenset({_PLANTED}))
    assert places.keys() == {
        "the log",
        "calls",
        "table unanswered",
        "file bot.sqlite3-wal",
        f"file {Path(file.name).name}",
    }


@pytest.mark.parametrize("spell", _SPELLINGS, ids=lambda spell: spell.__name__.strip("_"))
def test_each_spelling_can_be_read_by_the_look(spell: Callable[[str, random.Random], str]) -> None:
    text = f"kemarin 12 orang, nik {spell(_PLANTED, random.Random(1))}, umur 30"
    assert _niks_in(text, frozenset({_PLANTED})) == {_PLANTED}
