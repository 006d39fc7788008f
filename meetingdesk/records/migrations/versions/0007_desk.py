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
#: the two ends of a link between items
_LINKED = ("item_id", "source_id")
#: what a seat points at
_SEATED = (("plan_id", "seating_plan"), ("person_id", "person"), ("observer_id", "observer"))


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
    _seating()
    op.create_table(
        "movement",
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_movement_attendance_id_attendance"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index(op.f("ix_movement_attendance_id"), "movement", ["attendance_id"])
    op.create_table(
        "item_link",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["agenda_item.id"],
                name=op.f(f"fk_item_link_{column}_agenda_item"),
                ondelete="CASCADE",
                initially="DEFERRED",
                deferrable=True,
            )
            for column in _LINKED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_link")),
        sa.UniqueConstraint(*_LINKED, name=op.f("uq_item_link_item_id_source_id")),
    )
    for column in _LINKED:
        op.create_index(op.f(f"ix_item_link_{column}"), "item_link", [column])


def _seating() -> None:
    op.create_table(
        "seating_plan",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("aisles", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("platform", sa.Integer(), nullable=False),
        sa.Column("left_first", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_seating_plan_meeting_id_meeting"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seating_plan")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_seating_plan_meeting_id")),
    )
    op.create_index(op.f("ix_seating_plan_meeting_id"), "seating_plan", ["meeting_id"])
    op.create_table(
        "seat",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=8), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("observer_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_seat_{column}_{target}"),
                ondelete="CASCADE",
                initially="DEFERRED",
                deferrable=True,
            )
            for column, target in _SEATED
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    for column, _target in _SEATED:
        op.create_index(op.f(f"ix_seat_{column}"), "seat", [column])


def downgrade() -> None:
    """Take the desk down."""
    for column in _LINKED:
        op.drop_index(op.f(f"ix_item_link_{column}"), table_name="item_link")
    op.drop_table("item_link")
    op.drop_index(op.f("ix_movement_attendance_id"), table_name="movement")
    op.drop_table("movement")
    for column, _target in _SEATED:
        op.drop_index(op.f(f"ix_seat_{column}"), table_name="seat")
    op.drop_table("seat")
    op.drop_index(op.f("ix_seating_plan_meeting_id"), table_name="seating_plan")
    op.drop_table("seating_plan")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("withdrawn")
    for table in reversed(_MARKED):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("from_paper")
    op.drop_index(op.f("ix_recovery_meeting_id"), table_name="recovery")
    op.drop_table("recovery")
