"""CPU and size of every kind of picture, at its worst and as it will mostly be."""

import time
from collections.abc import Callable

from bot.coverage.charts import Picture, bar_chart, digest_chart, segment_chart, tile_map
from bot.coverage.charts.trend import trend_chart
from tests.coverage.samples import CAPTION, COMPARABLE, HISTORY, LONG, MIXED, WORST

_ROUNDS = 5
_SECONDS, _BYTES = 1.0, 150_000

KINDS: tuple[tuple[str, Callable[[], Picture]], ...] = (
    ("bars", lambda: bar_chart(COMPARABLE, CAPTION)),
    ("bars, not comparable", lambda: bar_chart(MIXED, CAPTION)),
    ("bars, worst", lambda: bar_chart(WORST, LONG)),
    ("segments", lambda: segment_chart(COMPARABLE[:6], CAPTION)),
    ("tile map", lambda: tile_map(COMPARABLE, CAPTION)),
    ("tile map, worst", lambda: tile_map(WORST, LONG)),
    ("trend", lambda: trend_chart(HISTORY, CAPTION)),
    ("digest", lambda: digest_chart(COMPARABLE, CAPTION)),
    ("digest, worst", lambda: digest_chart(WORST, LONG)),
)


def measure(draw: Callable[[], Picture]) -> tuple[float, float, int]:
    """CPU seconds for the drawing and for the PNG, the best of some rounds, and its bytes."""
    drawing, rendering, size = [], [], 0
    for _ in range(_ROUNDS):
        start = time.process_time()
        picture = draw()
        drawn = time.process_time()
        size = len(picture.png())
        drawing.append(drawn - start)
        rendering.append(time.process_time() - drawn)
    return min(drawing), min(rendering), size


def main() -> None:
    """Print a line for each kind, and the worst against what is to be reached."""
    worst_seconds, worst_bytes = 0.0, 0
    for name, draw in KINDS:
        drawing, rendering, size = measure(draw)
        worst_seconds = max(worst_seconds, drawing + rendering)
        worst_bytes = max(worst_bytes, size)
        print(
            f"{name:22} {drawing * 1000:4.0f} ms drawing {rendering * 1000:4.0f} ms rendering "
            f"{size / 1000:4.0f} kB"
        )
    print(
        f"worst {worst_seconds:.2f} s CPU (goal: {_SECONDS:.0f}), "
        f"{worst_bytes / 1000:.0f} kB (goal: {_BYTES / 1000:.0f})"
    )


if __name__ == "__main__":
    main()
