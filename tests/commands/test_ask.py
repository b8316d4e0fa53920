"""`jamsosbot ask` in the terminal."""

import json
from typing import Any

import pytest

from tests.commands.command import Shell

_FIELDS = {
    "question",
    "outcome",
    "topic",
    "confidence",
    "alternatives",
    "answer",
    "sources",
    "slots",
}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["satu", "--file", "pertanyaan.txt"],
        ["--file", "tidak-ada.txt"],
        ["--file", "."],
        ["satu", "dua"],
        ["satu", "--xml"],
    ],
)
def test_wrong_usage_is_status_2_and_nothing_on_stdout(shell: Shell, arguments: list[str]) -> None:
    (shell.folder / "pertanyaan.txt").write_text("berapa iuran ojol\n")
    result = shell.run("ask", *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err


def test_wrong_settings_are_status_2(shell: Shell) -> None:
    result = shell.run("ask", "halo", TIMEZONE="Bulan")
    assert (result.status, result.out) == (2, "")


def test_a_file_that_is_no_text_is_refused(shell: Shell) -> None:
    (shell.folder / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    result = shell.run("ask", "--file", "foto.jpg")
    assert (result.status, result.out) == (1, "")
    assert "not UTF-8" in result.err


def test_json_is_one_document_and_nothing_else(shell: Shell) -> None:
    result = shell.run("ask", "cara daftar bpjs ketenagakerjaan buat ojol", "--json")
    assert (result.status, result.err) == (0, "")
    document: dict[str, Any] = json.loads(result.out)
    assert document.keys() == _FIELDS
    assert document["outcome"] == "answer"
    assert document["sources"]
    assert 0 <= document["confidence"] <= 1


def test_a_file_gives_an_object_a_line_scrubbed(shell: Shell) -> None:
    questions = ["cara daftar bpjs tk", "", "NIK saya 6472011203900001 kok ditolak"]
    (shell.folder / "pertanyaan.txt").write_text("\n".join(questions))
    result = shell.run("ask", "--file", "pertanyaan.txt", "--json")
    documents = [json.loads(line) for line in result.out.splitlines()]
    assert result.status == 0
    assert [document.keys() == _FIELDS for document in documents] == [True, True]
    assert documents[0]["question"] == questions[0]
    assert "6472" not in result.out + result.err


def test_without_json_it_is_for_reading(shell: Shell) -> None:
    result = shell.run("ask", "cara daftar bpjs ketenagakerjaan buat ojol")
    assert result.status == 0
    assert "JMO" in result.out
    assert "<b>" not in result.out


def test_a_calculation_gives_its_result(shell: Shell) -> None:
    result = shell.run("ask", "hitung iuran gaji 2,5jt jualan pentol", "--json")
    document = json.loads(result.out)
    assert (document["outcome"], document["topic"]) == ("action", "aksi-hitung-iuran")
    assert "Rp32.800" in document["answer"]
    assert document["slots"]["amounts"] == [2_500_000]


def test_an_accident_just_now_gets_the_first_steps(shell: Shell) -> None:
    result = shell.run("ask", "teman saya jatuh dari atap proyek barusan", "--json")
    document = json.loads(result.out)
    assert document["outcome"] == "answer"
    assert "rumah sakit" in document["answer"]
