"""papers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the desk up."""
    op.create_table(
        "kept_line",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_kept_line_meeting_id_meeting"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_line")),
        sa.UniqueConstraint(
            "kind",
            "subject_id",
            "part",
            "old",
            "nth",
            name=op.f("uq_kept_line_kind_subject_id_part_old_nth"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("kept_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_line_meeting_id"), ["meeting_id"], unique=False)
    op.create_table(
        "own_wording",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_own_wording_body_id_body"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_wording")),
        sa.UniqueConstraint("body_id", "name", name=op.f("uq_own_wording_body_id_name")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("own_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_wording_body_id"), ["body_id"], unique=False)
    op.create_table(
        "own_stationery",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_own_stationery_body_id_body"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_stationery")),
        sa.UniqueConstraint("body_id", "name", name=op.f("uq_own_stationery_body_id_name")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("own_stationery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_stationery_body_id"), ["body_id"], unique=False)
    op.create_table(
        "printed_paper",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("model_digest", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("printer", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_printed_paper_meeting_id_meeting"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_paper")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("printed_paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_printed_paper_meeting_id"), ["meeting_id"], unique=False
        )
    op.create_table(
        "number_pattern",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pattern", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_number_pattern_body_id_body"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_pattern")),
        sa.UniqueConstraint("body_id", "kind", name=op.f("uq_number_pattern_body_id_kind")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("number_pattern", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_number_pattern_body_id"), ["body_id"], unique=False)
    op.create_table(
        "void_number",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_void_number_body_id_body"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_number")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_void_number_body_id_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("void_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_void_number_body_id"), ["body_id"], unique=False)


def downgrade() -> None:
    """Take the desk down."""
    op.drop_table("void_number")
    op.drop_table("number_pattern")
    op.drop_table("printed_paper")
    op.drop_table("own_stationery")
    op.drop_table("own_wording")
    op.drop_table("kept_line")
