"""票样、票证台账与扫描: the forms of a vote, its ballot ledger, its scanned stacks.

A form is the same for every copy; the ledger counts sheets by row or table, never by person.
What was seen in a scan is kept by stack: a doubtful mark is keyed by its own picture, so that
no order of pages, no time and no other mark of the same ballot can be told from it
(地方组织法 Art. 39). Doubts are not journalled, as the ballots themselves are not.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meetingdesk.records.base import Base, Row, prose, ref, short
from meetingdesk.records.votes import Vote
from meetingdesk.rules.ballotledger import Ledger


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
    #: 印制 · 发出 · 作废更换 · 印废 · 余票 · 收回 · 旧版作废 · 封存 · 销毁 · 封存票销毁 · 不平说明
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


#: lines of the ledger that printing writes itself
BY_PRINTING = ("印制", "旧版作废")


def ledger_lines(session: Session, vote_id: int) -> list[LedgerEvent]:
    """Return the lines of a vote's ledger in the order they were written."""
    wanted = select(LedgerEvent).where(LedgerEvent.vote_id == vote_id)
    return list(session.scalars(wanted.order_by(LedgerEvent.id)))


def ledger_is_kept(lines: list[LedgerEvent]) -> bool:
    """Whether somebody keeps the ledger: printing alone does not begin one."""
    return any(line.kind not in BY_PRINTING for line in lines)


def ledger_sums(session: Session, vote: Vote, lines: list[LedgerEvent]) -> Ledger:
    """Add up the lines; what the count says of valid and invalid ballots is not in them.

    Where the ledger has no 发出 or 收回 of its own, the numbers registered with the vote stand.
    """

    def total(kind: str) -> int:
        return sum(line.sheets for line in lines if line.kind == kind)

    def known(kind: str, registered: int | None) -> int | None:
        return total(kind) if any(line.kind == kind for line in lines) else registered

    forms = session.scalars(select(BallotForm).where(BallotForm.vote_id == vote.id)).all()
    left = [line.sheets for line in lines if line.kind == "余票"]
    opened = total("封存票销毁")
    return Ledger(
        printed=total("印制"),
        spare=sum(form.spare for form in forms),
        issued=known("发出", vote.issued),
        replaced=total("作废更换") + total("印废"),
        outdated=total("旧版作废"),
        left=left[-1] if left else None,
        returned=known("收回", vote.returned),
        sealed=total("封存") - opened,
        destroyed=total("销毁") + opened,
        registered_issued=vote.issued,
        registered_returned=vote.returned,
    )
