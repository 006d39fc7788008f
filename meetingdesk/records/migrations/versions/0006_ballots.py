"""ballots"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete="CASCADE" if cascade else None,
        initially="DEFERRED",
        deferrable=True,
    )


_INDEXED = {
    "ballot_form": ("vote_id",),
    "ballot_ledger": ("vote_id", "form_id"),
    "scan_stack": ("vote_id", "count_id"),
    "scan_doubt": ("vote_id",),
}


def upgrade() -> None:
    """Bring the desk up."""
    op.create_table(
        "ballot_form",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("layout", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("spare", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _to("ballot_form", "vote_id", "vote", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_form")),
        sa.UniqueConstraint("vote_id", "version", name=op.f("uq_ballot_form_vote_id_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ballot_ledger",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("names", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _to("ballot_ledger", "vote_id", "vote", cascade=True),
        _to("ballot_ledger", "form_id", "ballot_form"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_ledger")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scan_stack",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("count_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _to("scan_stack", "vote_id", "vote", cascade=True),
        _to("scan_stack", "count_id", "count", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_stack")),
        sa.UniqueConstraint(
            "vote_id", "count_id", "digest", name=op.f("uq_scan_stack_vote_id_count_id_digest")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scan_doubt",
        sa.Column("stack_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("crop_digest", sa.String(length=64), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=60), nullable=False),
        sa.Column("crop", sa.LargeBinary(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.String(length=60), nullable=False),
        sa.Column("second_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _to("scan_doubt", "stack_id", "scan_stack", cascade=True),
        _to("scan_doubt", "vote_id", "vote", cascade=True),
        sa.PrimaryKeyConstraint("stack_id", "crop_digest", name=op.f("pk_scan_doubt")),
        sqlite_with_rowid=False,
    )
    for table, columns in _INDEXED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    """Take the desk down."""
    for table in ("scan_doubt", "scan_stack", "ballot_ledger", "ballot_form"):
        op.drop_table(table)
