"""practice and cards"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SAID = "the mark of a practice copy stays"


def upgrade() -> None:
    """Bring the desk up."""
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("begun_by", sa.String(length=60), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_table(
        "own_card",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("base", sa.String(length=60), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_own_card_body_id_body"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_card")),
        sa.UniqueConstraint("name", name=op.f("uq_own_card_name")),
    )
    op.create_index(op.f("ix_own_card_body_id"), "own_card", ["body_id"])
    op.create_table(
        "own_card_version",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=60), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["own_card.id"],
            name=op.f("fk_own_card_version_card_id_own_card"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_card_version")),
        sa.UniqueConstraint("card_id", "number", name=op.f("uq_own_card_version_card_id_number")),
    )
    op.create_index(op.f("ix_own_card_version_card_id"), "own_card_version", ["card_id"])
    notes = sa.text("kind = 'note'")
    op.create_index(
        "ix_journal_note", "journal", ["seq"], sqlite_where=notes, postgresql_where=notes
    )
    if op.get_bind().dialect.name == "sqlite":  # only a file is ever copied to practise on
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER practice_no_{verb.lower()} BEFORE {verb} ON practice "
                f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
            )


def downgrade() -> None:
    """Take the desk down."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER practice_no_delete")
        op.execute("DROP TRIGGER practice_no_update")
    op.drop_index("ix_journal_note", table_name="journal")
    op.drop_index(op.f("ix_own_card_version_card_id"), table_name="own_card_version")
    op.drop_table("own_card_version")
    op.drop_index(op.f("ix_own_card_body_id"), table_name="own_card")
    op.drop_table("own_card")
    op.drop_table("practice")
