"""Look-ups."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "lookup_attempts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", _ID, nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_attempts")),
    )
    op.create_index("ix_lookup_attempts_account", "lookup_attempts", ["account", "at"])
    op.create_index("ix_lookup_attempts_nik_hash", "lookup_attempts", ["nik_hash", "at"])
    op.create_table(
        "lookup_counts",
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", "ends_at", name=op.f("pk_lookup_counts")),
    )
    op.create_table(
        "nik_bindings",
        sa.Column("account", _ID, autoincrement=False, nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account", "nik_hash", name=op.f("pk_nik_bindings")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("nik_bindings")
    op.drop_table("lookup_counts")
    op.drop_table("lookup_attempts")
