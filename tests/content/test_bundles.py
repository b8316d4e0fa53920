"""Topics in one piece go out and come back without a difference; broken ones say where and why."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from bot.content import bundles
from bot.content.bundles import BundleError
from bot.content.incoming import findings, incoming
from bot.content.versions import Origin, Version
from bot.content.workbook import PHRASINGS, TOPICS, read_workbook, to_workbook
from knowledge.check import Problem
from knowledge.topics import load_topics, topic_files
from tests.content.small import FILES, NOW, TODAY, body, topics


def _published(files: dict[str, str]) -> dict[str, Version]:
    return {
        name: Version(name, 3, text, False, Origin.FILE, "", None, None, NOW)
        for name, text in files.items()
    }


def _faults(error: BundleError) -> list[tuple[str, int | None, str, str]]:
    return [
        (broken.name, fault.line, fault.field, fault.kind)
        for broken in error.broken
        for fault in broken.faults
    ]


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_all_topics_comes_back_byte_for_byte() -> None:
    entries = bundles.read_zip(bundles.zipped(topic_files()))
    assert {name: entry.body for name, entry in entries.items()} == dict(topic_files())
    assert incoming(entries, _published(dict(topic_files()))) == []


def test_a_workbook_of_all_topics_comes_back_without_a_difference() -> None:
    content = to_workbook(load_topics(), NOW)
    assert content == to_workbook(load_topics(), NOW)
    entries = read_workbook(content, "isi.xlsx")
    assert entries.keys() == load_topics().keys()
    assert incoming(entries, _published(dict(topic_files()))) == []


def test_what_looks_like_a_formula_stays_a_text() -> None:
    topic = topics()["tarif"].model_copy(update={"answer": "=1+1\n", "label": "@SUM(A1)"})
    (entry,) = read_workbook(to_workbook({"tarif": topic}, NOW), "isi.xlsx").values()
    assert entry.topic == topic


def _edited(cell: str, value: object, sheet: str = TOPICS) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(topics(), NOW)))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_edited_cell_is_a_changed_topic() -> None:
    entries = read_workbook(_edited("C4", "Tarif baru"), "isi.xlsx")
    (change,) = incoming(entries, _published(dict(FILES)))
    assert (change.id, change.based_on, change.fields()) == ("tarif", 3, ["title"])
    assert change.phrasings() == ([], [])
    assert change.topic == topics()["tarif"].model_copy(update={"title": "Tarif baru"})


def test_a_real_date_in_a_cell_is_understood() -> None:
    entries = read_workbook(_edited("K4", datetime(2026, 12, 31)), "isi.xlsx")  # noqa: DTZ001 -- Excel's dates have no zone
    assert str(entries["tarif"].topic.checked) == "2026-12-31"


@pytest.mark.parametrize(
    ("cell", "value", "sheet", "fault"),
    [
        ("D4", "x" * 29, TOPICS, (TOPICS, 4, "label", "string_too_long")),
        ("E4", "jawaban", TOPICS, (TOPICS, 4, "jenis", "enum")),
        ("A4", "denda", TOPICS, (TOPICS, 4, "id", "twice")),
        ("K4", "kemarin", TOPICS, (TOPICS, 4, "diperiksa", "date_from_datetime_parsing")),
        ("C1", "titel", TOPICS, (TOPICS, 1, "judul", "no_column")),
        ("A3", "tidak-ada", PHRASINGS, (PHRASINGS, 3, "id", "unknown_topic")),
    ],
)
def test_a_workbook_that_is_wrong_names_sheet_and_row(
    cell: str, value: str, sheet: str, fault: tuple[str, int, str, str]
) -> None:
    with pytest.raises(BundleError) as caught:
        read_workbook(_edited(cell, value, sheet), "isi.xlsx")
    assert fault in _faults(caught.value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (body("tarif").replace("kind: answer", "kind: jawaban"), (5, "kind", "enum")),
        (body("tarif").replace("  santai", "  gaul"), (17, "examples.gaul", "literal_error")),
        (body("tarif").replace("title: T", "judul: T"), (3, "judul", "extra_forbidden")),
        (body("tarif").replace("id: tarif", "id: denda"), (1, "id", "id")),
        (body("tarif").replace("facts: []", "facts: ["), (12, "", "yaml")),
        ("- satu\n", (1, "", "model_type")),
        ("", (None, "", "model_type")),
        ("checked: 2026-02-31", (None, "", "yaml")),
        ("id: \xff", (1, "", "not_utf8")),
        ("a" * 300_000, (None, "", "too_large")),
    ],
)
def test_a_broken_file_names_line_field_and_reason(
    content: str, fault: tuple[int | None, str, str]
) -> None:
    encoding = "latin-1" if "\xff" in content else "utf-8"
    with pytest.raises(BundleError) as caught:
        bundles.read_file(content.encode(encoding), "tarif.yaml")
    assert ("tarif.yaml", *fault) in _faults(caught.value)


def test_one_broken_file_refuses_all(tmp_path: Path) -> None:
    for name, text in {**FILES, "rusak": "id: ["}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    with pytest.raises(BundleError) as caught:
        bundles.read_folder(tmp_path)
    assert [broken.name for broken in caught.value.broken] == ["rusak.yaml"]


def test_two_files_of_one_id_are_refused() -> None:
    text = FILES["tarif"].encode()
    with pytest.raises(BundleError) as caught:
        bundles.read_zip(_zip({"a/tarif.yaml": text, "b/tarif.yml": text}))
    assert _faults(caught.value) == [("b/tarif.yml", 1, "id", "twice")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_zip({"catatan.txt": b"halo"}), "no_files"),
        (_zip({})[:-4], "zip"),
        (b"PK\x03\x04xx", "zip"),
    ],
)
def test_a_zip_without_topics_is_refused(content: bytes, kind: str) -> None:
    with pytest.raises(BundleError) as caught:
        bundles.read_zip(content)
    assert _faults(caught.value)[0][3] == kind


def test_a_workbook_is_no_zip_of_files() -> None:
    assert not bundles.is_zip_of_files(to_workbook(topics(), NOW))
    assert not bundles.is_zip_of_files(b"id: tarif")
    assert bundles.is_zip_of_files(bundles.zipped(FILES))


def test_a_new_topic_and_one_that_comes_back_are_told_apart() -> None:
    published = _published({"denda": FILES["denda"], "tarif": FILES["tarif"]})
    retired = published["denda"]
    published["denda"] = Version("denda", 4, retired.body, True, Origin.CHAT, "", 1, None, NOW)
    changes = incoming(bundles.read_zip(bundles.zipped(FILES)), published)
    assert [(change.id, change.comes_back, change.based_on) for change in changes] == [
        ("denda", True, 4),
        ("kartu", False, 0),
    ]


def test_topics_that_arrive_together_may_refer_to_each_other() -> None:
    files = {"baru": body("baru", related="lain"), "lain": body("lain", related="tidak-ada")}
    changes = incoming(bundles.read_zip(bundles.zipped(files)), {})
    found = findings(changes, topics(), TODAY)
    assert [finding.problem for finding in found["lain"]] == [Problem.UNKNOWN_RELATED]
    assert "baru" not in found


def test_the_difference_shows_the_lines_that_change() -> None:
    changed = {**FILES, "tarif": body("tarif", "Jawaban kedua.")}
    (change,) = incoming(bundles.read_zip(bundles.zipped(changed)), _published(dict(FILES)))
    lines = list(change.difference())
    assert "-  Jawaban pertama." in lines
    assert "+  Jawaban kedua." in lines
