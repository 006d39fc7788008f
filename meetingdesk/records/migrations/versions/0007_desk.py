"""desk"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: tables whose rows may have been typed in from paper
_MARKED = ("attendance", "count")


def upgrade() -> None:
    """Bring the desk up."""
    op.create_table(
        "recovery",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("begun_by", sa.String(length=60), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_recovery_meeting_id_meeting"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
    )
    op.create_index(op.f("ix_recovery_meeting_id"), "recovery", ["meeting_id"])
    for table in _MARKED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("from_paper", sa.String(length=120), nullable=False, server_default="")
            )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the desk down."""
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("withdrawn")
    for table in reversed(_MARKED):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("from_paper")
    op.drop_index(op.f("ix_recovery_meeting_id"), table_name="recovery")
    op.drop_table("recovery")
