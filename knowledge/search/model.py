"""Training and ranking: the views, the linear model and the calibration put together."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.language import Corrector, Reading, mend, normalise
from knowledge.language.lexicon import lexicon
from knowledge.search.calibration import Vector, choice, fit_choice, fit_logistic, logistic
from knowledge.search.examples import Example
from knowledge.search.features import FeatureSpace
from knowledge.search.ranking import Candidate, Ranking
from knowledge.search.ridge import Matrix, Ridge, fit

CANDIDATES = 10
"""So many topics come back, and compete in calibration."""
HELD_OUT = 4
"""One example in so many is held out to calibrate on; the final model learns from all."""
OUT_OF_SCOPE_SHARE = 0.25
"""The share of questions taken to be out of scope. The dearer error is answering those."""
_KNOWN_FROM = 3
"""A word is taken for rightly spelt when at least this many training texts have it."""
_CACHE = 4096


class TrainedSearch:
    """A search trained by ``train``."""

    def __init__(
        self,
        corrector: Corrector,
        space: FeatureSpace,
        model: Ridge,
        topics: tuple[str, ...],
        calibration: tuple[Vector, Vector],
    ) -> None:
        self._corrector = corrector
        self._space = space
        self._model = model
        self._topics = topics
        self._choice_weights, self._scope_weights = calibration
        self._cache: OrderedDict[str, Ranking] = OrderedDict()

    def rank(self, text: str) -> Ranking:
        """The likeliest topics for any text, best first. Never fails, in bounded time."""
        reading = normalise(text, self._corrector)
        known = self._cache.get(reading.text)
        if known is not None:
            self._cache.move_to_end(reading.text)
            return known
        ranking = self._rank(reading)
        self._cache[reading.text] = ranking
        if len(self._cache) > _CACHE:
            self._cache.popitem(last=False)
        return ranking

    def _rank(self, reading: Reading) -> Ranking:
        scores = self._model.scores(*self._space.encode(reading))[None, :]
        order, inputs = _candidate_inputs(scores, len(self._topics))
        shares = choice(inputs, self._choice_weights)[0]
        in_scope = float(logistic(_scope_inputs(scores, len(self._topics)), self._scope_weights)[0])
        best_first = np.argsort(-shares, kind="stable")
        return Ranking(
            tuple(
                Candidate(self._topics[order[0, i]], float(shares[i]) * in_scope)
                for i in best_first
            ),
            in_scope,
        )


def train(examples: Sequence[Example], texts: Mapping[str, str] | None = None) -> TrainedSearch:
    """Train a search on examples; deterministic.

    ``texts`` gives a topic's title and other words that describe it. Raises ``ValueError`` when
    the examples name fewer than two topics.
    """
    texts = texts or {}
    topics = tuple(sorted({e.topic for e in examples if e.topic is not None} | set(texts)))
    if len(topics) < 2:
        raise ValueError("training needs examples of at least two topics")
    number = {topic: i for i, topic in enumerate(topics)}
    all_texts = [e.text for e in examples] + list(texts.values())
    labels = np.array(
        [len(topics) if e.topic is None else number[e.topic] for e in examples]
        + [number[topic] for topic in texts]
    )
    # What is held out for calibration stands last.
    order = _held_out_last(labels, len(examples))
    labels = labels[order]
    corrector, readings = _read([all_texts[i] for i in order])
    space = FeatureSpace(readings)
    targets = np.zeros((len(labels), len(topics) + 1), np.float32)
    targets[np.arange(len(labels)), labels] = 1
    seen = len(labels) - len(examples) // HELD_OUT
    model, held_out = fit(space.training, space.size, targets, seen)
    space.forget_training()
    return TrainedSearch(corrector, space, model, topics, _calibrate(held_out, labels[seen:]))


def _read(texts: Sequence[str]) -> tuple[Corrector, list[Reading]]:
    readings = [normalise(text) for text in texts]
    count = Counter(word for reading in readings for word in set(reading.standard))
    vocabulary = {word: count[word] for word in lexicon().vocabulary}
    vocabulary.update({word: n for word, n in count.items() if n >= _KNOWN_FROM})
    corrector = Corrector(vocabulary)
    return corrector, [mend(reading, corrector) for reading in readings]


def _held_out_last(labels: NDArray[np.int64], examples: int) -> NDArray[np.int64]:
    """An order of the rows in which every fourth example of each topic comes last."""
    by_topic = np.argsort(labels[:examples], kind="stable")
    held_out = by_topic[HELD_OUT - 1 :: HELD_OUT]
    rest = np.setdiff1d(np.arange(len(labels)), held_out)
    return np.concatenate([rest, held_out])


def _calibrate(scores: Matrix, labels: NDArray[np.int64]) -> tuple[Vector, Vector]:
    topics = scores.shape[1] - 1
    inside = np.flatnonzero(labels < topics)
    order, inputs = _candidate_inputs(scores[inside], topics)
    hit = order == labels[inside][:, None]
    found = hit.any(axis=1)
    choice_weights = fit_choice(inputs[found], hit[found].argmax(axis=1))
    negatives = scores[labels == topics]
    if not len(negatives):
        # No out-of-scope examples: texts whose own topic is taken away stand in for them.
        negatives = scores[inside].copy()
        negatives[np.arange(len(inside)), labels[inside]] = -1
    outcomes = np.concatenate([np.ones(len(inside)), np.zeros(len(negatives))])
    # Weighed as if that share of all questions were out of scope, however many examples there are.
    sample = np.concatenate([
        np.full(len(inside), 1 - OUT_OF_SCOPE_SHARE) / len(inside),
        np.full(len(negatives), OUT_OF_SCOPE_SHARE) / len(negatives),
    ]) * len(outcomes)
    inputs = _scope_inputs(np.concatenate([scores[inside], negatives]), topics)
    return choice_weights, fit_logistic(inputs, outcomes, sample)


def _candidate_inputs(scores: Matrix, topics: int) -> tuple[NDArray[np.int64], Vector]:
    """The best topics of each row and, for each of them, what speaks for it."""
    order = np.argsort(-scores[:, :topics], axis=1, kind="stable")[:, :CANDIDATES]
    best = np.take_along_axis(scores, order, axis=1).astype(np.float64)
    return order, np.stack([best, np.sqrt(np.maximum(best, 0))], axis=2)


def _scope_inputs(scores: Matrix, topics: int) -> Vector:
    """What speaks for a text being in scope at all, per row."""
    best = -np.sort(-scores[:, :topics], axis=1)[:, :3].astype(np.float64)
    outside = scores[:, topics:].astype(np.float64)
    return np.hstack([best[:, :1], outside, best[:, :1] - best[:, 1:2], best[:, 1:2]])
