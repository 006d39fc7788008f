"""票: unordered ballots, sums and rulings of a count.

A secret ballot has no row of its own: equal ballots are one row of :class:`BallotPattern`
with a number of copies, keyed by its marks. No member, no time, no order of entry exists
that could be matched with the roll (地方组织法 Art. 39; rules.md Q21). The journal never
sees these rows.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetingdesk.records.base import Base


class BallotPattern(Base):
    """``copies`` ballots marked alike. Kept in the order of the key, never of entry.

    ``marks`` is canonical JSON: question key → sorted list of marked choices.
    """

    __tablename__ = "ballot_pattern"
    __table_args__ = ({"sqlite_with_rowid": False},)
    count_id: Mapped[int] = mapped_column(
        ForeignKey("count.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    marks: Mapped[str] = mapped_column(Text, primary_key=True)
    copies: Mapped[int]


class CountSum(Base):
    """One question's sums in a count by totals; question ``*`` holds the ballots void as a whole.

    ``sums`` is canonical JSON: choice key, ``_`` (空白) or ``?`` (无效) → votes.
    """

    __tablename__ = "count_sum"
    __table_args__ = ({"sqlite_with_rowid": False},)
    count_id: Mapped[int] = mapped_column(
        ForeignKey("count.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    question: Mapped[str] = mapped_column(String(24), primary_key=True)
    sums: Mapped[str] = mapped_column(Text)


class Ruling(Base):
    """How ``copies`` doubtful ballots (疑难票) marked alike were ruled, by whom and why.

    No number, no time, no ballot of its own: ``marks`` is what was laid aside, ``ruled`` what
    it counts as, both written as in :class:`BallotPattern`.
    """

    __tablename__ = "ruling"
    __table_args__ = ({"sqlite_with_rowid": False},)
    vote_id: Mapped[int] = mapped_column(
        ForeignKey("vote.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    marks: Mapped[str] = mapped_column(Text, primary_key=True)
    ruled: Mapped[str] = mapped_column(Text, primary_key=True)
    who: Mapped[str] = mapped_column(String(60), primary_key=True)
    why: Mapped[str] = mapped_column(String(200), primary_key=True)
    copies: Mapped[int]
