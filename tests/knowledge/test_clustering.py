"""Questions that ask for the same thing come together, others stay apart."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.clustering import Asked, cluster
from knowledge.library import Library, training_examples

_CRYPTO = (
    "bisa bayar iuran pakai kripto",
    "bayar pake bitcoin bisa ga",
    "iuran bisa dibayar crypto?",
)
_MOTHER = (
    "cara ubah nama ibu kandung di kartu",
    "nama ibu kandung salah di kartu peserta gmn",
    "ganti nama ibu kandung",
)
_LOAN = ("klaim jht buat bayar utang pinjol boleh", "jht bisa buat bayar pinjol ga")
_COOKING = ("resep rendang padang", "resep rendang padang yang enak", "resep rendng padang")
_REAL = _CRYPTO + _MOTHER + _LOAN + _COOKING


def _asked(library: Library, texts: tuple[str, ...]) -> list[Asked]:
    return [Asked(text, tuple(c.topic for c in library.ask(text).candidates)) for text in texts]


def _grouped(questions: list[Asked]) -> set[frozenset[str]]:
    return {frozenset(questions[place].text for place in members) for members in cluster(questions)}


def test_what_people_ask_alike_comes_together(library: Library) -> None:
    groups = _grouped(_asked(library, _REAL))
    assert groups == {frozenset(texts) for texts in (_CRYPTO, _MOTHER, _LOAN, _COOKING)}


def test_the_order_of_the_questions_does_not_matter(library: Library) -> None:
    questions = _asked(library, _REAL)
    groups = _grouped(questions)
    chance = random.Random(7)
    for _ in range(5):
        chance.shuffle(questions)
        assert _grouped(questions) == groups


def test_the_same_words_over_and_over_are_one_cluster() -> None:
    asked = [Asked(text, ("iuran-bpu",)) for text in ("Bayar dimana?", "bayar dimana ?") * 20]
    assert cluster(asked) == [tuple(range(40))]


def test_questions_worded_alike_about_different_things_stay_apart() -> None:
    asked = [
        Asked("berapa lama cair untuk jht", ("lama-cair",)),
        Asked("berapa lama cair untuk jkm", ("klaim-jkm",)),
    ]
    assert len(cluster(asked)) == 2


def test_a_cluster_is_led_by_what_is_asked_most() -> None:
    asked = [
        Asked("mau klaim jht untuk biaya sekolah anak saya", ("klaim-jht",)),
        *[Asked("klaim jht untuk biaya sekolah", ("klaim-jht",))] * 3,
    ]
    assert cluster(asked) == [(1, 0, 2, 3)]


def test_signs_and_single_letters_are_questions_too() -> None:
    asked = [Asked("???"), Asked("p"), Asked(""), Asked("👍"), Asked("???")]
    assert sorted(place for members in cluster(asked) for place in members) == [0, 1, 2, 3, 4]


def test_nothing_makes_no_clusters() -> None:
    assert cluster([]) == []


_WORDS = st.sampled_from(("iuran", "ojol", "berapa", "klaim", "jht", "ibu", "kandung", "di", "?"))
_QUESTIONS = st.builds(
    lambda words, topics: Asked(" ".join(words), tuple(dict.fromkeys(topics))),
    st.lists(_WORDS, max_size=5),
    st.lists(st.sampled_from(("a", "b", "c")), max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_QUESTIONS, max_size=25))
def test_every_question_is_in_exactly_one_cluster(questions: list[Asked]) -> None:
    clusters = cluster(questions)
    counted = Counter(place for members in clusters for place in members)
    assert counted == Counter(range(len(questions)))
    assert clusters == sorted(clusters, key=min)
    assert clusters == cluster(questions)


@pytest.fixture(scope="module")
def thousand(library: Library) -> list[Asked]:
    examples = list(training_examples(library.topics))
    random.Random(1).shuffle(examples)
    return [Asked(e.text + " min", (e.topic,) if e.topic else ()) for e in examples[:1_000]]


def test_a_thousand_questions_take_less_than_a_second(thousand: list[Asked]) -> None:
    cluster(thousand[:5])  # what is loaded once is loaded
    began = time.process_time()
    clusters = cluster(thousand)
    assert time.process_time() - began < 1
    # Phrasings of one topic, hardly two worded alike: neither one heap nor all alone.
    assert 500 < len(clusters) < 950
    topics = [{thousand[place].topics for place in members} for members in clusters]
    mixed = sum(len(names) > 1 for names in topics)
    assert mixed < 0.02 * len(clusters)
