"""Long lists are sealed by a second process: nobody can tell, and losing it changes nothing."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from bot.registry.rejects import Entry, Rejected
from bot.registry.store import sealer
from bot.registry.store.errors import SecondProcessError
from bot.registry.store.importing import Outcome
from tests.registry.store.lists import SECRET, Office, member

_PEOPLE = 2_500


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """The processes that were started; two thousand rows are enough for a second one."""
    processes: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    monkeypatch.setattr(sealer, "BATCHES_ALONE", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return processes


def _entries(people: int = _PEOPLE) -> Iterator[Entry | Rejected]:
    """People of whom the second contradicts herself and the last is there twice."""
    for number in range(people):
        yield Entry("Data", number + 2, member(number, programmes=(), district="Sambutan"))
    yield Entry("Lain", 2, member(1, village="Di Sini"))
    yield Rejected("Lain", 3, "NIK", "NIK kosong")
    yield Entry("Lain", 4, member(people - 1, district="Sambutan"))


async def test_a_list_is_the_same_for_one_process_and_for_two(
    office: Office, started: list["subprocess.Popen[bytes]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_two = office.bring(_entries())
    assert len(started) == 1
    assert started[0].returncode is not None
    assert (in_two.people, in_two.rejected, in_two.identical) == (_PEOPLE - 1, 3, 1)
    assert [(row.sheet, row.row) for row in office.rejected] == [
        ("Data", 3), ("Lain", 2), ("Lain", 3),
    ]  # fmt: skip
    assert await office.names(0, 1, 2, _PEOPLE - 1) == [
        "Orang Nomor 0", "Orang Nomor 2", f"Orang Nomor {_PEOPLE - 1}",
    ]  # fmt: skip
    monkeypatch.setattr(sealer, "BATCHES_ALONE", 100)
    assert office.bring(_entries()).outcome is Outcome.UNCHANGED
    assert len(started) == 1


async def test_a_lost_process_changes_nothing(
    office: Office, started: list["subprocess.Popen[bytes]"]
) -> None:
    office.bring([member(0, name="Sebelumnya")])

    def losing_it() -> Iterator[Entry | Rejected]:
        for number, entry in enumerate(_entries(4_000)):
            if number == 3_000:
                started[0].kill()
                started[0].wait()
            yield entry

    with pytest.raises(SecondProcessError):
        office.bring(losing_it(), force=True)
    assert await office.names(0, 5) == ["Sebelumnya"]


def test_it_ends_with_its_parent() -> None:
    """Whose pipes are closed, whatever ends it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.registry.store.second_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    key = orjson.dumps([SECRET.get_secret_value(), []])
    said, _ = process.communicate(len(key).to_bytes(4, "big") + key, timeout=20)
    assert (said, process.returncode) == (b"", 0)
