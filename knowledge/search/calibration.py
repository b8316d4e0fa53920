"""Small logistic models that turn scores into probabilities."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_STEPS = 50


def logistic(inputs: Vector, weights: Vector) -> Vector:
    """Probabilities for rows of inputs; the last weight is the intercept."""
    result: Vector = 1 / (1 + np.exp(-np.clip(inputs @ weights[:-1] + weights[-1], -30, 30)))
    return result


def fit_logistic(inputs: Vector, outcomes: Vector, sample: Vector, penalty: float = 1.0) -> Vector:
    """Weights of a logistic regression (Newton's method); ``sample`` weighs the rows."""
    design = np.hstack([inputs, np.ones((len(inputs), 1))])
    ridge = np.full(design.shape[1], penalty)
    ridge[-1] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        expected = logistic(inputs, weights)
        gradient = design.T @ (sample * (outcomes - expected)) - ridge * weights
        curvature = (design * (sample * expected * (1 - expected) + 1e-9)[:, None]).T @ design
        step = np.linalg.solve(curvature + np.diag(ridge), gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def fit_choice(inputs: Vector, chosen: NDArray[np.int64], penalty: float = 1.0) -> Vector:
    """Weights of a conditional logit: rows by options by features, which option was right.

    All options share the weights, so a handful of numbers is learnt from all topics together.
    """
    weights = np.zeros(inputs.shape[2])
    rows = np.arange(len(inputs))
    for _ in range(_STEPS):
        shares = choice(inputs, weights)
        mean = np.einsum("ro,rof->rf", shares, inputs)
        gradient = (inputs[rows, chosen] - mean).sum(axis=0) - penalty * weights
        spread = inputs - mean[:, None, :]
        curvature = np.einsum("ro,rof,rog->fg", shares, spread, spread)
        step = np.linalg.solve(curvature + penalty * np.eye(len(weights)), gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def choice(inputs: Vector, weights: Vector) -> Vector:
    """Probabilities of the options (…, options, features), summing to one over the options."""
    utilities = inputs @ weights
    utilities -= utilities.max(axis=-1, keepdims=True)
    shares: Vector = np.exp(utilities)
    return shares / shares.sum(axis=-1, keepdims=True)
