"""Feedback on versions, samples of questions."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.add_column("feedback", sa.Column("version", sa.Integer(), nullable=True))
    op.create_table(
        "asked_samples",
        sa.Column("id", _ID, nullable=False),
        sa.Column("question", sa.String(length=160), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_samples")),
        sa.UniqueConstraint("question", name=op.f("uq_asked_samples_question")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("asked_samples")
    with op.batch_alter_table("feedback") as table:
        table.drop_column("version")
