"""roster"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: table → its columns that point at another table, and that table
_POINTING: dict[str, dict[str, str]] = {
    "portrait": {"person_id": "person"},
    "stroke_note": {},
    "year_plan": {"body_id": "body"},
    "plan_entry": {"plan_id": "year_plan"},
    "plan_link": {"entry_id": "plan_entry", "item_id": "agenda_item"},
}


def _table(name: str, *columns: sa.Column[Any], unique: tuple[str, ...] = ()) -> None:
    """Make a table with its keys, and an index on every pointing column."""
    targets = _POINTING[name]
    keys: list[sa.Constraint] = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=op.f(f"fk_{name}_{column}_{target}"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        )
        for column, target in targets.items()
    ]
    if unique:
        keys.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    op.create_table(
        name,
        *(sa.Column(column, sa.Integer(), nullable=False) for column in targets),
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in targets:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _words(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    """Bring the desk up."""
    _table("portrait", _words("sha", 64), unique=("person_id",))
    _table(
        "stroke_note",
        _words("char", 4),
        sa.Column("strokes", sa.Integer(), nullable=False),
        _words("first", 64),
        _words("after", 4),
        _words("by", 60),
        sa.Column("on", sa.Date(), nullable=False),
        unique=("char",),
    )
    _table("year_plan", sa.Column("year", sa.Integer(), nullable=False), unique=("body_id", "year"))
    _table(
        "plan_entry",
        sa.Column("position", sa.Integer(), nullable=False),
        _words("timing", 40),
        _words("verb", 24),
        sa.Column("subject", sa.Text(), nullable=False),
        _words("type", 60),
        _words("submitted_by", 120),
        _words("reporter", 120),
        _words("state", 12),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    _table("plan_link", unique=("entry_id", "item_id"))


def downgrade() -> None:
    """Take the desk back down."""
    for name, targets in reversed(_POINTING.items()):
        for column in targets:
            op.drop_index(op.f(f"ix_{name}_{column}"), table_name=name)
        op.drop_table(name)
