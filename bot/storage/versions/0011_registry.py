"""The registry."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "registry_versions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("key_id", sa.String(length=12), nullable=False),
        sa.Column("content", sa.LargeBinary(length=16), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("memberships", sa.Integer(), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.Column("imported_by", _ID, nullable=True),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", _ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_versions")),
    )
    op.create_index(
        "uq_registry_versions_current",
        "registry_versions",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "registry_rows",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("segment", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", "nik_hash", "segment", name=op.f("pk_registry_rows")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry_counts",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("segment", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("memberships", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version", "region", "segment", "status", name=op.f("pk_registry_counts")
        ),
    )
    op.create_table(
        "registry_people",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version", "region", name=op.f("pk_registry_people")),
    )
    op.create_table(
        "registry_keys",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=12), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_registry_keys")),
    )


def downgrade() -> None:
    """Take back."""
    for table in (
        "registry_keys",
        "registry_people",
        "registry_counts",
        "registry_rows",
        "registry_versions",
    ):
        op.drop_table(table)
