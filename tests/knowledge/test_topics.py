from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from knowledge.topics import FOLDER, Action, Kind, load_topics, read_topic, read_yaml

TOPIC = """
id: iuran-bpu
group: iuran
title: Besar iuran peserta mandiri
label: Besar iuran mandiri
kind: answer
action: null
answer: Iurannya kecil.
checked: 2026-11-22
examples:
  santai: ["brp iurannya min"]
"""


def written(folder: Path, text: str, name: str = "iuran-bpu.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_topic_file_is_read(tmp_path: Path) -> None:
    topic = read_topic(written(tmp_path, TOPIC))
    assert topic.id == "iuran-bpu"
    assert topic.kind is Kind.ANSWER
    assert topic.examples == {"santai": ("brp iurannya min",)}
    assert not topic.has_lapsed_on(date(2100, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: iuran-bpu", "id: iuran-lain", "the id inside is iuran-lain"),
        ("id: iuran-bpu", "id: Iuran BPU", "should match pattern"),
        ("kind: answer", "kind: jawaban", "Input should be 'answer', 'talk' or 'action'"),
        ("action: null", "action: dance", "Input should be 'calculator'"),
        ("label: Besar iuran mandiri", f"label: {'a' * 29}", "at most 28 characters"),
        ("title: Besar iuran peserta mandiri", f"title: {'a' * 65}", "at most 64 characters"),
        ("checked: 2026-11-22", "checked: kemarin", "valid date"),
        ("santai:", "gaul:", "Input should be 'baku'"),
        ("answer: Iurannya kecil.", "jawaban: Iurannya kecil.", "Extra inputs are not permitted"),
        ("examples:", "related: [a, b, c, d, e]\nexamples:", "at most 4 items"),
        ("examples:", "next: [{label: Situs, url: 'http://a.id'}]\nexamples:", "match pattern"),
        ("action: null", "action: [", "iuran-bpu.yaml: "),
    ],
)
def test_a_topic_file_that_breaks_the_format_is_refused_by_name(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem) as refusal:
        read_topic(written(tmp_path, TOPIC.replace(old, new)))
    assert str(refusal.value).startswith("iuran-bpu.yaml: ")


def test_an_answer_lapses_the_day_after_its_last_day(tmp_path: Path) -> None:
    topic = read_topic(written(tmp_path, TOPIC + "valid_until: 2026-12-31\n"))
    assert not topic.has_lapsed_on(date(2026, 12, 31))
    assert topic.has_lapsed_on(date(2027, 1, 1))


def test_every_group_of_the_menu_has_topics() -> None:
    groups = TypeAdapter(list[dict[str, str]]).validate_python(
        read_yaml(FOLDER.parent / "groups.yaml")
    )
    used = {topic.group for topic in load_topics().values()}
    assert [group["id"] for group in groups if group["id"] not in used] == []
    assert len({group["id"] for group in groups}) == len(groups)


def test_every_action_is_reached_by_some_topic() -> None:
    assert {topic.action for topic in load_topics().values()} >= set(Action)


def test_no_two_topics_look_alike_on_a_button() -> None:
    labels = [topic.label.lower() for topic in load_topics().values()]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_the_topics_come_in_the_order_of_their_ids() -> None:
    assert list(load_topics()) == sorted(load_topics())
    assert len(load_topics()) == len(list(FOLDER.glob("*.yaml")))


def test_yaml_reads_plain_data_only(tmp_path: Path) -> None:
    with pytest.raises(yaml.YAMLError):
        read_yaml(written(tmp_path, "!!python/object/apply:os.system ['true']"))
