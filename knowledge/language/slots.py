"""What a question says beside its topic: regions, job, amounts, months, programmes."""

import re
from dataclasses import dataclass, fields, replace

from knowledge.language.lexicon import lexicon
from knowledge.language.numbers import NUMBER_WORDS, amounts
from knowledge.language.reading import normalise
from knowledge.language.regions import regions_in

MOST_MONTHS = 60
"""More months than this are an age or a working life, not months to pay for."""
PROGRAMMES = ("jkk", "jkm", "jht", "jp", "jkp")
_NUMBER = r"(\d{1,2}|" + "|".join(sorted(NUMBER_WORDS, reverse=True)) + ")"
_MONTHS = re.compile(rf"(?<![\w.,]){_NUMBER}\s?(?:bulan|bln|buln|bl|wulan|sasi)\b")
_YEARS = re.compile(rf"(?<![\w.,]){_NUMBER}\s?(?:tahun|thn|th|taun)\b")
_ONE_YEAR = re.compile(r"\b(?:setahun|satahun|stahun|sataun|setaun)\b")
_HALF_YEAR = re.compile(r"\b(?:setengah|satangah|stengah) (?:tahun|thn|taun)\b")
_PROGRAMME_COUNT = re.compile(rf"(?<![\w.,]){_NUMBER}\s?(?:program|prog|progam|programnya|paket)\b")
_AGED = re.compile(r"\b(?:umur|umurnya|usia|usianya|umr|kerja|bekerja|masa kerja|selama)\s*$")


@dataclass(frozen=True, slots=True)
class Slots:
    """What a text names; empty where it names nothing."""

    regions: tuple[str, ...] = ()
    """Kemendagri codes of the regions named, in order of mention."""
    job: str | None = None
    """Id of the occupation named (``knowledge/language/data/jobs.txt``)."""
    transport: bool = False
    """Whether that occupation drives for a living."""
    amounts: tuple[int, ...] = ()
    """Rupiah amounts, in order."""
    months: int | None = None
    """A number of months to pay for ("6 bulan", "setahun")."""
    programmes: tuple[str, ...] = ()
    """Programmes named: "jkk", "jkm", "jht", "jp", "jkp"."""
    programme_count: int | None = None
    """A number of programmes ("3 program")."""

    def over(self, earlier: "Slots") -> "Slots":
        """What this text names, and for the rest what an earlier one named."""
        named = {
            field.name: value for field in fields(self) if (value := getattr(self, field.name))
        }
        return replace(earlier, **named)


def slots(text: str) -> Slots:
    """What any text names. Never fails."""
    reading = normalise(text)
    known = lexicon()
    jobs = [(length, -start, name) for words in (reading.typed, reading.standard)
            for start, length, name in known.jobs.all_in(words)]  # fmt: skip
    # The longest name says most ("tukang ojek" is no builder); of equal ones the first.
    job = max(jobs)[2] if jobs else None
    programmes = {name for words in (reading.typed, reading.standard)
                  for _, _, name in known.programmes.all_in(words)}  # fmt: skip
    return Slots(
        regions=regions_in(reading.typed),
        job=job,
        transport=job in known.transport_jobs,
        amounts=amounts(reading.text),
        months=_months(reading.text),
        programmes=tuple(name for name in PROGRAMMES if name in programmes),
        programme_count=_programme_count(reading.text),
    )


def _months(text: str) -> int | None:
    if _HALF_YEAR.search(text):
        return 6
    for pattern, factor in ((_MONTHS, 1), (_YEARS, 12)):
        for match in pattern.finditer(text):
            months = _value(match[1]) * factor
            if 0 < months <= MOST_MONTHS and not _AGED.search(text[: match.start()]):
                return months
    return 12 if _ONE_YEAR.search(text) else None


def _programme_count(text: str) -> int | None:
    match = _PROGRAMME_COUNT.search(text)
    count = _value(match[1]) if match else 0
    return count if 1 <= count <= len(PROGRAMMES) else None


def _value(number: str) -> int:
    return int(number) if number.isdigit() else NUMBER_WORDS[number]
