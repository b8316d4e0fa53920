"""`jamsosbot coverage` in the terminal."""

import json

from tests.commands.command import Shell

_HEADINGS = "Wilayah;Peserta Aktif;Tenaga Kerja;Cakupan (%);Posisi;Sumber;Jenis Penyebut\n"
_GOOD = f"{_HEADINGS}Samarinda;150.000;350.000;42,86 %;2026-02-28;Kanwil;bpjs\n"


def test_without_a_database_the_packaged_figures_are_shown(shell: Shell) -> None:
    assert "40,39 %" in shell.run("coverage", "show", "smd").out
    everything = json.loads(shell.run("coverage", "show", "--json").out)
    assert len(everything["regions"]) == 11
    one = json.loads(shell.run("coverage", "show", "paser", "--json").out)
    assert one["shown"]["percent_announced"] == {"value": 90.43, "quality": "exact"}
    assert one["shown"]["percent_computed"] == 90.43
    assert one["shown"]["basis"] == "sasaran_daerah"
    assert list(shell.folder.iterdir()) == []


def test_a_region_that_is_none_is_wrong_usage(shell: Shell) -> None:
    result = shell.run("coverage", "show", "kutai")
    assert (result.status, result.out) == (2, "")
    assert "Kutai Barat" in result.err


def test_a_file_is_previewed_imported_and_taken_back(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text(_GOOD)
    dry = shell.run("coverage", "import", "a.csv", "--dry-run")
    assert dry.status == 0
    assert "1 baru" in dry.out
    assert "40,39 %" in shell.run("coverage", "show", "samarinda").out
    assert shell.run("coverage", "import", "a.csv").status == 0
    assert "42,86 %" in shell.run("coverage", "show", "samarinda").out
    assert "nothing is new" in shell.run("coverage", "import", "a.csv").err
    newest = json.loads(shell.run("coverage", "imports", "--json").out)[0]
    assert shell.run("coverage", "take-back", str(newest["id"])).status == 0
    assert "40,39 %" in shell.run("coverage", "show", "samarinda").out
    assert shell.run("coverage", "take-back", str(newest["id"])).status == 1


def test_a_file_with_bad_rows_is_refused_whole(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text(f"{_GOOD}Bontang;1;0;;2026-02-28;Kanwil;bpjs\n")
    result = shell.run("coverage", "import", "a.csv")
    assert result.status == 1
    assert "Baris 3" in result.out
    assert "40,39 %" in shell.run("coverage", "show", "samarinda").out


def test_questions_in_the_terminal_get_the_figures(shell: Shell) -> None:
    result = shell.run("ask", "berapa orang belum terlindungi di samarinda", "--json")
    document = json.loads(result.out)
    assert (document["outcome"], document["topic"]) == ("action", "cakupan-wilayah")
    assert "208.506" in document["answer"]
    assert document["sources"][0]["url"].startswith("https://borneoflash.com/")


def test_figures_are_drawn_and_exported(shell: Shell) -> None:
    drawn = shell.run("coverage", "chart", "-o", "a.png")
    assert drawn.status == 0
    assert "Samarinda 40,39" in drawn.err
    assert (shell.folder / "a.png").read_bytes().startswith(b"\x89PNG")
    assert shell.run("coverage", "export", "-o", "a.xlsx").status == 0
    assert (shell.folder / "a.xlsx").read_bytes().startswith(b"PK")
    assert shell.run("coverage", "export", "-o", "a.csv").status == 0
    exported = (shell.folder / "a.csv").read_text(encoding="utf-8-sig")
    assert "40,39" in exported
    assert "Hanya 40 Persen Pekerja" in exported
    for wrong in (["export", "-o", "a.pdf"], ["chart", "-o", "a.png", "--segment", "manajer"]):
        assert shell.run("coverage", *wrong).status == 2
    assert shell.run("coverage", "export", "-o", "no/a.csv").status == 1
