"""`jamsosbot registry`: lists brought in from the terminal."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from bot.storage.migrations import upgrade
from tests.commands.command import Result, Shell

_KEY = "kunci-rahasia-yang-panjangnya-lebih-dari-32"
_HEAD = "NIK,Nama Lengkap,Kabupaten,Segmen,Status"
_ROWS = (
    "6472990101900001,Ani Rahayu,Samarinda,BPU,aktif",
    "6472990101900001,Ani Rahayu,Samarinda,PU,aktif",
    "6472990101900002,Budi Santoso,Bontang,BPU,nonaktif",
)
_SHORT_NIK = "647299010190003,Cici,Bontang,BPU,aktif"


class _Registry:
    """The command with a key and a database of its own."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.key = _KEY
        upgrade(f"sqlite:///{shell.folder / 'x.sqlite3'}")

    def run(self, *arguments: str, **settings: str) -> Result:
        defaults = {"DATABASE_URL": "sqlite:///x.sqlite3", "SECRET_KEY": self.key}
        return self.shell.run(*arguments, **defaults | settings)

    def bring(self, *rows: str, options: tuple[str, ...] = ("--as-of", "2026-09-30")) -> Result:
        file = self.shell.folder / "daftar.csv"
        file.write_text("\n".join([_HEAD, *rows]) + "\n", encoding="utf-8")
        return self.run("registry", "import", "daftar.csv", *options)

    def stats(self) -> Any:
        return json.loads(self.run("registry", "stats", "--json").out)


@pytest.fixture
def registry(shell: Shell) -> _Registry:
    return _Registry(shell)


def test_a_list_is_imported_and_counted(registry: _Registry) -> None:
    result = registry.bring(*_ROWS)
    assert result.status == 0, result.err
    assert "NIK: “NIK” (kolom A)" in result.err
    assert "2 orang, 3 kepesertaan" in result.out
    stats = registry.stats()
    assert (stats["people"], stats["active_people"], stats["memberships"]) == (2, 1, 3)
    assert (stats["version"], stats["as_of"]) == (1, "2026-09-30")
    assert [(each["name"], each["people"]) for each in stats["regions"]] == [
        ("Samarinda", 1),
        ("Bontang", 1),
    ]
    assert "2 orang (1 aktif), 3 kepesertaan" in registry.run("registry", "stats").out


def test_rejected_rows_are_shown_and_written_without_their_niks(registry: _Registry) -> None:
    result = registry.bring(
        *_ROWS, _SHORT_NIK, options=("--as-of", "2026-09-30", "--rejects", "ditolak.csv")
    )
    assert result.status == 0
    assert "baris 5, kolom “NIK”: NIK 15 angka, seharusnya 16" in result.err
    content = (registry.shell.folder / "ditolak.csv").read_text(encoding="utf-8-sig")
    assert [row[1:3] for row in csv.reader(content.splitlines())][1:] == [["5", "NIK"]]
    for text in ("6472990101", "647299010190003", "Ani", "Cici"):
        assert text not in result.out + result.err + content


def test_at_most_twenty_rejected_rows_are_shown(registry: _Registry) -> None:
    result = registry.bring(*_ROWS, *[_SHORT_NIK] * 30)
    assert result.err.count("ditolak: ") == 20
    assert "dan 10 baris lain ditolak (pakai --rejects FILE)" in result.err


def test_a_dry_run_changes_nothing(registry: _Registry) -> None:
    result = registry.bring(*_ROWS, options=("--as-of", "2026-09-30", "--dry-run"))
    assert result.status == 0
    assert "Belum disimpan. Hasilnya nanti: 2 orang, 3 kepesertaan" in result.out
    assert registry.stats() == {
        "version": None, "people": 0, "active_people": 0, "memberships": 0, "regions": [],
    }  # fmt: skip


def test_what_is_refused_is_said_in_one_line(registry: _Registry) -> None:
    refused = registry.bring(*_ROWS, options=())
    assert refused.status == 1
    assert "--as-of" in refused.err.splitlines()[-1]
    assert registry.bring(*_ROWS).status == 0
    older = registry.bring(_ROWS[0], options=("--as-of", "2026-08-31"))
    assert (older.status, older.out) == (1, "")
    assert "registry rollback" in older.err.splitlines()[-1]
    nothing = registry.bring(_SHORT_NIK, options=("--as-of", "2026-11-01"))
    assert nothing.status == 1
    assert "tidak ada baris" in nothing.err.splitlines()[-1]


def test_wrong_usage_is_status_2(registry: _Registry) -> None:
    for options in (("--as-of", "kemarin"), ("--as-of", "2026-09-30", "--set", "segmen")):
        assert registry.bring(*_ROWS, options=options).status == 2
    assert registry.run("registry", "forget").status == 2
    assert registry.run("registry", "rekey", "--yes").status == 2


def test_a_file_that_is_no_list_is_refused(registry: _Registry) -> None:
    (registry.shell.folder / "foto.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = registry.run("registry", "import", "foto.csv", "--as-of", "2026-09-30")
    assert result.status == 1
    assert "Traceback" not in result.err


def test_without_a_key_it_says_how_to_make_one(registry: _Registry) -> None:
    registry.key = ""
    result = registry.bring(*_ROWS)
    assert (result.status, result.out) == (1, "")
    assert "SECRET_KEY" in result.err
    assert "token_urlsafe" in result.err


def test_versions_are_listed_and_taken_back(registry: _Registry) -> None:
    registry.bring(*_ROWS)
    registry.bring(_ROWS[0], _ROWS[2], options=("--as-of", "2026-10-31", "--add"))
    registry.bring(_ROWS[2], options=("--as-of", "2026-10-31", "--force"))
    lines = registry.run("registry", "versions").out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "versi 3 (berlaku)",
        "versi 2 (sebelumnya)",
        "versi 1 (sebelumnya)",
    ]
    back = registry.run("registry", "rollback", "--yes")
    assert back.out.startswith("versi 2 (berlaku)")
    states = json.loads(registry.run("registry", "versions", "--json").out)
    assert [each["state"] for each in states] == ["withdrawn", "current", "previous"]
    assert states[0]["withdrawn_at"]


def test_keys_are_changed_and_doctor_knows_which_one_fits(registry: _Registry) -> None:
    registry.bring(*_ROWS)
    new = "kunci-baru-yang-panjangnya-juga-lebih-dari-32"
    result = registry.run("registry", "rekey", "--yes", SECRET_KEY=new, OLD_SECRET_KEY=_KEY)
    assert result.status == 0, result.err
    assert "3 baris" in result.out
    assert "✗ SECRET_KEY is not the one this database was filled with" in registry.run("doctor").out
    refused = registry.bring(*_ROWS)
    assert refused.status == 1
    assert "registry rekey" in refused.err.splitlines()[-1]
    registry.key = new
    assert "✓ SECRET_KEY fits the registry" in registry.run("doctor").out
    for secret in (new, _KEY):
        assert secret not in result.out + result.err


def test_forgetting_empties_it(registry: _Registry) -> None:
    registry.bring(*_ROWS)
    result = registry.run("registry", "forget", "--yes")
    assert (result.status, result.out) == (0, "Isi registri dihapus (3 kepesertaan).\n")
    assert registry.stats()["version"] is None


def test_a_database_that_is_not_up_to_date_is_refused(shell: Shell) -> None:
    result = shell.run("registry", "stats", DATABASE_URL="sqlite:///y.sqlite3")
    assert result.status == 1
    assert "jamsosbot db upgrade" in result.err
    assert not Path(shell.folder / "y.sqlite3").exists()
