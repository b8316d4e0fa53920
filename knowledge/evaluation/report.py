"""The report on a trial of many questions."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median

from knowledge.decision import OPTIONS as OFFERED
from knowledge.evaluation.measures import auroc, expected_calibration_error, risk_coverage
from knowledge.evaluation.rows import OUT_OF_SCOPE, Row
from knowledge.evaluation.validation import Trial, try_rows
from knowledge.search.ranking import Search


@dataclass(frozen=True, slots=True)
class Confusion:
    """A topic that was taken for another one."""

    topic: str
    taken_for: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Share:
    """How one topic or one style fares."""

    n: int
    top1: float
    top3: float
    answered_right: float
    answered_wrong: float


@dataclass(frozen=True, slots=True)
class Report:
    """Rates are fractions of the in-scope questions, those named ``oos_*`` of the others.

    A rate of nothing is None.
    """

    n: int
    n_in_scope: int
    n_out_of_scope: int
    top1: float | None
    """The best topic is right."""
    top3: float | None
    """One of the best three topics is right."""
    answered_right: float | None
    answered_wrong: float | None
    clarified: float | None
    clarified_right: float | None
    """Asked back with a right topic among the options."""
    fallback_in_scope: float | None
    oos_answered: float | None
    """Answered although out of scope, except by a topic that counts as right."""
    oos_rejected: float | None
    """Out of scope and said so (fallback)."""
    auroc: float | None
    """Of ``in_scope`` between questions in scope and out of scope."""
    median_us: float
    p99_us: float
    confusions: tuple[Confusion, ...]
    """Most frequent first; out of scope answered counts as a confusion too."""
    macro_top1: float | None
    """Mean over topics, so that rare topics count as much as frequent ones."""
    macro_top3: float | None
    ece: float
    """Calibration error of the best candidate's confidence."""
    oos_clarified: float | None
    risk_coverage: tuple[tuple[float, float, float], ...]
    """(share answered, share of them wrong, confidence there), surest first."""
    topics: dict[str, Share]
    styles: dict[str, Share]

    def as_dict(self) -> dict[str, object]:
        """The report as plain data for JSON."""
        return asdict(self)


def evaluate(search: Search, rows: Sequence[Row]) -> Report:
    """Ask every row once and report. Rows must not be among what the search learnt from."""
    return report(try_rows(search, rows))


def report(trials: Sequence[Trial]) -> Report:
    """Sum up trials."""
    inside = [t for t in trials if t.row.topic is not None]
    outside = [t for t in trials if t.row.topic is None]
    times = sorted(t.seconds * 1e6 for t in trials) or [0.0]
    topics = {
        topic: _share([t for t in inside if t.row.topic == topic])
        for topic in sorted({t.row.topic for t in inside if t.row.topic})
    }
    styles = {
        style: _share([t for t in inside if t.row.style == style])
        for style in sorted({t.row.style for t in inside})
    }
    sure = [t.ranking.candidates[0].confidence if t.ranking.candidates else 0.0 for t in trials]
    first = [_rank(t) == 0 for t in trials]
    return Report(
        n=len(trials),
        n_in_scope=len(inside),
        n_out_of_scope=len(outside),
        top1=_rate(inside, lambda t: _rank(t) < 1),
        top3=_rate(inside, lambda t: _rank(t) < OFFERED),
        answered_right=_rate(inside, lambda t: t.decision.topic in t.row.right),
        answered_wrong=_rate(inside, _answered_wrong),
        clarified=_rate(inside, lambda t: t.decision.outcome == "clarify"),
        clarified_right=_rate(inside, lambda t: bool(t.row.right & set(t.decision.options))),
        fallback_in_scope=_rate(inside, lambda t: t.decision.outcome == "fallback"),
        oos_answered=_rate(outside, _answered_wrong),
        oos_rejected=_rate(outside, lambda t: t.decision.outcome == "fallback"),
        auroc=auroc([t.ranking.in_scope for t in inside], [t.ranking.in_scope for t in outside]),
        median_us=median(times),
        p99_us=times[min(len(times) - 1, int(0.99 * len(times)))],
        confusions=_confusions(trials),
        macro_top1=fmean(s.top1 for s in topics.values()) if topics else None,
        macro_top3=fmean(s.top3 for s in topics.values()) if topics else None,
        ece=expected_calibration_error(sure, first),
        oos_clarified=_rate(outside, lambda t: t.decision.outcome == "clarify"),
        risk_coverage=risk_coverage(sure, first),
        topics=topics,
        styles=styles,
    )


def _rank(trial: Trial) -> int:
    """The place of the first right topic, counted from 0; large when there is none."""
    for place, candidate in enumerate(trial.ranking.candidates):
        if candidate.topic in trial.row.right:
            return place
    return len(trial.ranking.candidates) + 1000


def _answered_wrong(trial: Trial) -> bool:
    return trial.decision.outcome == "answer" and trial.decision.topic not in trial.row.right


def _rate(trials: Sequence[Trial], holds: Callable[[Trial], bool]) -> float | None:
    return sum(map(holds, trials)) / len(trials) if trials else None


def _share(trials: Sequence[Trial]) -> Share:
    def of(holds: Callable[[Trial], bool]) -> float:
        return _rate(trials, holds) or 0.0

    return Share(
        n=len(trials),
        top1=of(lambda t: _rank(t) < 1),
        top3=of(lambda t: _rank(t) < OFFERED),
        answered_right=of(lambda t: t.decision.topic in t.row.right),
        answered_wrong=of(_answered_wrong),
    )


def _confusions(trials: Sequence[Trial]) -> tuple[Confusion, ...]:
    count: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for trial in trials:
        if trial.row.topic is None:
            taken = trial.decision.topic if _answered_wrong(trial) else None
        else:
            best = trial.ranking.candidates[:1]
            taken = best[0].topic if best and _rank(trial) > 0 else None
        if taken is not None:
            pair = (trial.row.topic or OUT_OF_SCOPE, taken)
            count[pair] += 1
            example.setdefault(pair, trial.row.text)
    return tuple(
        Confusion(topic, taken, n, example[topic, taken])
        for (topic, taken), n in sorted(count.items(), key=lambda item: (-item[1], item[0]))
    )
