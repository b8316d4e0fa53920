"""What a sentence already says of a calculation: "hitung iuran gaji 2,5jt jualan pentol"."""

import re

from knowledge.contributions.inputs import Inputs, Kind
from knowledge.contributions.own_account import THREE_PROGRAMMES, TWO_PROGRAMMES
from knowledge.language.slots import Slots

_EMPLOYED = frozenset({"karyawan", "satpam"})
_EITHER = frozenset(
    {
        "buruh_sawit",
        "guru_honorer",
        "honorer",
        "ibu_rumah_tangga",
        "kebersihan",
        "magang",
        "perangkat_desa",
        "tambang",
        "tukang_bangunan",
    }
)
"""Occupations of which some are employed and some work for themselves: ask."""
_NOT_A_MONTH = re.compile(
    r"\b(?:se|per|tiap|setiap|sa|/)?\s*-?(?:hari|harian|minggu|mingguan|pekan|jam|dina|borong\w*)\b",
    re.IGNORECASE,
)


def heard(slots: Slots, text: str) -> Inputs:
    """The inputs that a sentence gives. What it leaves open, or may mean otherwise, stays open."""
    kind = _kind(slots.job)
    return Inputs(
        kind=kind,
        is_transport=slots.transport if kind is Kind.OWN_ACCOUNT and slots.job else None,
        income=_monthly_income(slots, text),
        programmes=_programmes(slots),
        months=slots.months,
    )


def _kind(job: str | None) -> Kind | None:
    if job is None or job in _EITHER:
        return None
    if job == "migran":
        return Kind.MIGRANT
    return Kind.EMPLOYEE if job in _EMPLOYED else Kind.OWN_ACCOUNT


def _monthly_income(slots: Slots, text: str) -> int | None:
    """The one amount of a sentence; none where it may be a day's or a week's."""
    if len(slots.amounts) != 1 or _NOT_A_MONTH.search(text):
        return None
    return slots.amounts[0]


def _programmes(slots: Slots) -> int | None:
    if slots.programme_count in {TWO_PROGRAMMES, THREE_PROGRAMMES}:
        return slots.programme_count
    return THREE_PROGRAMMES if "jht" in slots.programmes else None
