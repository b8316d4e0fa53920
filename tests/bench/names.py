"""How many are taken for themselves and for others by their names, and how long it takes."""

import statistics
import time
from collections import Counter
from collections.abc import Sequence

from bot.registry.names import THRESHOLD, name_score, same_name
from tests.registry.name_variants import (
    Pair,
    by_hand,
    look_alikes,
    siblings,
    strangers,
    varied,
)

_ROUNDS = 2_000
_RECORDED = "AHMAD FAUZI RAMADHAN"
_OF_OTHER_LENGTHS = ("SUTRISNO", "BUDI SANTOSO", "MARIA BULAN LAING USUN")
_GIVEN = {
    "the right name": "Ahmad Fauzi Ramadhan",
    "a brother's": "Ahmad Fauzi Ramadanis",
    "a stranger's": "Bagus Dewa Pralistiyo",
}


def main() -> None:
    """Print rates by threshold, misses by kind, and medians."""
    groups = {
        "own, by hand": by_hand("same_person"),
        "own, later": by_hand("held_out"),
        "own, made": list(varied(6)),
        "strangers": list(strangers(5_000)),
        "look-alikes": list(look_alikes(3_000)),
        "siblings": list(siblings(2_000)),
        "hard, by hand": by_hand("other_person"),
    }
    scores = {
        name: [name_score(pair.given, pair.recorded) for pair in pairs]
        for name, pairs in groups.items()
    }
    print("accepted, in percent" + "".join(f"{name:>15}" for name in groups))
    print(f"{'pairs':<20}" + "".join(f"{len(pairs):15}" for pairs in groups.values()))
    for threshold in (0.4, 0.5, 0.55, 0.6, 0.65, THRESHOLD, 0.75, 0.8, 0.85, 0.9):
        rates = [
            100 * sum(score >= threshold for score in values) / len(values)
            for values in scores.values()
        ]
        mark = " *" if threshold == THRESHOLD else ""
        print(f"{f'{threshold}{mark}':<20}" + "".join(f"{rate:15.2f}" for rate in rates))
    _print_misses([*groups["own, by hand"], *groups["own, made"]])
    _print_medians()


def _print_misses(pairs: Sequence[Pair]) -> None:
    kinds = Counter(pair.kind.split("+")[0] for pair in pairs)
    missed = Counter(
        pair.kind.split("+")[0] for pair in pairs if not same_name(pair.given, pair.recorded)
    )
    print("refused of one's own, by what was done to the name:")
    print("  " + ", ".join(f"{kind} {missed[kind]}/{count}" for kind, count in kinds.items()))


def _print_medians() -> None:
    times: dict[str, list[float]] = {name: [] for name in _GIVEN}
    for _ in range(_ROUNDS):
        for name, given in _GIVEN.items():
            start = time.perf_counter()
            same_name(given, _RECORDED)
            times[name].append(time.perf_counter() - start)
        for recorded in _OF_OTHER_LENGTHS:
            start = time.perf_counter()
            same_name(_GIVEN["the right name"], recorded)
            taken = time.perf_counter() - start
            times.setdefault(f"one of {len(recorded.split())} words", []).append(taken)
    medians = {name: 1e6 * statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{median:7.0f} µs a comparison with {name}")
    print(f"slowest / fastest {max(medians.values()) / min(medians.values()):.3f} (goal: 1.10)")


if __name__ == "__main__":
    main()
