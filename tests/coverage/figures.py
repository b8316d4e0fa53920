"""Figures made up for tests."""

from datetime import date

from bot.coverage.amounts import Amount, exactly
from bot.coverage.figures import Basis, Figure, Source
from knowledge.coverage import Segment

TODAY = date(2026, 11, 25)
BPJS = Source("Siaran pers", "https://www.bpjsketenagakerjaan.go.id/berita/1")
BPJS_LATER = Source("Siaran pers", "https://www.bpjsketenagakerjaan.go.id/berita/2")
PRESS = Source("Berita", "https://koran.example/1", date(2026, 2, 1))
GOVERNMENT = Source("Laman", "https://samarindakota.go.id/1")


def coverage(  # noqa: PLR0913 -- a figure has many parts
    percent: float | Amount | None = None,
    *,
    on: date = date(2026, 1, 31),
    source: Source = PRESS,
    region: str = "64.72",
    segment: Segment = Segment.ALL,
    covered: int | None = None,
    workers: int | None = None,
    basis: Basis = Basis.BPJS,
    note: str = "",
    import_id: int = 0,
) -> Figure:
    """A coverage figure."""
    announced = exactly(percent) if isinstance(percent, int | float) else percent
    return Figure(
        region=region,
        segment=segment,
        as_of=on,
        source=source,
        announced=announced,
        numerator=None if covered is None else exactly(covered),
        denominator=None if workers is None else exactly(workers),
        basis=basis,
        note=note,
        import_id=import_id,
    )
