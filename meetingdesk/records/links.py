"""来源: which item of a chairpersons' meeting an agenda item came from (A07)."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, ref


class ItemLink(Row):
    """An item and the item it came from; read both ways."""

    __tablename__ = "item_link"
    __table_args__ = (UniqueConstraint("item_id", "source_id"),)
    item_id: Mapped[int] = ref("agenda_item.id", cascade=True)
    source_id: Mapped[int] = ref("agenda_item.id", cascade=True)
    item: Mapped[AgendaItem] = relationship(foreign_keys="ItemLink.item_id")
    source: Mapped[AgendaItem] = relationship(foreign_keys="ItemLink.source_id")
