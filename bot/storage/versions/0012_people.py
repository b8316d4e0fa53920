"""Roles, invitations, recipients, the audit log."""  # noqa: INP001 -- run by Alembic, not imported

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STILL_HELD = sa.text("revoked_at IS NULL")

# The log is only added to, by this program and by anybody else who is not the database's owner.
_SQLITE_REFUSALS = (
    "CREATE TRIGGER audit_log_keeps_{event} BEFORE {event} ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'audit_log is only added to'); END"
)
_POSTGRESQL_REFUSAL = """
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit_log is only added to'; END $$
"""
_POSTGRESQL_TRIGGER = (
    "CREATE TRIGGER audit_log_keeps BEFORE UPDATE OR DELETE ON audit_log "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit_log()"
)


def upgrade() -> None:
    """Apply."""
    _roles()
    _recipients()
    _audit_log()


def _roles() -> None:
    op.create_table(
        "role_grants",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=True),
        sa.Column("granted_by", _ID, nullable=True),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_by", _ID, nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(
        "ix_role_grants_held",
        "role_grants",
        ["person_id", "role"],
        unique=True,
        sqlite_where=_STILL_HELD,
        postgresql_where=_STILL_HELD,
    )
    op.create_table(
        "invitations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=True),
        sa.Column("created_by", _ID, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("used_by", _ID, nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_expires_at"), "invitations", ["expires_at"], unique=False)
    op.create_index(op.f("ix_invitations_used_by"), "invitations", ["used_by"], unique=False)


def _recipients() -> None:
    op.create_table(
        "group_recipients",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat_id", _ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("added_by", _ID, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("offer_ends_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by", _ID, nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_recipients")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_group_recipients_chat_id")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", _ID, autoincrement=False, nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("last_slot", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(
        "ix_subscriptions_due", "subscriptions", ["active", "weekday", "hour"], unique=False
    )


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_log")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE_REFUSALS.format(event=event))
    else:
        op.execute(_POSTGRESQL_REFUSAL)
        op.execute(_POSTGRESQL_TRIGGER)


def downgrade() -> None:
    """Take back."""
    op.drop_table("audit_log")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change_of_audit_log()")
    op.drop_table("subscriptions")
    op.drop_table("group_recipients")
    op.drop_table("invitations")
    op.drop_table("role_grants")
