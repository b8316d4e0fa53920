"""How well questions are understood, and how fast, beside other ways, on the project's own content.

Every style is a fold: what is tried is written in a style that was not learnt, which is harder than
what people will type, where every style is known.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.evaluation import auroc
from knowledge.evaluation.rows import Row
from knowledge.evaluation.validation import without
from knowledge.library import topic_texts, training_examples
from knowledge.search import Example, train
from knowledge.topics import load_topics

_EVERY = 8
"""One question in so many is tried: the slowest of the others take 50 ms each."""

Ranked = tuple[list[str], float]
"""The topics best first (out of scope left out) and how much speaks for any."""
Way = Callable[[Sequence[Example]], Callable[[str], Ranked]]
_OUTSIDE = ""


@dataclass
class Tally:
    """What one way reached so far."""

    train_seconds: list[float] = field(default_factory=list)
    microseconds: list[float] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)

    def take(self, row: Row, ranked: Ranked, seconds: float) -> None:
        """Count one question."""
        self.microseconds.append(seconds * 1e6)
        topics, score = ranked
        if row.topic is None:
            self.outside.append(score)
        else:
            self.inside.append(score)
            self.places.append(topics.index(row.topic) if row.topic in topics else len(topics) + 3)

    def line(self, name: str) -> str:
        """One line of the table."""
        places = np.array(self.places)
        return (
            f"{name:<34}{(places < 1).mean():7.3f}{(places < 3).mean():7.3f}"
            f"{auroc(self.inside, self.outside) or 0:7.3f}"
            f"{np.median(self.microseconds):10.0f}{np.percentile(self.microseconds, 99):10.0f}"
            f"{np.mean(self.train_seconds):8.2f}"
        )


def _best_first(labels: Sequence[str], scores: Sequence[float]) -> Ranked:
    """Topics by their best example; the score of the best topic less that of out of scope."""
    best: dict[str, float] = {}
    for label, score in zip(labels, scores, strict=True):
        best[label] = max(score, best.get(label, score))
    outside = best.pop(_OUTSIDE, 0.0)
    topics = sorted(best, key=lambda topic: -best[topic])
    return topics, (best[topics[0]] if topics else 0.0) - outside


def _ours(examples: Sequence[Example]) -> Callable[[str], Ranked]:
    search = train(examples, topic_texts(load_topics()))

    def rank(text: str) -> Ranked:
        ranking = search.rank(text)
        return [c.topic for c in ranking.candidates], ranking.in_scope

    return rank


def _fuzzy(scorer: Callable[..., float], examples: Sequence[Example]) -> Callable[[str], Ranked]:
    texts = [example.text.casefold() for example in examples]
    labels = [example.topic or _OUTSIDE for example in examples]

    def rank(text: str) -> Ranked:
        scores = process.cdist([text.casefold()], texts, scorer=scorer)[0]
        return _best_first(labels, scores.tolist())

    return rank


def _bm25(examples: Sequence[Example]) -> Callable[[str], Ranked]:
    # Not a dependency: where it is missing, the way is skipped.
    bm25s = import_module("bm25s")
    labels = [example.topic or _OUTSIDE for example in examples]
    index = bm25s.BM25()
    tokens = bm25s.tokenize([e.text for e in examples], stopwords=[], show_progress=False)
    index.index(tokens, show_progress=False)

    def rank(text: str) -> Ranked:
        asked = bm25s.tokenize([text], stopwords=[], return_ids=False, show_progress=False)[0]
        known = [word for word in asked if word in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(labels))
        return _best_first(labels, scores.tolist())

    return rank


def _vectoriser() -> Any:
    text = import_module("sklearn.feature_extraction.text")
    words = text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    grams = text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return import_module("sklearn.pipeline").make_union(words, grams)


def _tfidf_neighbour(examples: Sequence[Example]) -> Callable[[str], Ranked]:
    vectoriser = _vectoriser()
    matrix = vectoriser.fit_transform([e.text for e in examples])
    labels = [example.topic or _OUTSIDE for example in examples]

    def rank(text: str) -> Ranked:
        scores = (matrix @ vectoriser.transform([text]).T).toarray()[:, 0]
        return _best_first(labels, scores.tolist())

    return rank


def _linear_svm(examples: Sequence[Example]) -> Callable[[str], Ranked]:
    vectoriser = _vectoriser()
    machine = import_module("sklearn.svm").LinearSVC()
    matrix = vectoriser.fit_transform([e.text for e in examples])
    machine.fit(matrix, [example.topic or _OUTSIDE for example in examples])

    def rank(text: str) -> Ranked:
        scores = machine.decision_function(vectoriser.transform([text]))[0]
        return _best_first(machine.classes_.tolist(), scores.tolist())

    return rank


_WAYS: dict[str, Way] = {
    "ours": _ours,
    "rapidfuzz WRatio": partial(_fuzzy, fuzz.WRatio),
    "rapidfuzz token_set_ratio": partial(_fuzzy, fuzz.token_set_ratio),
    "BM25 (bm25s)": _bm25,
    "TF-IDF nearest (scikit-learn)": _tfidf_neighbour,
    "linear SVM (scikit-learn)": _linear_svm,
}


def main() -> None:
    """Print the table."""
    examples = list(training_examples(load_topics()))
    print(f"\nUnderstanding: {len(examples)} phrasings, every style tried by what the others teach")
    print(f"{'':<34}{'top-1':>7}{'top-3':>7}{'AUROC':>7}{'µs':>10}{'p99 µs':>10}{'train s':>8}")
    for name, way in _WAYS.items():
        try:
            print(_try(way, examples).line(name))
        except ImportError as error:
            print(f"{name:<34}skipped: {error.name} is not installed")


def _try(way: Way, examples: Sequence[Example]) -> Tally:
    tally = Tally()
    for style in sorted({example.style for example in examples}):
        tried = [Row(e.text, e.topic, (), style) for e in examples if e.style == style][::_EVERY]
        learnt = without([e for e in examples if e.style != style], tried)
        start = time.perf_counter()
        rank = way(learnt)
        tally.train_seconds.append(time.perf_counter() - start)
        for row in tried:
            start = time.perf_counter()
            ranked = rank(row.text)
            tally.take(row, ranked, time.perf_counter() - start)
    return tally


if __name__ == "__main__":
    main()
