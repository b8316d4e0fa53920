"""Coverage figures, and the imports they came with. Nothing personal: figures count people."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, impersonal
from bot.storage.types import UtcDateTime


class CoverageImport(Base):
    """A file of figures. An import that was taken back keeps its rows, which then don't count.

    `edition` is the digest of a file that comes with the program, None for what people import.
    """

    __tablename__ = "coverage_imports"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    edition: Mapped[str | None] = impersonal(String(64), unique=True)
    file_digest: Mapped[str] = impersonal(String(64))
    imported_at: Mapped[datetime] = impersonal(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = impersonal(UtcDateTime)


class CoverageFigure(Base):
    """One figure of one source, in one import. Numbers are texts with their quality: ">50".

    `key_digest` is the same for the same figure in another import; of those one is `current`.
    """

    __tablename__ = "coverage_figures"
    __table_args__ = (
        Index("ix_coverage_figures_key", "key_digest", "import_id"),
        Index("ix_coverage_figures_current", "current", "region"),
    )

    id: Mapped[int] = impersonal(Id, primary_key=True)
    import_id: Mapped[int] = impersonal(Id, ForeignKey("coverage_imports.id"))
    row: Mapped[int] = impersonal(Integer)
    key_digest: Mapped[str] = impersonal(String(64))
    current: Mapped[bool] = impersonal()
    region: Mapped[str] = impersonal(String(5))
    segment: Mapped[str] = impersonal(String(10))
    indicator: Mapped[str] = impersonal(String(60))
    as_of: Mapped[date] = impersonal()
    announced: Mapped[str | None] = impersonal(String(40))
    numerator: Mapped[str | None] = impersonal(String(40))
    counted: Mapped[str] = impersonal(String(12))
    denominator: Mapped[str | None] = impersonal(String(40))
    basis: Mapped[str] = impersonal(String(20))
    uncovered: Mapped[str | None] = impersonal(String(40))
    value: Mapped[str | None] = impersonal(String(40))
    unit: Mapped[str] = impersonal(String(10))
    source_title: Mapped[str] = impersonal(Text)
    source_url: Mapped[str] = impersonal(Text)
    published: Mapped[date | None] = impersonal()
    note: Mapped[str] = impersonal(Text)
