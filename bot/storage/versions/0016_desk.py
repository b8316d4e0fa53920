"""Settled questions; conversations with admins."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STILL_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Apply."""
    _questions()
    _desk()
    _blocks()


def _questions() -> None:
    op.add_column("unanswered", sa.Column("answer_id", _ID, nullable=True))
    op.add_column("unanswered", sa.Column("declined_at", UtcDateTime(), nullable=True))
    op.add_column("unanswered", sa.Column("settled_at", UtcDateTime(), nullable=True))
    op.add_column("unanswered", sa.Column("settled_as", sa.String(length=12), nullable=True))
    op.add_column("unanswered", sa.Column("settled_why", sa.String(length=200), nullable=True))
    op.create_index("uq_unanswered_answer", "unanswered", ["chat_id", "answer_id"], unique=True)


def _desk() -> None:
    op.create_table(
        "desk_conversations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("waiting_since", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=10), nullable=True),
        sa.Column("noticed_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_conversations")),
    )
    op.create_index(
        "uq_desk_conversations_open",
        "desk_conversations",
        ["chat_id"],
        unique=True,
        sqlite_where=_STILL_OPEN,
        postgresql_where=_STILL_OPEN,
    )
    op.create_index(
        "ix_desk_conversations_waiting", "desk_conversations", ["state", "waiting_since"]
    )
    op.create_table(
        "desk_messages",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("from_person", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_in", _ID, nullable=False),
        sa.Column("author", _ID, nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["desk_conversations.id"],
            name=op.f("fk_desk_messages_conversation_id_desk_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_messages")),
    )
    op.create_index(op.f("ix_desk_messages_conversation_id"), "desk_messages", ["conversation_id"])
    op.create_index(op.f("ix_desk_messages_chat_id"), "desk_messages", ["chat_id"])


def _blocks() -> None:
    op.create_table(
        "desk_blocks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_blocks")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_desk_blocks_chat_id")),
    )
    op.create_index(op.f("ix_desk_blocks_at"), "desk_blocks", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("desk_blocks")
    op.drop_table("desk_messages")
    op.drop_table("desk_conversations")
    op.drop_index("uq_unanswered_answer", "unanswered")
    for column in ("settled_why", "settled_as", "settled_at", "declined_at", "answer_id"):
        op.drop_column("unanswered", column)
