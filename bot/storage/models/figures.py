"""Figures that admins have added in the chat, and the monthly list of what is to be checked."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime

_ACCOUNTABLE = "which admin changed a figure that people rely on stays accountable"


class FigureValue(Base):
    """A value that was added to a figure of the files; never changed once it is there.

    Whether it holds, its decisions say: approved and not withdrawn. With `corrects` it takes the
    place of the value that held on its first day, whatever that one's end. `value` is JSON: a
    number or words.
    """

    __tablename__ = "figure_values"
    survives_erasure = _ACCOUNTABLE

    id: Mapped[int] = impersonal(Id, primary_key=True)
    figure: Mapped[str] = impersonal(String(60), index=True)
    value: Mapped[str] = impersonal(Text)
    since: Mapped[date] = impersonal()
    until: Mapped[date | None] = impersonal()
    source: Mapped[str] = impersonal(Text)
    url: Mapped[str | None] = impersonal(Text)
    corrects: Mapped[bool] = impersonal()
    reason: Mapped[str] = impersonal(Text)
    author: Mapped[int] = personal(Id)
    at: Mapped[datetime] = impersonal(UtcDateTime)


class FigureDecision(Base):
    """What was decided about an added value, each at most once: approved, refused, withdrawn.

    `generation` is that of the content: decisions in the order in which they were made.
    """

    __tablename__ = "figure_decisions"
    survives_erasure = _ACCOUNTABLE

    value_id: Mapped[int] = impersonal(
        Id, ForeignKey("figure_values.id"), primary_key=True, autoincrement=False
    )
    decision: Mapped[str] = impersonal(String(10), primary_key=True)
    author: Mapped[int] = personal(Id)
    at: Mapped[datetime] = impersonal(UtcDateTime)
    generation: Mapped[int] = impersonal(Integer)


class ReviewNotice(Base):
    """That an admin was given a month's list of what is to be checked: once, by any replica."""

    __tablename__ = "review_notices"
    kept = Kept("at", timedelta(days=400))

    month: Mapped[str] = impersonal(String(7), primary_key=True)
    recipient: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = impersonal(UtcDateTime)
