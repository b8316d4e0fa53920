"""What the checks find, in an admin's words."""

from datetime import date
from html import escape

from knowledge.answers import AnswerError, Gap
from knowledge.check import Finding, Problem
from knowledge.figures.wording import long_date, number
from knowledge.markup import Flaw, MarkupError

_MOST = 8
_PROBLEMS = {
    Problem.UNREADABLE: "Isinya tidak terbaca: {detail}",
    Problem.UNKNOWN_FACT: "Fakta {fact} tidak ada di lembar fakta.",
    Problem.NO_FACT: "Belum ada sumber atau fakta.",
    Problem.NO_SOURCE: "Belum ada sumber. Tulis peraturan atau halaman resminya.",
    Problem.UNKNOWN_RELATED: "Topik terkait “{topic}” tidak ada (lagi).",
    Problem.RELATED_TO_ITSELF: "Topik ini terkait dengan dirinya sendiri.",
    Problem.RELATED_TWICE: "Ada topik terkait yang tertulis dua kali.",
    Problem.NO_ACTION: "Topik tindakan tanpa tindakan.",
    Problem.TYPED_NUMBER: (
        "“{typed}” ditulis dengan tangan. Pakai angka resmi, supaya ikut berubah bersama aturan."
    ),
    Problem.UNSURE: "Fakta {facts} belum pasti: jawabannya harus memuat kata “belum pasti”.",
    Problem.LENGTH: "Jawaban {length} huruf (pada {day}); boleh 1 sampai {most} huruf.",
    Problem.NO_PHRASING: "Belum ada contoh pertanyaan.",
    Problem.OTHERS_PHRASING: "Contoh “{text}” sudah dipakai topik {topic}.",
    Problem.PHRASING_TWICE: "Contoh “{text}” tertulis dua kali.",
    Problem.UNBACKED: "{value} tidak ada di faktanya.",
    Problem.NEEDED: "Topik ini dipakai oleh program, jadi tidak bisa ditarik. Isinya boleh diubah.",
}
_FLAWS = {
    Flaw.CLOSES_NOTHING: "{what} menutup sesuatu yang tidak dibuka",
    Flaw.NEVER_CLOSED: "{what} tidak pernah ditutup",
    Flaw.UNKNOWN_TAG: "{what} bukan format Telegram",
    Flaw.WRONG_ATTRIBUTES: "{what} salah tulis",
    Flaw.NO_ADDRESS: "{what} tidak menuju alamat mana pun",
    Flaw.MISPLACED: "{what} tidak boleh di tempat itu",
    Flaw.NOT_ESCAPED: "ada tanda yang tidak dikenal di dekat {what}",
}


def in_words(found: list[Finding]) -> list[str]:
    """A line of HTML for each finding, the first ones."""
    lines = [f"• {one_in_words(finding)}" for finding in found[:_MOST]]
    left = len(found) - len(lines)
    return [*lines, f"… dan {left} lagi."] if left else lines


def one_in_words(finding: Finding) -> str:
    """A finding as HTML."""
    values = finding.values
    if finding.problem is Problem.NOT_SHOWABLE:
        return broken(values.get("error"), "")
    shown = {name: escape(_worded(value)) for name, value in values.items()}
    if "typed" in shown:
        shown["typed"] = shown["typed"].rstrip(".,")
    return _PROBLEMS[finding.problem].format(**shown)


def _worded(value: object) -> str:
    if isinstance(value, date):
        return long_date(value)
    return number(value) if isinstance(value, int) else str(value)


def broken(error: object, template: str) -> str:
    """Why an answer can't be shown, with the line where that can be told."""
    if isinstance(error, MarkupError):
        what = escape(error.what)
        return f"Format rusak: {_FLAWS[error.flaw].format(what=what)}{_line(error.what, template)}."
    if isinstance(error, AnswerError):
        match error.gap:
            case Gap.UNKNOWN_FIGURE:
                name = escape(error.what)
                return f"Tidak ada angka bernama “{name}”{_line(error.what, template)}."
            case Gap.NO_VALUE:
                return "Ada angka yang tidak punya nilai pada salah satu tanggal berlakunya."
            case _:
                return (
                    "Bagian {{ … }} atau {% … %} rusak atau belum ditutup "
                    f"(<code>{escape(error.what[:120])}</code>)."
                )
    return escape(str(error))


def _line(what: str, template: str) -> str:
    for at, line in enumerate(template.splitlines(), start=1):
        if what and what in line:
            return f" (baris {at}: <code>{escape(line.strip()[:80])}</code>)"
    return ""
