"""审议意见: opinions collected on an item, for the letter to the organ (B01)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.agenda import AgendaItem
from meetingdesk.records.base import Row, prose, ref, short


class Opinion(Row):
    """One point of the deliberation opinions on an item."""

    __tablename__ = "opinion"
    item_id: Mapped[int] = ref("agenda_item.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = prose()
    #: the organ that must act (市人民政府)
    organ: Mapped[str] = short(120)
    due: Mapped[dt.date | None]
    item: Mapped[AgendaItem] = relationship()
