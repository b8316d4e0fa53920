"""The gate: what would be answered otherwise, found out in a process of its own."""

import asyncio

import pytest

from bot.content.drafts import Draft
from bot.content.gate import Gate, TrialError
from bot.content.trials import Asked, from_json, to_json
from bot.content.versions import Origin, Version
from knowledge import golden
from knowledge.topics import Kind, Topic, parse_topic
from knowledge.topics.writing import write_topic
from tests.content.small import ANI, FILES, NOW

_FRAUD = "penipuan-pesan"


@pytest.fixture(scope="module")
def gate() -> Gate:
    """One for all tests: it remembers how the content in use answers."""
    return Gate()


_PUBLISHED = {
    name: Version(name, 1, text, False, Origin.FILE, "", None, None, NOW)
    for name, text in FILES.items()
}


def _draft(topic: str, *, retires: bool = False, **changes: object) -> Draft:
    new = parse_topic(FILES[topic], topic).model_copy(update=changes)
    return _of(new, retires=retires)


def _of(topic: Topic, *, retires: bool = False) -> Draft:
    return Draft(topic.id, write_topic(topic), retires, 1, 7, ANI, "", NOW, None, False)


async def test_an_answer_alone_changes_no_question(gate: Gate) -> None:
    report = await gate.try_out([_draft("tarif", answer="Lain.")], _PUBLISHED, ["apa saja"])
    assert report.phrasings == 0
    assert report.changes_nothing
    assert report.has_passed
    assert report.drafts == {"tarif": 7}


async def test_questions_that_would_go_elsewhere_are_shown_people_s_own_first(gate: Gate) -> None:
    # The draft takes the words of another topic for its own.
    taken = {"santai": ("soal denda gimana dong", "mau nanya denda", "denda telat", "denda apa")}
    draft = _draft("tarif", title="Denda", label="Denda", examples=taken)
    told: list[tuple[int, int]] = []

    async def progress(asked: int, of: int) -> None:
        told.append((asked, of))

    report = await gate.try_out([draft], _PUBLISHED, ["mau tanya kartu", "soal tarif"], progress)
    asked = 6 + 4 + 1  # phrasings of three topics, those of the draft, one more of people's own
    assert report.phrasings + report.real == asked
    assert report.real == 2
    assert told[0] == (0, asked)
    assert report.moved + report.lost > 0
    assert report.examples[0].asked is Asked.REAL or report.moved == 0
    assert not {moved.question for moved in report.examples} & set(taken["santai"])
    assert from_json(to_json(report)) == report


async def test_a_topic_that_goes_takes_its_questions_along(gate: Gate) -> None:
    report = await gate.try_out([_draft("tarif", retires=True)], _PUBLISHED, [])
    assert report.lost + report.moved == 2


async def test_phrasings_that_do_not_reach_their_draft_are_shown(gate: Gate) -> None:
    report = await gate.try_out(
        [_draft("tarif", examples={"santai": ("hmm", "soal kartu gimana ya min")})], _PUBLISHED, []
    )
    assert report.missed_count >= 1
    assert set(report.missed) <= {"hmm", "soal kartu gimana ya min"}


def _with_golden() -> dict[str, Version]:
    """The small content and a topic that golden questions are about."""
    phrasings = tuple(row.text for row in golden.load_golden() if row.right[:1] == (_FRAUD,))
    topic = parse_topic(FILES["tarif"], "tarif").model_copy(
        update={"id": _FRAUD, "examples": {"baku": phrasings}}
    )
    known = Version(_FRAUD, 1, write_topic(topic), False, Origin.FILE, "", None, None, NOW)
    return {**_PUBLISHED, _FRAUD: known}


async def test_a_draft_that_breaks_a_golden_question_does_not_pass(gate: Gate) -> None:
    published = _with_golden()
    fraud = parse_topic(published[_FRAUD].body, _FRAUD)
    stolen = fraud.model_copy(update={"id": "tarif"})
    emptied = fraud.model_copy(update={"examples": {"baku": ("tipu",)}})
    report = await gate.try_out([_of(stolen), _of(emptied)], published, [])
    assert not report.has_passed
    assert _FRAUD in report.blocking[0].right
    kept = await gate.try_out([_draft("tarif", kind=Kind.TALK)], published, [])
    assert kept.has_passed  # what goes wrong without the draft isn't its fault
    assert all(failure.failed_before for failure in kept.golden)


async def test_the_content_in_use_is_asked_once(gate: Gate) -> None:
    questions = ["apakah ini", "apakah itu"]
    await gate.try_out([_draft("tarif", label="Tarif satu")], _PUBLISHED, questions)
    known = dict(gate._known.outcomes)
    await gate.try_out([_draft("tarif", label="Tarif dua")], _PUBLISHED, questions)
    assert gate._known.outcomes == known


async def test_a_trial_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(TrialError):
        await Gate(patience=0.01).try_out([_draft("tarif", label="Lain")], _PUBLISHED, [])


async def test_a_trial_that_is_cut_off_leaves_no_process_behind() -> None:
    trying = asyncio.create_task(
        Gate().try_out([_draft("tarif", label="Lain")], _PUBLISHED, ["apa"])
    )
    await asyncio.sleep(0.1)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying


async def test_content_that_cannot_be_read_is_no_trial() -> None:
    broken = Draft("tarif", "id: [", False, 1, 7, ANI, "", NOW, None, False)
    with pytest.raises(ValueError, match=r"tarif\.yaml"):
        await Gate().try_out([broken], _PUBLISHED, [])
