"""Common ground of all tables: naming of constraints, column kinds, row images."""

from __future__ import annotations

import datetime as dt
import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import DDL, JSON, ForeignKey, MetaData, String, Text, event
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy import Table

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


#: annotations most columns share: SQLAlchemy would work each out anew, four hundred at every start
_SHARED: dict[str, Any] = {
    "Mapped[str]": Mapped[str],
    "Mapped[int]": Mapped[int],
    "Mapped[int | None]": Mapped[int | None],
    "Mapped[bool]": Mapped[bool],
    "Mapped[dt.date]": Mapped[dt.date],
    "Mapped[dt.date | None]": Mapped[dt.date | None],
    "Mapped[dt.datetime]": Mapped[dt.datetime],
}


class Base(DeclarativeBase):
    """Declarative base of the desk's tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        str: Text,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Map the class, its common annotations already worked out."""
        own = inspect.get_annotations(cls)
        cls.__annotations__ = {name: _SHARED.get(text, text) for name, text in own.items()}
        super().__init_subclass__(**kwargs)


class Row(Base):
    """A journalled row with an integer key."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(primary_key=True)


def ref(target: str, *, optional: bool = False, cascade: bool = False) -> Any:
    """Return a foreign key column to ``target`` (``"meeting.id"``).

    Constraints are deferred to commit: undo puts a family of rows back in any order.
    """
    return mapped_column(
        ForeignKey(
            target,
            deferrable=True,
            initially="DEFERRED",
            ondelete="CASCADE" if cascade else None,
        ),
        nullable=optional,
        index=True,
    )


def short(length: int, **kwargs: Any) -> Any:
    """Return a short text column, '' by default."""
    kwargs.setdefault("default", "")
    return mapped_column(String(length), **kwargs)


def prose(**kwargs: Any) -> Any:
    """Return a text column, '' by default."""
    kwargs.setdefault("default", "")
    return mapped_column(Text, **kwargs)


def table_of(name: str) -> Table:
    """Return a table by its name, which may be one nobody has asked for yet."""
    if name not in Base.metadata.tables:
        import_module("meetingdesk.records.tables")
    return Base.metadata.tables[name]


def append_only(name: str, said: str) -> None:
    """Let a new file itself refuse, with ``said``, to change or drop a row of the table ``name``.

    The migrations do the same for the files they bring up.
    """
    for verb in ("UPDATE", "DELETE"):
        trigger = DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        event.listen(table_of(name), "after_create", trigger.execute_if(dialect="sqlite"))


def plain(value: object) -> Any:
    """Return ``value`` as JSON can hold it (dates as ISO text)."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value


def image(row: Base) -> dict[str, Any]:
    """Return the row's stored columns as a JSON-ready mapping."""
    state = sa_inspect(row)
    return {a.key: plain(getattr(row, a.key)) for a in state.mapper.column_attrs}
