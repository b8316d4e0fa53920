"""Names of invented people, put together from the parts that names in Kalimantan Timur have."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple


class _Parts(NamedTuple):
    """First parts of men and women, middle parts of either, last parts of men and women."""

    men: Sequence[str]
    women: Sequence[str]
    middle: Sequence[str]
    last_of_men: Sequence[str]
    last_of_women: Sequence[str]
    one_word: float = 0.0
    """Share of people whose name is one word."""


_CLANS = (
    "SIMANJUNTAK", "SIHOMBING", "NAINGGOLAN", "MANURUNG", "HUTAPEA", "SIREGAR", "TAMPUBOLON",
    "PANGGABEAN", "SITUMORANG", "GINTING", "SEMBIRING", "TARIGAN",
)  # fmt: skip
_DAYAK = (
    "LENJAU", "BATOQ", "LAWAI", "HUNYANG", "USUN", "TEKWAN", "LUHAT", "JALUNG", "BAYAU", "IMANG",
    "HANGIN", "BULAN", "LAING", "DING", "LEJAU", "IBAU", "DEVUNG",
)  # fmt: skip
_PARTS: Mapping[str, _Parts] = {
    "jawa": _Parts(
        ("SUGENG", "BAMBANG", "SLAMET", "AGUS", "EKO", "HERU", "JOKO", "TEGUH", "WAHYU", "ARIS",
         "SUTRISNO", "SUPARMAN", "PURWADI", "MULYONO", "SUYANTO", "WIDODO", "SUPRIYADI"),
        ("SRI", "ENDANG", "RETNO", "DWI", "TRI", "SUMIATI", "SUPARTINI", "WAHYUNINGSIH", "LILIK",
         "SULASTRI", "RATNA", "YULI", "INDAH", "NGATMI", "SITI", "PUJI", "WARTINI"),
        ("NUR", "ADI", "BUDI", "TRI", "DWI", "AYU", "TITIN"),
        ("PRASETYO", "SANTOSO", "RIYANTO", "SETIAWAN", "WIBOWO", "NUGROHO", "SUSILO", "CAHYONO",
         "HARTONO", "PURNOMO", "ATMOJO"),
        ("LESTARI", "HANDAYANI", "WULANDARI", "ASTUTI", "RAHAYU", "NINGSIH", "ANGGRAINI",
         "FITRIANI", "PUSPITASARI", "UTAMI", "SETYOWATI"),
        one_word=0.15,
    ),
    "banjar": _Parts(
        ("AKHMAD", "MUHAMMAD", "SYAHRUDIN", "JUNAIDI", "ABDUL", "MASRANI", "HAIRUDDIN",
         "RUSDIANSYAH", "ANANG", "SUPIAN", "FAHRURRAZI", "M.", "ARDIANSYAH"),
        ("NORHASANAH", "RUSMINI", "SITI", "MASTURAH", "JAMILAH", "NORLAILA", "HERLINA", "ARBAINAH",
         "MARIATUL", "NURUL", "RABIATUL", "HJ. NORJANAH"),
        ("NOOR", "RAHMAN", "AULIA", "AMALIA", "ANSHARI"),
        ("IFANSYAH", "NOOR", "HAMID", "BASRI", "FADLI", "RIDUAN", "HUSAINI", "SIDDIQ",
         "FAHRIANSYAH"),
        ("HIDAYAH", "ADAWIYAH", "SAFITRI", "AMALIA", "MAULIDA", "KIBTIAH", "ZAHRA", "RAHMAH"),
        one_word=0.08,
    ),
    "bugis": _Parts(
        ("ANDI", "MUHAMMAD", "MUH.", "AMBO", "BASO", "SUDIRMAN", "SYAMSUDDIN", "JAMALUDDIN",
         "ZULKIFLI", "ASDAR", "PATAHUDDIN", "ABD. RASYID", "AMIRULLAH"),
        ("ANDI", "BESSE", "HASNAWATI", "SITTI", "NURAENI", "ROSNANI", "FATMAWATI", "JUMRIATI",
         "RAHMAWATI", "HASNIAH", "MARDAWIYAH"),
        ("TENRI", "NUR", "DAENG", "AKBAR"),
        ("MAPPASESSU", "TAHIR", "MANSYUR", "KADIR", "PARENRENGI", "SULAEMAN", "PATTA", "DALLE"),
        ("ABENG", "TAHIR", "SYAMSUDDIN", "HAJRAH", "MUSTAFA", "RAHMATIA", "KADIR", "ALAM"),
        one_word=0.05,
    ),
    "kutai": _Parts(
        ("AJI", "AWANG", "ENCIK", "EDY", "RUDIANSYAH", "ARDIANSYAH", "SURYANSYAH", "SARKANI"),
        ("AJI", "DAYANG", "ENCIK", "MARIATUL", "RATNASARI", "ROMLAH", "NURLIZA", "SITI"),
        ("RADEN", "MUHAMMAD", "SITI", "BAMBANG"),
        ("SURYANSYAH", "IMAMUDDIN", "KURNIAWAN", "HAMZAH", "FERRYANSYAH", "RIFADDIN", "FAUZIANNOR"),
        ("ROMLAH", "KIBTIAH", "RATNASARI", "NURLIZA", "HIDAYATI", "AGUSTINA"),
    ),
    "dayak": _Parts(
        ("YOHANES", "PETRUS", "MARKUS", "STEFANUS", "FRANSISKUS", "YOSEF", "BLASIUS", "MARTHINUS",
         "LIBERTUS", "KORNELIUS", "SILVESTER", "YULIUS"),
        ("MARIA", "KRISTINA", "THERESIA", "AGUSTINA", "DORKAS", "VERONIKA", "ELISABETH",
         "ANASTASIA", "YULIANA", "ERNESTA", "LUSIA"),
        _DAYAK, _DAYAK, _DAYAK,
        one_word=0.04,
    ),
    "batak": _Parts(
        ("PARULIAN", "JONGGI", "SAHAT", "BONAR", "TOGAR", "EFENDI", "RAMOT", "POLTAK"),
        ("HOTMAULI", "TIURMA", "ROSMAIDA", "LASTIAR", "RODINA", "DUMARIA", "MERIANA"),
        ("MARULI", "TUA", "PANDAPOTAN"),
        _CLANS, _CLANS,
    ),
    "tionghoa": _Parts(
        ("LIM", "TAN", "HENDRA", "STEVEN", "RICHARD", "KWEE", "ANDY", "BUDI"),
        ("LIM", "TAN", "YENNY", "SHERLY", "VIVIAN", "FELICIA", "MEI", "LINDA"),
        ("SWIE", "SIU", "MEI", "LIONG"),
        ("WIJAYA", "HALIM", "GUNAWAN", "KUSUMA", "TANUWIJAYA", "HARTANTO", "SUSANTO"),
        ("WIJAYA", "HALIM", "GUNAWAN", "KUSUMA", "TANUWIJAYA", "LING", "SUSANTO"),
    ),
    "arab": _Parts(
        ("MUHAMMAD", "AHMAD", "YUSUF", "ABDULLAH", "UMAR", "ZAINAL", "SAIFUL", "RIDHO", "ILHAM",
         "FAUZI", "HASAN", "IRFAN", "RAHMAT"),
        ("NUR", "SITI", "FATIMAH", "AISYAH", "KHAIRUNNISA", "SYARIFAH", "LAILATUL", "NABILA",
         "ZAHRATUL", "HALIMAH", "RAHMAH"),
        ("ABDUL", "ARIFIN", "ILHAM", "AULIA", "NUR"),
        ("RAMADHAN", "HAKIM", "RAHMAN", "HIDAYAT", "ANWAR", "MAULANA", "AKBAR", "AZIZ", "SYARIF"),
        ("AZZAHRA", "SHOLIHAH", "RAHMAH", "QOMARIYAH", "MAULIDA", "AMALIA", "FADILAH", "HIDAYAH"),
    ),
}  # fmt: skip

NameMix = Mapping[str, int]
"""Of a hundred names, how many come from where."""
TOWNS: NameMix = {"jawa": 34, "banjar": 20, "bugis": 20, "arab": 16, "batak": 4, "tionghoa": 4,
                  "kutai": 2}  # fmt: skip
COAST: NameMix = {"jawa": 30, "bugis": 28, "banjar": 14, "arab": 16, "kutai": 8, "batak": 4}
KUTAI: NameMix = {"jawa": 30, "kutai": 22, "banjar": 16, "bugis": 12, "arab": 14, "dayak": 6}
UPRIVER: NameMix = {"dayak": 62, "jawa": 14, "kutai": 10, "bugis": 6, "banjar": 4, "arab": 4}


class NameMaker:
    """Makes names from a mix."""

    def __init__(self, mix: NameMix) -> None:
        self._origins = [_PARTS[origin] for origin, share in mix.items() for _ in range(share)]

    def make(self, random: Random, *, woman: bool) -> str:
        """A name, in capitals as identity cards have it."""
        chance = random.random
        parts = self._origins[int(chance() * len(self._origins))]
        firsts = parts.women if woman else parts.men
        first = firsts[int(chance() * len(firsts))]
        form = chance()
        if form < parts.one_word and len(first) > _LONG_ENOUGH_ALONE:
            return first
        lasts = parts.last_of_women if woman else parts.last_of_men
        last = lasts[int(chance() * len(lasts))]
        if form < _WITHOUT_MIDDLE:
            return f"{first} {last}"
        return f"{first} {parts.middle[int(chance() * len(parts.middle))]} {last}"


_LONG_ENOUGH_ALONE = 5
_WITHOUT_MIDDLE = 0.7
