"""Consents, erasures, and votes that can stay without the person."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDING = sa.text("withdrawn_at IS NULL")
_VOTE = "chat_id, message_id, topic, helpful, reason, comment, given_at"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "consents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_chat_id"), "consents", ["chat_id"], unique=False)
    op.create_index(
        "uq_consents_standing",
        "consents",
        ["chat_id", "purpose"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_table(
        "erasures",
        sa.Column("chat_id", _ID, autoincrement=False, nullable=False),
        sa.Column("update_id", _ID, nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_erased_at"), "erasures", ["erased_at"], unique=False)
    _set_votes_aside()
    op.create_table(
        "feedback",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat_id", _ID, nullable=True),
        sa.Column("message_id", _ID, nullable=True),
        *_about_an_answer(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_feedback_chat_id_message_id")),
    )
    _put_votes_back()


def downgrade() -> None:
    """Take back. Votes of people who were erased go."""
    op.execute("DELETE FROM feedback WHERE chat_id IS NULL OR message_id IS NULL")
    _set_votes_aside()
    op.create_table(
        "feedback",
        sa.Column("chat_id", _ID, autoincrement=False, nullable=False),
        sa.Column("message_id", _ID, autoincrement=False, nullable=False),
        *_about_an_answer(),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_feedback")),
    )
    _put_votes_back()
    op.drop_table("erasures")
    op.drop_table("consents")


def _about_an_answer() -> list[sa.Column[object]]:
    return [
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
    ]


def _set_votes_aside() -> None:
    """A new primary key means a new table, on SQLite at least."""
    op.execute("CREATE TABLE votes_aside AS SELECT * FROM feedback")
    op.drop_table("feedback")


def _put_votes_back() -> None:
    op.execute(
        f"INSERT INTO feedback ({_VOTE}) SELECT {_VOTE} FROM votes_aside ORDER BY given_at"  # noqa: S608 -- no input
    )
    op.drop_table("votes_aside")
    op.create_index(op.f("ix_feedback_topic"), "feedback", ["topic"], unique=False)
