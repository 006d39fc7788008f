"""vote kinds: seats, what is voted on before what, results taken over as sums"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the desk up."""
    op.add_column("vote", sa.Column("seats", sa.Integer(), nullable=True))
    op.add_column("vote", sa.Column("choose_at_most", sa.Integer(), nullable=True))
    op.add_column("vote", sa.Column("sums", sa.JSON(none_as_null=True), nullable=True))
    op.add_column(
        "vote", sa.Column("relation", sa.String(length=12), nullable=False, server_default="")
    )
    op.create_table(
        "vote_order",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("whole_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id"],
            ["vote.id"],
            name=op.f("fk_vote_order_vote_id_vote"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["whole_id"],
            ["vote.id"],
            name=op.f("fk_vote_order_whole_id_vote"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_order")),
        sa.UniqueConstraint("vote_id", name=op.f("uq_vote_order_vote_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_vote_order_vote_id"), "vote_order", ["vote_id"], unique=False)
    op.create_index(op.f("ix_vote_order_whole_id"), "vote_order", ["whole_id"], unique=False)


def downgrade() -> None:
    """Take the desk down."""
    op.drop_table("vote_order")
    for column in ("relation", "sums", "choose_at_most", "seats"):
        op.drop_column("vote", column)
