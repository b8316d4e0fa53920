"""Training and ranking: readings, features, linear model and calibration put together."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.language import Corrector, Reading, mend, normalise
from knowledge.language.lexicon import lexicon
from knowledge.language.text import clean, sentences
from knowledge.search.calibration import Calibration, calibrate
from knowledge.search.examples import Example
from knowledge.search.features import FeatureSpace
from knowledge.search.ranking import Candidate, Ranking
from knowledge.search.ridge import Matrix, Ridge, fit

FEWEST_TOPICS = 2
HELD_OUT = 4
"""One example in so many is held out to calibrate on; the final model learns from all."""
SENTENCE_SHARE = 0.2
"""How much the strongest sentence, and again the asking one, counts beside the whole text."""
_KNOWN_FROM = 3
"""A word is taken for rightly spelt when at least this many training texts have it."""
_FEWEST_SENTENCE_WORDS = 3
_CACHE = 4096


@dataclass(slots=True)
class TrainedSearch:
    """A search trained by ``train``."""

    _corrector: Corrector
    _space: FeatureSpace
    _model: Ridge
    _topics: tuple[str, ...]
    _calibration: Calibration
    _cache: OrderedDict[str, Ranking]

    def rank(self, text: str) -> Ranking:
        """The likeliest topics for any text, best first. Never fails, in bounded time."""
        cleaned = clean(text)
        known = self._cache.get(cleaned)
        if known is not None:
            self._cache.move_to_end(cleaned)
            return known
        ranking = self._rank(normalise(cleaned, self._corrector))
        self._cache[cleaned] = ranking
        if len(self._cache) > _CACHE:
            self._cache.popitem(last=False)
        return ranking

    def forget_rankings(self) -> None:
        """Empty the cache of rankings, so that time can be measured."""
        self._cache.clear()

    def _rank(self, reading: Reading) -> Ranking:
        if not reading.typed:
            return Ranking((), 0.0)
        scores = self._scores(reading)
        order, shares, in_scope = self._calibration.apply(scores)
        candidates = tuple(
            Candidate(self._topics[topic], share * in_scope)
            for topic, share in zip(order.tolist(), shares.tolist(), strict=True)
        )
        return Ranking(candidates, in_scope)

    def _scores(self, reading: Reading) -> Matrix:
        """The scores of a text; of a story also those of its sentences.

        In a story the wish is one sentence among others: the one that speaks most for a topic
        counts, and the one that asks.
        """
        whole = self._model.scores(*self._space.encode(reading))
        parts = [normalise(sentence, self._corrector) for sentence in sentences(reading.text)]
        parts = [part for part in parts if len(part.typed) >= _FEWEST_SENTENCE_WORDS]
        if len(parts) <= 1:
            return whole
        scores = np.stack([self._model.scores(*self._space.encode(part)) for part in parts])
        strongest = scores.max(axis=0)
        # One sentence about the neighbours doesn't make a story out of scope: all must be.
        strongest[-1] = scores[:, -1].min()
        asking = scores[_asking(parts)]
        share = np.float32(SENTENCE_SHARE)
        blended: Matrix = whole + share * (strongest - whole) + share * (asking - whole)
        return blended


def _asking(parts: Sequence[Reading]) -> int:
    """Which sentence asks: the last one with a question word, else the last one."""
    questions = lexicon().questions
    asking = [i for i, part in enumerate(parts) if not questions.isdisjoint(part.standard)]
    return asking[-1] if asking else len(parts) - 1


def train(examples: Sequence[Example], texts: Mapping[str, str] | None = None) -> TrainedSearch:
    """Train a search on examples; deterministic.

    ``texts`` gives a topic's title and other words that describe it. Raises ``ValueError`` when
    fewer than two topics are named.
    """
    texts = texts or {}
    topics = tuple(sorted({e.topic for e in examples if e.topic is not None} | set(texts)))
    if len(topics) < FEWEST_TOPICS:
        raise ValueError("training needs examples of at least two topics")
    number = {topic: i for i, topic in enumerate(topics)}
    all_texts = [example.text for example in examples] + list(texts.values())
    labels = np.array(
        [len(topics) if e.topic is None else number[e.topic] for e in examples]
        + [number[topic] for topic in texts]
    )
    # What is held out for calibration stands last.
    order, seen = _held_out_last([example.text for example in examples], len(labels))
    labels = labels[order]
    corrector, readings = _read([all_texts[i] for i in order])
    space = FeatureSpace(readings)
    targets = np.zeros((len(labels), len(topics) + 1), np.float32)
    targets[np.arange(len(labels)), labels] = 1
    model, held_out = fit(space.training, space.fingerprints, targets, seen)
    space.forget_training()
    calibration = calibrate(held_out, labels[seen:])
    return TrainedSearch(corrector, space, model, topics, calibration, OrderedDict())


def _read(texts: Sequence[str]) -> tuple[Corrector, list[Reading]]:
    """Readings of the training texts, and the corrector for what people will type."""
    readings = [normalise(text) for text in texts]
    count = Counter(word for reading in readings for word in set(reading.standard))
    vocabulary = {word: count[word] for word in lexicon().vocabulary}
    vocabulary.update({word: n for word, n in count.items() if n >= _KNOWN_FROM})
    corrector = Corrector(vocabulary)
    return corrector, [mend(reading, corrector) for reading in readings]


def _held_out_last(texts: Sequence[str], rows: int) -> tuple[NDArray[np.int64], int]:
    """An order of the rows in which a fourth of the examples comes last, and how many come before.

    A text decides for itself, whatever stands beside it: one more phrasing, and all others are
    answered as before.
    """
    held_out = np.array(
        [at for at, text in enumerate(texts) if crc32(text.encode()) % HELD_OUT == 0], np.int64
    )
    rest = np.setdiff1d(np.arange(rows), held_out)
    return np.concatenate([rest, held_out]), len(rest)
