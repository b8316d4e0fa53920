"""Coverage figures."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "coverage_imports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=True),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_imports")),
        sa.UniqueConstraint("edition", name=op.f("uq_coverage_imports_edition")),
    )
    op.create_table(
        "coverage_figures",
        sa.Column("id", _ID, nullable=False),
        sa.Column("import_id", _ID, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("segment", sa.String(length=10), nullable=False),
        sa.Column("indicator", sa.String(length=60), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("announced", sa.String(length=40), nullable=True),
        sa.Column("numerator", sa.String(length=40), nullable=True),
        sa.Column("counted", sa.String(length=12), nullable=False),
        sa.Column("denominator", sa.String(length=40), nullable=True),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("uncovered", sa.String(length=40), nullable=True),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["coverage_imports.id"],
            name=op.f("fk_coverage_figures_import_id_coverage_imports"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_figures")),
    )
    op.create_index(
        "ix_coverage_figures_current", "coverage_figures", ["current", "region"], unique=False
    )
    op.create_index(
        "ix_coverage_figures_key", "coverage_figures", ["key_digest", "import_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("coverage_figures")
    op.drop_table("coverage_imports")
