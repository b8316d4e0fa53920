"""Measures of rankings and probabilities."""

from collections.abc import Sequence

BINS = 10


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that something inside scores above something outside; None if either is empty."""
    if not inside or not outside:
        return None
    ranked = sorted([(value, 1) for value in inside] + [(value, 0) for value in outside])
    total = 0.0
    position = 0
    while position < len(ranked):
        end = position
        while end < len(ranked) and ranked[end][0] == ranked[position][0]:
            end += 1
        # Equal values share the mean of their ranks (counted from 1).
        rank = (position + 1 + end) / 2
        total += rank * sum(label for _, label in ranked[position:end])
        position = end
    n = len(inside)
    return (total - n * (n + 1) / 2) / (n * len(outside))


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Mean distance between confidence and share right, over ten bins weighted by size."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, hit in zip(confidences, right, strict=True):
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, hit))
    error = 0.0
    for members in bins:
        error += abs(sum(c for c, _ in members) - sum(hit for _, hit in members))
    return error / max(1, len(confidences))


def risk_coverage(
    confidences: Sequence[float], right: Sequence[bool], steps: int = 10
) -> tuple[tuple[float, float, float], ...]:
    """For growing shares answered, surest first: (share, share of them wrong, confidence there)."""
    order = sorted(range(len(confidences)), key=lambda i: -confidences[i])
    points = []
    for step in range(1, steps + 1):
        count = round(len(order) * step / steps)
        if count:
            wrong = sum(not right[i] for i in order[:count])
            points.append((count / len(order), wrong / count, confidences[order[count - 1]]))
    return tuple(points)
