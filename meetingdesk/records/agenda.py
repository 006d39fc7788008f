"""议程: what is decided, kept apart from the order of day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetingdesk.records.base import Row, prose, ref, short

if TYPE_CHECKING:
    from meetingdesk.records.meetings import Meeting


class AgendaItem(Row):
    """One item: verb + subject + who submits + outcome (A05).

    Ceremonies and lectures (颁发任命书, 宪法宣誓, 专题讲座) have ``on_agenda`` False: they are
    of the order of day, not of the agenda the meeting adopts.
    """

    __tablename__ = "agenda_item"
    meeting_id: Mapped[int] = ref("meeting.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    #: the number as printed ("12.1" for a late item); '' until the agenda is issued or adopted
    printed_number: Mapped[str] = short(12)
    on_agenda: Mapped[bool] = mapped_column(default=True)
    #: 听取和审议 · 审议 · 研究 …
    verb: Mapped[str] = short(24)
    subject: Mapped[str] = prose()
    #: 计划执行监督报告 · 批准类决定 · 人事任免 …
    type: Mapped[str] = short(60)
    submitted_by: Mapped[str | None] = mapped_column(default=None)
    reporter: Mapped[str] = short(120)
    #: outcome phrase as recorded (审议通过); '' while open
    outcome: Mapped[str] = prose()
    vote_method: Mapped[str] = short(24)
    tally_text: Mapped[str] = short(120)
    #: the chairpersons' meeting that agreed to submit it (A07)
    via: Mapped[str] = prose()
    needs_vote: Mapped[bool] = mapped_column(default=False)
    #: 报告, 决议 … made by this item
    artefacts: Mapped[list[Any] | None]
    #: objects of an evaluation on one sheet, in the order fixed by hand
    objects: Mapped[list[Any] | None]
    #: why it was taken off an agenda already printed; '' while it stands
    withdrawn: Mapped[str] = prose(server_default="")
    #: keys of the exchange record present but empty (see Meeting.shape)
    shape: Mapped[dict[str, Any] | None]
    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    materials: Mapped[list[Material]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="Material.position"
    )

    @property
    def stands(self) -> bool:
        """Whether the meeting takes it: on the agenda and not withdrawn."""
        return self.on_agenda and not self.withdrawn


class Material(Row):
    """A paper an item needs: who delivers it, until when, is it there (A38)."""

    __tablename__ = "material"
    item_id: Mapped[int] = ref("agenda_item.id", cascade=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = prose()
    provider: Mapped[str] = short(120)
    due: Mapped[dt.date | None]
    received: Mapped[bool] = mapped_column(default=False)
    item: Mapped[AgendaItem] = relationship(back_populates="materials")
