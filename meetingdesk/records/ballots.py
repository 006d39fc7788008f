"""票样、票证台账与扫描: the forms of a vote, its ballot ledger, its scanned stacks.

A form is the same for every copy; the ledger counts sheets by row or table, never by person.
What was seen in a scan is kept by stack: a doubtful mark is keyed by its own picture, so that
no order of pages, no time and no other mark of the same ballot can be told from it
(地方组织法 Art. 39). Doubts are not journalled, as the ballots themselves are not.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetingdesk.records.base import Base, Row, prose, ref, short


class BallotForm(Row):
    """One version of a vote's sheet. ``locked`` from the first printing on.

    ``name`` is the form's short name in the QR, ``hash`` the eight hex digits of its content,
    ``choices`` how it was asked to look (paper, boxes), ``layout`` the form of layout.json.
    ``printed`` counts all ballots printed (not pages), ``spare`` those of them kept back.
    """

    __tablename__ = "ballot_form"
    __table_args__ = (UniqueConstraint("vote_id", "version"),)
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    version: Mapped[int]
    name: Mapped[str] = short(24)
    hash: Mapped[str] = short(64)
    choices: Mapped[dict[str, Any] | None]
    layout: Mapped[dict[str, Any] | None]
    locked: Mapped[bool] = mapped_column(default=False)
    printed: Mapped[int] = mapped_column(default=0)
    spare: Mapped[int] = mapped_column(default=0)


class LedgerEvent(Row):
    """One line of the ballot ledger (票证台账): ``sheets`` ballots came or went.

    ``place`` is a row, table or counting place, never a person; ``names`` are those who
    answer for the line (two for 销毁).
    """

    __tablename__ = "ballot_ledger"
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    form_id: Mapped[int | None] = ref("ballot_form.id", optional=True)
    #: 印制 · 备用 · 发出 · 作废更换 · 收回 · 存疑 · 有效 · 无效 · 封存 · 销毁
    kind: Mapped[str] = short(12)
    sheets: Mapped[int]
    place: Mapped[str] = short(60)
    names: Mapped[str] = short(120)
    on: Mapped[dt.date | None]
    note: Mapped[str] = prose()


class ScanStack(Row):
    """A stack of scanned sheets taken into a count.

    ``digest`` is that of its pages whatever their order: the same stack is known again.
    """

    __tablename__ = "scan_stack"
    __table_args__ = (UniqueConstraint("vote_id", "count_id", "digest"),)
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    count_id: Mapped[int | None] = ref("count.id", optional=True, cascade=True)
    digest: Mapped[str] = short(64)
    name: Mapped[str] = prose()
    pages: Mapped[int] = mapped_column(default=0)
    ballots: Mapped[int] = mapped_column(default=0)


class ScanDoubt(Base):
    """A box or row the reader would not decide, and what a person ruled.

    ``crop_digest`` is the SHA-256 of ``crop`` (PNG); ``reading`` and ``ruling`` are JSON lists
    of marked box ids, ``ruling`` empty text until it is ruled.
    """

    __tablename__ = "scan_doubt"
    __table_args__ = ({"sqlite_with_rowid": False},)
    stack_id: Mapped[int] = mapped_column(
        ForeignKey("scan_stack.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        primary_key=True,
        autoincrement=False,
    )
    crop_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vote_id: Mapped[int] = ref("vote.id", cascade=True)
    group: Mapped[str] = short(60)
    crop: Mapped[bytes | None] = mapped_column(LargeBinary)
    reading: Mapped[str] = prose()
    ruling: Mapped[str] = prose()
    ruled_by: Mapped[str] = short(60)
    second_by: Mapped[str] = short(60)
    reason: Mapped[str] = prose()
