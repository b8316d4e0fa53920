"""From scores to honest probabilities, by two small logistic models.

One shares out the probability among the likeliest topics, given that one of them is right; the
other says how likely it is that any is. Both are learnt from scores of texts that the scoring model
has not seen, and lean on built-in weights when there are few.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.ridge import Matrix

Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]

CANDIDATES = 10
"""So many topics compete, and come back."""
OUT_OF_SCOPE_SHARE = 0.25
"""The share of questions taken to be out of scope. The dearer error is answering those."""
PRIOR_CHOICE = np.array([2.0, 10.0])
PRIOR_SCOPE = np.array([4.0, -8.0, 4.0, 4.0, 0.5])
PRIOR_STRENGTH = 0.05
"""Weight of the built-in weights against the evidence of held-out texts."""
_STEPS = 50
_LEAST_STEP = 1e-6
_LARGEST_EXPONENT = 30
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of both models."""

    choice: Vector
    scope: Vector

    def apply(self, scores: Matrix) -> tuple[Numbers, Vector, float]:
        """The likeliest topics of one text best first, their shares, and whether any is right."""
        order, inputs = _choice_inputs(scores[None, :])
        shares = _choice(inputs, self.choice)[0]
        in_scope = float(_logistic(_scope_inputs(scores[None, :]), self.scope)[0])
        # Both grow with the score, so the order stays.
        return order[0], shares, in_scope


def calibrate(scores: Matrix, labels: Numbers) -> Calibration:
    """Learn from held-out texts: scores (texts by topics and, last, out of scope), right columns.

    Without any text out of scope, texts whose own topic is taken away stand in for them: to a
    search that doesn't know their topic they are out of scope.
    """
    outside = scores.shape[1] - 1
    inside = np.flatnonzero(labels < outside)
    order, inputs = _choice_inputs(scores[inside])
    hit = order == labels[inside][:, None]
    found = hit.any(axis=1)
    choice = _fit_choice(inputs[found], hit[found].argmax(axis=1), PRIOR_CHOICE)
    negatives = scores[labels == outside]
    if not len(negatives):
        negatives = scores[inside].copy()
        negatives[np.arange(len(inside)), labels[inside]] = negatives.min(initial=0)
    outcomes = np.repeat([1.0, 0.0], [len(inside), len(negatives)])
    # Weighed as if that share of all questions were out of scope, however many examples there are.
    shares = [1 - OUT_OF_SCOPE_SHARE, OUT_OF_SCOPE_SHARE]
    weights = [
        s * len(outcomes) / max(1, n)
        for s, n in zip(shares, (len(inside), len(negatives)), strict=True)
    ]
    sample = np.repeat(weights, [len(inside), len(negatives)])
    texts = np.concatenate([scores[inside], negatives])
    return Calibration(choice, _fit_logistic(_scope_inputs(texts), outcomes, sample, PRIOR_SCOPE))


def _choice_inputs(scores: Matrix) -> tuple[Numbers, Vector]:
    """The best topics of each row and, for each of them, what speaks for it."""
    topics = scores[:, :-1]
    order = np.argsort(-topics, axis=1, kind="stable")[:, :CANDIDATES]
    best = np.take_along_axis(topics, order, axis=1).astype(np.float64)
    return order, np.stack([best, np.sqrt(np.maximum(best, 0))], axis=2)


def _scope_inputs(scores: Matrix) -> Vector:
    """What speaks for a text being in scope at all, row by row; the last column is constant."""
    first_two = -np.partition(-scores[:, :-1], 1, axis=1)[:, :2].astype(np.float64)
    first, second = first_two[:, 0], first_two[:, 1]
    outside = scores[:, -1].astype(np.float64)
    return np.stack([first, outside, first - second, second, np.ones(len(scores))], axis=1)


def _logistic(inputs: Vector, weights: Vector) -> Vector:
    exponents = np.clip(inputs @ weights, -_LARGEST_EXPONENT, _LARGEST_EXPONENT)
    probabilities: Vector = 1 / (1 + np.exp(-exponents))
    return probabilities


def _fit_logistic(inputs: Vector, outcomes: Vector, sample: Vector, prior: Vector) -> Vector:
    """Weights of a logistic regression; ``sample`` weighs the rows."""

    def at(weights: Vector) -> _Point:
        expected = _logistic(inputs, weights)
        likelihood = np.log(np.where(outcomes > 0, expected, 1 - expected)) @ sample
        gradient = inputs.T @ (sample * (outcomes - expected))
        spread = inputs * (sample * expected * (1 - expected))[:, None]
        return _Point(float(likelihood), gradient, spread.T @ inputs)

    return _climb(at, prior)


def _choice(inputs: Vector, weights: Vector) -> Vector:
    """Probabilities of the options (…, options, inputs), summing to one over the options."""
    utilities = inputs @ weights
    utilities -= utilities.max(axis=-1, keepdims=True)
    shares: Vector = np.exp(utilities)
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares


def _fit_choice(inputs: Vector, chosen: Numbers, prior: Vector) -> Vector:
    """Weights of a conditional logit: rows by options by inputs, and which option was right.

    All topics share the weights, so that two numbers are learnt from all of them together.
    """
    rows = np.arange(len(inputs))

    def at(weights: Vector) -> _Point:
        shares = _choice(inputs, weights)
        mean = np.einsum("ro,rof->rf", shares, inputs)
        spread = inputs - mean[:, None, :]
        return _Point(
            float(np.log(shares[rows, chosen] + _TINY).sum()),
            (inputs[rows, chosen] - mean).sum(axis=0),
            np.einsum("ro,rof,rog->fg", shares, spread, spread),
        )

    return _climb(at, prior)


@dataclass(frozen=True, slots=True)
class _Point:
    """A likelihood at some weights, its slope and its (negative) curvature."""

    likelihood: float
    gradient: Vector
    curvature: Vector


def _climb(at: Callable[[Vector], _Point], prior: Vector) -> Vector:
    """The weights of the greatest likelihood, held towards the prior; by Newton's method."""

    def value(point: _Point, weights: Vector) -> float:
        return point.likelihood - PRIOR_STRENGTH / 2 * float(np.sum((weights - prior) ** 2))

    weights, here = prior, at(prior)
    for _ in range(_STEPS):
        gradient = here.gradient - PRIOR_STRENGTH * (weights - prior)
        step = np.linalg.solve(here.curvature + PRIOR_STRENGTH * np.eye(len(prior)), gradient)
        there = at(weights + step)
        # Far from the top a full step may overshoot.
        while (
            value(there, weights + step) < value(here, weights) and np.abs(step).max() > _LEAST_STEP
        ):
            step = step / 2
            there = at(weights + step)
        weights, here = weights + step, there
        if np.abs(step).max() < _LEAST_STEP:
            break
    return weights
