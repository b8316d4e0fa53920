"""Figures added in the chat, and the monthly list of what is to be checked."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "figure_values",
        sa.Column("id", _ID, nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("corrects", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_values")),
    )
    op.create_index(op.f("ix_figure_values_figure"), "figure_values", ["figure"])
    op.create_table(
        "figure_decisions",
        sa.Column("value_id", _ID, autoincrement=False, nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("author", _ID, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["value_id"],
            ["figure_values.id"],
            name=op.f("fk_figure_decisions_value_id_figure_values"),
        ),
        sa.PrimaryKeyConstraint("value_id", "decision", name=op.f("pk_figure_decisions")),
    )
    op.create_table(
        "review_notices",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("recipient", _ID, autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("month", "recipient", name=op.f("pk_review_notices")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("review_notices")
    op.drop_table("figure_decisions")
    op.drop_index(op.f("ix_figure_values_figure"), table_name="figure_values")
    op.drop_table("figure_values")
