"""counting"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the desk up."""
    with op.batch_alter_table("count", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("way", sa.String(length=12), nullable=False, server_default="逐张")
        )
        batch_op.add_column(sa.Column("bundle", sa.Integer(), nullable=False, server_default="10"))
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("job", sa.String(length=64), nullable=False, server_default="")
        )
    op.create_table(
        "count_sum",
        sa.Column("count_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=24), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["count_id"],
            ["count.id"],
            name=op.f("fk_count_sum_count_id_count"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("count_id", "question", name=op.f("pk_count_sum")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ruling",
        sa.Column("vote_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("ruled", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id"],
            ["vote.id"],
            name=op.f("fk_ruling_vote_id_vote"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("vote_id", "marks", "ruled", "who", "why", name=op.f("pk_ruling")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the desk down."""
    op.drop_table("ruling")
    op.drop_table("count_sum")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_column("job")
    with op.batch_alter_table("count", schema=None) as batch_op:
        batch_op.drop_column("bundle")
        batch_op.drop_column("way")
