"""An answer as an admin writes it: read, tried on every day that matters, taken or refused."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape

from telegram import Message, MessageEntity

from bot.content.checking import check_draft
from handlers.faq.findings import broken, one_in_words
from handlers.faq.formatting import Mark, Simplified, written
from knowledge.check import LONGEST_ANSWER, Problem
from knowledge.figures.wording import number
from knowledge.topics import Topic

_CONDITION = re.compile(r"\{%-?\s*(?:if|elif)\b.*?%\}", re.DOTALL)
_FIGURE = re.compile(r"\{\{\s*(\w+)")
_MUCH_TOO_LONG = 4_000
_LEFT_OUT = {
    Simplified.SPOILER: "teks tersembunyi (spoiler) ditampilkan biasa",
    Simplified.CUSTOM_EMOJI: "emoji khusus menjadi emoji biasa",
    Simplified.CODE_LANGUAGE: "nama bahasa pada blok kode dihapus",
    Simplified.EXPANDABLE: "kutipan yang bisa dilipat menjadi kutipan biasa",
    Simplified.PERSON: "sebutan orang menjadi tulisan biasa",
    Simplified.ADDRESS: "tautan yang alamatnya tidak dikenal menjadi tulisan biasa",
}


class AnswerRefusedError(Exception):
    """The answer can't be shown as it is; `html` says why and where."""

    def __init__(self, html: str, *, is_too_long: bool = False) -> None:
        super().__init__(html)
        self.html = html
        self.is_too_long = is_too_long


def new_answer(
    message: Message, topic: Topic, served: Mapping[str, Topic], today: date
) -> tuple[str, tuple[str, ...]]:
    """The answer that a message says, and what is to be told. Raises AnswerRefusedError."""
    text = message.text or ""
    if len(text) > _MUCH_TOO_LONG:
        raise AnswerRefusedError(_too_long(len(text)), is_too_long=True)
    said = written(text, [_mark(entity) for entity in message.entities])
    answer = said.html.strip() + "\n"
    new = topic.model_copy(update={"answer": answer})
    for finding in check_draft(new, served, today):
        if finding.problem is Problem.NOT_SHOWABLE:
            raise AnswerRefusedError(broken(finding.values.get("error"), answer))
        if finding.problem is Problem.LENGTH:
            raise AnswerRefusedError(one_in_words(finding), is_too_long=True)
    return answer, _remarks(topic.answer, answer, said.simplified)


def _remarks(old: str, new: str, simplified: tuple[Simplified, ...]) -> tuple[str, ...]:
    remarks = []
    if simplified:
        left_out = "; ".join(_LEFT_OUT[one] for one in simplified)
        remarks.append(f"ℹ️ Disederhanakan: {left_out}.")
    gone = _missing(_CONDITION.findall(old), _CONDITION.findall(new))
    if gone:
        shown = ", ".join(f"<code>{escape(condition)}</code>" for condition in gone[:3])
        remarks.append(f"⚠️ Syarat {shown} di jawaban lama tidak ada lagi di jawaban baru.")
    figures = _missing(_FIGURE.findall(old), _FIGURE.findall(new))
    if figures:
        names = ", ".join(f"<code>{escape(name)}</code>" for name in figures[:6])
        remarks.append(f"⚠️ Angka resmi yang tidak dipakai lagi: {names}.")
    return tuple(remarks)


def _missing(old: list[str], new: list[str]) -> list[str]:
    return [one for one in dict.fromkeys(old) if one not in new]


def _too_long(length: int) -> str:
    return f"Terlalu panjang: {number(length)} huruf, paling banyak {number(LONGEST_ANSWER)}."


def _mark(entity: MessageEntity) -> Mark:
    return Mark(entity.type, entity.offset, entity.length, entity.url, entity.language)
