"""What a contribution buys: accident (JKK) and death (JKM) benefits, in rupiah.

PP 44/2015 jo PP 82/2019 Lampiran III; Permenaker 1/2025 for the waiting time of JKM.
"""

from dataclasses import dataclass
from datetime import date

from knowledge.contributions.reading import Reading, percent_of


@dataclass(frozen=True, slots=True)
class AccidentBenefits:
    """JKK of one person; own-account workers' by their band's base, not by what they earn."""

    death_lump_sum: int
    """48 times the base, never less than the lump sum of JKM (F-JKK-07)."""
    death_total: int
    """The lump sum with the funeral and the periodic benefit, which is paid at once."""
    total_disability: int
    """56 times the base (F-JKK-06)."""
    unable_to_work: int
    """A month, for the first months; a smaller share afterwards (F-JKK-05)."""
    unable_to_work_months: int
    scholarships: int
    """At most, for the children together, after death or total disability (F-JKK-10)."""
    raised_to_floor: bool
    """The wage is so low that the lump sum is the floor, whose wording the facts leave open."""


@dataclass(frozen=True, slots=True)
class DeathBenefits:
    """JKM of one person, when the death has nothing to do with work."""

    full: int
    while_waiting: int
    """What is paid before the waiting time is over: the funeral only."""
    waiting_months: int
    """Contributions in a row before the full benefit; 0 where everything is paid at once."""


def accident_benefits(base: int, day: date, reading: Reading) -> AccidentBenefits:
    """JKK for a monthly base in rupiah, by the figures of a day."""
    by_wage = base * reading.rupiah("jkk_meninggal_kali_upah", day)
    # "Paling sedikit sebesar santunan JKM" can mean the lump sum (20 million) or the whole of JKM
    # (42 million): the smaller one is promised. It only matters for wages that low.
    floor = reading.rupiah("jkm_santunan", day)
    lump_sum = max(by_wage, floor)
    return AccidentBenefits(
        death_lump_sum=lump_sum,
        death_total=lump_sum
        + reading.rupiah("biaya_pemakaman", day)
        + reading.rupiah("santunan_berkala", day),
        total_disability=base * reading.rupiah("jkk_cacat_total_kali_upah", day),
        unable_to_work=percent_of(base, reading.figure("jkk_stmb_awal", day).amount),
        unable_to_work_months=reading.rupiah("jkk_stmb_awal_bulan", day),
        scholarships=reading.rupiah("beasiswa_total", day),
        raised_to_floor=by_wage < floor,
    )


def death_benefits(day: date, reading: Reading, *, has_waiting_time: bool) -> DeathBenefits:
    """JKM by the figures of a day. The waiting time is own-account workers' (F-JKM-02)."""
    full = reading.rupiah("jkm_total", day)
    if not has_waiting_time:
        return DeathBenefits(full, while_waiting=full, waiting_months=0)
    return DeathBenefits(
        full,
        while_waiting=reading.rupiah("biaya_pemakaman", day),
        waiting_months=reading.rupiah("jkm_syarat_bulan", day),
    )
