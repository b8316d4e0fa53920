"""Figures that are sums or shares of others: who changes one has the others to look at.

Nothing is worked out from this: a sum has its own legal source. It tells an admin what no longer
adds up.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.figures import CurrentFigure, Figures

_PARTS: Mapping[str, tuple[str, ...]] = {
    "bpu_dua_program": ("bpu_jkk_terendah", "bpu_jkm"),
    "bpu_tiga_program": ("bpu_jkk_terendah", "bpu_jkm", "bpu_jht_terendah"),
    "bpu_dua_program_diskon": ("bpu_jkk_terendah_diskon", "bpu_jkm_diskon"),
    "bpu_tiga_program_diskon": ("bpu_jkk_terendah_diskon", "bpu_jkm_diskon", "bpu_jht_terendah"),
    "pu_jht_total": ("pu_jht_perusahaan", "pu_jht_pekerja"),
    "pu_jp_total": ("pu_jp_perusahaan", "pu_jp_pekerja"),
    "jkm_total": ("jkm_santunan", "biaya_pemakaman", "santunan_berkala"),
}


def no_longer_adding_up(figures: Figures, changed: str, day: date) -> Iterator[str]:
    """The sums that a figure is, or is part of, and that don't add up on a day."""
    for total, parts in _PARTS.items():
        if changed == total or changed in parts:
            amounts = [_amount(figures, part, day) for part in parts]
            whole = _amount(figures, total, day)
            known = [amount for amount in amounts if amount is not None]
            if whole is None or len(known) < len(parts):
                continue
            if abs(sum(known) - whole) > 1e-6:  # noqa: PLR2004 -- 3.7 + 2 is not quite 5.7
                yield total


def _amount(figures: Figures, key: str, day: date) -> float | None:
    current: CurrentFigure | None = figures.by_id[key].on(day) if key in figures.by_id else None
    return current.amount if current is not None else None
