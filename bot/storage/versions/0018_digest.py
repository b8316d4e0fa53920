"""What readers of the coverage update were told."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "digest_snapshots",
        sa.Column("chat_id", _ID, autoincrement=False, nullable=False),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("percent", sa.String(length=40), nullable=True),
        sa.Column("uncovered", sa.String(length=40), nullable=True),
        sa.Column("basis", sa.String(length=20), nullable=True),
        sa.Column("source_title", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("from_registry", sa.Boolean(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "region", name=op.f("pk_digest_snapshots")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("digest_snapshots")
