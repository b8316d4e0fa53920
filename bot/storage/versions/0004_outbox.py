"""Bulk messages."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "outbox_leases",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("paused_until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outbox_leases")),
    )
    op.create_table(
        "outbox_runs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", _ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_runs")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_outbox_runs_kind_key")),
    )
    op.create_index(op.f("ix_outbox_runs_created_at"), "outbox_runs", ["created_at"])
    _create_messages()


def _create_messages() -> None:
    op.create_table(
        "outbox_messages",
        sa.Column("id", _ID, nullable=False),
        sa.Column("run_id", _ID, nullable=False),
        sa.Column("recipient", _ID, nullable=False),
        sa.Column("part", sa.String(length=30), nullable=False),
        sa.Column("call", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["outbox_runs.id"],
            name=op.f("fk_outbox_messages_run_id_outbox_runs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint(
            "run_id", "recipient", "part", name=op.f("uq_outbox_messages_run_id_recipient_part")
        ),
    )
    op.create_index("ix_outbox_messages_due", "outbox_messages", ["state", "not_before", "id"])
    op.create_index(op.f("ix_outbox_messages_recipient"), "outbox_messages", ["recipient"])
    op.create_index(op.f("ix_outbox_messages_created_at"), "outbox_messages", ["created_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("outbox_messages")
    op.drop_table("outbox_runs")
    op.drop_table("outbox_leases")
