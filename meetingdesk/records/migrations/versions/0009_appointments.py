"""appointments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str, *, cascade: bool = True) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete="CASCADE" if cascade else None,
        initially="DEFERRED",
        deferrable=True,
    )


def upgrade() -> None:
    """Bring the desk up."""
    op.create_table(
        "exam_batch",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("materials_on", sa.Date(), nullable=True),
        sa.Column("training_on", sa.Date(), nullable=True),
        sa.Column("exam_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("exam_batch", "meeting_id", "meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_batch")),
    )
    op.create_index(op.f("ix_exam_batch_meeting_id"), "exam_batch", ["meeting_id"])
    op.create_table(
        "screening",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("trained", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("retake", sa.Integer(), nullable=True),
        sa.Column("waived", sa.Text(), nullable=False),
        sa.Column("public_from", sa.Date(), nullable=True),
        sa.Column("public_until", sa.Date(), nullable=True),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("screening", "entry_id", "motion_entry"),
        _key("screening", "batch_id", "exam_batch", cascade=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
    )
    op.create_index(op.f("ix_screening_batch_id"), "screening", ["batch_id"])
    op.create_index(op.f("ix_screening_entry_id"), "screening", ["entry_id"], unique=True)
    op.create_table(
        "statement",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("statement", "entry_id", "motion_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index(op.f("ix_statement_entry_id"), "statement", ["entry_id"], unique=True)
    _sources()


def _sources() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("show_sources", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("decision_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "clause_source",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("clause_source", "version_id", "decision_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_source")),
    )
    op.create_index(op.f("ix_clause_source_version_id"), "clause_source", ["version_id"])


def downgrade() -> None:
    """Take the desk back down."""
    op.drop_index(op.f("ix_clause_source_version_id"), table_name="clause_source")
    op.drop_table("clause_source")
    with op.batch_alter_table("decision_version", schema=None) as batch_op:
        batch_op.drop_column("source")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_column("show_sources")
    op.drop_index(op.f("ix_statement_entry_id"), table_name="statement")
    op.drop_table("statement")
    op.drop_index(op.f("ix_screening_entry_id"), table_name="screening")
    op.drop_index(op.f("ix_screening_batch_id"), table_name="screening")
    op.drop_table("screening")
    op.drop_index(op.f("ix_exam_batch_meeting_id"), table_name="exam_batch")
    op.drop_table("exam_batch")
