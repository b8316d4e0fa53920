"""Content out of the database and back in, from the terminal."""

import json
from pathlib import Path

from knowledge.topics import topic_files
from tests.commands.command import Result, Shell

_TOPIC = "jam-layanan"


def _export(shell: Shell, name: str = "isi") -> Path:
    assert shell.run("faq", "export", name).status == 0
    return shell.folder / name


def _change(folder: Path, old: str, new: str, topic: str = _TOPIC) -> None:
    path = folder / f"{topic}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def _last_line(result: Result) -> str:
    return result.err.strip().splitlines()[-1]


def test_what_is_exported_imports_without_a_difference(shell: Shell) -> None:
    folder = _export(shell)
    written = {path.stem: path.read_text() for path in folder.iterdir()}
    assert written == dict(topic_files())
    result = shell.run("faq", "import", "isi")
    assert (result.status, result.out, _last_line(result)) == (0, "", "no difference")
    result = shell.run("faq", "export", "isi")
    assert (result.status, _last_line(result)) == (1, "isi is not empty")


def test_an_answer_is_changed_by_an_import(shell: Shell) -> None:
    folder = _export(shell)
    _change(folder, "answer: |\n", "answer: |\n  <b>Perhatikan.</b>\n\n")
    dry = shell.run("faq", "import", "isi", "--dry-run")
    assert dry.status == 0
    assert f"+++ {_TOPIC}.yaml" in dry.out
    assert "+  <b>Perhatikan.</b>" in dry.out
    assert _last_line(dry) == "a dry run: 1 topics would be published"
    assert len(_history(shell)) == 1
    done = shell.run("faq", "import", "isi")
    assert (done.status, _last_line(done)) == (0, "1 topics published")
    newest, first = _history(shell)
    assert (newest["number"], newest["origin"], newest["published"]) == (2, "import", True)
    assert (first["number"], first["origin"], first["published"]) == (1, "file", False)
    assert (_export(shell, "lagi") / f"{_TOPIC}.yaml").read_bytes() == (
        folder / f"{_TOPIC}.yaml"
    ).read_bytes()
    assert "*   2" in shell.run("faq", "history", _TOPIC).out


def _history(shell: Shell) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(shell.run("faq", "history", _TOPIC, "--json").out)
    return found


def test_a_workbook_comes_back_without_a_difference(shell: Shell) -> None:
    assert shell.run("faq", "export", "--xlsx", "isi.xlsx").status == 0
    result = shell.run("faq", "import", "isi.xlsx")
    assert (result.status, _last_line(result)) == (0, "no difference")


def test_what_is_broken_is_named_and_nothing_is_imported(shell: Shell) -> None:
    folder = _export(shell)
    _change(folder, "answer: |\n", "answer: |\n  <b>Baik.</b>\n\n", "agen-perisai")
    _change(folder, "answer: |\n", "answer: |\n  Biayanya Rp5.000.\n\n")
    unfit = shell.run("faq", "import", "isi")
    assert (unfit.status, _last_line(unfit)) == (1, "nothing was imported")
    assert f"{_TOPIC}: 'Rp5.000.' is typed by hand: make it a figure" in unfit.err
    _change(folder, "kind: answer", "kind: jawaban")
    broken = shell.run("faq", "import", "isi")
    assert broken.status == 1
    assert f"{_TOPIC}.yaml:5: kind: enum" in broken.out
    assert len(shell.run("faq", "history", "agen-perisai").out.splitlines()) == 1


def test_one_place_to_write_to_is_needed(shell: Shell) -> None:
    assert shell.run("faq", "export").status == 2
    assert shell.run("faq", "export", "isi", "--xlsx", "isi.xlsx").status == 2
    unknown = shell.run("faq", "history", "tidak-ada")
    assert (unknown.status, unknown.err.strip()) == (1, "there is no topic tidak-ada")
